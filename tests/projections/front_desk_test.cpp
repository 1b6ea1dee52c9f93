// Goal: the sheet shows each booking and its applicants as the events left them, and the queue in
// the order in which it is called. Method: one example per event type, and impossible events.
#include "projections/front_desk.hpp"

#include <gtest/gtest.h>

#include "projections/row_bytes.hpp"
#include "tests/projections/fixtures.hpp"

namespace antrian::projections {
namespace {

using events::lane;

std::vector<events::event> opening() {
  return {happened(opened({slot("08:00", "09:00", 9, 9, 9)}))};
}

front_desk_row sheet_after(std::vector<events::event> more) {
  auto all = opening();
  all.insert(all.end(), more.begin(), more.end());
  return folded<front_desk_row>(all);
}

events::event booked(std::uint64_t booking, events::placement_list places,
                     lane which = lane::online) {
  return happened(confirmed(facts(booking, which), std::move(places)));
}
events::event checked_in(std::uint64_t booking, std::uint64_t person, std::uint32_t number,
                         std::string_view at = "2026-11-30T01:00:00Z", lane which = lane::online) {
  return happened(
      events::applicant_checked_in{facts(booking, which), place(person, "08:00"), number}, at);
}
events::event called(std::uint64_t booking, std::uint64_t person, std::uint32_t number,
                     std::string_view counter, std::string_view at, bool again = false) {
  return happened(events::number_called{facts(booking), place(person, "08:00"), number,
                                        std::string{counter}, again, 0},
                  at);
}

const desk_place& place_of(const front_desk_row& row, std::uint64_t booking,
                           std::size_t index = 0) {
  const auto* found = row.find(numbered<events::uuid>(booking));
  EXPECT_NE(found, nullptr);
  return row.places_of(*found)[index];
}

std::vector<std::uint32_t> numbers(const std::vector<queue_entry>& entries) {
  std::vector<std::uint32_t> list;
  for (const auto& entry : entries) list.push_back(entry.queue_number);
  return list;
}

TEST(front_desk, shows_a_confirmed_family) {
  auto fact =
      confirmed(facts(5, lane::priority, "replacement"), {place(1, "08:00"), place(2, "08:00")});
  fact.replaces = numbered<events::uuid>(4);
  const auto row = sheet_after({happened(fact, "2026-11-27T08:00:00Z")});
  EXPECT_EQ(row.status(), day_status::open);
  EXPECT_EQ(row.utc_offset_minutes(), 420);
  ASSERT_EQ(row.bookings().size(), 1U);
  const auto& booking = row.bookings()[0];
  EXPECT_EQ(booking.id, numbered<events::uuid>(5));
  EXPECT_EQ(booking.code, events::booking_code{5});
  EXPECT_EQ(booking.lane, lane::priority);
  EXPECT_FALSE(booking.walk_in);
  EXPECT_EQ(row.service_name(booking), "replacement");
  EXPECT_EQ(booking.booked_at, utc("2026-11-27T08:00:00Z"));
  EXPECT_EQ(booking.replaces, numbered<events::uuid>(4));
  ASSERT_EQ(row.places_of(booking).size(), 2U);
  EXPECT_EQ(row.places_of(booking)[1].subject, numbered<events::subject_id>(2));
  EXPECT_EQ(row.places_of(booking)[1].slot, clock("08:00"));
  EXPECT_EQ(row.places_of(booking)[1].state, place_state::confirmed);
}

TEST(front_desk, finds_a_booking_by_code_and_by_id) {
  const auto row = sheet_after({booked(5, {place(1, "08:00")}), booked(6, {place(2, "08:00")})});
  ASSERT_NE(row.find(events::booking_code{6}), nullptr);
  EXPECT_EQ(row.find(events::booking_code{6})->id, numbered<events::uuid>(6));
  EXPECT_EQ(row.find(events::booking_code{7}), nullptr);
  EXPECT_EQ(row.find(numbered<events::uuid>(5)), &row.bookings()[0]);
  EXPECT_EQ(row.find(numbered<events::uuid>(7)), nullptr);
}

TEST(front_desk, cancels_one_of_a_family_and_says_why_and_when) {
  auto fact = cancelled(facts(5), {place(2, "08:00")}, events::cancel_cause::rescheduled);
  fact.replaced_by = numbered<events::uuid>(9);
  const auto row = sheet_after(
      {booked(5, {place(1, "08:00"), place(2, "08:00")}), happened(fact, "2026-11-28T08:00:00Z")});
  EXPECT_EQ(place_of(row, 5, 0).state, place_state::confirmed);
  EXPECT_EQ(place_of(row, 5, 1).state, place_state::cancelled);
  EXPECT_EQ(place_of(row, 5, 1).cause, events::cancel_cause::rescheduled);
  EXPECT_EQ(place_of(row, 5, 1).finished_at, utc("2026-11-28T08:00:00Z"));
  EXPECT_EQ(row.bookings()[0].replaced_by, numbered<events::uuid>(9));
}

TEST(front_desk, gives_a_queue_number_at_check_in) {
  const auto row = sheet_after({booked(5, {place(1, "08:00")}), checked_in(5, 1, 1)});
  EXPECT_EQ(place_of(row, 5).state, place_state::checked_in);
  EXPECT_EQ(place_of(row, 5).queue_number, 1U);
  EXPECT_EQ(place_of(row, 5).checked_in_at, utc("2026-11-30T01:00:00Z"));
  EXPECT_EQ(row.last_number(), 1U);
}

TEST(front_desk, knows_a_walk_in) {
  const auto row = sheet_after({booked(5, {place(1, "08:00")}, lane::walk_in),
                                checked_in(5, 1, 1, "2026-11-30T01:00:00Z", lane::walk_in)});
  EXPECT_TRUE(row.bookings()[0].walk_in);
  EXPECT_EQ(place_of(row, 5).state, place_state::checked_in);
}

TEST(front_desk, an_undone_number_stays_void_and_the_next_one_follows_it) {
  const std::vector<events::event> undone{
      booked(5, {place(1, "08:00")}), checked_in(5, 1, 1),
      happened(events::check_in_undone{facts(5), place(1, "08:00"), 1})};
  const auto row = sheet_after(undone);
  EXPECT_EQ(place_of(row, 5).state, place_state::confirmed);
  EXPECT_EQ(place_of(row, 5).queue_number, 0U);
  EXPECT_EQ(place_of(row, 5).checked_in_at, events::instant{});
  EXPECT_EQ(row.last_number(), 1U);
  auto again = undone;
  again.push_back(checked_in(5, 1, 2));
  EXPECT_EQ(place_of(sheet_after(again), 5).queue_number, 2U);
}

TEST(front_desk, a_call_names_the_counter_and_a_recall_keeps_the_first_time) {
  const auto row = sheet_after({booked(5, {place(1, "08:00")}), checked_in(5, 1, 1),
                                called(5, 1, 1, "3", "2026-11-30T01:10:00Z"),
                                called(5, 1, 1, "4", "2026-11-30T01:12:00Z", true)});
  EXPECT_EQ(place_of(row, 5).state, place_state::serving);
  EXPECT_EQ(row.counter_name(place_of(row, 5)), "4");
  EXPECT_EQ(place_of(row, 5).calls, 2U);
  EXPECT_EQ(place_of(row, 5).called_at, utc("2026-11-30T01:10:00Z"));
}

TEST(front_desk, a_place_never_called_has_no_counter) {
  const auto row = sheet_after({booked(5, {place(1, "08:00")})});
  EXPECT_EQ(row.counter_name(place_of(row, 5)), "");
}

TEST(front_desk, ends_a_place_as_served_missed_or_unserved) {
  const std::vector<events::event> at_counter{booked(5, {place(1, "08:00")}), checked_in(5, 1, 1),
                                              called(5, 1, 1, "3", "2026-11-30T01:10:00Z")};
  const auto state_after = [&at_counter](events::event_body end) {
    auto all = at_counter;
    all.push_back(happened(std::move(end), "2026-11-30T01:20:00Z"));
    const auto row = sheet_after(all);
    EXPECT_EQ(place_of(row, 5).finished_at, utc("2026-11-30T01:20:00Z"));
    EXPECT_EQ(place_of(row, 5).queue_number, 1U);
    return place_of(row, 5).state;
  };
  EXPECT_EQ(state_after(events::applicant_served{facts(5), place(1, "08:00"), 1, 0}),
            place_state::served);
  EXPECT_EQ(state_after(events::applicant_missed{facts(5), place(1, "08:00"), 1}),
            place_state::missed);
  EXPECT_EQ(state_after(events::day_ended{{{facts(5), place(1, "08:00"), 1}}}),
            place_state::unserved);
}

TEST(front_desk, who_never_came_is_missed_without_a_number) {
  const auto row = sheet_after(
      {booked(5, {place(1, "08:00")}),
       happened(events::booking_missed{facts(5), {place(1, "08:00")}, date("2026-12-30")})});
  EXPECT_EQ(place_of(row, 5).state, place_state::missed);
  EXPECT_EQ(place_of(row, 5).queue_number, 0U);
}

TEST(front_desk, a_closed_day_cancels_those_in_the_queue_too) {
  const auto row = sheet_after({booked(5, {place(1, "08:00"), place(2, "08:00")}),
                                checked_in(5, 1, 1), happened(events::day_closed{"flood"}),
                                happened(cancelled(facts(5), {place(1, "08:00"), place(2, "08:00")},
                                                   events::cancel_cause::office_closed))});
  EXPECT_EQ(row.status(), day_status::closed);
  EXPECT_EQ(place_of(row, 5, 0).state, place_state::cancelled);
  EXPECT_EQ(place_of(row, 5, 1).state, place_state::cancelled);
  EXPECT_TRUE(in_call_order(queue_of(row)).empty());
}

TEST(front_desk, queue_is_by_number_in_each_lane_and_priority_is_called_first) {
  const auto row =
      sheet_after({booked(1, {place(1, "08:00")}), booked(2, {place(2, "08:00")}, lane::priority),
                   booked(3, {place(3, "08:00")}), booked(4, {place(4, "08:00")}, lane::walk_in),
                   booked(5, {place(5, "08:00")}), checked_in(3, 3, 1),
                   checked_in(4, 4, 2, "2026-11-30T01:01:00Z", lane::walk_in), checked_in(1, 1, 3),
                   checked_in(2, 2, 4, "2026-11-30T01:02:00Z", lane::priority), checked_in(5, 5, 5),
                   called(3, 3, 1, "2", "2026-11-30T01:05:00Z")});
  const auto queue = queue_of(row);
  EXPECT_EQ(queue.last_number, 5U);
  EXPECT_EQ(numbers(queue.waiting[0]), (std::vector<std::uint32_t>{3, 5}));
  EXPECT_EQ(numbers(queue.waiting[1]), (std::vector<std::uint32_t>{4}));
  EXPECT_EQ(numbers(queue.waiting[2]), (std::vector<std::uint32_t>{2}));
  EXPECT_EQ(numbers(in_call_order(queue)), (std::vector<std::uint32_t>{4, 2, 3, 5}));
  ASSERT_EQ(numbers(queue.being_called), (std::vector<std::uint32_t>{1}));
  EXPECT_EQ(queue.being_called[0].counter, "2");
  EXPECT_EQ(queue.being_called[0].booking, numbered<events::uuid>(3));
  EXPECT_EQ(queue.being_called[0].called_at, utc("2026-11-30T01:05:00Z"));
  EXPECT_EQ(queue.waiting[0][0].checked_in_at, utc("2026-11-30T01:00:00Z"));
}

TEST(front_desk, does_not_fold_what_cannot_be) {
  auto row = sheet_after({booked(5, {place(1, "08:00"), place(2, "08:00")}), checked_in(5, 1, 1)});
  const auto fault_of = [&row](const events::event& event) {
    auto copy = row;
    return std::string{copy.fold(monday, event)};
  };
  EXPECT_NE(fault_of(happened(opened({}))), "");
  EXPECT_NE(fault_of(booked(5, {place(3, "08:00")})), "") << "confirmed twice";
  EXPECT_NE(fault_of(happened(cancelled(facts(6), {place(1, "08:00")}))), "") << "no such booking";
  EXPECT_NE(fault_of(happened(cancelled(facts(5), {place(3, "08:00")}))), "")
      << "no such applicant";
  EXPECT_NE(fault_of(checked_in(5, 3, 2)), "") << "no such applicant";
  EXPECT_NE(fault_of(checked_in(5, 1, 2)), "") << "checked in already";
  EXPECT_NE(fault_of(checked_in(5, 2, 3)), "") << "a gap in the numbers";
  EXPECT_NE(fault_of(checked_in(5, 2, 1)), "") << "a number given twice";
  EXPECT_EQ(fault_of(checked_in(5, 2, 2)), "");
  EXPECT_NE(fault_of(happened(events::check_in_undone{facts(5), place(1, "08:00"), 2})), "");
  EXPECT_NE(fault_of(happened(events::check_in_undone{facts(5), place(2, "08:00"), 1})), "");
  EXPECT_NE(fault_of(called(5, 1, 1, "3", "2026-11-30T01:10:00Z", true)), "") << "never called";
  EXPECT_NE(fault_of(called(5, 1, 2, "3", "2026-11-30T01:10:00Z")), "") << "another number";
  EXPECT_NE(fault_of(happened(events::applicant_served{facts(5), place(1, "08:00"), 1, 0})), "")
      << "never called";
  EXPECT_NE(fault_of(happened(events::booking_missed{facts(5), {place(1, "08:00")}, {}})), "")
      << "checked in";
  EXPECT_NE(fault_of(happened(events::day_ended{{{facts(5), place(1, "08:00"), 9}}})), "")
      << "another number";
}

TEST(front_desk, bytes_with_the_same_booking_twice_are_not_a_sheet) {
  std::string bytes;
  sheet_after({booked(5, {place(1, "08:00")}), booked(6, {place(2, "08:00")})}).encode(bytes);
  ASSERT_TRUE(front_desk_row::decode(bytes));
  const auto text_of = [](std::uint64_t booking) {
    const auto id = numbered<events::uuid>(booking);
    return std::string{id.bytes.begin(), id.bytes.end()};
  };
  bytes.replace(bytes.find(text_of(6)), 16, text_of(5));
  EXPECT_FALSE(front_desk_row::decode(bytes));
}

TEST(front_desk, bytes_with_a_booking_of_no_service_are_not_a_sheet) {
  std::string bytes;
  row_writer out{bytes};
  out.number(static_cast<std::uint64_t>(day_status::open));
  out.signed_number(420);
  out.number(0);  // last queue number
  out.number(0);  // services
  out.number(0);  // counters
  out.number(1);  // bookings
  bytes.append(24, '\0');
  EXPECT_FALSE(front_desk_row::decode(bytes));
}

}  // namespace
}  // namespace antrian::projections
