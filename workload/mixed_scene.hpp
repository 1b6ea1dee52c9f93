// Where and among whom the commands of a mixed workload play.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "config/configuration.hpp"
#include "events/time.hpp"

namespace antrian::workload {

/// The slots that days have; not every day has all, and some end at another time.
struct scene_slot {
  const char* start;
  const char* end;
  const char* other_end;
};
inline constexpr std::array<scene_slot, 6> scene_slots{{{"08:00", "09:00", "08:30"},
                                                        {"09:00", "10:00", "09:15"},
                                                        {"10:00", "11:00", "11:30"},
                                                        {"12:00", "13:00", "12:30"},
                                                        {"13:00", "14:00", "13:59"},
                                                        {"14:00", "15:30", "24:00"}}};

/// Longest block after a no-show: short, so that people come back while there are still commands
/// to send.
inline constexpr std::int32_t scene_block_days_max = 4;

struct scene_office {
  std::string code;
  std::int32_t utc_offset_minutes = 0;
};

/// Offices of different time zones first.
[[nodiscard]] std::vector<scene_office> choose_offices(const config::configuration& configuration,
                                                       std::uint32_t count);
/// That many NIKs, all different.
[[nodiscard]] std::vector<std::string> make_niks(std::uint32_t count, std::uint64_t seed);

/// Which part of a day's life is playing. All days of a round are opened and booked first, then
/// they come one after another.
enum class phase : std::uint8_t { opening, booking, counter, closing };

/// What the clock of a round shows.
struct scene_time {
  phase now = phase::opening;
  std::uint32_t day = 0;      ///< of the round, in phases counter and closing
  std::int64_t local_ms = 0;  ///< since the midnight that begins the round's first day
};

/// After `step` of the `steps` commands of a round of `days` days.
[[nodiscard]] scene_time time_of(std::uint64_t step, std::uint64_t steps, std::uint32_t days);

}  // namespace antrian::workload
