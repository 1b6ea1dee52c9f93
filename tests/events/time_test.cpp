// Goal: dates, clock times and instants are read strictly, written canonically, and calculated
// without a clock or a time zone database.
// Method: examples on both sides of each rule, and round trips over the whole range (RapidCheck).

#include "events/time.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace antrian::events {
namespace {

constexpr local_date first_date{-25'567};  // 1900-01-01
constexpr local_date last_date{376'199};   // 2999-12-31
constexpr std::int32_t wib = 7 * 60;
constexpr std::int32_t wit = 9 * 60;

TEST(date, counts_days_from_1970) {
  EXPECT_EQ(parse_date("1970-01-01"), local_date{0});
  EXPECT_EQ(parse_date("1969-12-31"), local_date{-1});
  EXPECT_EQ(parse_date("2026-11-27"), local_date{20'784});
}

TEST(date, of_the_years_1900_to_2999_is_read) {
  EXPECT_EQ(parse_date("1900-01-01"), first_date);
  EXPECT_EQ(parse_date("2999-12-31"), last_date);
  EXPECT_EQ(parse_date("1899-12-31"), std::nullopt);
  EXPECT_EQ(parse_date("3000-01-01"), std::nullopt);
}

TEST(date, must_be_real) {
  EXPECT_TRUE(parse_date("2028-02-29").has_value());
  EXPECT_TRUE(parse_date("2000-02-29").has_value());
  for (const auto* text : {"2026-02-29", "2100-02-29", "2026-00-01", "2026-13-01", "2026-04-31",
                           "2026-01-00", "2026-01-32"}) {
    EXPECT_EQ(parse_date(text), std::nullopt) << text;
  }
}

TEST(date, has_one_form) {
  for (const auto* text : {"", "2026-1-01", "2026/01/01", "20260101", "2026-01-01 ", " 2026-01-01",
                           "+026-01-01", "2026-01-0x", "2026-01-01T"}) {
    EXPECT_EQ(parse_date(text), std::nullopt) << text;
  }
}

RC_GTEST_PROP(date, is_written_as_it_is_read, ()) {
  const local_date date{*rc::gen::inRange(first_date.days, last_date.days + 1)};
  RC_ASSERT(parse_date(to_text(date)) == date);
}

RC_GTEST_PROP(date, has_the_weekday_after_that_of_the_day_before, ()) {
  const int day = *rc::gen::inRange(first_date.days, last_date.days);
  RC_ASSERT(iso_weekday({day + 1}) == iso_weekday({day}) % 7 + 1);
}

TEST(date, knows_its_weekday) {
  EXPECT_EQ(iso_weekday(*parse_date("2026-11-27")), 5);
  EXPECT_EQ(iso_weekday(*parse_date("2026-11-29")), 7);
  EXPECT_EQ(iso_weekday(*parse_date("1969-12-29")), 1);
}

TEST(clock, counts_minutes_from_midnight) {
  EXPECT_EQ(parse_clock("00:00"), clock_time{0});
  EXPECT_EQ(parse_clock("08:30"), clock_time{510});
  EXPECT_EQ(parse_clock("23:59"), clock_time{1439});
}

TEST(clock, of_24_00_is_read_only_where_it_may_end_a_day) {
  EXPECT_EQ(parse_clock("24:00"), std::nullopt);
  EXPECT_EQ(parse_clock("24:00", true), clock_time{1440});
  EXPECT_EQ(parse_clock("24:01", true), std::nullopt);
  EXPECT_EQ(parse_clock("25:00", true), std::nullopt);
}

TEST(clock, has_one_form) {
  for (const auto* text :
       {"", "8:30", "08:60", "08.30", "0830", "08:3", "08:30:00", " 8:30", "-8:30", "08:3x"}) {
    EXPECT_EQ(parse_clock(text), std::nullopt) << text;
  }
}

TEST(clock, is_written_as_it_is_read) {
  for (int minute = 0; minute <= 1440; ++minute) {
    const clock_time clock{static_cast<std::uint16_t>(minute)};
    EXPECT_EQ(parse_clock(to_text(clock), true), clock);
  }
}

TEST(instant, is_read_in_utc_with_or_without_a_fraction) {
  constexpr instant whole{1'795'762'800'000};
  EXPECT_EQ(parse_instant("2026-11-27T07:00:00Z"), whole);
  EXPECT_EQ(parse_instant("2026-11-27t07:00:00z"), whole);
  EXPECT_EQ(parse_instant("2026-11-27T07:00:00+00:00"), whole);
  EXPECT_EQ(parse_instant("2026-11-27T07:00:00.5Z"), instant{whole.ms + 500});
  EXPECT_EQ(parse_instant("2026-11-27T07:00:00.123Z"), instant{whole.ms + 123});
  EXPECT_EQ(parse_instant("2026-11-27T07:00:00.123456789Z"), instant{whole.ms + 123});
  EXPECT_EQ(parse_instant("1969-12-31T23:59:59.999Z"), instant{-1});
}

TEST(instant, is_refused_in_any_other_form) {
  for (const auto* text :
       {"", "2026-11-27", "2026-11-27T07:00:00", "2026-11-27T07:00Z", "2026-11-27 07:00:00Z",
        "2026-11-27T07:00:00+07:00", "2026-11-27T07:00:00-00:00", "2026-11-27T07:00:60Z",
        "2026-11-27T24:00:00Z", "2026-11-27T07:60:00Z", "2026-02-30T07:00:00Z",
        "2026-11-27T07:00:00.Z", "2026-11-27T07:00:00.1234567890Z", "2026-11-27T07:00:00,5Z",
        "2026-11-27T07:00:00Z ", "2026-11-27T07:00:0Z0"}) {
    EXPECT_EQ(parse_instant(text), std::nullopt) << text;
  }
}

TEST(instant, is_written_in_utc_with_milliseconds) {
  EXPECT_EQ(to_text(instant{1'795'762'800'123}), "2026-11-27T07:00:00.123Z");
  EXPECT_EQ(to_text(instant{-1}), "1969-12-31T23:59:59.999Z");
}

RC_GTEST_PROP(instant, is_written_as_it_is_read, ()) {
  const instant at{
      *rc::gen::inRange<std::int64_t>(first_date.days * day_ms, (last_date.days + 1) * day_ms)};
  RC_ASSERT(parse_instant(to_text(at)) == at);
}

TEST(local_time_of, an_instant_is_the_offices_wall_clock) {
  const auto at = *parse_instant("2026-11-27T17:30:00Z");
  EXPECT_EQ(to_text(date_of(to_local(at, wib))), "2026-11-28");
  EXPECT_EQ(to_local(at, wib), at_clock(*parse_date("2026-11-28"), *parse_clock("00:30")));
  EXPECT_EQ(to_local(at, wit), at_clock(*parse_date("2026-11-28"), *parse_clock("02:30")));
}

TEST(local_time_of, a_date_begins_at_its_first_millisecond) {
  EXPECT_EQ(date_of({0}), local_date{0});
  EXPECT_EQ(date_of({day_ms - 1}), local_date{0});
  EXPECT_EQ(date_of({-1}), local_date{-1});
  EXPECT_EQ(date_of({-day_ms}), local_date{-1});
  EXPECT_EQ(date_of({-day_ms - 1}), local_date{-2});
}

RC_GTEST_PROP(local_time_of, a_clock_time_goes_to_an_instant_and_back, ()) {
  const local_date date{*rc::gen::inRange(first_date.days, last_date.days)};
  const clock_time clock{*rc::gen::inRange<std::uint16_t>(0, 1440)};
  const int offset = *rc::gen::inRange(-12 * 60, 14 * 60);
  const auto local = to_local(to_instant(date, clock, offset), offset);
  RC_ASSERT(local == at_clock(date, clock));
  RC_ASSERT(date_of(local) == date);
}

}  // namespace
}  // namespace antrian::events
