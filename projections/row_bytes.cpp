#include "projections/row_bytes.hpp"

#include <cstring>

namespace antrian::projections {

void row_writer::number(std::uint64_t value) {
  while (value >= 0x80) {
    out_.push_back(static_cast<char>(value | 0x80));
    value >>= 7;
  }
  out_.push_back(static_cast<char>(value));
}

void row_writer::signed_number(std::int64_t value) {
  number((static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63));
}

void row_writer::text(std::string_view value) {
  number(value.size());
  out_.append(value);
}

std::uint64_t row_reader::number() {
  std::uint64_t value = 0;
  for (unsigned shift = 0; shift < 64; shift += 7) {
    if (rest_.empty()) break;
    const auto byte = static_cast<std::uint8_t>(rest_.front());
    rest_.remove_prefix(1);
    if (shift == 63 && byte > 1) break;
    value |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
    if (byte < 0x80) {
      // A longer encoding of the same number would make equal rows differ.
      if (byte == 0 && shift != 0) break;
      return value;
    }
  }
  fault();
  return 0;
}

std::int64_t row_reader::signed_number() {
  const auto value = number();
  return static_cast<std::int64_t>((value >> 1) ^ (~(value & 1) + 1));
}

std::string row_reader::text() {
  const auto size = count();
  std::string value{rest_.substr(0, size)};
  rest_.remove_prefix(size);
  return value;
}

std::uint64_t row_reader::bounded(std::uint64_t largest) {
  const auto value = number();
  if (value <= largest) return value;
  fault();
  return 0;
}

std::size_t row_reader::count() {
  const auto value = number();
  if (value <= rest_.size()) return static_cast<std::size_t>(value);
  fault();
  return 0;
}

void row_reader::take(std::uint8_t* to, std::size_t size) {
  if (rest_.size() < size) return fault();
  std::memcpy(to, rest_.data(), size);
  rest_.remove_prefix(size);
}

void row_reader::fault() {
  failed_ = true;
  rest_ = {};
}

}  // namespace antrian::projections
