// One office day from the first arrival to its end: check-ins, walk-ins, counters.
//
// The day is played against a plain picture of the queue, so that counters serve the numbers that
// were really called; commands that must be declined are among them all the same.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "config/configuration.hpp"
#include "events/ids.hpp"
#include "events/time.hpp"
#include "events/vocabulary.hpp"

namespace antrian::workload {

/// A booking that holds places when the day begins.
struct confirmed_booking {
  events::uuid booking;
  std::optional<events::booking_code> code;  ///< if given, some check in with it
  events::lane lane = events::lane::online;
  std::vector<std::string> niks;
  std::vector<events::clock_time> slots;  ///< one for each NIK
};

struct office_day_options {
  std::uint64_t seed = 1;
  events::office_ref office;
  events::local_date date;
  std::uint32_t counters = 0;  ///< 0: as many as the day's places need
  // Parts per million.
  std::uint32_t no_show = 80'000;            ///< bookings of which nobody comes
  std::uint32_t too_early = 30'000;          ///< applicants that come too early, and again in time
  std::uint32_t too_late = 15'000;           ///< bookings that come when check-in is over
  std::uint32_t wrong_person = 15'000;       ///< check-ins first tried with somebody else's card
  std::uint32_t twice = 30'000;              ///< check-ins tried again or sent twice
  std::uint32_t undone = 10'000;             ///< check-ins undone and done again
  std::uint32_t absent = 40'000;             ///< called numbers that do not appear at once
  std::uint32_t walk_in_demand = 1'100'000;  ///< of the walk-in lane's capacity
};

/// Calls `sink` with each command line in order of time, without line break; the last is `end_day`.
/// The office must open on that date.
void play_office_day(const config::configuration& configuration, const office_day_options& options,
                     std::span<const confirmed_booking> bookings,
                     const std::function<void(std::string_view line)>& sink);

}  // namespace antrian::workload
