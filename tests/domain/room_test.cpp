// Goal: a family gets the slots that docs/wire.md gives it under "Room".
// Method: find_room on small slot lists, and bookings on days that have such lists.
#include "domain/room.hpp"

#include <gtest/gtest.h>

#include "tests/domain/fixtures.hpp"

namespace antrian::tests {
namespace {

using events::decline_reason;

TEST_F(one_day, the_first_slot_that_takes_the_whole_family_gets_it) {
  day.open({slot("08:00", "09:00", 2), slot("09:00", "10:00", 3), slot("10:00", "11:00", 9)});
  EXPECT_EQ(day.book({.people = {1, 2, 3}}).slots(), "09:00 09:00 09:00");
  // 08:00 and 10:00 could be joined for nobody: one slot alone still comes first.
  EXPECT_EQ(day.book({.people = {4, 5, 6}, .account = 2}).slots(), "10:00 10:00 10:00");
  EXPECT_EQ(day.book({.people = {7, 8}, .account = 3}).slots(), "08:00 08:00");
}

TEST_F(one_day, neighbouring_slots_take_a_family_in_order_of_time_and_applicants) {
  day.open({slot("08:00", "09:00", 2), slot("09:00", "10:00", 1), slot("10:00", "11:00", 2)});
  const auto booked = day.book({.people = {5, 4, 3, 2}});
  ASSERT_TRUE(is_accepted(booked));
  EXPECT_EQ(booked.slots(), "08:00 08:00 09:00 10:00");
  const auto& seats = booked.get<events::booking_confirmed>()->applicants;
  EXPECT_EQ(seats[0].subject, person(5));
  EXPECT_EQ(seats[2], (events::placement{person(3), clock("09:00")}));
  EXPECT_EQ(seats[3], (events::placement{person(2), clock("10:00")}));
}

TEST_F(one_day, a_slot_without_a_place_breaks_the_run) {
  day.open({slot("08:00", "09:00", 1), slot("09:00", "10:00", 0, 5), slot("10:00", "11:00", 1),
            slot("11:00", "12:00", 1)});
  // 08:00 and 10:00 have two places together, but are not neighbours.
  EXPECT_EQ(day.book({.people = {1, 2}}).slots(), "10:00 11:00");
  EXPECT_TRUE(is_declined(day.book({.people = {3, 4}}), decline_reason::lane_full));
  EXPECT_EQ(day.book({.people = {3}}).slots(), "08:00");
}

TEST_F(one_day, the_first_run_that_suffices_is_taken_though_a_later_one_is_larger) {
  day.open({slot("08:00", "09:00", 1), slot("09:00", "10:00", 1), slot("10:00", "11:00", 0),
            slot("11:00", "12:00", 2), slot("12:00", "13:00", 2)});
  EXPECT_EQ(day.book({.people = {1, 2, 3}}).slots(), "11:00 11:00 12:00");
  EXPECT_EQ(day.book({.people = {4, 5}, .account = 2}).slots(), "08:00 09:00");
}

TEST_F(one_day, a_run_stays_within_the_wish) {
  day.open({slot("10:00", "11:00", 1), slot("11:00", "12:00", 1), slot("12:00", "13:00", 1),
            slot("13:00", "14:00", 1)});
  // Noon belongs to the afternoon.
  EXPECT_TRUE(
      is_declined(day.book({.people = {1, 2, 3}, .slot = "morning"}), decline_reason::day_full));
  EXPECT_EQ(day.book({.people = {1, 2}, .slot = "afternoon"}).slots(), "12:00 13:00");
  EXPECT_EQ(day.book({.people = {3, 4}, .slot = "morning", .account = 2}).slots(), "10:00 11:00");
}

TEST_F(one_day, a_run_starts_after_the_slots_that_have_started) {
  day.open({slot("08:00", "09:00", 1), slot("09:00", "10:00", 1), slot("10:00", "11:00", 1)});
  EXPECT_EQ(day.book({.people = {1, 2}}, day.at("08:00")).slots(), "09:00 10:00");
}

TEST_F(one_day, a_named_slot_is_not_joined_with_its_neighbour) {
  day.open({slot("08:00", "09:00", 1), slot("09:00", "10:00", 5)});
  EXPECT_TRUE(
      is_declined(day.book({.people = {1, 2}, .slot = "08:00"}), decline_reason::slot_full));
}

TEST(room, is_found_for_five_over_five_slots_and_not_over_four) {
  std::vector<domain::slot> slots;
  for (std::uint16_t hour = 8; hour < 13; ++hour) {
    slots.push_back({{static_cast<std::uint16_t>(hour * 60)},
                     {static_cast<std::uint16_t>(hour * 60 + 60)},
                     {1, 0, 0},
                     {},
                     0,
                     false});
  }
  const auto all = [](const domain::slot&) { return true; };
  const auto found = domain::find_room(slots, events::lane::online, 5, all);
  ASSERT_TRUE(found);
  for (std::size_t i = 0; i < 5; ++i) EXPECT_EQ((*found)[i], slots[i].start);
  slots.pop_back();
  EXPECT_FALSE(domain::find_room(slots, events::lane::online, 5, all));
  EXPECT_FALSE(domain::find_room(slots, events::lane::priority, 1, all));
}

TEST(room, skips_a_removed_slot_but_is_broken_by_one_that_still_holds_people) {
  const domain::slot free{clock("08:00"), clock("09:00"), {1, 0, 0}, {}, 0, false};
  domain::slot removed{clock("09:00"), clock("10:00"), {}, {1, 0, 0}, 1, true};
  const domain::slot last{clock("10:00"), clock("11:00"), {1, 0, 0}, {}, 0, false};
  const auto all = [](const domain::slot&) { return true; };
  EXPECT_FALSE(domain::find_room({free, removed, last}, events::lane::online, 2, all));
  removed.live = 0;
  removed.taken = {};
  EXPECT_TRUE(domain::find_room({free, removed, last}, events::lane::online, 2, all));
}

TEST(room, a_lane_is_called_full_only_if_another_has_room_in_a_candidate) {
  const std::vector<domain::slot> slots{{clock("08:00"), clock("09:00"), {0, 1, 0}, {}, 0, false}};
  const auto all = [](const domain::slot&) { return true; };
  const auto none = [](const domain::slot&) { return false; };
  EXPECT_EQ(domain::lane_or_day_full(slots, events::lane::online, all),
            events::decline_reason::lane_full);
  EXPECT_EQ(domain::lane_or_day_full(slots, events::lane::priority, all),
            events::decline_reason::day_full);
  EXPECT_EQ(domain::lane_or_day_full(slots, events::lane::online, none),
            events::decline_reason::day_full);
}

}  // namespace
}  // namespace antrian::tests
