#include "events/result.hpp"

#include <variant>

#include "events/assert.hpp"

namespace antrian::events {
namespace {

void add_queue_number(result& result, std::uint32_t number) {
  ANTRIAN_ASSERT(result.queue_numbers.size() < applicants_max);
  result.queue_numbers.push_back(number);
}

/// What the first event of a command tells; one overload per event type.
struct first_event {
  events::result& result;

  void operator()(const day_opened&) const {}
  void operator()(const capacity_changed& e) const { result.excess = e.excess; }
  void operator()(const day_closed&) const {}
  void operator()(const day_ended&) const {}
  void operator()(const booking_confirmed& e) const {
    result.booking = e.facts.booking;
    result.code = e.code;
    for (const auto& place : e.applicants) result.slots.push_back(place.slot);
  }
  void operator()(const booking_declined& e) const {
    result.outcome = outcome::declined;
    result.reason = e.reason;
    if (e.reason != decline_reason::already_checked_in) return;
    result.booking = e.booking;
    add_queue_number(result, e.queue_number);
  }
  void operator()(const booking_cancelled& e) const { result.booking = e.facts.booking; }
  void operator()(const booking_missed&) const {}  // of `end_day`, which is about no one booking
  void operator()(const applicant_checked_in& e) const { about_number(e); }
  void operator()(const check_in_undone& e) const { result.booking = e.facts.booking; }
  void operator()(const number_called& e) const { about_number(e); }
  void operator()(const applicant_served& e) const { about_number(e); }
  void operator()(const applicant_missed& e) const { about_number(e); }

 private:
  template <class Event>
  void about_number(const Event& e) const {
    result.booking = e.facts.booking;
    add_queue_number(result, e.queue_number);
  }
};

}  // namespace

result result_of(std::span<const event> events, std::uint64_t last) {
  ANTRIAN_ASSERT(!events.empty());
  result result;
  result.position = last;
  std::visit(first_event{result}, events.front().body);
  if (!std::holds_alternative<booking_confirmed>(events.front().body)) return result;
  // A walk-in is checked in by the command that books it.
  for (const event& later : events.subspan(1)) {
    if (const auto* checked_in = std::get_if<applicant_checked_in>(&later.body)) {
      add_queue_number(result, checked_in->queue_number);
    }
  }
  return result;
}

}  // namespace antrian::events
