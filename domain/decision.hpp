// What all decisions share: the command's local time, and how an event or a refusal is written.
// Internal to domain/: decide.cpp dispatches, decide_*.cpp hold the rules.
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "domain/office_day.hpp"

namespace antrian::domain {

struct decision {
  const office_day& day;
  const events::command& command;
  const claim_facts& facts;
  std::vector<events::event>& out;
  events::local_time now;  ///< the command's `at` on the office's clock

  [[nodiscard]] bool started(events::clock_time start) const {
    return events::at_clock(command.day.date, start) <= now;
  }
  [[nodiscard]] bool ended(events::clock_time end) const {
    return events::at_clock(command.day.date, end) <= now;
  }

  void emit(events::event_body body) const {
    out.push_back({command.id, command.at, command.by, std::move(body)});
  }

  [[nodiscard]] events::booking_facts facts_of(const booking& b) const {
    return {b.id, b.account, b.lane, day.policy.services[b.service]};
  }
  [[nodiscard]] static events::placement placement_of(const place& p) {
    return {p.subject, p.slot};
  }

  /// A refusal that says who asked for what, as far as the command does: it counts as demand, and
  /// an auditor finds it. `queue_number` is the one that `already_checked_in` gives again.
  void decline(events::decline_reason reason, std::uint32_t queue_number = 0) const;
};

/// The booking's places for which `wanted` holds, as an event lists them.
template <class Wanted>
[[nodiscard]] events::placement_list placements(const office_day& day, const booking& b,
                                                const Wanted& wanted) {
  events::placement_list list;
  for (const place& p : day.places_of(b)) {
    if (wanted(p)) list.push_back(decision::placement_of(p));
  }
  return list;
}
/// Of those who have not checked in yet, nor lost their place.
[[nodiscard]] inline events::placement_list confirmed_places(const office_day& day,
                                                             const booking& b) {
  return placements(day, b, [](const place& p) { return p.state == place_state::confirmed; });
}
/// Of all who still hold a place: confirmed, checked in or being served.
[[nodiscard]] inline events::placement_list live_places(const office_day& day, const booking& b) {
  return placements(day, b, [](const place& p) { return p.live(); });
}

/// The service's index in the day's policy, or nothing.
[[nodiscard]] std::optional<std::uint8_t> service_index(const office_day& day,
                                                        const std::string& service);

/// A code for the booking that no other booking of the day has.
[[nodiscard]] events::booking_code choose_code(const office_day& day, const events::uuid& booking);

// decide_schedule.cpp
void decide_open(const decision& d, const events::open_day& wish);
void decide_capacity(const decision& d, const events::change_capacity& wish);
void decide_close(const decision& d, const events::close_day& wish);
void decide_end(const decision& d);
// decide_booking.cpp
void decide_book(const decision& d, const events::book& wish);
void decide_cancel(const decision& d, const events::cancel& wish);
void decide_release(const decision& d, const events::release_replaced& wish);
// decide_check_in.cpp
void decide_check_in(const decision& d, const events::check_in& wish);
void decide_walk_in(const decision& d, const events::walk_in& wish);
void decide_undo(const decision& d, const events::undo_check_in& wish);
// decide_counter.cpp
void decide_call(const decision& d, const events::call_next& wish);
void decide_recall(const decision& d, const events::recall& wish);
void decide_serve(const decision& d, const events::serve& wish);
void decide_miss(const decision& d, const events::miss& wish);

}  // namespace antrian::domain
