// How an office day changes with each event. One function per event type, no decisions: an event
// that cannot be true of this state is a broken invariant, and stops the process.
#include <algorithm>

#include "domain/office_day.hpp"
#include "events/assert.hpp"

namespace antrian::domain {

using events::clock_time;
using events::placement;
using events::slot_definition;

struct office_day_fold {
  office_day& day;
  const events::event& event;

  slot& slot_at(clock_time start) {
    const auto* found = day.find_slot(start);
    ANTRIAN_ASSERT(found != nullptr);
    return day.slots[static_cast<std::size_t>(found - day.slots.data())];
  }

  place& place_of(const events::uuid& id, const events::subject_id& subject) {
    const booking* owner = day.find(id);
    ANTRIAN_ASSERT(owner != nullptr);
    const place* found = day.place_of(*owner, subject);
    ANTRIAN_ASSERT(found != nullptr && "the event names somebody who is not of the booking");
    return day.places[static_cast<std::size_t>(found - day.places.data())];
  }

  void no_longer_live(place& who, place_state state) {
    ANTRIAN_ASSERT(who.live());
    slot& where = slot_at(who.slot);
    ANTRIAN_ASSERT(where.live > 0);
    --where.live;
    who.state = state;
  }

  void operator()(const events::day_opened& e) {
    ANTRIAN_ASSERT(day.status == day_status::not_open);
    day.status = day_status::open;
    day.utc_offset_minutes = e.utc_offset_minutes;
    day.release_at = e.release_at;
    day.policy = e.policy;
    for (const slot_definition& s : e.slots) {
      day.slots.push_back({s.start, s.end, s.capacity, {}, 0, false});
    }
  }

  void operator()(const events::capacity_changed& e) {
    for (slot& s : day.slots) {
      s.capacity = {};
      s.removed = true;
    }
    for (const slot_definition& given : e.slots) {
      const auto at = std::lower_bound(day.slots.begin(), day.slots.end(), given.start,
                                       [](const slot& s, clock_time t) { return s.start < t; });
      if (at == day.slots.end() || at->start != given.start) {
        day.slots.insert(at, {given.start, given.end, given.capacity, {}, 0, false});
      } else {
        at->end = given.end;
        at->capacity = given.capacity;
        at->removed = false;
      }
    }
  }

  void operator()(const events::day_closed&) { day.status = day_status::closed; }

  void operator()(const events::day_ended&) { day.status = day_status::ended; }

  void operator()(const events::booking_confirmed& e) {
    const auto index = static_cast<std::uint32_t>(day.bookings.size());
    const auto& services = day.policy.services;
    const auto service = std::find(services.begin(), services.end(), e.facts.service);
    ANTRIAN_ASSERT(service != services.end());
    booking added;
    added.id = e.facts.booking;
    added.account = e.facts.account;
    added.code = e.code;
    added.first_place = static_cast<std::uint32_t>(day.places.size());
    added.replacements = e.replacements;
    added.applicants = static_cast<std::uint8_t>(e.applicants.size());
    added.lane = e.facts.lane;
    added.service = static_cast<std::uint8_t>(service - services.begin());
    day.bookings.push_back(added);
    const bool new_id = day.by_id_.emplace(added.id, index).second;
    const bool new_code = day.by_code_.emplace(added.code.value, index).second;
    ANTRIAN_ASSERT(new_id && new_code);
    for (const placement& p : e.applicants) {
      slot& where = slot_at(p.slot);
      const auto i = static_cast<std::size_t>(e.facts.lane);
      ++where.taken[i];
      ++where.live;
      // The rule that the product exists for, held on the fold too: a place is given once.
      ANTRIAN_ASSERT(where.taken[i] <= where.capacity[i]);
      place taken;
      taken.subject = p.subject;
      taken.booking = index;
      taken.slot = p.slot;
      day.places.push_back(taken);
    }
  }

  void operator()(const events::booking_declined&) {}

  void operator()(const events::booking_cancelled& e) {
    for (const placement& p : e.applicants) {
      place& who = place_of(e.facts.booking, p.subject);
      no_longer_live(who, place_state::cancelled);
      auto& taken = slot_at(who.slot).taken[static_cast<std::size_t>(e.facts.lane)];
      ANTRIAN_ASSERT(taken > 0);
      --taken;
    }
  }

  void operator()(const events::booking_missed& e) {
    for (const placement& p : e.applicants) {
      no_longer_live(place_of(e.facts.booking, p.subject), place_state::missed);
    }
  }

  void operator()(const events::applicant_checked_in& e) {
    place& who = place_of(e.facts.booking, e.place.subject);
    ANTRIAN_ASSERT(who.state == place_state::confirmed);
    ANTRIAN_ASSERT(e.queue_number == day.queue.size() + 1);  // without gap or repeat
    who.state = place_state::checked_in;
    who.queue_number = e.queue_number;
    who.checked_in_at = event.at;
    day.queue.push_back(static_cast<std::uint32_t>(&who - day.places.data()));
    day.numbers_[static_cast<std::size_t>(e.facts.lane)].push_back(e.queue_number);
  }

  void operator()(const events::check_in_undone& e) {
    place& who = place_of(e.facts.booking, e.place.subject);
    ANTRIAN_ASSERT(who.state == place_state::checked_in);
    who.state = place_state::confirmed;
    who.queue_number = 0;
    who.checked_in_at = {};
  }

  void operator()(const events::number_called& e) {
    place& who = place_of(e.facts.booking, e.place.subject);
    if (e.again) return;
    ANTRIAN_ASSERT(who.state == place_state::checked_in);
    who.state = place_state::serving;
    who.called_at = event.at;
  }

  void operator()(const events::applicant_served& e) {
    no_longer_live(place_of(e.facts.booking, e.place.subject), place_state::served);
  }

  void operator()(const events::applicant_missed& e) {
    no_longer_live(place_of(e.facts.booking, e.place.subject), place_state::missed);
  }
};

void evolve(office_day& day, const events::event& event) {
  std::visit(office_day_fold{day, event}, event.body);
}

}  // namespace antrian::domain
