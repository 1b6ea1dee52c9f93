// What the rows of all projections do with a day as a whole.
#pragma once

#include "events/event.hpp"
#include "projections/day_name.hpp"
#include "projections/projection.hpp"

namespace antrian::projections {

/// Opens a row's day: only once.
[[nodiscard]] inline fault open_day(day_status& status, std::int32_t& utc_offset_minutes,
                                    const events::day_opened& opened) {
  if (status != day_status::not_opened) return "the day is opened a second time";
  status = day_status::open;
  utc_offset_minutes = opened.utc_offset_minutes;
  return {};
}

}  // namespace antrian::projections
