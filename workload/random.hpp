// A small, fast source of random numbers whose sequence is the same on every machine: the standard
// distributions are not, so the few that are needed are here.
#pragma once

#include <array>
#include <cstdint>

#include "events/assert.hpp"

namespace antrian::workload {

/// One step of SplitMix64: mixes 64 bits so that near inputs give unrelated outputs.
[[nodiscard]] constexpr std::uint64_t mix(std::uint64_t x) {
  x += 0x9E3779B97F4A7C15ULL;
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9ULL;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBULL;
  return x ^ (x >> 31);
}

/// SplitMix64. Not for secrets. Copies go on independently from the same point.
class random_source {
 public:
  explicit constexpr random_source(std::uint64_t seed) : state_(mix(seed)) {}

  [[nodiscard]] constexpr std::uint64_t next() {
    const std::uint64_t value = mix(state_);
    state_ += 0x9E3779B97F4A7C15ULL;
    return value;
  }

  /// A whole number below `bound`, which is at least 1 and below 2^32.
  [[nodiscard]] constexpr std::uint64_t below(std::uint64_t bound) {
    ANTRIAN_ASSERT(bound >= 1 && bound < (std::uint64_t{1} << 32));
    return ((next() >> 32) * bound) >> 32;
  }

  /// True once in `per_million / 1'000'000` of the calls.
  [[nodiscard]] constexpr bool chance(std::uint32_t per_million) {
    return below(1'000'000) < per_million;
  }

  /// An index in proportion to the weights, of which at least one is above 0.
  template <std::size_t N>
  [[nodiscard]] constexpr std::size_t weighted(const std::array<std::uint32_t, N>& weights) {
    std::uint64_t total = 0;
    for (const auto weight : weights) total += weight;
    std::uint64_t point = below(total);
    std::size_t index = 0;
    while (point >= weights[index]) point -= weights[index++];
    return index;
  }

 private:
  std::uint64_t state_;
};

}  // namespace antrian::workload
