#include "projections/front_desk_row.hpp"

#include <algorithm>

#include "projections/day_fold.hpp"

namespace antrian::projections {
namespace {

constexpr fault confirmed_twice = "a booking is confirmed a second time";
constexpr fault unknown_booking = "the booking was never confirmed";
constexpr fault unknown_place = "the booking has no such applicant";
constexpr fault wrong_state = "the applicant's place is not in a state in which this can happen";
constexpr fault wrong_number = "the queue number is not the applicant's, or not the next one";

/// Index of the text in the list, to which it is added if it is new.
std::uint32_t intern(std::vector<std::string>& texts, std::string_view text) {
  const auto found = std::find(texts.begin(), texts.end(), text);
  const auto index = static_cast<std::uint32_t>(found - texts.begin());
  if (found == texts.end()) texts.emplace_back(text);
  return index;
}

/// States as bits, so that a rule can name several.
constexpr unsigned only(place_state state) {
  return 1U << static_cast<unsigned>(state);
}
constexpr unsigned in_queue = only(place_state::checked_in) | only(place_state::serving);
constexpr unsigned live = only(place_state::confirmed) | in_queue;

}  // namespace

/// One overload per event type; `at` is the event's time.
struct front_desk_row::folder {
  front_desk_row& row;
  events::instant at;

  fault operator()(const events::day_opened& fact) const {
    return open_day(row.status_, row.utc_offset_minutes_, fact);
  }
  fault operator()(const events::day_closed&) const {
    row.status_ = day_status::closed;
    return {};
  }
  fault operator()(const events::day_ended& fact) const {
    row.status_ = day_status::ended;
    for (const auto& left : fact.unserved) {
      const auto why =
          finish(left.facts, left.place, in_queue, place_state::unserved, left.queue_number);
      if (!why.empty()) return why;
    }
    return {};
  }
  fault operator()(const events::booking_confirmed& fact) const {
    const auto& facts = fact.facts;
    const bool added = row.add({.id = facts.booking,
                                .code = fact.code,
                                .lane = facts.lane,
                                .walk_in = !facts.account,
                                .service = intern(row.services_, facts.service),
                                .booked_at = at,
                                .replaces = fact.replaces,
                                .replaced_by = std::nullopt,
                                .first_place = static_cast<std::uint32_t>(row.places_.size()),
                                .place_count = static_cast<std::uint32_t>(fact.applicants.size())});
    if (!added) return confirmed_twice;
    for (const auto& place : fact.applicants) {
      auto& added_place = row.places_.emplace_back();
      added_place.subject = place.subject;
      added_place.slot = place.slot;
    }
    return {};
  }
  fault operator()(const events::booking_cancelled& fact) const {
    for (const auto& place : fact.applicants) {
      const auto why = finish(fact.facts, place, live, place_state::cancelled);
      if (!why.empty()) return why;
      find_place(fact.facts, place)->cause = fact.cause;
    }
    if (fact.replaced_by) find_booking(fact.facts)->replaced_by = fact.replaced_by;
    return {};
  }
  fault operator()(const events::booking_missed& fact) const {
    for (const auto& place : fact.applicants) {
      const auto why = finish(fact.facts, place, only(place_state::confirmed), place_state::missed);
      if (!why.empty()) return why;
    }
    return {};
  }
  fault operator()(const events::applicant_checked_in& fact) const {
    auto* place = find_place(fact.facts, fact.place);
    if (place == nullptr) return unknown_place;
    if (place->state != place_state::confirmed) return wrong_state;
    if (fact.queue_number != row.last_number_ + 1) return wrong_number;
    row.last_number_ = fact.queue_number;
    place->state = place_state::checked_in;
    place->queue_number = fact.queue_number;
    place->checked_in_at = at;
    return {};
  }
  fault operator()(const events::check_in_undone& fact) const {
    auto* place = find_place(fact.facts, fact.place);
    if (place == nullptr) return unknown_place;
    if (place->state != place_state::checked_in) return wrong_state;
    if (place->queue_number != fact.queue_number) return wrong_number;
    place->state = place_state::confirmed;
    place->queue_number = 0;
    place->checked_in_at = {};
    return {};
  }
  fault operator()(const events::number_called& fact) const {
    auto* place = find_place(fact.facts, fact.place);
    if (place == nullptr) return unknown_place;
    if (place->state != (fact.again ? place_state::serving : place_state::checked_in)) {
      return wrong_state;
    }
    if (place->queue_number != fact.queue_number) return wrong_number;
    place->state = place_state::serving;
    place->counter = intern(row.counters_, fact.counter) + 1;
    ++place->calls;
    if (!fact.again) place->called_at = at;
    return {};
  }
  fault operator()(const events::applicant_served& fact) const {
    return finish(fact.facts, fact.place, only(place_state::serving), place_state::served,
                  fact.queue_number);
  }
  fault operator()(const events::applicant_missed& fact) const {
    return finish(fact.facts, fact.place, only(place_state::serving), place_state::missed,
                  fact.queue_number);
  }
  fault operator()(const events::capacity_changed&) const { return {}; }
  fault operator()(const events::booking_declined&) const { return {}; }

 private:
  desk_booking* find_booking(const events::booking_facts& facts) const {
    const auto found = row.index_.find(facts.booking);
    return found == row.index_.end() ? nullptr : &row.bookings_[found->second];
  }
  desk_place* find_place(const events::booking_facts& facts, const events::placement& who) const {
    const auto* booking = find_booking(facts);
    if (booking == nullptr) return nullptr;
    for (auto& place : std::span{row.places_}.subspan(booking->first_place, booking->place_count)) {
      if (place.subject == who.subject) return &place;
    }
    return nullptr;
  }
  /// A place's last state, from one of `allowed`; `number`, if given, must be its queue number.
  fault finish(const events::booking_facts& facts, const events::placement& who, unsigned allowed,
               place_state state, std::uint32_t number = 0) const {
    auto* place = find_place(facts, who);
    if (place == nullptr) return find_booking(facts) == nullptr ? unknown_booking : unknown_place;
    if ((only(place->state) & allowed) == 0) return wrong_state;
    if (number != 0 && place->queue_number != number) return wrong_number;
    place->state = state;
    place->finished_at = at;
    return {};
  }
};

fault front_desk_row::fold(const day_name&, const events::event& event) {
  return std::visit(folder{*this, event.at}, event.body);
}

bool front_desk_row::add(const desk_booking& booking) {
  if (!index_.emplace(booking.id, static_cast<std::uint32_t>(bookings_.size())).second) {
    return false;
  }
  bookings_.push_back(booking);
  return true;
}

const desk_booking* front_desk_row::find(const events::uuid& id) const {
  const auto found = index_.find(id);
  return found == index_.end() ? nullptr : &bookings_[found->second];
}

const desk_booking* front_desk_row::find(events::booking_code code) const {
  for (const auto& booking : bookings_) {
    if (booking.code == code) return &booking;
  }
  return nullptr;
}

std::string_view name_of(place_state state) {
  static constexpr std::array<std::string_view, place_state_count> names{
      "confirmed", "cancelled", "checked_in", "serving", "served", "missed", "unserved"};
  return names.at(static_cast<std::size_t>(state));
}

}  // namespace antrian::projections
