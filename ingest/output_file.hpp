// A file that results or dead letters are appended to, or standard output.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "ingest/error.hpp"
#include "ingest/file_progress.hpp"
#include "storage/file_descriptor.hpp"

namespace antrian::ingest {

class output_file {
 public:
  /// An output that nobody asked for: everything appended to it is dropped.
  output_file() = default;
  /// Opens `path` (`-`: standard output) and cuts it to `size`. New files are for the owner only:
  /// dead letters hold personal data.
  [[nodiscard]] static result<output_file> open(const std::string& path, std::uint64_t size);

  [[nodiscard]] bool wanted() const { return static_cast<bool>(file_); }
  [[nodiscard]] status append(std::string_view bytes);
  /// Waits until everything that was appended is on disk, as far as it is a file.
  [[nodiscard]] status sync();
  /// How far it was written at the last sync(), or when it was opened; nothing for an output that
  /// cannot be resumed.
  [[nodiscard]] std::optional<file_mark> mark() const { return synced_; }

 private:
  std::string path_;
  bool regular_ = false;
  storage::file_descriptor file_;
  std::uint64_t size_ = 0;
  std::optional<file_mark> synced_;
};

}  // namespace antrian::ingest
