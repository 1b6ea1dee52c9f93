// Goal: what is free on a day follows from its events as docs/wire.md says, and never below zero.
// Method: one example per event type, then the slots that a change of capacity leaves out.
#include "projections/availability.hpp"

#include <gtest/gtest.h>

#include "tests/projections/fixtures.hpp"

namespace antrian::projections {
namespace {

using events::lane;

std::vector<events::event> opening() {
  auto fact = opened({slot("08:00", "09:00", 3, 1, 2), slot("09:00", "10:00", 2)});
  fact.release_at = utc("2026-11-27T07:00:00Z");
  return {happened(fact)};
}

day_availability view_after(std::vector<events::event> more) {
  auto all = opening();
  all.insert(all.end(), more.begin(), more.end());
  return availability_of(monday, folded<availability_row>(all));
}

lane_availability first_slot(const day_availability& view, lane which = lane::online) {
  return view.slots.at(0).lanes[static_cast<std::size_t>(which)];
}

TEST(availability, of_an_opened_day_is_its_capacity) {
  const auto view = view_after({});
  EXPECT_EQ(view.office, "PEMATANGSIANTAR");
  EXPECT_EQ(view.date, date("2026-11-30"));
  EXPECT_EQ(view.status, day_status::open);
  EXPECT_EQ(view.release_at, utc("2026-11-27T07:00:00Z"));
  EXPECT_EQ(view.utc_offset_minutes, 420);
  EXPECT_EQ(view.services, (std::vector<std::string>{"new_passport", "replacement"}));
  ASSERT_EQ(view.slots.size(), 2U);
  EXPECT_EQ(view.slots[0].start, clock("08:00"));
  EXPECT_EQ(view.slots[0].end, clock("09:00"));
  EXPECT_EQ(first_slot(view), (lane_availability{3, 0, 3}));
  EXPECT_EQ(first_slot(view, lane::priority), (lane_availability{1, 0, 1}));
  EXPECT_EQ(first_slot(view, lane::walk_in), (lane_availability{2, 0, 2}));
}

TEST(availability, a_family_takes_a_place_each_in_its_own_slot_and_lane) {
  const auto view = view_after(
      {happened(confirmed(facts(1), {place(1, "08:00"), place(2, "08:00"), place(3, "09:00")})),
       happened(confirmed(facts(2, lane::priority), {place(4, "08:00")}))});
  EXPECT_EQ(first_slot(view), (lane_availability{3, 2, 1}));
  EXPECT_EQ(first_slot(view, lane::priority), (lane_availability{1, 1, 0}));
  EXPECT_EQ(view.slots[1].lanes[0], (lane_availability{2, 1, 1}));
}

TEST(availability, a_cancelled_place_is_free_again_whatever_the_cause) {
  for (const auto cause : {events::cancel_cause::requested, events::cancel_cause::office_closed,
                           events::cancel_cause::rescheduled}) {
    const auto view =
        view_after({happened(confirmed(facts(1), {place(1, "08:00"), place(2, "08:00")})),
                    happened(cancelled(facts(1), {place(1, "08:00")}, cause))});
    EXPECT_EQ(first_slot(view), (lane_availability{3, 1, 2}));
  }
}

TEST(availability, a_place_that_was_used_or_missed_is_not_free_again) {
  const events::booking_facts booking = facts(1);
  const auto took = happened(confirmed(booking, {place(1, "08:00")}));
  const std::vector<events::event> ends{
      happened(events::booking_missed{booking, {place(1, "08:00")}, date("2026-12-30")}),
      happened(events::applicant_served{booking, place(1, "08:00"), 1, 60'000}),
      happened(events::applicant_missed{booking, place(1, "08:00"), 1}),
      happened(events::day_ended{{{booking, place(1, "08:00"), 1}}})};
  for (const auto& end : ends) {
    EXPECT_EQ(first_slot(view_after({took, end})), (lane_availability{3, 1, 2}))
        << name_of(end.body);
  }
}

TEST(availability, says_that_a_day_is_closed_and_why) {
  const auto view = view_after({happened(events::day_closed{"flood"})});
  EXPECT_EQ(view.status, day_status::closed);
  EXPECT_EQ(view.close_reason, "flood");
}

TEST(availability, says_that_a_day_has_ended) {
  EXPECT_EQ(view_after({happened(events::day_ended{})}).status, day_status::ended);
}

TEST(availability, ignores_refusals_and_what_happens_in_the_queue) {
  const events::booking_facts booking = facts(1);
  for (const auto& event :
       {happened(refused(events::decline_reason::day_full, wish_any)),
        happened(events::applicant_checked_in{booking, place(1, "08:00"), 1}),
        happened(events::check_in_undone{booking, place(1, "08:00"), 1}),
        happened(events::number_called{booking, place(1, "08:00"), 1, "3", false, 0})}) {
    EXPECT_FALSE(availability_row::concerns(event)) << name_of(event.body);
  }
}

TEST(availability, is_never_negative_when_capacity_falls_below_what_is_taken) {
  const auto view =
      view_after({happened(confirmed(facts(1), {place(1, "08:00"), place(2, "08:00")})),
                  happened(events::capacity_changed{{slot("08:00", "09:00", 1)}, {}})});
  EXPECT_EQ(first_slot(view), (lane_availability{1, 2, 0}));
}

TEST(availability, a_slot_left_out_is_gone_when_nobody_comes_to_it) {
  const auto view =
      view_after({happened(events::capacity_changed{{slot("08:00", "09:00", 9)}, {}})});
  ASSERT_EQ(view.slots.size(), 1U);
  EXPECT_EQ(first_slot(view).capacity, 9U);
}

TEST(availability, a_slot_left_out_stays_with_capacity_0_until_its_last_live_place_is_over) {
  const events::booking_facts booking = facts(1);
  const std::vector<events::event> left_out{
      happened(confirmed(booking, {place(1, "09:00"), place(2, "09:00")})),
      happened(events::capacity_changed{{slot("08:00", "09:00", 9)}, {}})};
  const auto while_live = view_after(left_out);
  ASSERT_EQ(while_live.slots.size(), 2U);
  EXPECT_EQ(while_live.slots[1].lanes[0], (lane_availability{0, 2, 0}));

  auto one_left = left_out;
  one_left.push_back(happened(events::applicant_served{booking, place(1, "09:00"), 1, 0}));
  EXPECT_EQ(view_after(one_left).slots.size(), 2U);

  auto none_left = one_left;
  none_left.push_back(happened(events::applicant_missed{booking, place(2, "09:00"), 2}));
  EXPECT_EQ(view_after(none_left).slots.size(), 1U);
}

TEST(availability, a_slot_that_comes_back_still_has_its_places_taken) {
  const events::booking_facts booking = facts(1);
  const auto view =
      view_after({happened(confirmed(booking, {place(1, "09:00")})),
                  happened(events::applicant_served{booking, place(1, "09:00"), 1, 0}),
                  happened(events::capacity_changed{{slot("08:00", "09:00", 9)}, {}}),
                  happened(events::capacity_changed{
                      {slot("09:00", "10:30", 4), slot("11:00", "12:00", 1)}, {}})});
  ASSERT_EQ(view.slots.size(), 2U);
  EXPECT_EQ(view.slots[0].start, clock("09:00"));
  EXPECT_EQ(view.slots[0].end, clock("10:30"));
  EXPECT_EQ(view.slots[0].lanes[0], (lane_availability{4, 1, 3}));
  EXPECT_EQ(view.slots[1].start, clock("11:00"));
}

TEST(availability, a_slot_listed_with_capacity_0_is_visible) {
  const auto view =
      view_after({happened(events::capacity_changed{{slot("08:00", "09:00", 0)}, {}})});
  ASSERT_EQ(view.slots.size(), 1U);
  EXPECT_EQ(first_slot(view), (lane_availability{0, 0, 0}));
}

TEST(availability, does_not_fold_what_cannot_be) {
  auto row = folded<availability_row>(opening());
  const auto fault_of = [&row](events::event_body body) {
    return std::string{row.fold(monday, happened(std::move(body)))};
  };
  EXPECT_NE(fault_of(opened({})), "");
  EXPECT_NE(fault_of(confirmed(facts(1), {place(1, "12:00")})), "") << "no such slot";
  EXPECT_NE(fault_of(cancelled(facts(1), {place(1, "12:00")})), "") << "no such slot";
  EXPECT_NE(fault_of(cancelled(facts(1), {place(1, "08:00")})), "") << "nothing taken";
  EXPECT_NE(fault_of(events::applicant_served{facts(1), place(1, "08:00"), 1, 0}), "");
  EXPECT_EQ(row.slots()[0].taken[0], 0U);
}

}  // namespace
}  // namespace antrian::projections
