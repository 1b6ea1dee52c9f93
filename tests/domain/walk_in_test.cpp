// Goal: who comes without a booking is served if there is room, and takes nobody's place.
// Method: each check of `walk_in`, its lanes, and its way through the queue.
#include <gtest/gtest.h>

#include "tests/domain/fixtures.hpp"

namespace antrian::tests {
namespace {

using events::decline_reason;
using events::lane;
using numbers = std::vector<std::uint32_t>;

TEST_F(open_day, a_walk_in_is_booked_and_checked_in_at_once) {
  const auto answer = day.walk_in({4, 3});
  ASSERT_EQ(answer.caused.size(), 3U);
  const auto& confirmed = std::get<events::booking_confirmed>(answer.caused[0].body);
  EXPECT_EQ(confirmed.facts.booking, answer.caused[0].command);
  EXPECT_FALSE(confirmed.facts.account);
  EXPECT_EQ(confirmed.facts.lane, lane::walk_in);
  EXPECT_EQ(answer.slots(), "08:00 09:00");  // one place each
  EXPECT_EQ(answer.queue_numbers(), (numbers{1, 2}));
  const auto& second = std::get<events::applicant_checked_in>(answer.caused[2].body);
  EXPECT_EQ(second.place, (events::placement{person(3), clock("09:00")}));
  EXPECT_EQ(second.facts, confirmed.facts);
}

TEST_F(open_day, a_walk_in_is_like_anyone_afterwards) {
  const auto walk = day.walk_in({1});
  EXPECT_TRUE(is_declined(day.check_in(walk.booking(), 1), decline_reason::already_checked_in));
  ASSERT_TRUE(is_accepted(day.undo(walk.booking(), 1)));
  EXPECT_EQ(day.check_in(walk.booking(), 1, "08:45").queue_numbers(), numbers{2});
  EXPECT_EQ(called(day.call()), 2U);
  EXPECT_TRUE(is_accepted(day.serve(2)));
}

TEST_F(open_day, a_walk_in_may_use_the_slots_that_have_not_ended) {
  EXPECT_EQ(day.walk_in({1}, lane::walk_in, "08:59").slots(), "08:00");
  EXPECT_EQ(day.walk_in({2}, lane::walk_in, "09:00").slots(), "09:00");
  EXPECT_EQ(day.walk_in({3}, lane::walk_in, "09:00").slots(), "13:00");
  const auto end = day.at("14:00");
  const events::walk_in late{people({4}), "new_passport", lane::priority};
  EXPECT_TRUE(is_declined(day.submit(late, end), decline_reason::slot_passed));
  EXPECT_TRUE(is_accepted(day.submit(late, events::instant{end.ms - 1})));
}

TEST_F(open_day, a_walk_in_needs_a_service_of_the_day_and_no_other_live_booking) {
  EXPECT_TRUE(is_declined(day.walk_in({1}, lane::walk_in, "08:30", "visa"),
                          decline_reason::unknown_service));
  desk other{country, denpasar, "2026-12-01"};
  other.open({slot("08:00", "09:00", 5)});
  ASSERT_TRUE(is_accepted(other.book({.people = {2}})));
  EXPECT_TRUE(is_declined(day.walk_in({1, 2}), decline_reason::nik_has_booking));
  ASSERT_TRUE(is_accepted(day.walk_in({1})));
  EXPECT_TRUE(is_declined(day.walk_in({1}), decline_reason::nik_has_booking));
  EXPECT_TRUE(is_declined(other.book({.people = {1}}), decline_reason::nik_has_booking));
}

TEST_F(one_day, a_walk_in_hears_how_the_day_is_full) {
  day.open({slot("08:00", "09:00", 1, 0, 1)});
  ASSERT_TRUE(is_accepted(day.walk_in({1})));
  EXPECT_TRUE(is_declined(day.walk_in({2}), decline_reason::lane_full));
  ASSERT_TRUE(is_accepted(day.book({.people = {3}})));
  EXPECT_TRUE(is_declined(day.walk_in({2}), decline_reason::day_full));
  EXPECT_TRUE(is_declined(day.walk_in({2}, lane::priority), decline_reason::day_full));
}

TEST_F(open_day, walk_ins_never_take_an_online_place) {
  ASSERT_TRUE(is_accepted(day.walk_in({1, 2, 3})));
  EXPECT_TRUE(is_declined(day.walk_in({4}), decline_reason::lane_full));
  EXPECT_EQ(day.state().free_places(lane::online), 6U);
  EXPECT_TRUE(is_accepted(day.walk_in({4}, lane::priority)));
}

TEST_F(open_day, a_walk_in_is_neither_blocked_nor_counted_for_an_account) {
  ASSERT_TRUE(is_accepted(day.book({.people = {1}})));
  ASSERT_TRUE(is_accepted(day.end()));
  desk next{country, pematangsiantar, "2026-12-01"};
  next.open({slot("08:00", "09:00", 5, 0, 5)});
  ASSERT_TRUE(is_declined(next.book({.people = {1}}, next.at("07:00")),
                          decline_reason::blocked_after_no_show));
  EXPECT_TRUE(is_accepted(next.walk_in({1})));
  EXPECT_EQ(country.claims().accounts(), 0U);
}

TEST_F(open_day, a_refused_walk_in_counts_as_demand_of_its_lane) {
  const auto refused = day.walk_in({1, 2, 3, 4}, lane::walk_in, "09:00");
  ASSERT_TRUE(is_declined(refused, decline_reason::lane_full));
  const auto& e = *refused.get<events::booking_declined>();
  EXPECT_EQ(e.type, events::command_type::walk_in);
  EXPECT_EQ(e.subjects.size(), 4U);
  EXPECT_EQ(e.lane, lane::walk_in);
  EXPECT_FALSE(e.account);
  EXPECT_FALSE(e.wish);
}

}  // namespace
}  // namespace antrian::tests
