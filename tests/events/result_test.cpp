// Goal: the answer to a command follows from its events alone, as docs/wire.md ("Results") says.
// Method: the events of each kind of command, by hand, against the whole expected result; so a
// field that should be absent is checked too.

#include "events/result.hpp"

#include <ostream>

#include <gtest/gtest.h>

#include "tests/events/sample_events.hpp"

namespace antrian::events {
namespace {

constexpr std::uint64_t last_position = 4'711;
const uuid booking = sample_id<uuid>(0x10);

result answer(std::vector<event_body> bodies) {
  std::vector<event> events;
  events.reserve(bodies.size());
  for (auto& body : bodies) events.push_back(event_with(std::move(body)));
  return result_of(events, last_position);
}

result accepted() {
  result expected;
  expected.position = last_position;
  return expected;
}

result declined(decline_reason reason) {
  result expected;
  expected.outcome = outcome::declined;
  expected.reason = reason;
  expected.position = last_position;
  return expected;
}

booking_confirmed confirmed() {
  return {sample_facts(), sample_family(), booking_code{99}, std::nullopt, 0};
}

applicant_checked_in checked_in(std::uint32_t number) {
  return {sample_facts(), sample_place(), number};
}

/// Of a confirmed booking of two, in slots 08:30 and 09:00.
result accepted_booking() {
  result expected = accepted();
  expected.booking = booking;
  expected.code = booking_code{99};
  expected.slots = {sample_clock(8, 30), sample_clock(9, 0)};
  return expected;
}

result accepted_with_number(std::uint32_t number) {
  result expected = accepted();
  expected.booking = booking;
  expected.queue_numbers = {number};
  return expected;
}

TEST(result_of, a_confirmed_booking_has_code_and_a_slot_for_each_applicant_in_order) {
  EXPECT_EQ(answer({confirmed()}), accepted_booking());
}

TEST(result_of, a_walk_in_also_has_a_queue_number_for_each_applicant_in_order) {
  result expected = accepted_booking();
  expected.queue_numbers = {12, 13};
  EXPECT_EQ(answer({confirmed(), checked_in(12), checked_in(13)}), expected);
}

TEST(result_of, a_same_day_reschedule_answers_with_the_new_booking) {
  booking_cancelled old{sample_facts(), sample_family(), cancel_cause::rescheduled, booking};
  old.facts.booking = sample_id<uuid>(0x70);
  EXPECT_EQ(answer({confirmed(), old}), accepted_booking());
}

TEST(result_of, a_check_in_has_its_queue_number) {
  EXPECT_EQ(answer({checked_in(7)}), accepted_with_number(7));
}

TEST(result_of, a_declined_command_has_its_reason_and_no_booking) {
  booking_declined refusal;
  refusal.booking = booking;
  refusal.queue_number = 5;
  refusal.subjects.push_back(sample_id<subject_id>(1));
  refusal.lane = lane::online;
  for (std::size_t i = 0; i < decline_reason_count; ++i) {
    const auto reason = static_cast<decline_reason>(i);
    if (reason == decline_reason::already_checked_in) continue;
    refusal.reason = reason;
    EXPECT_EQ(answer({refusal}), declined(reason)) << name_of(reason);
  }
}

TEST(result_of, who_is_checked_in_already_is_given_the_number_again) {
  booking_declined refusal;
  refusal.reason = decline_reason::already_checked_in;
  refusal.booking = booking;
  refusal.queue_number = 5;
  result expected = declined(decline_reason::already_checked_in);
  expected.booking = booking;
  expected.queue_numbers = {5};
  EXPECT_EQ(answer({refusal}), expected);
}

TEST(result_of, a_cancellation_names_its_booking) {
  result expected = accepted();
  expected.booking = booking;
  EXPECT_EQ(answer({booking_cancelled{sample_facts(), sample_family(), {}, {}}}), expected);
}

TEST(result_of, an_undone_check_in_names_its_booking_but_not_the_void_number) {
  result expected = accepted();
  expected.booking = booking;
  EXPECT_EQ(answer({check_in_undone{sample_facts(), sample_place(), 7}}), expected);
}

TEST(result_of, a_call_and_what_follows_it_have_the_one_number) {
  const auto expected = accepted_with_number(7);
  EXPECT_EQ(answer({number_called{sample_facts(), sample_place(), 7, "1", false, 5}}), expected);
  EXPECT_EQ(answer({number_called{sample_facts(), sample_place(), 7, "1", true, 5}}), expected);
  EXPECT_EQ(answer({applicant_served{sample_facts(), sample_place(), 7, 5}}), expected);
  EXPECT_EQ(answer({applicant_missed{sample_facts(), sample_place(), 7}}), expected);
}

TEST(result_of, a_change_of_capacity_lists_the_excess) {
  const std::vector<capacity_excess> excess{{sample_clock(8, 0), lane::online, 12, 10}};
  result expected = accepted();
  expected.excess = excess;
  EXPECT_EQ(answer({capacity_changed{sample_slots(), excess}}), expected);
  EXPECT_EQ(answer({capacity_changed{sample_slots(), {}}}), accepted());
}

TEST(result_of, opening_closing_and_ending_a_day_have_nothing_but_a_position) {
  const booking_cancelled cancelled{
      sample_facts(), sample_family(), cancel_cause::office_closed, {}};
  const booking_missed missed{sample_facts(), sample_family(), local_date{20'000}};
  const unserved_applicant unserved{sample_facts(), sample_place(), 3};
  EXPECT_EQ(answer({day_opened{}}), accepted());
  EXPECT_EQ(answer({day_closed{"flood"}, cancelled, cancelled}), accepted());
  EXPECT_EQ(answer({missed, missed, day_ended{{unserved}}}), accepted());
  EXPECT_EQ(answer({day_ended{}}), accepted());
}

using result_of_death = ::testing::Test;

TEST(result_of_death, a_command_without_events_is_a_broken_invariant) {
  EXPECT_DEATH(static_cast<void>(result_of({}, 1)), "events.empty");
}

}  // namespace
}  // namespace antrian::events
