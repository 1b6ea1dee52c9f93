// Lines of a file or a pipe, in large reads, without copying them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/error.hpp"
#include "ingest/file_checksum.hpp"
#include "ingest/file_limits.hpp"
#include "storage/file_descriptor.hpp"

namespace antrian::ingest {

struct line {
  std::string_view text;     ///< without the line end; valid until the next read
  std::size_t padding = 0;   ///< bytes after the text that may be read
  std::uint64_t offset = 0;  ///< of its first byte in the input
  std::uint64_t end = 0;     ///< where the next line begins
  std::uint64_t number = 0;  ///< from 1
  bool too_long = false;     ///< `text` is only the beginning
  std::uint64_t size = 0;    ///< of the whole text, also where it is too long
};

/// Nothing but JSON's white space: such a line is no command, and no fault.
[[nodiscard]] inline bool is_blank(const line& l) {
  return !l.too_long && l.text.find_first_not_of(" \t\r") == std::string_view::npos;
}

/// Not thread-safe.
class line_reader {
 public:
  /// Starts behind the bytes of `before`, at the beginning of line `number` + 1. The descriptor
  /// must stand there already.
  line_reader(storage::file_descriptor input, const running_checksum& before, std::uint64_t number);

  /// Replaces `lines` by the whole lines that one read brings; the last one need not have a line
  /// end. The list stays empty at the end of the input, and where nothing has come for a moment or
  /// a signal arrived: so that who waits for a pipe can be stopped. A byte-order mark at the very
  /// beginning of the input is passed over.
  [[nodiscard]] status read(std::vector<line>& lines);
  /// Everything was handed out.
  [[nodiscard]] bool ended() const { return ended_; }

  /// Bytes and lines handed out so far, from the beginning of the input.
  [[nodiscard]] std::uint64_t offset() const { return offset_; }
  [[nodiscard]] std::uint64_t number() const { return number_; }
  /// The mark where a line of the last read ends, or at offset(): of every byte of the input before
  /// it. To be asked in the order of the lines.
  [[nodiscard]] file_mark mark_at(std::uint64_t end);

 private:
  bool take_line(std::vector<line>& lines);
  void add_until(std::size_t end);

  storage::file_descriptor input_;
  std::string buffer_;
  std::size_t begin_ = 0;  ///< of the first byte not handed out
  std::size_t end_ = 0;    ///< of what was read
  std::size_t added_ = 0;  ///< up to here it is in the checksum
  running_checksum checksum_;
  std::uint64_t offset_ = 0;
  std::uint64_t number_ = 0;
  std::deque<std::string> long_lines_;  ///< beginnings of lines that are too long
  bool in_long_line_ = false;           ///< the last of them has not ended yet
  std::uint64_t line_offset_ = 0;       ///< where the line at hand begins
  bool ended_ = false;
};

}  // namespace antrian::ingest
