// When commands arrive around a release: a few before it, most in its first minutes, then fewer and
// fewer for two hours, and a thin tail until Sunday 16:00.
#pragma once

#include <cstdint>
#include <optional>

#include "events/time.hpp"
#include "workload/random.hpp"

namespace antrian::workload {

/// The curve's ends, relative to the release.
inline constexpr std::int64_t arrivals_begin_ms = -600'000;
inline constexpr std::int64_t arrivals_end_ms = 50 * 3'600'000;  // Friday 14:00 to Sunday 16:00

/// Gives exactly `count` instants along the curve, in order, without keeping any of them.
class arrival_stream {
 public:
  arrival_stream(events::instant release, std::uint64_t count, std::uint64_t seed);

  /// The next instant, or nothing when all have been given.
  [[nodiscard]] std::optional<events::instant> next();

 private:
  void enter_phase();

  events::instant release_;
  std::uint64_t count_;
  random_source random_;
  std::size_t phase_ = 0;
  std::uint64_t in_phase_ = 0;      ///< how many this phase has
  std::uint64_t given_ = 0;         ///< how many of them were given
  std::uint64_t before_phase_ = 0;  ///< how many all phases before it had
};

}  // namespace antrian::workload
