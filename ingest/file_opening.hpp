// What a run over a file checks before it begins, and how its input is opened.
#pragma once

#include <cstdint>
#include <string>

#include "ingest/error.hpp"
#include "storage/file_descriptor.hpp"

namespace antrian::ingest {

struct opened_input {
  storage::file_descriptor file;
  std::string source;      ///< key of the source; empty: no regular file, cannot be resumed
  std::uint64_t size = 0;  ///< 0 if it is not known
};

/// Opens a file, or takes standard input (`-`). A folder or a compressed file is refused.
[[nodiscard]] result<opened_input> open_input(const std::string& path);

/// An output is cut to its new length before it is written, so it must not be the input, and the
/// two must not be one. An output may be empty or `-`.
[[nodiscard]] status keep_apart(const std::string& input, const std::string& results,
                                const std::string& dead_letters);

/// True for standard output and for what is there and is no regular file: it cannot be cut back and
/// gone on with.
[[nodiscard]] bool is_special(const std::string& path);

}  // namespace antrian::ingest
