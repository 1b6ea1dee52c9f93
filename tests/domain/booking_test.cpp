// Goal: a citizen gets a place, or the reason why not, as docs/wire.md says under `book`.
// Method: for every check one case on each side of its edge.
#include <set>

#include <gtest/gtest.h>

#include "tests/domain/fixtures.hpp"

namespace antrian::tests {
namespace {

using events::decline_reason;
using events::lane;

TEST_F(open_day, confirms_a_place_with_all_that_readers_need) {
  const auto booked = day.book({.people = {7}, .slot = "09:00", .account = 3});
  ASSERT_TRUE(is_accepted(booked));
  const auto& e = *booked.get<events::booking_confirmed>();
  EXPECT_EQ(e.facts.booking, booked.caused[0].command);  // a booking has the id of its command
  EXPECT_EQ(e.facts.account, account(3));
  EXPECT_EQ(e.facts.lane, lane::online);
  EXPECT_EQ(e.facts.service, "new_passport");
  ASSERT_EQ(e.applicants.size(), 1U);
  EXPECT_EQ(e.applicants[0], (events::placement{person(7), clock("09:00")}));
  EXPECT_FALSE(e.replaces);
  EXPECT_EQ(e.replacements, 0U);
  EXPECT_EQ(day.state().find(e.code), day.state().find(e.facts.booking));
}

TEST_F(one_day, is_not_released_before_the_very_millisecond) {
  const auto release = day.at("14:00", -3);
  day.open({slot("08:00", "09:00", 2)}, {}, release);
  EXPECT_TRUE(
      is_declined(day.book({}, events::instant{release.ms - 1}), decline_reason::not_yet_released));
  EXPECT_TRUE(is_accepted(day.book({}, release)));
}

TEST_F(open_day, knows_only_the_services_of_its_policy) {
  const auto refused = day.book({.service = "visa"});
  EXPECT_TRUE(is_declined(refused, decline_reason::unknown_service));
  EXPECT_TRUE(is_accepted(day.book({.service = "replacement"})));
  // A service that nobody knows is free text, which no event may hold.
  EXPECT_EQ(refused.get<events::booking_declined>()->service, "");
}

TEST_F(one_day, has_no_slot_that_the_wish_does_not_name) {
  day.open({slot("13:00", "14:00", 2)});
  EXPECT_TRUE(is_declined(day.book({.slot = "08:00"}), decline_reason::unknown_slot));
  EXPECT_TRUE(is_declined(day.book({.slot = "13:30"}), decline_reason::unknown_slot));
  EXPECT_TRUE(is_declined(day.book({.slot = "morning"}), decline_reason::unknown_slot));
  EXPECT_TRUE(is_accepted(day.book({.slot = "afternoon"})));
}

TEST_F(open_day, a_slot_has_passed_once_its_start_is_reached) {
  const auto start = day.at("08:00");
  EXPECT_TRUE(
      is_accepted(day.book({.people = {1}, .slot = "08:00"}, events::instant{start.ms - 1})));
  EXPECT_TRUE(is_declined(day.book({.people = {2}, .slot = "08:00", .account = 2}, start),
                          decline_reason::slot_passed));
  // The rest of the morning has not passed, until its last slot starts.
  const auto later = day.book({.people = {2}, .slot = "morning", .account = 2}, start);
  ASSERT_TRUE(is_accepted(later));
  EXPECT_EQ(later.slots(), "09:00");
  EXPECT_TRUE(is_declined(day.book({.people = {3}, .slot = "morning"}, day.at("09:00")),
                          decline_reason::slot_passed));
  EXPECT_TRUE(is_declined(day.book({.people = {3}, .slot = "any"}, day.at("13:00")),
                          decline_reason::slot_passed));
}

TEST_F(open_day, time_is_the_offices_own) {
  // Pematangsiantar's 08:00 is 01:00 UTC; in Jayapura it is 23:00 UTC of the day before.
  EXPECT_TRUE(is_accepted(
      day.book({.slot = "08:00"}, events::parse_instant("2026-11-30T00:59:59.999Z").value())));
  EXPECT_TRUE(is_declined(day.book({.people = {2}, .slot = "08:00"},
                                   events::parse_instant("2026-11-30T01:00:00Z").value()),
                          decline_reason::slot_passed));
  desk east{country, jayapura, "2026-11-30"};
  east.open({slot("08:00", "09:00", 2)});
  EXPECT_TRUE(is_accepted(east.book({.people = {3}, .slot = "08:00"},
                                    events::parse_instant("2026-11-29T22:59:59.999Z").value())));
  EXPECT_TRUE(is_declined(east.book({.people = {4}, .slot = "08:00"},
                                    events::parse_instant("2026-11-29T23:00:00Z").value()),
                          decline_reason::slot_passed));
}

TEST_F(open_day, one_person_has_one_live_booking_in_the_country) {
  desk other{country, denpasar, "2026-12-01"};
  other.open({slot("08:00", "09:00", 5)});
  ASSERT_TRUE(is_accepted(day.book({.people = {1}})));
  EXPECT_TRUE(
      is_declined(day.book({.people = {1}, .account = 2}), decline_reason::nik_has_booking));
  EXPECT_TRUE(
      is_declined(other.book({.people = {1}, .account = 2}), decline_reason::nik_has_booking));
  // Any applicant of the family is enough, and then nobody of it gets a place.
  EXPECT_TRUE(is_declined(other.book({.people = {2, 1, 3}, .account = 2}),
                          decline_reason::nik_has_booking));
  EXPECT_TRUE(is_accepted(other.book({.people = {2, 3}, .account = 2})));
}

TEST_F(one_day, an_account_has_live_applicants_up_to_its_limit_nationwide) {
  day.open({slot("08:00", "09:00", 20)});
  desk other{country, denpasar, "2026-12-01"};
  other.open({slot("08:00", "09:00", 20)});
  const auto three = day.book({.people = {1, 2, 3}});
  EXPECT_TRUE(is_declined(other.book({.people = {4, 5, 6}}), decline_reason::account_limit));
  ASSERT_TRUE(is_accepted(other.book({.people = {4, 5}})));
  EXPECT_TRUE(is_declined(day.book({.people = {6}}), decline_reason::account_limit));
  EXPECT_TRUE(is_accepted(day.book({.people = {6}, .account = 2})));
  // A place given up counts no longer.
  ASSERT_TRUE(is_accepted(day.cancel(three.booking(), 2)));
  EXPECT_TRUE(is_accepted(day.book({.people = {7}})));
}

TEST_F(one_day, the_days_own_policy_sets_the_account_limit) {
  events::day_policy policy;
  policy.account_limit = 1;
  day.open({slot("08:00", "09:00", 20)}, policy);
  EXPECT_TRUE(is_declined(day.book({.people = {1, 2}}), decline_reason::account_limit));
  EXPECT_TRUE(is_accepted(day.book({.people = {1}})));
}

TEST_F(open_day, says_how_it_is_full) {
  ASSERT_TRUE(is_accepted(day.book({.people = {1, 2}, .slot = "08:00"})));
  // A named slot is full, whatever the other lanes have.
  EXPECT_TRUE(is_declined(day.book({.people = {3}, .slot = "08:00"}), decline_reason::slot_full));
  ASSERT_TRUE(is_accepted(day.book({.people = {3, 4}, .slot = "09:00", .account = 2})));
  EXPECT_TRUE(is_declined(day.book({.people = {5}, .slot = "morning"}), decline_reason::lane_full));
  ASSERT_TRUE(is_accepted(day.book({.people = {5, 6}, .slot = "13:00", .account = 3})));
  EXPECT_TRUE(is_declined(day.book({.people = {9}, .slot = "any"}), decline_reason::lane_full));
}

TEST_F(one_day, is_full_when_no_lane_of_a_candidate_has_a_place) {
  day.open({slot("08:00", "09:00", 1, 1, 0), slot("13:00", "14:00", 0, 0, 1)});
  ASSERT_TRUE(is_accepted(day.book({.people = {1}})));
  EXPECT_TRUE(is_declined(day.book({.people = {2}, .slot = "morning"}), decline_reason::lane_full));
  ASSERT_TRUE(is_accepted(day.book({.people = {2}, .lane = lane::priority})));
  EXPECT_TRUE(is_declined(day.book({.people = {3}, .slot = "morning"}), decline_reason::day_full));
  // The walk-in place of the afternoon counts for a wish that includes the afternoon.
  EXPECT_TRUE(is_declined(day.book({.people = {3}, .slot = "any"}), decline_reason::lane_full));
}

TEST_F(one_day, a_lane_of_its_own_is_not_another_lane) {
  day.open({slot("08:00", "09:00", 1)});
  // One place is free, but the family is of two and would have to be torn apart.
  EXPECT_TRUE(is_declined(day.book({.people = {1, 2}}), decline_reason::day_full));
}

TEST_F(open_day, lanes_do_not_share_places) {
  ASSERT_TRUE(is_accepted(day.book({.people = {1}, .slot = "08:00", .lane = lane::priority})));
  EXPECT_TRUE(is_declined(day.book({.people = {2}, .slot = "08:00", .lane = lane::priority}),
                          decline_reason::slot_full));
  EXPECT_TRUE(is_accepted(day.book({.people = {2, 3}, .slot = "08:00"})));
}

TEST_F(one_day, gives_every_booking_a_code_of_its_own) {
  day.open({slot("08:00", "09:00", 5000)});
  std::set<events::booking_code> codes;
  for (std::uint64_t i = 0; i < 2000; ++i) {
    const auto booked = day.book({.people = {i}, .account = i});
    ASSERT_TRUE(is_accepted(booked));
    codes.insert(booked.get<events::booking_confirmed>()->code);
  }
  EXPECT_EQ(codes.size(), 2000U);
}

TEST_F(open_day, a_refusal_says_who_asked_for_what) {
  const auto refused =
      day.book({.people = {1, 2}, .slot = "08:00", .account = 4, .lane = lane::priority});
  ASSERT_TRUE(is_declined(refused, decline_reason::slot_full));
  const auto& e = *refused.get<events::booking_declined>();
  EXPECT_EQ(e.type, events::command_type::book);
  EXPECT_EQ(e.account, account(4));
  EXPECT_EQ(e.subjects, (events::subject_list{person(1), person(2)}));
  EXPECT_EQ(e.lane, lane::priority);
  EXPECT_EQ(e.wish, wish("08:00"));
  EXPECT_EQ(e.service, "new_passport");
}

TEST_F(open_day, a_refusal_about_a_booking_names_it_and_the_person) {
  const auto booked = day.book({.people = {1}, .slot = "08:00"});
  const auto& code = booked.get<events::booking_confirmed>()->code;
  const auto early = day.check_in(code, 1, "06:00");
  ASSERT_TRUE(is_declined(early, decline_reason::too_early));
  EXPECT_EQ(early.get<events::booking_declined>()->booking, booked.booking());
  EXPECT_EQ(early.get<events::booking_declined>()->subjects, events::subject_list{person(1)});
  const auto undone = day.undo(booked.booking(), 2);
  EXPECT_EQ(undone.get<events::booking_declined>()->booking, booked.booking());
  EXPECT_EQ(undone.get<events::booking_declined>()->subjects, events::subject_list{person(2)});
  const auto cancelled = day.cancel(booked.booking(), 2);
  EXPECT_EQ(cancelled.get<events::booking_declined>()->booking, booked.booking());
  EXPECT_EQ(cancelled.get<events::booking_declined>()->subjects, events::subject_list{person(2)});
  // A booking that nobody knows is not written down: it is whatever the sender made up.
  EXPECT_EQ(day.cancel(uuid_of(5)).get<events::booking_declined>()->booking, std::nullopt);
}

}  // namespace
}  // namespace antrian::tests
