// The key under which a command goes to Kafka: its office's code.
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>

namespace antrian::ingest {

/// Longest key that is read from a command; offices have shorter codes.
inline constexpr std::size_t command_key_size_max = 256;

/// Reads the one field of a command that decides its partition, and checks nothing else: whether
/// the command is valid is the node's to say. Not thread-safe.
class command_key_reader {
 public:
  command_key_reader();
  ~command_key_reader();
  command_key_reader(const command_key_reader&) = delete;
  command_key_reader& operator=(const command_key_reader&) = delete;

  /// The office's code, valid until the next call; a view without data() if none can be read.
  /// `padding` bytes after the end of `line` may be read; with 64 or more it is not copied.
  [[nodiscard]] std::string_view read(std::string_view line, std::size_t padding);

 private:
  struct impl;
  std::unique_ptr<impl> impl_;
};

}  // namespace antrian::ingest
