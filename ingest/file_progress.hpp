// How far a file has been read, as it is stored with the last committed batch; and where to go on
// when the same file is read again.
//
// The file may have grown or been replaced since, and so may the output files: what is remembered
// carries checksums of what stood before the remembered places. What does not fit is simply read
// from the beginning; every command in it is a repeat then, and gets the answer it got first.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "ingest/error.hpp"

namespace antrian::ingest {

/// A place in a file, with a checksum of the bytes before it (the last 64 KiB at most).
struct file_mark {
  std::uint64_t size = 0;
  std::uint64_t checksum = 0;
  friend bool operator==(const file_mark&, const file_mark&) = default;
};

struct file_progress {
  file_mark head;                   ///< the input's first bytes, up to 4 KiB of what was read
  file_mark read;                   ///< the input up to the last committed line
  std::uint64_t lines = 0;          ///< lines before `read`
  std::uint64_t invalid_lines = 0;  ///< how many of them were no valid command
  // Outputs are written behind the commit: they are complete up to `answered` only.
  file_mark answered;  ///< the input up to which results and dead letters are written
  std::uint64_t answered_lines = 0;
  std::uint64_t answered_invalid_lines = 0;
  std::uint64_t answered_position = 0;    ///< no later line was answered at or before this position
  std::optional<file_mark> results;       ///< the file of results then; nothing: none was asked for
  std::optional<file_mark> dead_letters;  ///< likewise
  friend bool operator==(const file_progress&, const file_progress&) = default;
};

[[nodiscard]] std::string to_bytes(const file_progress& progress);
[[nodiscard]] std::optional<file_progress> parse_progress(std::string_view bytes);

/// The mark of a regular file at `size`; nothing if the file is shorter or cannot be read.
[[nodiscard]] std::optional<file_mark> mark_of(const std::string& path, std::uint64_t size);

/// SipHash under a fixed key: enough, for nobody gains by forging their own input.
[[nodiscard]] std::uint64_t checksum_of(std::string_view bytes);
inline constexpr std::size_t mark_window = std::size_t{64} * 1024;
inline constexpr std::size_t head_window = std::size_t{4} * 1024;

/// Where to begin, and to which length the outputs are cut back.
struct resume_point {
  std::uint64_t offset = 0;
  std::uint64_t lines = 0;
  std::uint64_t invalid_lines = 0;  ///< how many of them were no valid command
  std::uint64_t committed = 0;      ///< bytes of the input that are in the log already
  /// Lines from `offset` to here were judged before, and their answers lost: they must be given
  /// the same again. Ids that were known by then have an answer at most at `known_position`.
  std::uint64_t judged = 0;
  std::uint64_t judged_lines = 0;
  std::uint64_t judged_invalid_lines = 0;  ///< among all lines before `judged`
  std::uint64_t known_position = 0;
  std::uint64_t results_size = 0;
  std::uint64_t dead_letters_size = 0;
};

struct file_paths {
  std::string input;
  std::string results;       ///< empty: none
  std::string dead_letters;  ///< empty: none
};

/// The beginning, unless what is remembered still fits the files.
[[nodiscard]] resume_point find_resume_point(const file_paths& paths,
                                             const std::optional<file_progress>& remembered);

}  // namespace antrian::ingest
