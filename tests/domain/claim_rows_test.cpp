// Goal: claims survive being stored, and damaged rows crash nothing.
// Method: rows written, read back, put together from changes; cut, and every bit flipped.
#include <algorithm>
#include <map>

#include <gtest/gtest.h>

#include "tests/domain/claim_events.hpp"

namespace antrian::tests {
namespace {

using domain::claims;
using events::office_day_key;

/// Claims of every kind: live, blocked, both; an account on two days.
claims sample() {
  claims c;
  c.apply(monday, confirmed(10, 1, {1, 2, 3}));
  c.apply(monday, missed(10, 1, {1, 2}, "2026-12-30"));
  c.apply(tuesday, confirmed(11, 1, {2}));
  c.apply(tuesday, confirmed(12, 2, {4}));
  return c;
}

TEST(claim_rows, come_back_from_their_rows) {
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

TEST(claim_rows, name_the_bookings_of_an_account_by_its_people) {
  claims c;
  c.apply(monday, confirmed(10, 1, {1, 2}));
  c.apply(monday, confirmed(11, 1, {3}));
  c.apply(tuesday, confirmed(12, 1, {4}));
  claims loaded;
  for (const auto& [key, value] : c.all_rows(offices())) {
    ASSERT_TRUE(loaded.load_row(key, *value, offices()));
  }
  const domain::account_claim expected{
      {monday, 2, uuid_of(10)}, {monday, 1, uuid_of(11)}, {tuesday, 1, uuid_of(12)}};
  EXPECT_EQ(*loaded.account(account(1)), expected);
}

TEST(claim_rows, of_an_account_alone_still_count_its_places) {
  claims c;
  c.apply(monday, confirmed(10, 1, {1, 2}));
  claims loaded;
  for (const auto& [key, value] : c.all_rows(offices())) {
    if (key[0] != 'a') continue;
    ASSERT_TRUE(loaded.load_row(key, *value, offices()));
  }
  loaded.apply(monday, cancelled(10, 1, {1}));
  EXPECT_EQ(loaded.live_of(account(1)), 1U);
  loaded.apply(monday, cancelled(10, 1, {2}));
  EXPECT_EQ(loaded.account(account(1)), nullptr);
}

TEST(claim_rows, rows_name_offices_by_code_so_that_the_directory_may_change) {
  const auto rows = sample().all_rows(offices());
  auto list = offices().offices();
  std::reverse(list.begin(), list.end());
  const events::office_directory other(std::move(list));
  claims loaded;
  for (const auto& [key, value] : rows) ASSERT_TRUE(loaded.load_row(key, *value, other));
  EXPECT_EQ(loaded.all_rows(other), rows);
  EXPECT_EQ(loaded.person(person(3))->day, (office_day_key{events::office_ref{2}, monday.date}));
}

TEST(claim_rows, changed_rows_are_each_given_once_and_make_the_whole) {
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

TEST(claim_rows, rows_that_are_cut_or_longer_are_refused) {
  // Each account on one day only: a row cut between two days is a row of fewer days.
  claims c;
  c.apply(monday, confirmed(10, 1, {1, 2, 3}));
  c.apply(monday, missed(10, 1, {1, 3}, "2026-12-30"));
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

TEST(claim_rows, rows_with_flipped_bits_never_crash_and_what_is_taken_is_written_as_it_was_read) {
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

TEST(claim_rows, rows_of_an_office_that_is_not_in_the_directory_are_refused) {
  const events::office_directory empty;
  claims loaded;
  for (const auto& [key, value] : sample().all_rows(offices())) {
    const bool names_no_office = key[0] == 'p' && value->size() == 5;  // a block only
    EXPECT_EQ(loaded.load_row(key, *value, empty), names_no_office);
  }
}

}  // namespace
}  // namespace antrian::tests
