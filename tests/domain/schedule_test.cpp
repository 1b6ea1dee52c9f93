// Goal: what the office does with a day (end, close, another capacity) treats every place as
// docs/wire.md says.
// Method: one family in every state a place can be in, then the office's command.
#include <gtest/gtest.h>

#include "tests/domain/fixtures.hpp"

namespace antrian::tests {
namespace {

using events::decline_reason;
using events::lane;

/// Person 1 is confirmed, 2 checked in, 3 called, 4 served, 5 missed at the counter, 6 cancelled.
class every_state : public one_day {
 protected:
  void SetUp() override {
    day.open({slot("08:00", "09:00", 9, 9, 9), slot("09:00", "10:00", 9, 9, 9)});
    const auto family = day.book({.people = {1, 2, 3, 4, 5}, .slot = "08:00"});
    booking = family.booking();
    const auto single = day.book({.people = {6}, .slot = "08:00", .account = 2});
    ASSERT_TRUE(is_accepted(day.cancel(single.booking())));
    for (const std::uint64_t who : {4U, 5U, 3U, 2U}) {
      ASSERT_TRUE(is_accepted(day.check_in(booking, who)));
    }
    for (int i = 0; i < 3; ++i) ASSERT_TRUE(is_accepted(day.call()));
    ASSERT_TRUE(is_accepted(day.serve(1)));
    ASSERT_TRUE(is_accepted(day.miss(2)));
    ASSERT_EQ(country.claims().live_of(account(1)), 3U);
  }
  events::uuid booking;
};

TEST_F(every_state, the_end_of_the_day_misses_who_did_not_come) {
  const auto ended = day.end();
  ASSERT_EQ(ended.caused.size(), 2U);
  const auto* missed = std::get_if<events::booking_missed>(&ended.caused[0].body);
  ASSERT_NE(missed, nullptr);
  EXPECT_EQ(missed->facts.booking, booking);
  EXPECT_EQ(missed->applicants, (events::placement_list{{person(1), clock("08:00")}}));
  EXPECT_EQ(missed->blocked_until, date("2026-12-30"));
  // The checked in and the called are not missed, but they are not live any more either.
  const auto& end = std::get<events::day_ended>(ended.caused[1].body);
  ASSERT_EQ(end.unserved.size(), 2U);
  EXPECT_EQ(end.unserved[0].place.subject, person(2));
  EXPECT_EQ(end.unserved[0].queue_number, 4U);
  EXPECT_EQ(end.unserved[1].place.subject, person(3));
  EXPECT_EQ(country.claims().live_of(account(1)), 0U);
  EXPECT_EQ(country.claims().persons(), 1U);  // the block of person 1
}

TEST_F(every_state, closing_the_day_cancels_everybody_who_is_live) {
  const auto closed = day.close();
  ASSERT_EQ(closed.caused.size(), 2U);
  EXPECT_EQ(std::get<events::day_closed>(closed.caused[0].body).reason, "flood");
  const auto* gone = std::get_if<events::booking_cancelled>(&closed.caused[1].body);
  ASSERT_NE(gone, nullptr);
  EXPECT_EQ(gone->cause, events::cancel_cause::office_closed);
  ASSERT_EQ(gone->applicants.size(), 3U);
  EXPECT_EQ(gone->applicants[0].subject, person(1));
  EXPECT_EQ(gone->applicants[1].subject, person(2));
  EXPECT_EQ(gone->applicants[2].subject, person(3));
  EXPECT_EQ(country.claims(), domain::claims{});  // nobody is blocked
}

TEST_F(open_day, the_end_and_the_closing_name_each_booking_once) {
  ASSERT_TRUE(is_accepted(day.book({.people = {1, 2}})));
  ASSERT_TRUE(is_accepted(day.book({.people = {3}, .account = 2})));
  const auto ended = day.end();
  EXPECT_EQ(ended.all<events::booking_missed>().size(), 2U);
  EXPECT_TRUE(std::holds_alternative<events::day_ended>(ended.caused.back().body));
}

TEST_F(open_day, a_no_show_is_blocked_to_the_day) {
  ASSERT_TRUE(is_accepted(day.book({.people = {1, 2}})));
  ASSERT_TRUE(is_accepted(day.end()));
  // In the east it is the next day two hours earlier: the local date counts.
  desk later{country, jayapura, "2027-01-15"};
  later.open({slot("08:00", "09:00", 9)});
  const auto until = events::to_instant(date("2026-12-30"), clock("00:00"), 540);
  const auto before = events::instant{until.ms - 1};
  EXPECT_TRUE(
      is_declined(later.book({.people = {1}}, before), decline_reason::blocked_after_no_show));
  EXPECT_TRUE(
      is_declined(later.book({.people = {3, 2}}, before), decline_reason::blocked_after_no_show));
  EXPECT_TRUE(is_accepted(later.book({.people = {3}, .account = 3}, before)));
  EXPECT_TRUE(is_accepted(later.book({.people = {1, 2}}, until)));
}

TEST_F(one_day, the_days_own_policy_sets_the_block) {
  events::day_policy policy;
  policy.no_show_block_days = 2;
  day.open({slot("08:00", "09:00", 9)}, policy);
  ASSERT_TRUE(is_accepted(day.book({.people = {1}})));
  EXPECT_EQ(day.end().get<events::booking_missed>()->blocked_until, date("2026-12-02"));
  desk later{country, pematangsiantar, "2026-12-10"};
  later.open({slot("08:00", "09:00", 9)});
  EXPECT_TRUE(is_declined(later.book({.people = {1}}, day.at("23:59", 1)),
                          decline_reason::blocked_after_no_show));
  EXPECT_TRUE(is_accepted(later.book({.people = {1}}, day.at("00:00", 2))));
}

TEST_F(one_day, a_block_of_no_days_still_ends_on_the_missed_date_and_not_before) {
  events::day_policy policy;
  policy.no_show_block_days = 0;
  day.open({slot("08:00", "09:00", 9)}, policy);
  ASSERT_TRUE(is_accepted(day.book({.people = {1}})));
  ASSERT_TRUE(is_accepted(day.end()));
  desk later{country, pematangsiantar, "2026-12-10"};
  later.open({slot("08:00", "09:00", 9)});
  EXPECT_TRUE(is_declined(later.book({.people = {1}}, day.at("23:59", -1)),
                          decline_reason::blocked_after_no_show));
  EXPECT_TRUE(is_accepted(later.book({.people = {1}}, day.at("00:00"))));
}

TEST_F(one_day, the_longer_of_two_blocks_holds) {
  events::day_policy brief;
  brief.no_show_block_days = 1;
  day.open({slot("08:00", "09:00", 9)});
  desk before{country, pematangsiantar, "2026-11-29"};
  before.open({slot("08:00", "09:00", 0, 0, 9)}, brief);
  ASSERT_TRUE(is_accepted(day.book({.people = {1}})));
  ASSERT_TRUE(is_accepted(day.end()));
  // Blocked, but a walk-in; the check-in undone, and then gone.
  const auto walk = before.walk_in({1});
  ASSERT_TRUE(is_accepted(before.undo(walk.booking(), 1)));
  ASSERT_TRUE(is_accepted(before.end()));
  EXPECT_EQ(country.claims().person(person(1))->blocked_until, date("2026-12-30"));
}

TEST_F(open_day, another_capacity_gives_and_takes_places) {
  ASSERT_TRUE(is_accepted(day.book({.people = {1, 2}, .slot = "08:00"})));
  const std::vector<events::slot_definition> slots{
      slot("08:00", "09:00", 3, 1, 1), slot("09:00", "10:30", 1), slot("10:30", "11:00", 4)};
  const auto changed = day.change(slots);
  ASSERT_EQ(changed.caused.size(), 1U);
  EXPECT_EQ(*changed.get<events::capacity_changed>(), (events::capacity_changed{slots, {}}));
  EXPECT_EQ(day.state().free_places(lane::online), 1U + 1U + 4U);
  EXPECT_EQ(day.book({.people = {3}, .slot = "08:00", .account = 2}).slots(), "08:00");
  EXPECT_EQ(day.book({.people = {4}, .slot = "10:30", .account = 2}).slots(), "10:30");
  EXPECT_TRUE(
      is_declined(day.book({.people = {5}, .slot = "13:00"}), decline_reason::unknown_slot));
}

TEST_F(open_day, a_smaller_capacity_takes_nobodys_place_and_lists_the_excess) {
  const auto booked = day.book({.people = {1, 2}, .slot = "08:00"});
  ASSERT_TRUE(is_accepted(
      day.book({.people = {3}, .slot = "09:00", .account = 2, .lane = lane::priority})));
  const auto changed =
      day.change({slot("08:00", "09:00", 1, 1, 1), slot("09:00", "10:00", 2, 0, 1)});
  EXPECT_EQ(changed.get<events::capacity_changed>()->excess,
            (std::vector<events::capacity_excess>{{clock("08:00"), lane::online, 2, 1},
                                                  {clock("09:00"), lane::priority, 1, 0}}));
  EXPECT_TRUE(is_declined(day.book({.people = {4}, .slot = "08:00"}), decline_reason::slot_full));
  EXPECT_TRUE(is_accepted(day.check_in(booked.booking(), 1)));
  // One of the two leaves, and the one that is left takes the one place there is.
  ASSERT_TRUE(is_accepted(day.cancel(booked.booking(), 2)));
  EXPECT_TRUE(is_declined(day.book({.people = {4}, .slot = "08:00"}), decline_reason::slot_full));
}

TEST_F(open_day, a_slot_left_out_stays_without_places_while_it_holds_live_bookings) {
  const auto booked = day.book({.people = {1}, .slot = "09:00"});
  const auto changed = day.change({slot("08:00", "09:00", 1), slot("13:00", "14:00", 1)});
  EXPECT_EQ(changed.get<events::capacity_changed>()->excess,
            (std::vector<events::capacity_excess>{{clock("09:00"), lane::online, 1, 0}}));
  EXPECT_TRUE(is_declined(day.book({.people = {2}, .slot = "09:00"}), decline_reason::slot_full));
  EXPECT_TRUE(is_declined(day.book({.people = {2, 3}}), decline_reason::day_full))
      << "08:00 and 13:00 are not neighbours while 09:00 stands between them";
  ASSERT_TRUE(is_accepted(day.cancel(booked.booking())));
  EXPECT_TRUE(
      is_declined(day.book({.people = {2}, .slot = "09:00"}), decline_reason::unknown_slot));
  EXPECT_EQ(day.book({.people = {2, 3}}).slots(), "08:00 13:00");
}

TEST_F(open_day, a_slot_left_out_with_nobody_in_it_is_gone_at_once) {
  const auto changed = day.change({slot("08:00", "09:00", 1)});
  EXPECT_TRUE(changed.get<events::capacity_changed>()->excess.empty());
  EXPECT_TRUE(is_declined(day.book({.slot = "afternoon"}), decline_reason::unknown_slot));
  EXPECT_TRUE(is_declined(day.walk_in({1}, lane::walk_in, "09:00"), decline_reason::slot_passed));
}

TEST_F(open_day, a_slot_that_comes_back_remembers_who_holds_its_places) {
  ASSERT_TRUE(is_accepted(day.book({.people = {1, 2}, .slot = "09:00"})));
  ASSERT_TRUE(is_accepted(day.change({slot("08:00", "09:00", 1)})));
  const auto changed = day.change({slot("09:00", "11:00", 3)});
  EXPECT_TRUE(changed.get<events::capacity_changed>()->excess.empty());
  EXPECT_TRUE(is_accepted(day.book({.people = {3}, .slot = "09:00"})));
  EXPECT_TRUE(is_declined(day.book({.people = {4}, .slot = "09:00", .account = 2}),
                          decline_reason::slot_full));
}

TEST_F(open_day, a_served_place_stays_taken_but_does_not_hold_a_slot_that_was_left_out) {
  const auto booked = day.book({.people = {1, 2}, .slot = "08:00"});
  ASSERT_TRUE(is_accepted(day.check_in(booked.booking(), 1)));
  ASSERT_EQ(called(day.call()), 1U);
  ASSERT_TRUE(is_accepted(day.serve(1)));
  ASSERT_TRUE(is_accepted(day.cancel(booked.booking(), 2)));
  const auto changed = day.change({slot("09:00", "10:00", 1)});
  ASSERT_TRUE(is_accepted(changed));
  EXPECT_TRUE(changed.get<events::capacity_changed>()->excess.empty());
  EXPECT_TRUE(
      is_declined(day.book({.people = {3}, .slot = "08:00"}), decline_reason::unknown_slot));
  ASSERT_TRUE(is_accepted(day.change({slot("08:00", "09:00", 1)})));
  EXPECT_TRUE(is_declined(day.book({.people = {3}, .slot = "08:00"}), decline_reason::slot_full));
}

TEST_F(open_day, a_check_in_follows_the_slots_new_end) {
  const auto booked = day.book({.people = {1}, .slot = "08:00"});
  ASSERT_TRUE(is_accepted(day.change({slot("08:00", "10:00", 1)})));
  EXPECT_TRUE(is_accepted(day.check_in(booked.booking(), 1, "10:30")));
}

TEST_F(open_day, in_a_slot_that_was_left_out_people_are_checked_in_and_served) {
  const auto booked = day.book({.people = {1}, .slot = "08:00"});
  ASSERT_TRUE(is_accepted(day.change({slot("13:00", "14:00", 1)})));
  ASSERT_TRUE(is_accepted(day.check_in(booked.booking(), 1)));
  ASSERT_EQ(called(day.call()), 1U);
  EXPECT_TRUE(is_accepted(day.serve(1)));
}

}  // namespace
}  // namespace antrian::tests
