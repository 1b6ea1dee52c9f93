// Goal: the claims say of every person and account what the events say.
// Method: events folded by hand, each way of getting and losing a place; and events that cannot be
// true.
#include <gtest/gtest.h>

#include "tests/domain/claim_events.hpp"

namespace antrian::tests {
namespace {

using domain::claims;

TEST(claims, hold_where_a_person_is_live_until_they_are_not) {
  claims c;
  EXPECT_EQ(c.person(person(1)), nullptr);
  c.apply(monday, confirmed(10, 1, {1, 2}));
  ASSERT_NE(c.person(person(1)), nullptr);
  EXPECT_TRUE(c.person(person(1))->live);
  EXPECT_EQ(c.person(person(1))->booking, uuid_of(10));
  EXPECT_EQ(c.person(person(1))->day, monday);
  EXPECT_EQ(c.live_of(account(1)), 2U);
  c.apply(monday, cancelled(10, 1, {1}));
  EXPECT_EQ(c.person(person(1)), nullptr);
  EXPECT_EQ(c.live_of(account(1)), 1U);
  c.apply(monday, cancelled(10, 1, {2}));
  EXPECT_EQ(c, claims{});
}

TEST(claims, each_way_of_leaving_frees_the_person_and_the_account) {
  const events::placement who{person(1), clock("08:00")};
  const events::event_body ways[] = {
      events::booking_cancelled{facts(10, 1), {who}, {}, std::nullopt},
      events::applicant_served{facts(10, 1), who, 1, 0},
      events::applicant_missed{facts(10, 1), who, 1},
      events::day_ended{{{facts(10, 1), who, 1}}},
  };
  for (const auto& way : ways) {
    claims c;
    c.apply(monday, confirmed(10, 1, {1}));
    c.apply(monday, fact(way));
    EXPECT_EQ(c, claims{}) << way.index();
  }
}

TEST(claims, a_no_show_leaves_a_block_behind) {
  claims c;
  c.apply(monday, confirmed(10, 1, {1}));
  c.apply(monday, missed(10, 1, {1}, "2026-12-30"));
  ASSERT_NE(c.person(person(1)), nullptr);
  EXPECT_FALSE(c.person(person(1))->live);
  EXPECT_EQ(c.live_of(account(1)), 0U);
  EXPECT_EQ(c.facts(people({1}), account(1), std::nullopt).blocked_until, date("2026-12-30"));
  EXPECT_EQ(c.facts(people({2}), account(1), std::nullopt).blocked_until, domain::no_block);
  // A block outlives later bookings, and a shorter one does not shorten it.
  c.apply(tuesday, confirmed(11, 1, {1}));
  c.apply(tuesday, missed(11, 1, {1}, "2026-12-10"));
  EXPECT_EQ(c.person(person(1))->blocked_until, date("2026-12-30"));
}

TEST(claims, know_of_a_family_what_is_worst_for_it) {
  claims c;
  c.apply(monday, confirmed(10, 1, {1, 2}));
  c.apply(monday, missed(10, 1, {1}, "2026-12-30"));
  const auto known = c.facts(people({3, 2, 1}), account(1), std::nullopt);
  EXPECT_EQ(known.blocked_until, date("2026-12-30"));
  EXPECT_TRUE(known.has_booking);
  EXPECT_EQ(known.account_live, 1U);
  EXPECT_FALSE(c.facts(people({2}), account(1), uuid_of(10)).has_booking);
  EXPECT_TRUE(c.facts(people({2}), account(1), uuid_of(11)).has_booking);
  EXPECT_EQ(c.facts(people({3}), std::nullopt, std::nullopt).account_live, 0U);
}

TEST(claims, a_booking_that_was_moved_releases_nothing_that_the_new_one_took_over) {
  claims c;
  c.apply(monday, confirmed(10, 1, {1}));
  c.apply(tuesday, confirmed(11, 1, {1}, uuid_of(10)));
  EXPECT_EQ(c.live_of(account(1)), 2U);  // until the old place is given up
  c.apply(monday, cancelled(10, 1, {1}));
  ASSERT_NE(c.person(person(1)), nullptr);
  EXPECT_TRUE(c.person(person(1))->live);
  EXPECT_EQ(c.person(person(1))->booking, uuid_of(11));
  EXPECT_EQ(c.person(person(1))->day, tuesday);
  EXPECT_EQ(c.live_of(account(1)), 1U);
}

TEST(claims, a_check_in_at_the_old_place_says_nothing_of_the_new_one) {
  claims c;
  c.apply(monday, confirmed(10, 1, {1}));
  c.apply(tuesday, confirmed(11, 1, {1}, uuid_of(10)));
  const events::placement who{person(1), clock("08:00")};
  c.apply(monday, fact(events::applicant_checked_in{facts(10, 1), who, 1}));
  EXPECT_TRUE(c.person(person(1))->confirmed);
  c.apply(tuesday, cancelled(11, 1, {1}));
  c.apply(monday, fact(events::check_in_undone{facts(10, 1), who, 1}));
  EXPECT_EQ(c.person(person(1)), nullptr);
}

TEST(claims, know_who_is_confirmed_and_who_is_checked_in) {
  claims c;
  c.apply(monday, confirmed(10, 1, {1, 2}));
  EXPECT_TRUE(c.person(person(1))->confirmed);
  const events::placement who{person(1), clock("08:00")};
  c.apply(monday, fact(events::applicant_checked_in{facts(10, 1), who, 1}));
  EXPECT_FALSE(c.person(person(1))->confirmed);
  EXPECT_TRUE(c.person(person(1))->live);
  EXPECT_TRUE(c.person(person(2))->confirmed);
  c.apply(monday, fact(events::check_in_undone{facts(10, 1), who, 1}));
  EXPECT_TRUE(c.person(person(1))->confirmed);
}

TEST(claims, describe_the_booking_that_a_wish_replaces) {
  claims c;
  c.apply(monday, confirmed(10, 1, {1, 2}));
  events::book wish;
  wish.account = account(1);
  wish.applicants = people({2, 1});
  wish.replaces = uuid_of(10);
  const auto old = c.replaced(wish, offices());
  ASSERT_TRUE(old);
  EXPECT_EQ(old->account, account(1));
  EXPECT_EQ(old->subjects, (events::subject_list{person(2), person(1)}));
  EXPECT_TRUE(old->all_confirmed);
  EXPECT_EQ(old->earliest_start, events::to_instant(monday.date, clock("08:00"), 420));
  // The earliest of the slots counts, whoever it is of.
  claims apart;
  apart.apply(monday, fact(events::booking_confirmed{
                          facts(10, 1),
                          {{person(1), clock("08:00")}, {person(2), clock("09:00")}},
                          {},
                          std::nullopt,
                          0}));
  EXPECT_EQ(apart.replaced(wish, offices())->earliest_start, old->earliest_start);
  // Part of the family, or somebody else with it, is not the booking as it is live.
  wish.applicants = people({2});
  EXPECT_FALSE(c.replaced(wish, offices())->all_confirmed);
  wish.applicants = people({2, 1, 3});
  EXPECT_FALSE(c.replaced(wish, offices())->all_confirmed);
  // Nor once one of them has cancelled, whoever of them asks.
  c.apply(monday, cancelled(10, 1, {1}));
  wish.applicants = people({2, 1});
  EXPECT_FALSE(c.replaced(wish, offices())->all_confirmed);
  wish.applicants = people({2});
  EXPECT_FALSE(c.replaced(wish, offices())->all_confirmed);
  // Another booking is not known by these people.
  wish.replaces = uuid_of(11);
  EXPECT_FALSE(c.replaced(wish, offices()));
}

TEST(claims_death, a_second_live_booking_of_a_person_stops_the_process) {
  claims c;
  c.apply(monday, confirmed(10, 1, {1}));
  EXPECT_DEATH(c.apply(tuesday, confirmed(11, 2, {1})), "broken invariant: !claim.live");
  EXPECT_DEATH(c.apply(tuesday, confirmed(11, 2, {1}, uuid_of(12))),
               "broken invariant: !claim.live");
}

TEST(claims_death, more_applicants_leaving_an_account_than_it_has_stops_the_process) {
  claims c;
  c.apply(monday, confirmed(10, 1, {1}));
  EXPECT_DEATH(c.apply(monday, cancelled(10, 1, {1, 2})), "broken invariant: after >= 0");
  EXPECT_DEATH(c.apply(tuesday, cancelled(10, 1, {1})), "broken invariant: after >= 0");
}

TEST(claims, are_equal_whatever_the_order_in_which_they_came_about) {
  claims one;
  one.apply(monday, confirmed(10, 1, {1}));
  one.apply(tuesday, confirmed(11, 1, {2}));
  claims other;
  other.apply(tuesday, confirmed(11, 1, {2}));
  other.apply(monday, confirmed(10, 1, {1}));
  EXPECT_EQ(one, other);
  EXPECT_EQ(one.all_rows(offices()), other.all_rows(offices()));
  other.apply(monday, confirmed(12, 1, {3}));
  EXPECT_NE(one, other);
}

}  // namespace
}  // namespace antrian::tests
