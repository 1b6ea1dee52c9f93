// The commands that open the days of every office, so that there is something to book.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

#include "config/configuration.hpp"
#include "events/time.hpp"

namespace antrian::workload {

/// Calls `sink` with one `open_day` line, without a line break, for each of the first `days`
/// working days from `from` on of each office. The ids are those of config::open_day_id, so that
/// opening again does no harm. `at` is when the commands say they were given.
void for_each_opening(const config::configuration& configuration, events::local_date from,
                      std::uint32_t days, events::instant at,
                      const std::function<void(std::string_view line)>& sink);

}  // namespace antrian::workload
