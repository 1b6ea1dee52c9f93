// The citizen's commands: book (and move), cancel; and the release of a moved booking's old place.
#include <algorithm>

#include "domain/decision.hpp"
#include "domain/room.hpp"

namespace antrian::domain {

using events::cancel_cause;
using events::decline_reason;

std::optional<replaced_booking> describe(const office_day& day, events::local_date date,
                                         const events::uuid& id) {
  const booking* b = day.find(id);
  if (b == nullptr) return std::nullopt;
  replaced_booking old;
  old.account = b->account;
  old.replacements = b->replacements;
  old.all_confirmed = true;
  const auto places = day.places_of(*b);
  events::clock_time first = places.front().slot;
  for (const place& p : places) {
    old.subjects.push_back(p.subject);
    old.all_confirmed = old.all_confirmed && p.state == place_state::confirmed;
    first = std::min(first, p.slot);
  }
  old.earliest_start = events::to_instant(date, first, day.utc_offset_minutes);
  return old;
}

namespace {

/// Candidate slots of a wish: those that it names and that have not started.
struct open_wish {
  const decision& d;
  const events::slot_wish& wish;
  bool operator()(const slot& s) const { return wished(wish, s) && !d.started(s.start); }
};

std::optional<decline_reason> wish_fault(const decision& d, const events::slot_wish& wish) {
  bool named = false;
  bool open = false;
  for (const slot& s : d.day.slots) {
    if (!s.part_of_day() || !wished(wish, s)) continue;
    named = true;
    open = open || !d.started(s.start);
  }
  if (!named) return decline_reason::unknown_slot;
  if (!open) return decline_reason::slot_passed;
  return std::nullopt;
}

bool same_people(const events::applicant_list& wished, const events::subject_list& held) {
  return wished.size() == held.size() &&
         std::all_of(wished.begin(), wished.end(), [&](const events::applicant& a) {
           return std::find(held.begin(), held.end(), a.subject) != held.end();
         });
}

std::optional<decline_reason> replaced_fault(const decision& d, const events::book& wish,
                                             const std::optional<replaced_booking>& old) {
  if (!old) return decline_reason::unknown_booking;
  if (old->account != wish.account || !same_people(wish.applicants, old->subjects) ||
      !old->all_confirmed || old->earliest_start <= d.command.at) {
    return decline_reason::not_live;
  }
  if (old->replacements >= d.day.policy.reschedule_limit) return decline_reason::reschedule_limit;
  return std::nullopt;
}

std::optional<decline_reason> claims_fault(const decision& d, const events::book& wish,
                                           const std::optional<replaced_booking>& old) {
  if (events::date_of(d.now) < d.facts.blocked_until) return decline_reason::blocked_after_no_show;
  if (d.facts.has_booking) return decline_reason::nik_has_booking;
  const std::size_t replaced = old ? old->subjects.size() : 0;
  const std::size_t others = d.facts.account_live > replaced ? d.facts.account_live - replaced : 0;
  if (others + wish.applicants.size() > d.day.policy.account_limit) {
    return decline_reason::account_limit;
  }
  return std::nullopt;
}

decline_reason no_room(const decision& d, const events::book& wish, const open_wish& candidates) {
  if (wish.slot.which == events::slot_wish::kind::named) return decline_reason::slot_full;
  return lane_or_day_full(d.day.slots, wish.lane, candidates);
}

/// The places that a cancellation gives up: of everybody, or of one applicant, still confirmed.
events::placement_list given_up(const office_day& day, const booking& b,
                                const events::cancel& wish) {
  return placements(day, b, [&](const place& p) {
    return p.state == place_state::confirmed && (!wish.subject || p.subject == *wish.subject);
  });
}

}  // namespace

void decide_book(const decision& d, const events::book& wish) {
  if (d.day.release_at && d.command.at < *d.day.release_at) {
    return d.decline(decline_reason::not_yet_released);
  }
  if (!service_index(d.day, wish.service)) return d.decline(decline_reason::unknown_service);
  if (const auto fault = wish_fault(d, wish.slot)) return d.decline(*fault);

  // A replaced booking of this same day is in the state; one of another day came with the facts.
  std::optional<replaced_booking> old;
  const bool same_day = wish.replaces && d.day.find(*wish.replaces) != nullptr;
  if (wish.replaces) {
    old = same_day ? describe(d.day, d.command.day.date, *wish.replaces) : d.facts.replaced;
    if (const auto fault = replaced_fault(d, wish, old)) return d.decline(*fault);
  }
  if (const auto fault = claims_fault(d, wish, old)) return d.decline(*fault);

  const open_wish candidates{d, wish.slot};
  const auto seats = find_room(d.day.slots, wish.lane, wish.applicants.size(), candidates);
  if (!seats) return d.decline(no_room(d, wish, candidates));

  events::booking_confirmed confirmed;
  confirmed.facts = {d.command.id, wish.account, wish.lane, wish.service};
  for (std::size_t i = 0; i < wish.applicants.size(); ++i) {
    confirmed.applicants.push_back({wish.applicants[i].subject, (*seats)[i]});
  }
  confirmed.code = choose_code(d.day, d.command.id);
  confirmed.replaces = wish.replaces;
  confirmed.replacements = old ? old->replacements + 1 : 0;
  d.emit(std::move(confirmed));
  if (same_day) {
    const booking& b = *d.day.find(*wish.replaces);
    d.emit(events::booking_cancelled{d.facts_of(b), confirmed_places(d.day, b),
                                     cancel_cause::rescheduled, d.command.id});
  }
}

void decide_cancel(const decision& d, const events::cancel& wish) {
  const booking* b = d.day.find(wish.booking);
  if (b == nullptr) return d.decline(decline_reason::unknown_booking);
  if (wish.subject && d.day.place_of(*b, *wish.subject) == nullptr) {
    return d.decline(decline_reason::nik_mismatch);
  }
  auto going = given_up(d.day, *b, wish);
  if (going.empty()) return d.decline(decline_reason::not_live);
  const auto earliest = std::min_element(
      going.begin(), going.end(),
      [](const events::placement& a, const events::placement& c) { return a.slot < c.slot; });
  if (d.started(earliest->slot)) return d.decline(decline_reason::slot_passed);
  d.emit(events::booking_cancelled{d.facts_of(*b), std::move(going), cancel_cause::requested,
                                   std::nullopt});
}

void decide_release(const decision& d, const events::release_replaced& wish) {
  const booking* b = d.day.find(wish.booking);
  if (b == nullptr) return;
  auto going = confirmed_places(d.day, *b);
  if (going.empty()) return;
  d.emit(events::booking_cancelled{d.facts_of(*b), std::move(going), cancel_cause::rescheduled,
                                   wish.replaced_by});
}

}  // namespace antrian::domain
