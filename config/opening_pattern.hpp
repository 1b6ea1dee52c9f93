// Opening patterns: the counter hours of a week, by name, and how they are cut into slots.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "events/time.hpp"

namespace antrian::config {

/// A part of a day in which the counters are open: [start, end).
struct opening_window {
  events::clock_time start;
  events::clock_time end;
  friend bool operator==(const opening_window&, const opening_window&) = default;
};

struct opening_pattern {
  std::string name;
  /// Windows are cut into slots of this length from their start; what is left over at the end of a
  /// window is a shorter slot of its own.
  std::uint32_t slot_minutes = 60;
  /// Monday first; in order of time, without overlap; empty: closed on that weekday.
  std::array<std::vector<opening_window>, 7> week;
};

inline constexpr std::uint32_t slot_minutes_min = 15;
inline constexpr std::uint32_t slot_minutes_max = 480;

/// The windows' slots, in order of time.
[[nodiscard]] std::vector<opening_window> slots_of(const std::vector<opening_window>& windows,
                                                   std::uint32_t slot_minutes);

/// `08:00-12:00`, or nothing; an end of 24:00 is accepted, an end that is not later is not.
[[nodiscard]] std::optional<opening_window> parse_window(std::string_view text);

}  // namespace antrian::config
