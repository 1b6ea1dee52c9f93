// Goal: the largest and strangest values that the wire lets through are handled as the small ones.
// Method: dates at both ends of the calendar, offsets of both signs, the largest policy numbers,
// capacities, slot lists and families. (Run under the undefined-behaviour sanitizer, these are also
// the cases in which arithmetic would overflow.)
#include <gtest/gtest.h>

#include "tests/domain/fixtures.hpp"

namespace antrian::tests {
namespace {

using events::decline_reason;
using events::lane;

constexpr std::uint32_t largest_policy_number = 100'000;
const char* const calendar_ends[] = {"1900-01-01", "1969-12-31", "1970-01-01", "2999-12-31"};

events::day_policy largest_policy() {
  const auto n = largest_policy_number;
  return {n, n, n, n, n, {"new_passport"}};
}

TEST(hostile_sizes, a_whole_day_works_at_the_ends_of_the_calendar) {
  for (const auto* text : calendar_ends) {
    SCOPED_TRACE(text);
    nation country;
    desk day{country, jayapura, text};
    ASSERT_TRUE(is_accepted(day.open({slot("00:00", "12:00", 2), slot("12:00", "24:00", 2)})));
    const auto booked = day.book({.people = {1}, .slot = "12:00"});
    ASSERT_TRUE(is_accepted(booked));
    EXPECT_TRUE(is_declined(day.check_in(booked.booking(), 1, "10:59"), decline_reason::too_early));
    EXPECT_TRUE(is_accepted(day.check_in(booked.booking(), 1, "11:00")));
    EXPECT_TRUE(is_accepted(day.book({.people = {2}, .slot = "12:00"})));
    ASSERT_TRUE(is_accepted(day.end()));
    // Blocked for thirty days, also where these lie before 1970.
    const auto known = country.claims().facts(people({2}), account(1), std::nullopt);
    EXPECT_EQ(known.blocked_until.days, date(text).days + 30);
  }
}

TEST(hostile_sizes, who_is_not_blocked_may_book_in_1900) {
  nation country;
  desk day{country, pematangsiantar, "2026-11-30"};
  day.open({slot("08:00", "09:00", 9)});
  const auto long_ago = events::parse_instant("1900-01-01T00:00:00Z").value();
  ASSERT_TRUE(is_accepted(day.book({.people = {1}}, long_ago)));
  // The claim of person 1 says nothing of a block, whatever the date.
  EXPECT_TRUE(is_declined(day.book({.people = {1}}, long_ago), decline_reason::nik_has_booking));
}

TEST(hostile_sizes, a_block_before_1970_blocks) {
  nation country;
  desk day{country, pematangsiantar, "1950-06-01"};
  day.open({slot("08:00", "09:00", 9)});
  ASSERT_TRUE(is_accepted(day.book({.people = {1}})));
  ASSERT_TRUE(is_accepted(day.end()));
  desk later{country, pematangsiantar, "1950-08-01"};
  later.open({slot("08:00", "09:00", 9)});
  EXPECT_TRUE(is_declined(later.book({.people = {1}}, day.at("23:59", 29)),
                          decline_reason::blocked_after_no_show));
  EXPECT_TRUE(is_accepted(later.book({.people = {1}}, day.at("00:00", 30))));
}

TEST(hostile_sizes, a_block_that_ends_on_the_first_day_of_1970_blocks_too) {
  nation country;
  desk day{country, pematangsiantar, "1969-12-02"};
  day.open({slot("08:00", "09:00", 9)});
  ASSERT_TRUE(is_accepted(day.book({.people = {1}})));
  ASSERT_TRUE(is_accepted(day.end()));
  desk later{country, pematangsiantar, "1970-02-01"};
  later.open({slot("08:00", "09:00", 9)});
  EXPECT_TRUE(is_declined(later.book({.people = {1}}, day.at("12:00", 29)),
                          decline_reason::blocked_after_no_show));
  domain::claims loaded;
  for (const auto& [key, value] : country.claims().all_rows(offices())) {
    ASSERT_TRUE(loaded.load_row(key, *value, offices()));
  }
  EXPECT_EQ(loaded, country.claims());
}

TEST(hostile_sizes, the_largest_policy_numbers_do_not_overflow) {
  for (const auto* text : calendar_ends) {
    SCOPED_TRACE(text);
    nation country;
    desk day{country, pematangsiantar, text};
    day.open({slot("08:00", "09:00", 1'000'000)}, largest_policy());
    const auto booked = day.book({.people = {1, 2, 3}});
    ASSERT_TRUE(is_accepted(booked));
    const auto edge = std::int64_t{largest_policy_number} * events::minute_ms;
    const auto check_in = [&](std::uint64_t who, std::int64_t ms) {
      return day.submit(events::check_in{booked.booking(), person(who)}, events::instant{ms});
    };
    const auto opens = day.at("08:00").ms - edge;
    const auto closes = day.at("09:00").ms + edge;
    EXPECT_TRUE(is_declined(check_in(1, opens - 1), decline_reason::too_early));
    EXPECT_TRUE(is_accepted(check_in(1, opens)));
    EXPECT_TRUE(is_declined(check_in(2, closes + 1), decline_reason::too_late));
    EXPECT_TRUE(is_accepted(check_in(2, closes)));
    ASSERT_TRUE(is_accepted(day.end()));
    EXPECT_EQ(country.claims().person(person(3))->blocked_until.days,
              date(text).days + static_cast<std::int32_t>(largest_policy_number));
  }
}

TEST(hostile_sizes, offsets_of_a_whole_day_either_way_shift_the_clock) {
  for (const std::int32_t offset : {-1440, -721, 0, 1, 840, 1440}) {
    SCOPED_TRACE(offset);
    nation country;
    const events::office_day_key key{pematangsiantar, date("2026-11-30")};
    const auto submit = [&](std::uint64_t id, events::command_body body, std::int64_t local_ms) {
      return answer{
          country.submit({uuid_of(id), key, events::instant{local_ms - offset * events::minute_ms},
                          std::nullopt, std::move(body)})};
    };
    const auto start = events::at_clock(key.date, clock("08:00")).ms;
    ASSERT_TRUE(is_accepted(
        submit(1, events::open_day{{slot("08:00", "09:00", 2)}, std::nullopt, {}, offset}, 0)));
    events::book body;
    body.account = account(1);
    body.applicants = people({1});
    body.service = "new_passport";
    EXPECT_TRUE(is_declined(submit(2, body, start), decline_reason::slot_passed));
    EXPECT_TRUE(is_accepted(submit(3, body, start - 1)));
    EXPECT_TRUE(is_accepted(submit(4, events::cancel{uuid_of(3), std::nullopt}, start - 1)));
  }
}

TEST(hostile_sizes, ninety_six_slots_take_families_to_the_last_place) {
  nation country;
  desk day{country, pematangsiantar, "2026-11-30"};
  std::vector<events::slot_definition> slots;
  for (std::uint16_t i = 0; i < events::slots_max; ++i) {
    const auto start = static_cast<std::uint16_t>(i * 15);
    slots.push_back({{start}, {static_cast<std::uint16_t>(start + 15)}, {1, 0, 0}});
  }
  ASSERT_TRUE(is_accepted(day.open(slots)));
  // 96 places: nineteen families of five over five slots each, and one place is left.
  for (std::uint64_t i = 0; i < 19; ++i) {
    const auto first = i * 5;
    const auto booked =
        day.book({.people = {first, first + 1, first + 2, first + 3, first + 4}, .account = i});
    ASSERT_TRUE(is_accepted(booked)) << i;
    EXPECT_EQ(booked.get<events::booking_confirmed>()->applicants.back().slot,
              slots[i * 5 + 4].start);
  }
  EXPECT_TRUE(
      is_declined(day.book({.people = {1000, 1001}, .account = 99}), decline_reason::day_full));
  EXPECT_EQ(day.book({.people = {1000}, .account = 99}).slots(), "23:45");
  EXPECT_EQ(domain::parse_office_day(to_bytes(day.state())), day.state());
}

TEST(hostile_sizes, a_sum_of_the_largest_capacities_is_counted) {
  nation country;
  desk day{country, pematangsiantar, "2026-11-30"};
  std::vector<events::slot_definition> slots;
  for (std::uint16_t i = 0; i < events::slots_max; ++i) {
    slots.push_back({{i},
                     {static_cast<std::uint16_t>(i + 1)},
                     {events::slot_capacity_max, events::slot_capacity_max, 0}});
  }
  day.open(slots);
  EXPECT_EQ(day.state().free_places(lane::online), 96'000'000U);
}

}  // namespace
}  // namespace antrian::tests
