// Goal: giving up a place is free, and the place can be had again at once.
// Method: each check of `cancel` on both sides of its edge, and what others see afterwards.
#include <gtest/gtest.h>

#include "tests/domain/fixtures.hpp"

namespace antrian::tests {
namespace {

using events::cancel_cause;
using events::decline_reason;

TEST_F(open_day, a_cancelled_place_is_free_at_once) {
  const auto booked = day.book({.people = {1, 2}, .slot = "08:00"});
  const auto gone = day.cancel(booked.booking());
  ASSERT_TRUE(is_accepted(gone));
  ASSERT_EQ(gone.caused.size(), 1U);
  const auto& e = *gone.get<events::booking_cancelled>();
  EXPECT_EQ(e.facts, booked.get<events::booking_confirmed>()->facts);
  EXPECT_EQ(e.applicants, booked.get<events::booking_confirmed>()->applicants);
  EXPECT_EQ(e.cause, cancel_cause::requested);
  EXPECT_FALSE(e.replaced_by);
  EXPECT_TRUE(is_accepted(day.book({.people = {1, 3}, .slot = "08:00", .account = 2})));
}

TEST_F(open_day, one_of_a_family_can_stay_at_home) {
  const auto booked = day.book({.people = {1, 2}, .slot = "08:00"});
  const auto gone = day.cancel(booked.booking(), 2);
  ASSERT_TRUE(is_accepted(gone));
  ASSERT_EQ(gone.get<events::booking_cancelled>()->applicants.size(), 1U);
  EXPECT_EQ(gone.get<events::booking_cancelled>()->applicants[0].subject, person(2));
  EXPECT_TRUE(
      is_declined(day.book({.people = {1}, .account = 2}), decline_reason::nik_has_booking));
  EXPECT_TRUE(is_accepted(day.book({.people = {2}, .slot = "08:00", .account = 2})));
  // What is left of the family goes with the next one.
  const auto rest = day.cancel(booked.booking());
  ASSERT_EQ(rest.get<events::booking_cancelled>()->applicants.size(), 1U);
  EXPECT_EQ(rest.get<events::booking_cancelled>()->applicants[0].subject, person(1));
}

TEST_F(open_day, a_booking_that_nobody_knows_cannot_be_cancelled) {
  EXPECT_TRUE(is_declined(day.cancel(uuid_of(5)), decline_reason::unknown_booking));
  // One of another office day is not known here.
  desk other{country, denpasar, "2026-11-30"};
  other.open({slot("08:00", "09:00", 1)});
  const auto booked = other.book({});
  EXPECT_TRUE(is_declined(day.cancel(booked.booking()), decline_reason::unknown_booking));
}

TEST_F(open_day, a_stranger_is_not_of_the_booking) {
  const auto booked = day.book({.people = {1}});
  EXPECT_TRUE(is_declined(day.cancel(booked.booking(), 2), decline_reason::nik_mismatch));
}

TEST_F(open_day, what_is_gone_or_checked_in_cannot_be_cancelled) {
  const auto booked = day.book({.people = {1, 2}, .slot = "08:00"});
  ASSERT_TRUE(is_accepted(day.cancel(booked.booking(), 1)));
  EXPECT_TRUE(is_declined(day.cancel(booked.booking(), 1), decline_reason::not_live));
  ASSERT_TRUE(is_accepted(day.check_in(booked.booking(), 2, "07:30")));
  EXPECT_TRUE(is_declined(day.cancel(booked.booking()), decline_reason::not_live));
}

TEST_F(open_day, cancelling_ends_when_the_earliest_of_the_slots_starts) {
  ASSERT_TRUE(is_accepted(day.book({.people = {8}, .slot = "08:00", .account = 2})));
  ASSERT_TRUE(is_accepted(day.book({.people = {9}, .slot = "09:00", .account = 2})));
  const auto booked = day.book({.people = {1, 2}, .slot = "morning"});
  ASSERT_EQ(booked.slots(), "08:00 09:00");
  const auto start = day.at("08:00");
  EXPECT_TRUE(
      is_declined(day.cancel(booked.booking(), std::nullopt, start), decline_reason::slot_passed));
  EXPECT_TRUE(is_declined(day.cancel(booked.booking(), 1, start), decline_reason::slot_passed));
  // Of the second alone the slot has not started.
  EXPECT_TRUE(is_accepted(day.cancel(booked.booking(), 2, start)));
  EXPECT_TRUE(
      is_accepted(day.cancel(booked.booking(), std::nullopt, events::instant{start.ms - 1})));
}

TEST_F(open_day, the_earliest_slot_is_that_of_those_who_are_left) {
  ASSERT_TRUE(is_accepted(day.book({.people = {8}, .slot = "08:00", .account = 2})));
  const auto booked = day.book({.people = {1, 2}, .slot = "morning"});
  ASSERT_EQ(booked.slots(), "09:00 09:00");
  ASSERT_TRUE(is_accepted(day.book({.people = {9}, .slot = "08:00", .account = 2})));
  EXPECT_TRUE(is_accepted(day.cancel(booked.booking(), std::nullopt, day.at("08:59"))));
}

TEST_F(open_day, telling_the_truth_is_not_punished) {
  const auto booked = day.book({.people = {1}, .slot = "13:00"});
  ASSERT_TRUE(is_accepted(day.cancel(booked.booking(), std::nullopt, day.at("12:59"))));
  ASSERT_TRUE(is_accepted(day.end()));
  desk later{country, pematangsiantar, "2026-12-01"};
  later.open({slot("08:00", "09:00", 1)});
  EXPECT_TRUE(is_accepted(later.book({.people = {1}})));
}

}  // namespace
}  // namespace antrian::tests
