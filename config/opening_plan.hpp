// From the configuration to the days that an office opens: pure functions, no clock.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/configuration.hpp"
#include "events/command.hpp"
#include "events/ids.hpp"
#include "events/time.hpp"

namespace antrian::config {

/// What an office day is opened with.
struct day_plan {
  std::vector<events::slot_definition> slots;  ///< in order of time
  std::optional<events::instant> release_at;
  events::day_policy policy;
  std::int32_t utc_offset_minutes = 0;
};

/// No plan looks further ahead than this.
inline constexpr std::size_t planning_days_max = 3660;

/// The first `count` dates from `from` on (inclusive) on which the office opens; fewer only if
/// planning_days_max days do not hold as many.
[[nodiscard]] std::vector<events::local_date> working_days(const configuration& configuration,
                                                           events::office_ref office,
                                                           events::local_date from,
                                                           std::size_t count);

/// Nothing on a holiday or a weekday on which the office is closed. The slots' capacities add up,
/// lane by lane, to the office's quota.
[[nodiscard]] std::optional<day_plan> plan_day(const configuration& configuration,
                                               events::office_ref office, events::local_date date);

/// Deals `quota` over the slots in proportion to their length; what does not divide goes to the
/// largest remainders, earlier slots first. The capacities add up to `quota` in each lane.
/// `slots` must not be empty unless the quota is.
[[nodiscard]] std::vector<events::slot_definition> deal_quota(
    const std::vector<opening_window>& slots, const events::lane_capacity& quota);

/// The id of the command that opens this office day: always the same, so that opening a day twice
/// is a repeat and does no harm. A UUID of version 8, made of BLAKE2b over its name.
[[nodiscard]] events::uuid open_day_id(std::string_view office_code, events::local_date date);

/// Appends the `open_day` command as one JSON object, without a line break.
void append_open_day_command(std::string& json, const events::uuid& id,
                             std::string_view office_code, events::local_date date,
                             events::instant at, const day_plan& plan);

}  // namespace antrian::config
