// Keys of the streams table: the stream's name, a zero byte, the sequence. Names hold no zero
// byte, so no stream's keys fall between those of another.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "storage/big_endian.hpp"

namespace antrian::storage {

struct stream_key {
  std::string_view stream;
  std::uint64_t sequence = 0;
};

inline void append_stream_key(std::string& out, std::string_view stream, std::uint64_t sequence) {
  out.append(stream);
  out.push_back('\0');
  append_number(out, sequence);
}

/// First key after all keys of the stream.
[[nodiscard]] inline std::string end_of_stream(std::string_view stream) {
  std::string key(stream);
  key.push_back('\1');
  return key;
}

/// Nothing if the bytes are not such a key.
[[nodiscard]] inline std::optional<stream_key> parse_stream_key(std::string_view key) {
  constexpr std::size_t tail = 1 + 8;
  if (key.size() <= tail || key[key.size() - tail] != '\0') return std::nullopt;
  return stream_key{key.substr(0, key.size() - tail),
                    read_number<std::uint64_t>(key.data() + key.size() - 8)};
}

}  // namespace antrian::storage
