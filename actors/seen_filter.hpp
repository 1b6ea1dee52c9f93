// Which command ids the store's index may hold: a blocked Bloom filter, so that a new id - nearly
// every id is new - costs one cache line instead of a look-up in every sorted file of the index.
//
// Says "perhaps" of every id that was added, and of about one in five hundred that was not while
// it is not overfull. Takes two bytes for each id that it is made for. Not thread-safe.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <memory>
#include <vector>

#include "events/ids.hpp"

namespace antrian::actors {

class seen_filter {
 public:
  explicit seen_filter(std::uint64_t ids_max)
      : ids_max_(ids_max), lines_(std::bit_ceil(ids_max / ids_per_line + 1)) {}

  void add(const events::uuid& id) {
    const auto hash = hash_of(id);
    auto& line = lines_[hash % lines_.size()];
    for (const auto bit : bits_of(hash)) line.words[bit / 64] |= std::uint64_t{1} << (bit % 64);
    ++size_;
  }
  [[nodiscard]] bool perhaps(const events::uuid& id) const {
    const auto hash = hash_of(id);
    const auto& line = lines_[hash % lines_.size()];
    for (const auto bit : bits_of(hash)) {
      if ((line.words[bit / 64] >> (bit % 64) & 1) == 0) return false;
    }
    return true;
  }
  [[nodiscard]] bool overfull() const { return size_ > ids_max_; }

 private:
  static constexpr std::uint64_t ids_per_line = 31;
  struct alignas(64) cache_line {
    std::array<std::uint64_t, 8> words{};
  };

  static std::uint64_t hash_of(const events::uuid& id) { return events::id16_hash{}(id); }
  /// Six bits of a line's 512, from the part of the hash that does not choose the line.
  static std::array<std::uint32_t, 6> bits_of(std::uint64_t hash) {
    std::array<std::uint32_t, 6> bits{};
    std::uint64_t x = (hash >> 19) * 0x9E3779B97F4A7C15ULL;
    for (auto& bit : bits) {
      bit = static_cast<std::uint32_t>(x >> 55);
      x = x * 0xD1342543DE82EF95ULL + 0x9E3779B97F4A7C15ULL;
    }
    return bits;
  }

  std::uint64_t ids_max_;
  std::vector<cache_line> lines_;
  std::uint64_t size_ = 0;
};

}  // namespace antrian::actors
