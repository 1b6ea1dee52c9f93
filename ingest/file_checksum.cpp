#include "ingest/file_checksum.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>

#include <unistd.h>

namespace antrian::ingest {
namespace {

constexpr std::size_t read_size = std::size_t{1} << 20;

/// Any key whose first half is not zero: that is what the bytes are multiplied with.
constexpr std::array<unsigned char, crypto_onetimeauth_KEYBYTES> fixed_key() {
  std::array<unsigned char, crypto_onetimeauth_KEYBYTES> key{};
  for (std::size_t i = 0; i < key.size(); ++i) key[i] = static_cast<unsigned char>(151 * i + 89);
  return key;
}

const unsigned char* unsigned_bytes(const char* bytes) {
  return reinterpret_cast<const unsigned char*>(bytes);
}

}  // namespace

running_checksum::running_checksum() {
  constexpr auto key = fixed_key();
  crypto_onetimeauth_init(&state_, key.data());
}

void running_checksum::add(std::string_view bytes) {
  crypto_onetimeauth_update(&state_, unsigned_bytes(bytes.data()), bytes.size());
  size_ += bytes.size();
}

file_mark running_checksum::mark() const {
  auto ended = state_;
  std::array<unsigned char, crypto_onetimeauth_BYTES> tag{};
  crypto_onetimeauth_final(&ended, tag.data());
  file_mark mark{size_, 0};
  std::memcpy(&mark.checksum, tag.data(), sizeof mark.checksum);
  return mark;
}

bool add_file(int file, std::uint64_t size, running_checksum& to,
              const std::function<bool(std::uint64_t)>& go_on) {
  std::string bytes(read_size, '\0');
  for (auto at = to.mark().size; at < size;) {
    const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(size - at, read_size));
    const auto count = ::pread(file, bytes.data(), wanted, static_cast<off_t>(at));
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    to.add({bytes.data(), static_cast<std::size_t>(count)});
    at += static_cast<std::uint64_t>(count);
    if (go_on && !go_on(at)) return false;
  }
  return to.mark().size == size;
}

std::uint64_t checksum_of(std::string_view bytes) {
  constexpr unsigned char key[crypto_shorthash_KEYBYTES] = {};
  std::uint64_t value = 0;
  static_assert(crypto_shorthash_BYTES == sizeof value);
  crypto_shorthash(reinterpret_cast<unsigned char*>(&value), unsigned_bytes(bytes.data()),
                   bytes.size(), key);
  return value;
}

std::optional<file_mark> tail_mark(const std::string& path, std::uint64_t size) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return std::nullopt;
  const auto from = size > mark_window ? size - mark_window : 0;
  std::string bytes(static_cast<std::size_t>(size - from), '\0');
  file.seekg(static_cast<std::streamoff>(from));
  file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  if (static_cast<std::size_t>(file.gcount()) != bytes.size()) return std::nullopt;
  return file_mark{size, checksum_of(bytes)};
}

}  // namespace antrian::ingest
