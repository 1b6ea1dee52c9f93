// When the places of a day are released for booking, in the office's own time.
#pragma once

#include <cstdint>
#include <optional>
#include <variant>

#include "events/time.hpp"

namespace antrian::config {

/// At once, when the day is opened.
struct release_when_opened {
  friend bool operator==(const release_when_opened&, const release_when_opened&) = default;
};
/// Friday 14:00 before the week (Monday to Sunday) that the date lies in.
struct release_friday_14 {
  friend bool operator==(const release_friday_14&, const release_friday_14&) = default;
};
/// So many days before the date, at a clock time.
struct release_days_before {
  std::uint32_t days = 0;
  events::clock_time at;
  friend bool operator==(const release_days_before&, const release_days_before&) = default;
};
using release_rule = std::variant<release_when_opened, release_friday_14, release_days_before>;

inline constexpr std::uint32_t release_days_max = 366;

/// The instant of the release, or nothing if booking may begin when the day is opened.
[[nodiscard]] std::optional<events::instant> release_of(const release_rule& rule,
                                                        events::local_date date,
                                                        std::int32_t utc_offset_minutes);

}  // namespace antrian::config
