// Goal: whatever has happened, the claims say of people and accounts what the office days hold.
// Method: RapidCheck plays random histories; the claims are compared with what the days' states
// and the ledger say. A printed seed repeats a run (RC_PARAMS="seed=...").
#include <map>
#include <set>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/domain/judged_history.hpp"

namespace antrian::tests {
namespace {

/// What the claims must say, from the days' states and the blocks of the ledger.
void check_claims(const nation& country, const ledger& judge) {
  std::map<events::subject_id, domain::person_claim> persons;
  using place = std::pair<events::office_day_key, events::uuid>;
  std::map<events::account_id, std::map<place, std::uint32_t>> accounts;
  for (const auto& [key, state] : country.days()) {
    if (state.status != domain::day_status::open) continue;
    for (const auto& p : state.places) {
      if (!p.live()) continue;
      const auto& booking = state.bookings[p.booking];
      auto& claim = persons[p.subject];
      claim.live = true;
      claim.booking = booking.id;
      claim.account = booking.account;
      claim.day = key;
      claim.slot = p.slot;
      claim.replacements = booking.replacements;
      claim.applicants = booking.applicants;
      claim.confirmed = p.state == domain::place_state::confirmed;
      if (booking.account) ++accounts[*booking.account][{key, booking.id}];
    }
  }
  for (const auto& [subject, until] : judge.blocks()) persons[subject].blocked_until = until;

  const auto& claims = country.claims();
  RC_ASSERT(claims.persons() == persons.size());
  for (const auto& [subject, expected] : persons) {
    RC_ASSERT(claims.person(subject) != nullptr);
    RC_ASSERT(*claims.person(subject) == expected);
  }
  RC_ASSERT(claims.accounts() == accounts.size());
  for (const auto& [id, bookings] : accounts) {
    domain::account_claim expected;
    std::uint32_t sum = 0;
    for (const auto& [key, applicants] : bookings) {
      expected.push_back({key.first, applicants, key.second});
      sum += applicants;
    }
    RC_ASSERT(claims.account(id) != nullptr);
    RC_ASSERT(*claims.account(id) == expected);
    RC_ASSERT(claims.live_of(id) == sum);
  }
}

RC_GTEST_PROP(claims_property, the_claims_are_what_the_days_hold, ()) {
  nation country;
  const auto judge = judged(country, *any_history());
  check_claims(country, judge);
  // The ledger counts the same people, without looking at the states.
  std::set<events::subject_id> live;
  judge.for_each_live([&](const auto&, const auto& seat) { live.insert(seat.place.subject); });
  for (std::uint32_t i = 0; i < random_people; ++i) {
    const auto* claim = country.claims().person(person(i));
    RC_ASSERT((claim != nullptr && claim->live) == live.contains(person(i)));
  }
}

RC_GTEST_PROP(claims_property, the_claims_know_a_replaced_booking_as_well_as_its_own_day_does, ()) {
  nation country;
  player p(country);
  p.open_days();
  for (const step& s : *any_history()) {
    const auto command = p.command_of(s);
    const auto* wish = std::get_if<events::book>(&command.body);
    if (wish != nullptr && wish->replaces) {
      auto by_claims = country.facts_for(command);
      const bool exists = by_claims.replaced.has_value();
      by_claims.replaced = country.claims().replaced(*wish, offices());
      // Of a booking that is nobody's any more the claims know nothing, only that it is not live.
      if (exists && !by_claims.replaced) by_claims.replaced = domain::replaced_booking{};
      std::vector<events::event> decided;
      std::vector<events::event> decided_by_claims;
      decide(country.day(command.day), command, country.facts_for(command), decided);
      decide(country.day(command.day), command, by_claims, decided_by_claims);
      RC_ASSERT(decided == decided_by_claims);
    }
    country.submit(command);
  }
}

RC_GTEST_PROP(claims_property, the_stored_rows_are_the_claims, ()) {
  nation country;
  std::map<std::string, std::string> stored;
  judged(country, *any_history(), [&](const auto&, const auto&) {
    for (const auto& [key, value] : country.take_changed_rows(offices())) {
      if (value) {
        stored[key] = *value;
      } else {
        stored.erase(key);
      }
    }
  });
  const auto rows = country.claims().all_rows(offices());
  domain::claims loaded;
  RC_ASSERT(rows.size() == stored.size() || country.log().size() == 3U);  // nothing was stored yet
  for (const auto& [key, value] : rows) {
    RC_ASSERT(stored.at(key) == *value);
    RC_ASSERT(loaded.load_row(key, *value, offices()));
  }
  RC_ASSERT(loaded == country.claims());
}

}  // namespace
}  // namespace antrian::tests
