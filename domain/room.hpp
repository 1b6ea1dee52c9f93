// Room: which slots a family gets (docs/wire.md, "Room").
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include <boost/container/static_vector.hpp>

#include "domain/office_day.hpp"
#include "events/command.hpp"

namespace antrian::domain {

/// One slot start per applicant, in the order of the applicants.
using seating = boost::container::static_vector<events::clock_time, events::applicants_max>;

/// True for the slots that a wish names.
[[nodiscard]] bool wished(const events::slot_wish& wish, const slot& s);

/// The first candidate slot whose lane takes all `people`; else the first run of neighbouring
/// candidates, each with a place, that together take them, filled in time order; else nothing.
/// `is_candidate` says of a slot that is part of the day whether it may be used.
template <class Candidate>
[[nodiscard]] std::optional<seating> find_room(const std::vector<slot>& slots, events::lane lane,
                                               std::size_t people, const Candidate& is_candidate) {
  for (const slot& s : slots) {
    if (s.part_of_day() && is_candidate(s) && s.free(lane) >= people) {
      return seating(people, s.start);
    }
  }
  seating run;
  for (const slot& s : slots) {
    if (!s.part_of_day()) continue;
    if (!is_candidate(s) || s.free(lane) == 0) {
      run.clear();
      continue;
    }
    for (auto free = s.free(lane); free > 0 && run.size() < people; --free) {
      run.push_back(s.start);
    }
    if (run.size() == people) return run;
  }
  return std::nullopt;
}

/// Why there is no room: `lane_full` if another lane has a place in a candidate slot, which the
/// office could give, else `day_full`.
template <class Candidate>
[[nodiscard]] events::decline_reason lane_or_day_full(const std::vector<slot>& slots,
                                                      events::lane lane,
                                                      const Candidate& is_candidate) {
  for (const slot& s : slots) {
    if (!s.part_of_day() || !is_candidate(s)) continue;
    for (const events::lane other : events::all_lanes) {
      if (other != lane && s.free(other) > 0) return events::decline_reason::lane_full;
    }
  }
  return events::decline_reason::day_full;
}

}  // namespace antrian::domain
