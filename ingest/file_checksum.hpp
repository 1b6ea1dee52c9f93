// Checksums of what stands in a file before a place, by which the file is known again.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include <sodium.h>

namespace antrian::ingest {

/// A place in a file, with a checksum of bytes before it.
struct file_mark {
  std::uint64_t size = 0;
  std::uint64_t checksum = 0;
  friend bool operator==(const file_mark&, const file_mark&) = default;
};

/// Of all bytes from the beginning, as they are read. Poly1305 under a fixed key: much faster than
/// the disk, and enough, for nobody gains by forging their own input. May be copied midway.
class running_checksum {
 public:
  running_checksum();
  void add(std::string_view bytes);
  /// Of everything that was added.
  [[nodiscard]] file_mark mark() const;

 private:
  crypto_onetimeauth_state state_;
  std::uint64_t size_ = 0;
};

/// Adds the bytes of an open file from where `to` is up to `size`, and tells `go_on` (if there is
/// one) the place now and then. False if the file is shorter or cannot be read, or if `go_on` said
/// so.
[[nodiscard]] bool add_file(int file, std::uint64_t size, running_checksum& to,
                            const std::function<bool(std::uint64_t)>& go_on);

/// The mark of a regular file at `size`, of the last 64 KiB before it; nothing if the file is
/// shorter or cannot be read.
[[nodiscard]] std::optional<file_mark> tail_mark(const std::string& path, std::uint64_t size);

/// SipHash under a fixed key.
[[nodiscard]] std::uint64_t checksum_of(std::string_view bytes);
inline constexpr std::size_t mark_window = std::size_t{64} * 1024;

}  // namespace antrian::ingest
