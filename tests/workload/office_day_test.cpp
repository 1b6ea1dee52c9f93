// Goal: a played day is a believable one: in order of time, ended, most people served, some not
// come, and the counters serve only numbers that were called. Method: the model first confirms
// bookings for a day, then judges the whole day that was played with them.
#include "workload/office_day.hpp"

#include <map>

#include <gtest/gtest.h>

#include "config/opening_plan.hpp"
#include "tests/workload/support.hpp"
#include "workload/day_room.hpp"
#include "workload/line_writer.hpp"
#include "workload/population.hpp"

namespace antrian::workload {
namespace {

const events::local_date monday = events::parse_date("2026-11-30").value();
constexpr const char* office_code = "JAYAPURA";

events::office_ref office() {
  return shipped_configuration().offices.find(office_code).value();
}

struct booked_day {
  std::vector<std::string> lines;
  std::vector<confirmed_booking> bookings;
  std::size_t people = 0;
};

/// Opens the day and books it nearly full, in both lanes.
booked_day book_a_day() {
  booked_day out;
  const auto plan = config::plan_day(shipped_configuration(), office(), monday).value();
  out.lines.emplace_back();
  config::append_open_day_command(out.lines.back(), config::open_day_id(office_code, monday),
                                  office_code, monday, events::instant{0}, plan);
  random_source random(11);
  std::vector<confirmed_booking> sent;
  for (std::uint64_t i = 0; i < 90; ++i) {
    const household home{i, random.next(), 91, false};
    confirmed_booking booking{random_uuid(random), {}, {}, {}, {}};
    if (i % 8 == 0) booking.lane = events::lane::priority;
    line_writer json(out.lines.emplace_back(), booking.booking, "book", office_code, "2026-11-30",
                     {plan.release_at->ms + 1});
    json.text("account", "account" + std::to_string(i));
    json.begin("applicants").push_back('[');
    for (std::size_t member = 0; member < household_size(home); ++member) {
      out.lines.back().append(member == 0 ? "{" : ",{");
      append_person_members(out.lines.back(), member_of(home, member));
      out.lines.back().push_back('}');
      append_nik(booking.niks.emplace_back(), member_of(home, member));
    }
    out.lines.back().push_back(']');
    json.text("service", "new_passport");
    json.text("slot", "any");
    json.text("lane", events::name_of(booking.lane));
    json.end();
    sent.push_back(std::move(booking));
  }
  const auto verdicts = judged_by_model(out.lines);
  for (std::size_t i = 0; i < sent.size(); ++i) {
    if (verdicts.at(i + 1).outcome != "accepted") continue;
    sent[i].slots = verdicts[i + 1].slots;
    out.people += sent[i].niks.size();
    out.bookings.push_back(sent[i]);
  }
  return out;
}

const booked_day& the_booked_day() {
  static const booked_day out = book_a_day();
  return out;
}

std::vector<std::string> play(std::uint64_t seed, office_day_options options = {}) {
  options.seed = seed;
  options.office = office();
  options.date = monday;
  std::vector<std::string> lines;
  play_office_day(shipped_configuration(), options, the_booked_day().bookings,
                  [&](std::string_view line) { lines.emplace_back(line); });
  return lines;
}

/// How often each type had each outcome (`accepted`, or the reason of a decline).
using tally = std::map<std::string, std::map<std::string, int>>;

tally judge_day(const std::vector<std::string>& played) {
  auto lines = the_booked_day().lines;
  const std::size_t before = lines.size();
  lines.insert(lines.end(), played.begin(), played.end());
  const auto verdicts = judged_by_model(lines);
  tally out;
  line_judge judge;
  for (std::size_t i = before; i < lines.size(); ++i) {
    const auto type = events::name_of(judge.read(lines[i]).commands.at(0).type());
    const auto& verdict = verdicts.at(i);
    ++out[std::string(type)][verdict.reason.empty() ? verdict.outcome : verdict.reason];
  }
  return out;
}

TEST(office_day, books_enough_to_be_worth_playing) {
  EXPECT_GT(the_booked_day().people, 60U);
  EXPECT_GT(the_booked_day().bookings.size(), 30U);
}

TEST(office_day, is_the_same_for_the_same_seed) {
  EXPECT_EQ(play(1), play(1));
  EXPECT_NE(play(1), play(2));
}

TEST(office_day, can_be_read_is_in_order_of_time_and_ends) {
  line_judge judge;
  events::instant last{0};
  const auto lines = play(1);
  for (const auto& line : lines) {
    const auto batch = judge.read(line);
    ASSERT_EQ(batch.commands.size(), 1U) << line;
    EXPECT_GE(batch.commands[0].at, last);
    last = batch.commands[0].at;
    EXPECT_EQ(batch.commands[0].day, (events::office_day_key{office(), monday}));
  }
  EXPECT_EQ(judge.read(lines.back()).commands[0].type(), events::command_type::end_day);
}

TEST(office_day, serves_most_people_and_never_a_number_that_was_not_called) {
  for (const std::uint64_t seed : {1U, 2U, 3U, 4U}) {
    auto day = judge_day(play(seed));
    const auto people = static_cast<int>(the_booked_day().people);
    for (const char* type : {"serve", "recall", "miss"}) {
      EXPECT_EQ(day[type]["unknown_queue_number"], 0) << type << ", seed " << seed;
    }
    EXPECT_EQ(day["end_day"]["accepted"], 1);
    EXPECT_GT(day["check_in"]["accepted"], people * 3 / 4);
    EXPECT_GT(day["serve"]["accepted"], people * 3 / 4);
    EXPECT_GT(day["walk_in"]["accepted"], 3);
    // Everybody with a number was called.
    const int numbered = day["call_next"]["accepted"];
    EXPECT_EQ(numbered, day["serve"]["accepted"] + day["miss"]["accepted"]);
  }
}

TEST(office_day, has_each_kind_of_trouble_when_it_is_common) {
  office_day_options options;
  options.too_early = options.wrong_person = options.twice = options.undone = options.absent =
      300'000;
  options.too_late = 150'000;
  options.walk_in_demand = 4'000'000;
  auto day = judge_day(play(5, options));
  EXPECT_GT(day["check_in"]["too_early"], 5);
  EXPECT_GT(day["check_in"]["too_late"], 2);
  EXPECT_GT(day["check_in"]["nik_mismatch"], 5);
  EXPECT_GT(day["check_in"]["already_checked_in"], 5);
  EXPECT_GT(day["undo_check_in"]["accepted"], 3);
  EXPECT_GT(day["recall"]["accepted"], 5);
  EXPECT_GT(day["miss"]["accepted"], 2);
  EXPECT_GT(day["walk_in"]["lane_full"] + day["walk_in"]["day_full"], 3);
  EXPECT_EQ(day["serve"]["unknown_queue_number"], 0);
}

TEST(office_day, leaves_away_as_many_as_asked) {
  office_day_options options;
  options.no_show = 1'000'000;
  auto day = judge_day(play(6, options));
  EXPECT_TRUE(day["check_in"].empty());
  EXPECT_EQ(day["end_day"]["accepted"], 1);
}

TEST(day_room, gives_the_first_slot_that_takes_all_then_the_first_run_of_neighbours) {
  config::day_plan plan;
  const auto slot = [](std::uint16_t start, std::uint32_t walk_in) {
    return events::slot_definition{
        {start}, {static_cast<std::uint16_t>(start + 60)}, {0, 0, walk_in}};
  };
  plan.slots = {slot(480, 1), slot(540, 0), slot(600, 1), slot(660, 2), slot(720, 1)};
  day_room room(plan);
  EXPECT_TRUE(room.take_walk_in(0, events::lane::walk_in, 2));  // 11:00
  EXPECT_EQ(room.left(events::lane::walk_in), 3U);
  EXPECT_FALSE(room.take_walk_in(0, events::lane::walk_in, 2));  // No neighbours are left.
  EXPECT_FALSE(room.take_walk_in(0, events::lane::priority, 1));
  EXPECT_TRUE(room.take_walk_in(540 * events::minute_ms, events::lane::walk_in, 1));  // 10:00
  room.take({480}, events::lane::walk_in);
  EXPECT_TRUE(room.take_walk_in(0, events::lane::walk_in, 1));  // 12:00
  EXPECT_FALSE(room.take_walk_in(0, events::lane::walk_in, 1));
}

}  // namespace
}  // namespace antrian::workload
