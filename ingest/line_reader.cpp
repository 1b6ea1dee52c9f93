#include "ingest/line_reader.hpp"

#include <cerrno>
#include <cstring>

#include <poll.h>

namespace antrian::ingest {
namespace {

constexpr std::size_t read_size = std::size_t{4} << 20;
/// Room after the last line for a parser that reads in blocks.
constexpr std::size_t padding_size = 128;
/// Longest wait for a pipe before the caller gets to look around.
constexpr int wait_ms = 200;
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

/// False if nothing has come. A signal may end the wait, or may have arrived just before it.
bool wait_for(int input) {
  pollfd wanted{input, POLLIN, 0};
  // What poll cannot judge is left to read.
  const int ready = ::poll(&wanted, 1, wait_ms);
  return ready > 0 || (ready < 0 && errno != EINTR);
}

}  // namespace

line_reader::line_reader(storage::file_descriptor input, const running_checksum& before,
                         std::uint64_t number)
    : input_(std::move(input)),
      checksum_(before),
      offset_(before.mark().size),
      number_(number),
      line_offset_(offset_) {
  buffer_.resize(read_size + line_size_max + padding_size);
}

status line_reader::read(std::vector<line>& lines) {
  lines.clear();
  while (long_lines_.size() > (in_long_line_ ? 1 : 0)) long_lines_.pop_front();
  while (lines.empty() && !ended_) {
    if (!wait_for(input_.get())) return {};
    add_until(begin_);
    std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
    end_ -= begin_;
    added_ -= begin_;
    begin_ = 0;
    const auto count = ::read(input_.get(), buffer_.data() + end_, read_size);
    if (count < 0) {
      if (errno == EINTR) continue;
      return fail(errc::input, std::string("cannot read the input: ") + std::strerror(errno));
    }
    ended_ = count == 0;
    end_ += static_cast<std::size_t>(count);
    while (take_line(lines)) {
    }
  }
  return {};
}

void line_reader::add_until(std::size_t end) {
  checksum_.add({buffer_.data() + added_, end - added_});
  added_ = end;
}

file_mark line_reader::mark_at(std::uint64_t end) {
  add_until(begin_ - static_cast<std::size_t>(offset_ - end));
  return checksum_.mark();
}

/// Hands out the next line, or what is there of one that is too long; false if more must be read.
bool line_reader::take_line(std::vector<line>& lines) {
  if (begin_ == end_ && !(ended_ && in_long_line_)) return false;
  const char* from = buffer_.data() + begin_;
  const auto* found = static_cast<const char*>(std::memchr(from, '\n', end_ - begin_));
  const std::size_t size = found ? static_cast<std::size_t>(found - from) : end_ - begin_;
  const bool whole = found != nullptr || ended_;
  const bool too_long = in_long_line_ || size > line_size_max;
  if (!whole && !too_long) return false;

  if (too_long && !in_long_line_) long_lines_.emplace_back(from, line_size_max);
  in_long_line_ = !whole;
  const std::size_t used = size + (found ? 1 : 0);
  begin_ += used;
  offset_ += used;
  if (!whole) return false;

  auto text = too_long ? std::string_view(long_lines_.back()) : std::string_view(from, size);
  auto text_size = offset_ - line_offset_ - (found ? 1 : 0);
  if (line_offset_ == 0 && text.starts_with(byte_order_mark)) {
    text.remove_prefix(byte_order_mark.size());
    text_size -= byte_order_mark.size();
  }
  const auto padding = too_long ? 0 : buffer_.size() - begin_;
  lines.push_back({text, padding, line_offset_, offset_, ++number_, too_long, text_size});
  line_offset_ = offset_;
  return true;
}

}  // namespace antrian::ingest
