// Time as the rules see it: instants in UTC, and the office's own dates and clock times.
//
// No function here reads a clock; every instant comes in with a command (docs/wire.md).
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace antrian::events {

/// A point in time: milliseconds since 1970-01-01T00:00:00Z.
struct instant {
  std::int64_t ms = 0;
  friend auto operator<=>(const instant&, const instant&) = default;
};

/// A date of the office's calendar: days since 1970-01-01.
struct local_date {
  std::int32_t days = 0;
  friend auto operator<=>(const local_date&, const local_date&) = default;
};

/// A clock time of the office: minutes since local midnight, 0 to 1440 (24:00 ends a day).
struct clock_time {
  std::uint16_t minutes = 0;
  friend auto operator<=>(const clock_time&, const clock_time&) = default;
};

/// Local wall-clock time in milliseconds since 1970-01-01T00:00 local; comparable only within one
/// UTC offset.
struct local_time {
  std::int64_t ms = 0;
  friend auto operator<=>(const local_time&, const local_time&) = default;
};

inline constexpr std::int64_t minute_ms = 60'000;
inline constexpr std::int64_t day_ms = 86'400'000;

[[nodiscard]] constexpr local_time to_local(instant at, std::int32_t utc_offset_minutes) {
  return {at.ms + utc_offset_minutes * minute_ms};
}

[[nodiscard]] constexpr local_time at_clock(local_date date, clock_time clock) {
  return {date.days * day_ms + clock.minutes * minute_ms};
}

[[nodiscard]] constexpr local_date date_of(local_time time) {
  const std::int64_t floor = time.ms >= 0 ? time.ms / day_ms : -((day_ms - 1 - time.ms) / day_ms);
  return {static_cast<std::int32_t>(floor)};
}

/// The instant of a local clock time at an office with the given UTC offset.
[[nodiscard]] constexpr instant to_instant(local_date date, clock_time clock,
                                           std::int32_t utc_offset_minutes) {
  return {at_clock(date, clock).ms - utc_offset_minutes * minute_ms};
}

/// `YYYY-MM-DD` of a real date in the years 1900 to 2999, or nothing.
[[nodiscard]] std::optional<local_date> parse_date(std::string_view text);
/// `HH:MM`, 00:00 to 23:59 (24:00 too where `allow_end_of_day`), or nothing.
[[nodiscard]] std::optional<clock_time> parse_clock(std::string_view text,
                                                    bool allow_end_of_day = false);
/// RFC 3339 in UTC (`Z` or `+00:00`), with up to nine digits of a second's fraction, or nothing.
[[nodiscard]] std::optional<instant> parse_instant(std::string_view text);

void append_date(std::string& out, local_date date);
void append_clock(std::string& out, clock_time clock);
/// RFC 3339 UTC with milliseconds: `2026-11-27T07:00:00.000Z`.
void append_instant(std::string& out, instant at);

[[nodiscard]] std::string to_text(local_date date);
[[nodiscard]] std::string to_text(clock_time clock);
[[nodiscard]] std::string to_text(instant at);

/// 1 = Monday ... 7 = Sunday.
[[nodiscard]] int iso_weekday(local_date date);

}  // namespace antrian::events
