// Goal: the claims say of every person and account what the events say, and survive being stored.
// Method: events folded by hand; rows written, read back and damaged.
#include <algorithm>
#include <map>

#include <gtest/gtest.h>

#include "tests/domain/fixtures.hpp"

namespace antrian::tests {
namespace {

using domain::claims;
using events::office_day_key;

const office_day_key monday{pematangsiantar, date("2026-11-30")};
const office_day_key tuesday{denpasar, date("2026-12-01")};

events::booking_facts facts(std::uint64_t booking, std::uint64_t by) {
  return {uuid_of(booking), account(by), events::lane::online, "new_passport"};
}
events::placement_list places(std::initializer_list<std::uint64_t> who) {
  events::placement_list list;
  for (const auto n : who) list.push_back({person(n), clock("08:00")});
  return list;
}
events::event fact(events::event_body body) {
  return {uuid_of(1), {}, std::nullopt, std::move(body)};
}
events::event confirmed(std::uint64_t booking, std::uint64_t by,
                        std::initializer_list<std::uint64_t> who,
                        std::optional<events::uuid> replaces = std::nullopt) {
  return fact(events::booking_confirmed{facts(booking, by), places(who), {}, replaces, 0});
}
events::event cancelled(std::uint64_t booking, std::uint64_t by,
                        std::initializer_list<std::uint64_t> who) {
  return fact(events::booking_cancelled{facts(booking, by), places(who), {}, std::nullopt});
}
events::event missed(std::uint64_t booking, std::uint64_t by,
                     std::initializer_list<std::uint64_t> who, std::string_view until) {
  return fact(events::booking_missed{facts(booking, by), places(who), date(until)});
}

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

/// Claims of every kind: live, blocked, both; an account on two days.
claims sample() {
  claims c;
  c.apply(monday, confirmed(10, 1, {1, 2, 3}));
  c.apply(monday, missed(10, 1, {1, 2}, "2026-12-30"));
  c.apply(tuesday, confirmed(11, 1, {2}));
  c.apply(tuesday, confirmed(12, 2, {4}));
  return c;
}

TEST(claims, come_back_from_their_rows) {
  const auto c = sample();
  const auto rows = c.all_rows(offices());
  ASSERT_EQ(rows.size(), 6U);
  EXPECT_TRUE(std::is_sorted(rows.begin(), rows.end()));
  claims loaded;
  for (const auto& [key, value] : rows) ASSERT_TRUE(loaded.load_row(key, *value, offices()));
  EXPECT_EQ(loaded, c);
  EXPECT_EQ(loaded.all_rows(offices()), rows);
  EXPECT_TRUE(loaded.take_changed_rows(offices()).empty());
}

TEST(claims, rows_name_offices_by_code_so_that_the_directory_may_change) {
  const auto rows = sample().all_rows(offices());
  auto list = offices().offices();
  std::reverse(list.begin(), list.end());
  const events::office_directory other(std::move(list));
  claims loaded;
  for (const auto& [key, value] : rows) ASSERT_TRUE(loaded.load_row(key, *value, other));
  EXPECT_EQ(loaded.all_rows(other), rows);
  EXPECT_EQ(loaded.person(person(3))->day, (office_day_key{events::office_ref{2}, monday.date}));
}

TEST(claims, changed_rows_are_each_given_once_and_make_the_whole) {
  claims c = sample();
  std::map<std::string, std::string> stored;
  const auto store = [&] {
    const auto rows = c.take_changed_rows(offices());
    for (const auto& [key, value] : rows) {
      EXPECT_EQ(std::count_if(rows.begin(), rows.end(),
                              [&, &k = key](const auto& row) { return row.first == k; }),
                1);
      if (value) {
        stored[key] = *value;
      } else {
        stored.erase(key);
      }
    }
  };
  store();
  c.apply(tuesday, cancelled(12, 2, {4}));  // gone
  c.apply(tuesday, cancelled(11, 1, {2}));  // the block stays
  c.apply(tuesday, confirmed(13, 3, {5}));  // new
  c.apply(tuesday, cancelled(13, 3, {5}));  // and gone again
  c.apply(tuesday, confirmed(14, 3, {6}));
  store();
  const auto all = c.all_rows(offices());
  ASSERT_EQ(stored.size(), all.size());
  for (const auto& [key, value] : all) EXPECT_EQ(stored.at(key), value);
  EXPECT_TRUE(c.take_changed_rows(offices()).empty());
}

TEST(claims, rows_that_are_cut_or_longer_are_refused) {
  // Each account on one day only: a row cut between two days is a row of fewer days.
  claims c;
  c.apply(monday, confirmed(10, 1, {1, 2}));
  c.apply(monday, missed(10, 1, {1}, "2026-12-30"));
  c.apply(tuesday, confirmed(11, 2, {1}));
  for (const auto& [key, value] : c.all_rows(offices())) {
    claims loaded;
    for (std::size_t size = 0; size < value->size(); ++size) {
      EXPECT_FALSE(loaded.load_row(key, value->substr(0, size), offices())) << size;
    }
    EXPECT_FALSE(loaded.load_row(key, *value + '\0', offices()));
    EXPECT_FALSE(loaded.load_row(key.substr(1), *value, offices()));
    EXPECT_FALSE(loaded.load_row("x" + key.substr(1), *value, offices()));
    EXPECT_FALSE(loaded.load_row("", *value, offices()));
    EXPECT_EQ(loaded, claims{});
  }
}

TEST(claims, rows_with_flipped_bits_never_crash_and_what_is_taken_is_written_as_it_was_read) {
  for (const auto& [key, value] : sample().all_rows(offices())) {
    for (std::size_t bit = 0; bit < value->size() * 8; ++bit) {
      std::string damaged = *value;
      damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ 1 << bit % 8);
      claims loaded;
      if (!loaded.load_row(key, damaged, offices())) continue;
      const auto rows = loaded.all_rows(offices());
      ASSERT_EQ(rows.size(), 1U);
      EXPECT_EQ(rows[0].second, damaged);
    }
  }
}

TEST(claims, rows_of_an_office_that_is_not_in_the_directory_are_refused) {
  const events::office_directory empty;
  claims loaded;
  for (const auto& [key, value] : sample().all_rows(offices())) {
    const bool names_no_office = key[0] == 'p' && value->size() == 5;  // a block only
    EXPECT_EQ(loaded.load_row(key, *value, empty), names_no_office);
  }
}

}  // namespace
}  // namespace antrian::tests
