// Goal: what must hold always holds after every command, whatever the commands are.
// Method: RapidCheck plays random histories over a few office days; a ledger that shares nothing
// with the domain's state judges them. A printed seed repeats a run (RC_PARAMS="seed=...").
#include <map>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "domain/consistency.hpp"
#include "tests/domain/judged_history.hpp"

namespace antrian::tests {
namespace {

RC_GTEST_PROP(property, no_place_is_given_twice, ()) {
  nation country;
  const auto judge = judged(country, *any_history());
  RC_ASSERT(judge.holds(rule::capacity));
  RC_ASSERT(judge.holds(rule::quota));
}

RC_GTEST_PROP(property, nobody_has_two_live_bookings_in_the_country, ()) {
  nation country;
  RC_ASSERT(judged(country, *any_history()).holds(rule::one_live_booking));
}

RC_GTEST_PROP(property, queue_numbers_are_one_two_three_in_order_of_check_in, ()) {
  nation country;
  RC_ASSERT(judged(country, *any_history()).holds(rule::queue));
}

RC_GTEST_PROP(property, a_family_is_seated_whole_and_together_or_not_at_all, ()) {
  nation country;
  const auto judge = judged(country, *any_history(), [](const auto& command, const auto& caused) {
    const auto* confirmed = std::get_if<events::booking_confirmed>(&caused.front().body);
    if (confirmed == nullptr) return;
    const auto* booked = std::get_if<events::book>(&command.body);
    const auto& wished =
        booked != nullptr ? booked->applicants : std::get<events::walk_in>(command.body).applicants;
    RC_ASSERT(confirmed->applicants.size() == wished.size());
    for (std::size_t i = 0; i < wished.size(); ++i) {
      RC_ASSERT(confirmed->applicants[i].subject == wished[i].subject);
    }
  });
  RC_ASSERT(judge.holds(rule::family));
}

RC_GTEST_PROP(property, a_refusal_stands_alone_and_every_event_is_of_its_command, ()) {
  nation country;
  judged(country, *any_history(), [](const auto& command, const auto& caused) {
    RC_ASSERT(!caused.empty());
    for (const auto& event : caused) {
      RC_ASSERT(event.command == command.id);
      RC_ASSERT(event.at == command.at);
      const bool refusal = std::holds_alternative<events::booking_declined>(event.body);
      RC_ASSERT(!refusal || caused.size() == 1);
    }
  });
}

RC_GTEST_PROP(property, the_events_replayed_give_the_same_state_bit_for_bit, ()) {
  nation country;
  judged(country, *any_history());
  std::map<events::office_day_key, domain::office_day> replayed;
  domain::claims claims;
  for (const auto& [day, event] : country.log()) {
    evolve(replayed[day], event);
    claims.apply(day, event);
  }
  RC_ASSERT(replayed == country.days());
  RC_ASSERT(claims == country.claims());
  for (const auto& [key, state] : country.days()) {
    RC_ASSERT(to_bytes(replayed.at(key)) == to_bytes(state));
  }
}

RC_GTEST_PROP(property, every_state_is_consistent_and_comes_back_from_its_bytes, ()) {
  nation country;
  judged(country, *any_history(), [&](const auto& command, const auto&) {
    const auto& state = country.day(command.day);
    RC_ASSERT(consistent(state));
    const auto bytes = to_bytes(state);
    const auto parsed = domain::parse_office_day(bytes);
    RC_ASSERT(parsed == state);
    RC_ASSERT(to_bytes(*parsed) == bytes);
  });
}

RC_GTEST_PROP(property, a_restart_at_any_time_changes_no_later_answer, ()) {
  const auto history = *any_history();
  const auto later = *any_history();
  nation steady;
  nation restarted;
  player on_steady(steady);
  player on_restarted(restarted);
  for (player* p : {&on_steady, &on_restarted}) {
    p->open_days();
    p->play_all(history);
  }
  restarted.restart(offices());
  for (const step& s : later) {
    RC_ASSERT(on_restarted.play(s).second == on_steady.play(s).second);
  }
  RC_ASSERT(restarted.log() == steady.log());
}

RC_GTEST_PROP(property, the_same_history_has_the_same_events, ()) {
  const auto history = *any_history();
  nation one;
  nation other;
  judged(one, history);
  judged(other, history);
  RC_ASSERT(one.log() == other.log());
}

/// Facts that no claims would give: the decision must stand whatever it is told.
rc::Gen<domain::claim_facts> any_facts() {
  return rc::gen::exec([] {
    domain::claim_facts facts;
    facts.blocked_until.days = *rc::gen::element(INT32_MIN, 0, 20'000, 25'000, INT32_MAX);
    facts.has_booking = *rc::gen::arbitrary<bool>();
    facts.account_live = *rc::gen::element(0U, 1U, 5U, UINT32_MAX);
    if (*rc::gen::arbitrary<bool>()) return facts;
    domain::replaced_booking old;
    old.account = account(*rc::gen::inRange(0U, random_accounts));
    for (auto n = *rc::gen::inRange(0U, 6U); n > 0; --n) old.subjects.push_back(person(n));
    old.all_confirmed = *rc::gen::arbitrary<bool>();
    old.earliest_start.ms = *rc::gen::element(INT64_MIN, std::int64_t{0}, INT64_MAX);
    old.replacements = *rc::gen::element(0U, UINT32_MAX);
    facts.replaced = old;
    return facts;
  });
}

RC_GTEST_PROP(property, a_decision_is_made_whatever_the_facts_and_is_made_again_alike, ()) {
  nation country;
  player p(country);
  p.open_days();
  p.play_all(*any_history());
  for (const step& s : *any_history()) {
    const auto command = p.command_of(s);
    const auto facts = *any_facts();
    std::vector<events::event> first;
    std::vector<events::event> second;
    decide(country.day(command.day), command, facts, first);
    decide(country.day(command.day), command, facts, second);
    RC_ASSERT(!first.empty());
    RC_ASSERT(first == second);
  }
}

// The judge must be able to find what it looks for: histories that break each rule.

TEST(canary, a_country_that_ignores_capacity_is_found_out) {
  int found_out = 0;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const auto history = any_history()(rc::Random(seed), 100).value();
    nation country;
    country.after_evolve = [](domain::office_day& day) {
      for (auto& s : day.slots) s.capacity = {1000, 1000, 1000};
    };
    if (!judged(country, history).holds(rule::capacity)) ++found_out;
    nation honest;
    EXPECT_TRUE(judged(honest, history).holds(rule::capacity));
  }
  EXPECT_GT(found_out, 10) << "a property that cannot fail says nothing";
}

TEST(canary, a_person_who_books_in_two_countries_is_found_out) {
  nation one;
  nation other;
  ledger judge;
  for (nation* country : {&one, &other}) {
    desk day{*country, country == &one ? pematangsiantar : denpasar, "2026-11-30"};
    day.open({slot("08:00", "09:00", 1)});
    day.book({.people = {1}});
    for (const auto& logged : country->log()) judge.fold(logged);
    judge.end_of_command();
    EXPECT_EQ(judge.holds(rule::one_live_booking), country == &one);
  }
}

TEST(canary, a_lost_number_a_torn_family_and_a_day_above_its_quota_are_found_out) {
  nation country;
  desk day{country, pematangsiantar, "2026-11-30"};
  day.open({slot("08:00", "09:00", 2), slot("09:00", "10:00", 2), slot("10:00", "11:00", 2)});
  const auto family = day.book({.people = {1, 2}});
  day.check_in(family.booking(), 1);
  day.check_in(family.booking(), 2);
  auto log = country.log();
  ledger sound;
  for (const auto& logged : log) sound.fold(logged);
  EXPECT_TRUE(sound.holds(rule::queue) && sound.holds(rule::family) && sound.holds(rule::quota));

  auto& seats = std::get<events::booking_confirmed>(log[1].event.body).applicants;
  seats[1].slot = clock("10:00");
  log.erase(log.begin() + 2);
  std::get<events::day_opened>(log[0].event.body).slots[0].capacity = {1, 0, 0};
  std::get<events::day_opened>(log[0].event.body).slots[1].capacity = {};
  std::get<events::day_opened>(log[0].event.body).slots[2].capacity = {};
  ledger unsound;
  for (const auto& logged : log) unsound.fold(logged);
  EXPECT_FALSE(unsound.holds(rule::queue));
  EXPECT_FALSE(unsound.holds(rule::family));
  EXPECT_FALSE(unsound.holds(rule::quota));
}

}  // namespace
}  // namespace antrian::tests
