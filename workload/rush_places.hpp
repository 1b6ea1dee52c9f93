// What is on offer in a rush: the offices of one time zone with their days, and how often each is
// asked for.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "config/configuration.hpp"
#include "events/time.hpp"
#include "workload/random.hpp"

namespace antrian::workload {

struct offered_day {
  std::string date;  ///< as on the wire
  std::vector<events::clock_time> slots;
  /// In the online lane. The generator counts down as it goes, to guess who was given a place.
  std::uint32_t places_left = 0;
};

struct offered_office {
  std::string code;
  std::uint8_t province = 0;
  std::vector<std::string> services;
  std::vector<offered_day> days;
  std::vector<std::uint16_t> near;  ///< others of the zone, in the same province if there are any
};

/// Offices that share one clock, so that their places are released at the same instant.
struct offered_zone {
  std::int32_t utc_offset_minutes = 0;
  std::vector<offered_office> offices;
  std::vector<std::uint32_t> weight_until;  ///< running sum of the offices' weights

  /// An office in proportion to the weights.
  [[nodiscard]] std::uint16_t pick(random_source& random) const;
};

/// The zones in the order in which their clocks strike, those that open on no day left out.
[[nodiscard]] std::vector<offered_zone> offered_zones(const config::configuration& configuration,
                                                      const std::vector<std::uint32_t>& weights,
                                                      events::local_date from, std::uint32_t days);

}  // namespace antrian::workload
