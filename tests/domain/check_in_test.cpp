// Goal: only the applicant, on time, gets a queue number; and every number is given once.
// Method: each check of `check_in` and `undo_check_in`, the edges of punctuality to the
// millisecond.
#include <gtest/gtest.h>

#include "tests/domain/fixtures.hpp"

namespace antrian::tests {
namespace {

using events::decline_reason;
using numbers = std::vector<std::uint32_t>;

TEST_F(open_day, numbers_are_given_in_the_order_of_check_in) {
  const auto family = day.book({.people = {1, 2}, .slot = "08:00"});
  const auto single =
      day.book({.people = {3}, .slot = "08:00", .account = 2, .lane = events::lane::priority});
  EXPECT_EQ(day.check_in(family.booking(), 2).queue_numbers(), numbers{1});
  EXPECT_EQ(day.check_in(single.booking(), 3).queue_numbers(), numbers{2});
  const auto last = day.check_in(family.booking(), 1);
  EXPECT_EQ(last.queue_numbers(), numbers{3});
  const auto& e = *last.get<events::applicant_checked_in>();
  EXPECT_EQ(e.facts, family.get<events::booking_confirmed>()->facts);
  EXPECT_EQ(e.place, (events::placement{person(1), clock("08:00")}));
}

TEST_F(open_day, the_code_is_as_good_as_the_booking_id) {
  const auto booked = day.book({.people = {1}, .slot = "08:00"});
  const auto code = booked.get<events::booking_confirmed>()->code;
  const events::booking_code wrong{code.value ^ 1U};
  EXPECT_TRUE(is_declined(day.check_in(wrong, 1), decline_reason::unknown_booking));
  EXPECT_TRUE(is_declined(day.check_in(uuid_of(5), 1), decline_reason::unknown_booking));
  EXPECT_EQ(day.check_in(code, 1).queue_numbers(), numbers{1});
}

TEST_F(open_day, the_identity_card_must_be_of_the_booking) {
  const auto booked = day.book({.people = {1}, .slot = "08:00"});
  const auto other = day.book({.people = {2}, .slot = "08:00", .account = 2});
  EXPECT_TRUE(is_declined(day.check_in(booked.booking(), 2), decline_reason::nik_mismatch));
  EXPECT_TRUE(is_accepted(day.check_in(other.booking(), 2)));
}

TEST_F(open_day, checking_in_again_gives_the_number_again) {
  const auto booked = day.book({.people = {1}, .slot = "08:00"});
  ASSERT_TRUE(is_accepted(day.check_in(booked.booking(), 1)));
  const auto again = [&] {
    const auto answer = day.check_in(booked.booking(), 1);
    EXPECT_TRUE(is_declined(answer, decline_reason::already_checked_in));
    EXPECT_EQ(answer.get<events::booking_declined>()->queue_number, 1U);
    EXPECT_EQ(answer.get<events::booking_declined>()->booking, booked.booking());
  };
  again();
  ASSERT_TRUE(is_accepted(day.call()));
  again();
  ASSERT_TRUE(is_accepted(day.serve(1)));
  again();
}

TEST_F(open_day, who_was_missed_at_the_counter_still_has_the_number) {
  const auto booked = day.book({.people = {1}, .slot = "08:00"});
  day.check_in(booked.booking(), 1);
  day.call();
  ASSERT_TRUE(is_accepted(day.miss(1)));
  EXPECT_TRUE(is_declined(day.check_in(booked.booking(), 1), decline_reason::already_checked_in));
}

TEST_F(open_day, a_cancelled_place_gives_no_number) {
  const auto booked = day.book({.people = {1}, .slot = "08:00"});
  ASSERT_TRUE(is_accepted(day.cancel(booked.booking())));
  EXPECT_TRUE(is_declined(day.check_in(booked.booking(), 1), decline_reason::not_live));
}

TEST_F(open_day, punctual_is_an_hour_before_the_start_to_half_an_hour_after_the_end) {
  const auto booked = day.book({.people = {1, 2}, .slot = "08:00"});
  const auto check_in = [&](std::uint64_t who, std::int64_t ms) {
    return day.submit(events::check_in{booked.booking(), person(who)}, events::instant{ms});
  };
  const auto opens = day.at("07:00").ms;
  const auto closes = day.at("09:30").ms;
  EXPECT_TRUE(is_declined(check_in(1, opens - 1), decline_reason::too_early));
  EXPECT_TRUE(is_accepted(check_in(1, opens)));
  EXPECT_TRUE(is_declined(check_in(2, closes + 1), decline_reason::too_late));
  EXPECT_TRUE(is_accepted(check_in(2, closes)));
}

TEST_F(one_day, punctuality_is_the_days_own_policy) {
  events::day_policy policy;
  policy.early_minutes = 0;
  policy.late_minutes = 1;
  day.open({slot("08:00", "09:00", 5)}, policy);
  const auto booked = day.book({.people = {1, 2}});
  EXPECT_TRUE(is_declined(day.check_in(booked.booking(), 1, "07:59"), decline_reason::too_early));
  EXPECT_TRUE(is_accepted(day.check_in(booked.booking(), 1, "08:00")));
  EXPECT_TRUE(is_declined(day.check_in(booked.booking(), 2, "09:02"), decline_reason::too_late));
  EXPECT_TRUE(is_accepted(day.check_in(booked.booking(), 2, "09:01")));
}

TEST_F(open_day, punctuality_is_of_the_applicants_own_slot) {
  ASSERT_TRUE(is_accepted(day.book({.people = {8}, .slot = "08:00", .account = 2})));
  ASSERT_TRUE(is_accepted(day.book({.people = {9}, .slot = "09:00", .account = 2})));
  const auto family = day.book({.people = {1, 2}, .slot = "morning"});
  ASSERT_EQ(family.slots(), "08:00 09:00");
  EXPECT_TRUE(is_accepted(day.check_in(family.booking(), 1, "07:00")));
  EXPECT_TRUE(is_declined(day.check_in(family.booking(), 2, "07:59"), decline_reason::too_early));
}

TEST_F(open_day, an_undone_number_is_void_and_the_applicant_confirmed_again) {
  const auto booked = day.book({.people = {1, 2}, .slot = "08:00"});
  ASSERT_TRUE(is_accepted(day.check_in(booked.booking(), 1)));
  const auto undone = day.undo(booked.booking(), 1);
  ASSERT_EQ(undone.caused.size(), 1U);
  EXPECT_EQ(undone.get<events::check_in_undone>()->queue_number, 1U);
  EXPECT_TRUE(is_declined(day.call(), decline_reason::queue_empty));
  EXPECT_TRUE(is_declined(day.recall(1), decline_reason::unknown_queue_number));
  EXPECT_TRUE(is_declined(day.undo(booked.booking(), 1), decline_reason::not_checked_in));
  EXPECT_EQ(day.check_in(booked.booking(), 2).queue_numbers(), numbers{2});
  EXPECT_EQ(day.check_in(booked.booking(), 1).queue_numbers(), numbers{3});
  EXPECT_EQ(called(day.call()), 2U);
  EXPECT_EQ(called(day.call()), 3U);
}

TEST_F(open_day, who_was_undone_can_cancel_or_be_moved_like_anyone_confirmed) {
  const auto booked = day.book({.people = {1}, .slot = "13:00"});
  ASSERT_TRUE(is_accepted(day.check_in(booked.booking(), 1, "12:00")));
  ASSERT_TRUE(is_accepted(day.undo(booked.booking(), 1)));
  EXPECT_TRUE(
      is_accepted(day.book({.people = {1}, .slot = "13:00", .replaces = booked.booking()})));
}

TEST_F(open_day, undoing_has_its_own_reasons) {
  const auto booked = day.book({.people = {1, 2}, .slot = "08:00"});
  EXPECT_TRUE(is_declined(day.undo(uuid_of(5), 1), decline_reason::unknown_booking));
  EXPECT_TRUE(is_declined(day.undo(booked.booking(), 3), decline_reason::nik_mismatch));
  EXPECT_TRUE(is_declined(day.undo(booked.booking(), 1), decline_reason::not_checked_in));
  ASSERT_TRUE(is_accepted(day.check_in(booked.booking(), 1)));
  ASSERT_TRUE(is_accepted(day.call()));
  EXPECT_TRUE(is_declined(day.undo(booked.booking(), 1), decline_reason::not_checked_in));
  ASSERT_TRUE(is_accepted(day.serve(1)));
  EXPECT_TRUE(is_declined(day.undo(booked.booking(), 1), decline_reason::not_checked_in));
}

}  // namespace
}  // namespace antrian::tests
