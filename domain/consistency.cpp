#include "domain/consistency.hpp"

#include <algorithm>

namespace antrian::domain {
namespace {

bool slots_in_order(const office_day& day) {
  const auto not_before = [](const slot& a, const slot& b) { return a.start >= b.start; };
  return std::adjacent_find(day.slots.begin(), day.slots.end(), not_before) == day.slots.end();
}

/// The bookings' places are the places, one booking after the other.
bool bookings_cover_places(const office_day& day) {
  std::size_t next = 0;
  for (std::size_t i = 0; i < day.bookings.size(); ++i) {
    const booking& b = day.bookings[i];
    if (b.applicants == 0 || b.applicants > events::applicants_max) return false;
    if (b.first_place != next || day.places.size() - next < b.applicants) return false;
    if (b.service >= day.policy.services.size()) return false;
    if (static_cast<std::size_t>(b.lane) >= events::lane_count) return false;
    if (b.code.value >= events::booking_code_count) return false;
    for (const std::size_t end = next + b.applicants; next < end; ++next) {
      if (day.places[next].booking != i) return false;
    }
  }
  return next == day.places.size();
}

bool has_number_it_should(const place& p) {
  switch (p.state) {
    case place_state::confirmed:
      return p.queue_number == 0;
    case place_state::checked_in:
    case place_state::serving:
    case place_state::served:
      return p.queue_number != 0;
    case place_state::cancelled:  // of a day that was closed, perhaps after the check-in
    case place_state::missed:     // by the end of the day, or at the counter
      return true;
  }
  return false;  // not a state at all
}

bool queue_fits_places(const office_day& day) {
  const auto in_range = [&](std::uint32_t index) { return index < day.places.size(); };
  if (!std::all_of(day.queue.begin(), day.queue.end(), in_range)) return false;
  for (std::size_t i = 0; i < day.places.size(); ++i) {
    const place& p = day.places[i];
    if (!has_number_it_should(p)) return false;
    if (p.queue_number == 0) continue;
    if (p.queue_number > day.queue.size() || day.queue[p.queue_number - 1] != i) return false;
  }
  return true;
}

/// `taken` and `live` of each slot, counted again.
bool slots_count_places(const office_day& day) {
  std::vector<slot> counted = day.slots;
  for (slot& s : counted) {
    s.taken = {};
    s.live = 0;
  }
  for (const place& p : day.places) {
    const slot* where = day.find_slot(p.slot);
    if (where == nullptr) return false;
    slot& s = counted[static_cast<std::size_t>(where - day.slots.data())];
    const auto lane = static_cast<std::size_t>(day.bookings[p.booking].lane);
    if (p.state != place_state::cancelled) ++s.taken[lane];
    if (p.live()) ++s.live;
  }
  return counted == day.slots;
}

}  // namespace

bool consistent(const office_day& day) {
  return day.status <= day_status::ended && slots_in_order(day) && bookings_cover_places(day) &&
         queue_fits_places(day) && slots_count_places(day);
}

}  // namespace antrian::domain
