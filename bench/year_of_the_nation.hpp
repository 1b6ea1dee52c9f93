// A year of the nation, made of plain commands in memory: per office day the places, four times as
// many refusals, and the day itself played to its end (but for the last days, which are live).
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "events/command_batch.hpp"

namespace antrian::bench {

struct year_options {
  std::uint32_t days = 250;
  std::uint32_t live_days = 5;  ///< the last ones, booked but not played
  std::uint16_t offices = 150;
  std::uint32_t places = 133;  ///< of an office day: 250 x 150 x 133 is 5 million
  std::uint32_t refusals = 4;  ///< per place
};

/// The commands of one date, of all offices, in batches.
[[nodiscard]] std::vector<std::unique_ptr<events::command_batch>> commands_of_day(
    const year_options& options, std::uint32_t day);

}  // namespace antrian::bench
