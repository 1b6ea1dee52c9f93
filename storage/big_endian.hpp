// Numbers as stored: big-endian, so that RocksDB's byte order of keys is the order of the numbers.
#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <string>

namespace antrian::storage {

template <std::unsigned_integral T>
[[nodiscard]] constexpr std::array<char, sizeof(T)> big_endian(T value) {
  std::array<char, sizeof(T)> bytes{};
  for (std::size_t i = 0; i < sizeof(T); ++i) {
    bytes[sizeof(T) - 1 - i] = static_cast<char>(static_cast<unsigned char>(value >> (8 * i)));
  }
  return bytes;
}

template <std::unsigned_integral T>
void append_number(std::string& out, T value) {
  const auto bytes = big_endian(value);
  out.append(bytes.data(), bytes.size());
}

/// Reads sizeof(T) bytes; the caller has checked that they are there.
template <std::unsigned_integral T>
[[nodiscard]] constexpr T read_number(const char* bytes) {
  T value = 0;
  for (std::size_t i = 0; i < sizeof(T); ++i) {
    value = static_cast<T>(static_cast<T>(value << 8) | static_cast<unsigned char>(bytes[i]));
  }
  return value;
}

}  // namespace antrian::storage
