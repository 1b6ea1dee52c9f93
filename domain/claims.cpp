#include "domain/claims.hpp"

#include <algorithm>
#include <tuple>

#include "events/assert.hpp"

namespace antrian::domain {

using events::account_id;
using events::office_day_key;
using events::subject_id;
using events::uuid;

void claims::take(const events::placement& place, const events::booking_confirmed& by,
                  const office_day_key& day) {
  person_claim& claim = persons_[place.subject];
  // One live booking per person in the whole country; a reschedule takes over the claim of the
  // booking that it replaces.
  ANTRIAN_ASSERT(!claim.live || (by.replaces && *by.replaces == claim.booking));
  claim.booking = by.facts.booking;
  claim.account = by.facts.account;
  claim.day = day;
  claim.slot = place.slot;
  claim.replacements = by.replacements;
  claim.applicants = static_cast<std::uint8_t>(by.applicants.size());
  claim.live = true;
  claim.confirmed = true;
  changed_persons_.push_back(place.subject);
}

person_claim* claims::live_claim(const subject_id& subject, const uuid& booking) {
  const auto found = persons_.find(subject);
  if (found == persons_.end() || !found->second.live || found->second.booking != booking) {
    return nullptr;
  }
  return &found->second;
}

void claims::release(const subject_id& subject, const uuid& booking) {
  // A moved booking's claim belongs to the new booking already: the old one releases nothing.
  person_claim* claim = live_claim(subject, booking);
  if (claim == nullptr) return;
  changed_persons_.push_back(subject);
  const auto blocked_until = claim->blocked_until;
  if (blocked_until == no_block) {
    persons_.erase(subject);
  } else {
    *claim = {};
    claim->blocked_until = blocked_until;
  }
}

void claims::set_confirmed(const subject_id& subject, const uuid& booking, bool confirmed) {
  // Nor does a check-in at the old place say anything of the new one.
  person_claim* claim = live_claim(subject, booking);
  if (claim == nullptr) return;
  claim->confirmed = confirmed;
  changed_persons_.push_back(subject);
}

void claims::block(const subject_id& subject, events::local_date until) {
  person_claim& claim = persons_[subject];
  claim.blocked_until = std::max(claim.blocked_until, until);
  changed_persons_.push_back(subject);
}

namespace {

/// Of applicants whose account's row is loaded and whose own rows are not: nobody's id.
constexpr uuid unnamed{};

account_claim::iterator place_in(account_claim& held, const office_day_key& day,
                                 const uuid& booking) {
  return std::lower_bound(held.begin(), held.end(), std::tie(day, booking),
                          [](const account_booking& b, const auto& wanted) {
                            return std::tie(b.day, b.booking) < wanted;
                          });
}

bool holds(account_claim& held, const office_day_key& day, const uuid& booking) {
  const auto at = place_in(held, day, booking);
  return at != held.end() && at->day == day && at->booking == booking;
}

void change(account_claim& held, const office_day_key& day, const uuid& booking,
            std::int32_t applicants) {
  auto at = place_in(held, day, booking);
  if (!holds(held, day, booking)) at = held.insert(at, account_booking{day, 0, booking});
  const auto after = static_cast<std::int64_t>(at->applicants) + applicants;
  ANTRIAN_ASSERT(after >= 0);
  at->applicants = static_cast<std::uint32_t>(after);
  if (after == 0) held.erase(at);
}

}  // namespace

void claims::count(const events::booking_facts& facts, const office_day_key& day,
                   std::int32_t applicants) {
  if (!facts.account || applicants == 0) return;
  account_claim& held = accounts_[*facts.account];
  const bool named = applicants > 0 || holds(held, day, facts.booking);
  change(held, day, named ? facts.booking : unnamed, applicants);
  if (held.empty()) accounts_.erase(*facts.account);
  changed_accounts_.push_back(*facts.account);
}

void claims::name_booking(const person_claim& claim) {
  if (!claim.live || !claim.account) return;
  const auto found = accounts_.find(*claim.account);
  if (found == accounts_.end() || !holds(found->second, claim.day, unnamed)) return;
  change(found->second, claim.day, unnamed, -1);
  change(found->second, claim.day, claim.booking, 1);
}

struct claims_fold {
  claims& c;
  const office_day_key& day;

  void released(const events::booking_facts& facts, const events::placement_list& applicants) {
    for (const auto& p : applicants) c.release(p.subject, facts.booking);
    c.count(facts, day, -static_cast<std::int32_t>(applicants.size()));
  }
  void released(const events::booking_facts& facts, const events::placement& who) {
    c.release(who.subject, facts.booking);
    c.count(facts, day, -1);
  }

  void operator()(const events::booking_confirmed& e) {
    for (const auto& p : e.applicants) c.take(p, e, day);
    c.count(e.facts, day, static_cast<std::int32_t>(e.applicants.size()));
  }
  void operator()(const events::booking_cancelled& e) { released(e.facts, e.applicants); }
  void operator()(const events::booking_missed& e) {
    released(e.facts, e.applicants);
    for (const auto& p : e.applicants) c.block(p.subject, e.blocked_until);
  }
  void operator()(const events::applicant_served& e) { released(e.facts, e.place); }
  void operator()(const events::applicant_missed& e) { released(e.facts, e.place); }
  void operator()(const events::day_ended& e) {
    for (const auto& left : e.unserved) released(left.facts, left.place);
  }
  void operator()(const events::applicant_checked_in& e) {
    c.set_confirmed(e.place.subject, e.facts.booking, false);
  }
  void operator()(const events::check_in_undone& e) {
    c.set_confirmed(e.place.subject, e.facts.booking, true);
  }
  // These change nobody's claim.
  void operator()(const events::day_opened&) {}
  void operator()(const events::capacity_changed&) {}
  void operator()(const events::day_closed&) {}
  void operator()(const events::booking_declined&) {}
  void operator()(const events::number_called&) {}
};

void claims::apply(const office_day_key& day, const events::event& event) {
  std::visit(claims_fold{*this, day}, event.body);
}

const person_claim* claims::person(const subject_id& subject) const {
  const auto found = persons_.find(subject);
  return found == persons_.end() ? nullptr : &found->second;
}

const account_claim* claims::account(const account_id& account) const {
  const auto found = accounts_.find(account);
  return found == accounts_.end() ? nullptr : &found->second;
}

std::uint32_t claims::live_of(const account_id& id) const {
  const account_claim* held = account(id);
  if (held == nullptr) return 0;
  std::uint32_t sum = 0;
  for (const account_booking& b : *held) sum += b.applicants;
  return sum;
}

claim_facts claims::facts(const events::applicant_list& applicants,
                          const std::optional<account_id>& account,
                          const std::optional<uuid>& replaces) const {
  claim_facts known;
  for (const events::applicant& a : applicants) {
    const person_claim* claim = person(a.subject);
    if (claim == nullptr) continue;
    known.blocked_until = std::max(known.blocked_until, claim->blocked_until);
    known.has_booking =
        known.has_booking || (claim->live && !(replaces && claim->booking == *replaces));
  }
  if (account) known.account_live = live_of(*account);
  return known;
}

std::optional<replaced_booking> claims::replaced(const events::book& wish,
                                                 const events::office_directory& offices) const {
  const auto held = [&](const events::applicant& a) -> const person_claim* {
    const person_claim* claim = person(a.subject);
    return claim != nullptr && claim->live && claim->booking == *wish.replaces ? claim : nullptr;
  };
  const person_claim* first = held(wish.applicants.front());
  if (first == nullptr) return std::nullopt;
  replaced_booking old;
  old.account = first->account;
  old.replacements = first->replacements;
  old.all_confirmed = first->applicants == wish.applicants.size();
  auto earliest = first->slot;
  for (const events::applicant& a : wish.applicants) {
    const person_claim* claim = held(a);
    if (claim == nullptr) return replaced_booking{};
    old.subjects.push_back(a.subject);
    old.all_confirmed = old.all_confirmed && claim->confirmed;
    earliest = std::min(earliest, claim->slot);
  }
  old.earliest_start = events::to_instant(first->day.date, earliest,
                                          offices.at(first->day.office).utc_offset_minutes);
  return old;
}

}  // namespace antrian::domain
