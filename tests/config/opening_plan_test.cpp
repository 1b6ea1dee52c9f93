// Goal: an office opens on exactly the days its pattern, the season and the holidays leave open,
// and the places of a day are dealt over its slots without losing or inventing one. Method: the
// shipped configuration for real dates; random quotas and windows for the dealing.
#include "config/opening_plan.hpp"

#include <numeric>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace antrian::config {
namespace {

events::local_date date(const char* text) {
  return events::parse_date(text).value();
}

events::lane_capacity total_of(const std::vector<events::slot_definition>& slots) {
  events::lane_capacity total{};
  for (const auto& slot : slots) {
    for (std::size_t lane = 0; lane < events::lane_count; ++lane) {
      total[lane] += slot.capacity[lane];
    }
  }
  return total;
}

std::vector<std::string> texts_of(const std::vector<events::slot_definition>& slots) {
  std::vector<std::string> texts;
  texts.reserve(slots.size());
  for (const auto& slot : slots) {
    texts.push_back(events::to_text(slot.start) + "-" + events::to_text(slot.end));
  }
  return texts;
}

class shipped_plan : public testing::Test {
 protected:
  shipped_plan() : configuration_(load(ANTRIAN_SOURCE_DIR "/config").value()) {}

  [[nodiscard]] events::office_ref office(const char* code) const {
    return configuration_.offices.find(code).value();
  }
  [[nodiscard]] std::vector<std::string> working(const char* code, const char* from,
                                                 std::size_t count) const {
    std::vector<std::string> texts;
    for (const auto day : working_days(configuration_, office(code), date(from), count)) {
      texts.push_back(events::to_text(day));
    }
    return texts;
  }

  configuration configuration_;
};

TEST_F(shipped_plan, skips_christmas_and_the_joint_leave_before_it) {
  EXPECT_EQ(working("MEDAN", "2026-12-22", 4),
            (std::vector<std::string>{"2026-12-22", "2026-12-23", "2026-12-28", "2026-12-29"}));
  EXPECT_FALSE(plan_day(configuration_, office("MEDAN"), date("2026-12-24")));
  EXPECT_FALSE(plan_day(configuration_, office("MEDAN"), date("2026-12-25")));
  EXPECT_TRUE(plan_day(configuration_, office("MEDAN"), date("2026-12-23")));
}

TEST_F(shipped_plan, skips_a_long_joint_leave_and_weekends) {
  // Nyepi, Idul Fitri and their joint leave: 18 to 24 March 2026.
  EXPECT_EQ(working("AMBON", "2026-03-17", 2),
            (std::vector<std::string>{"2026-03-17", "2026-03-25"}));
  EXPECT_EQ(working("AMBON", "2026-11-28", 1), (std::vector<std::string>{"2026-11-30"}));
  EXPECT_FALSE(plan_day(configuration_, office("AMBON"), date("2026-11-28")));
}

TEST_F(shipped_plan, has_a_noon_break_and_a_longer_one_on_friday) {
  const auto monday = plan_day(configuration_, office("PEMATANGSIANTAR"), date("2026-11-30"));
  ASSERT_TRUE(monday);
  EXPECT_EQ(texts_of(monday->slots),
            (std::vector<std::string>{"08:00-09:00", "09:00-10:00", "10:00-11:00", "11:00-12:00",
                                      "13:00-14:00", "14:00-15:00"}));
  EXPECT_EQ(total_of(monday->slots), (events::lane_capacity{70, 11, 7}));
  const auto friday = plan_day(configuration_, office("PEMATANGSIANTAR"), date("2026-12-04"));
  ASSERT_TRUE(friday);
  EXPECT_EQ(texts_of(friday->slots),
            (std::vector<std::string>{"08:00-09:00", "09:00-10:00", "10:00-11:00", "11:00-11:30",
                                      "13:00-14:00", "14:00-15:00", "15:00-15:30"}));
  EXPECT_EQ(total_of(friday->slots), (events::lane_capacity{70, 11, 7}));
  // 70 places over 6 hours: 11 or 12 for an hour, 5 or 6 for half an hour.
  EXPECT_EQ(friday->slots[0].capacity[0], 12U);
  EXPECT_EQ(friday->slots[3].capacity[0], 6U);
}

TEST_F(shipped_plan, follows_the_season_s_hours_between_its_dates_and_only_there) {
  const auto medan = office("MEDAN");
  EXPECT_EQ(plan_day(configuration_, medan, date("2027-02-08"))->slots.back().end.minutes, 14 * 60);
  EXPECT_EQ(plan_day(configuration_, medan, date("2027-03-09"))->slots.back().end.minutes, 14 * 60);
  EXPECT_EQ(plan_day(configuration_, medan, date("2027-02-05"))->slots.back().end.minutes,
            15 * 60 + 30);
  EXPECT_EQ(plan_day(configuration_, medan, date("2027-03-11")), std::nullopt);
  EXPECT_EQ(plan_day(configuration_, medan, date("2027-03-12"))->slots.back().end.minutes,
            15 * 60 + 30);
}

TEST_F(shipped_plan, releases_on_friday_afternoon_by_each_office_s_own_clock) {
  const auto release = [&](const char* code, const char* day) {
    return events::to_text(plan_day(configuration_, office(code), date(day))->release_at.value());
  };
  for (const char* day : {"2026-11-30", "2026-12-01", "2026-12-04"}) {
    EXPECT_EQ(release("PEMATANGSIANTAR", day), "2026-11-27T07:00:00.000Z");
    EXPECT_EQ(release("DENPASAR", day), "2026-11-27T06:00:00.000Z");
    EXPECT_EQ(release("JAYAPURA", day), "2026-11-27T05:00:00.000Z");
  }
  EXPECT_EQ(release("JAYAPURA", "2026-12-07"), "2026-12-04T05:00:00.000Z");
}

TEST_F(shipped_plan, opens_every_office_on_an_ordinary_monday_within_its_quota) {
  std::uint64_t online = 0;
  for (std::size_t i = 0; i < configuration_.offices.offices().size(); ++i) {
    const events::office_ref office{static_cast<std::uint16_t>(i)};
    const auto plan = plan_day(configuration_, office, date("2026-11-30"));
    ASSERT_TRUE(plan);
    EXPECT_EQ(total_of(plan->slots), configuration_.settings_of(office).quota);
    EXPECT_EQ(plan->utc_offset_minutes, configuration_.offices.at(office).utc_offset_minutes);
    online += total_of(plan->slots)[0];
  }
  EXPECT_GT(online, 12'000U);
  EXPECT_LT(online, 20'000U);
}

TEST(release_rule, may_be_days_before_or_when_opened) {
  const auto day = date("2026-11-30");
  EXPECT_EQ(release_of(release_when_opened{}, day, 420), std::nullopt);
  EXPECT_EQ(events::to_text(*release_of(release_days_before{90, {8 * 60}}, day, 540)),
            "2026-08-31T23:00:00.000Z");
}

TEST(working_days, end_where_the_horizon_does) {
  configuration never;
  never.patterns.push_back({"closed", 60, {}});
  never.offices = events::office_directory({events::office{}});
  never.settings.push_back({});
  EXPECT_TRUE(working_days(never, {0}, date("2026-01-01"), 5).empty());
}

RC_GTEST_PROP(deal_quota, loses_and_invents_no_place, ()) {
  const auto slot_minutes = *rc::gen::inRange<std::uint32_t>(slot_minutes_min, slot_minutes_max);
  std::vector<opening_window> windows;
  std::uint16_t at = 0;
  const auto count = *rc::gen::inRange(1, 6);
  for (int i = 0; i < count; ++i) {
    const auto gap = *rc::gen::inRange<std::uint16_t>(0, 60);
    const auto length = *rc::gen::inRange<std::uint16_t>(1, 180);
    const auto start = static_cast<std::uint16_t>(at + gap);
    at = static_cast<std::uint16_t>(start + length);
    windows.push_back({{start}, {at}});
  }
  const auto quota = *rc::gen::container<events::lane_capacity>(
      rc::gen::inRange<std::uint32_t>(0, events::slot_capacity_max + 1));
  const auto windows_length = std::accumulate(
      windows.begin(), windows.end(), 0U, [](unsigned sum, const opening_window& w) {
        return sum + unsigned{w.end.minutes} - w.start.minutes;
      });

  const auto slots = deal_quota(slots_of(windows, slot_minutes), quota);

  RC_ASSERT(total_of(slots) == quota);
  unsigned slots_length = 0;
  for (std::size_t i = 0; i < slots.size(); ++i) {
    const auto length = unsigned{slots[i].end.minutes} - slots[i].start.minutes;
    slots_length += length;
    if (i > 0) RC_ASSERT(slots[i - 1].end <= slots[i].start);
    // No slot is further than one place from its exact share.
    for (std::size_t lane = 0; lane < events::lane_count; ++lane) {
      const double exact = double{1} * quota[lane] * length / windows_length;
      RC_ASSERT(slots[i].capacity[lane] > exact - 1 && slots[i].capacity[lane] < exact + 1);
    }
  }
  RC_ASSERT(slots_length == windows_length);
}

TEST(open_day_command, has_the_same_id_for_the_same_day_and_another_for_any_other) {
  const auto id = open_day_id("MEDAN", date("2026-11-30"));
  EXPECT_EQ(events::to_text(id), events::to_text(open_day_id("MEDAN", date("2026-11-30"))));
  EXPECT_NE(id, open_day_id("MEDAN", date("2026-12-01")));
  EXPECT_NE(id, open_day_id("BATAM", date("2026-11-30")));
  const auto text = events::to_text(id);
  EXPECT_EQ(text[14], '8');
  EXPECT_NE(std::string("89ab").find(text[19]), std::string::npos);
}

TEST(open_day_command, is_written_as_the_wire_format_says) {
  day_plan plan;
  plan.slots = {{{480}, {540}, {12, 2, 1}}, {{540}, {1440}, {11, 2, 1}}};
  plan.release_at = events::parse_instant("2026-11-27T07:00:00Z");
  std::string json;
  append_open_day_command(json, events::uuid{}, "MEDAN", date("2026-11-30"), events::instant{0},
                          plan);
  EXPECT_EQ(json,
            "{\"id\":\"00000000-0000-0000-0000-000000000000\",\"type\":\"open_day\","
            "\"office\":\"MEDAN\",\"date\":\"2026-11-30\",\"at\":\"1970-01-01T00:00:00.000Z\","
            "\"slots\":[{\"start\":\"08:00\",\"end\":\"09:00\",\"capacity\":"
            "{\"online\":12,\"priority\":2,\"walk_in\":1}},{\"start\":\"09:00\",\"end\":\"24:00\","
            "\"capacity\":{\"online\":11,\"priority\":2,\"walk_in\":1}}],"
            "\"release_at\":\"2026-11-27T07:00:00.000Z\","
            "\"services\":[\"new_passport\",\"replacement\"],"
            "\"policy\":{\"early_minutes\":60,\"late_minutes\":30,\"account_limit\":5,"
            "\"no_show_block_days\":30,\"reschedule_limit\":1}}");
}

TEST(open_day_command, leaves_out_a_release_that_there_is_not) {
  std::string json;
  append_open_day_command(json, events::uuid{}, "MEDAN", date("2026-11-30"), events::instant{0},
                          day_plan{});
  EXPECT_EQ(json.find("release_at"), std::string::npos);
}

}  // namespace
}  // namespace antrian::config
