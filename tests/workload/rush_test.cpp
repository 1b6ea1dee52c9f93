// Goal: a rush is the same for the same seed, in order of time, made of what was asked for, and
// everything in it that is not malformed on purpose can be read.
// Method: one rush of 60,000 lines, looked at from all sides; the engine's own reader is the judge
// of what is malformed.
#include "workload/rush.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>
#include <unordered_set>

#include <gtest/gtest.h>
#include <simdjson.h>

#include "tests/workload/support.hpp"
#include "workload/arrivals.hpp"
#include "workload/malformed.hpp"
#include "workload/openings.hpp"

namespace antrian::workload {
namespace {

constexpr std::uint64_t commands = 60'000;

rush_options options(std::uint64_t seed = 1, std::uint64_t count = commands) {
  rush_options out;
  out.seed = seed;
  out.commands = count;
  out.from = events::parse_date("2026-11-30").value();
  return out;
}

struct rush {
  std::vector<std::string> lines;
  rush_counts counts;
};

rush make_rush(const rush_options& options) {
  rush_generator generator(shipped_configuration(), options);
  rush out;
  for (std::string line; generator.next_line(line);) out.lines.push_back(line);
  out.counts = generator.counts();
  return out;
}

const rush& the_rush() {
  static const rush out = make_rush(options());
  return out;
}

/// The fields of the readable lines that these tests look at.
struct book_line {
  std::string id;
  std::string office;
  std::string account;
  std::string replaces;
  std::string booking;
  std::size_t people = 0;
  std::set<std::string> niks;
};

template <class Visit>
void for_each_command(const std::vector<std::string>& lines, const Visit& visit) {
  line_judge judge;
  simdjson::dom::parser parser;
  for (const auto& line : lines) {
    const auto batch = judge.read(line);
    if (batch.commands.empty()) continue;
    simdjson::dom::object object = parser.parse(line);
    const auto text = [&](const char* name) {
      std::string_view value;
      return object[name].get(value) == simdjson::SUCCESS ? std::string(value) : std::string();
    };
    book_line out{text("id"), text("office"), text("account"), text("replaces"), text("booking"), 0,
                  {}};
    simdjson::dom::array applicants;
    if (object["applicants"].get(applicants) == simdjson::SUCCESS) {
      for (const auto applicant : applicants) {
        ++out.people;
        out.niks.emplace(std::string_view(applicant["nik"]));
      }
    }
    visit(batch.commands.front(), out);
  }
}

TEST(rush, has_the_same_bytes_for_the_same_seed_and_others_for_another) {
  const auto again = make_rush(options());
  EXPECT_TRUE(again.lines == the_rush().lines);
  const auto other = make_rush(options(2));
  ASSERT_EQ(other.lines.size(), the_rush().lines.size());
  EXPECT_NE(other.lines.front(), the_rush().lines.front());
}

TEST(rush, has_exactly_as_many_lines_as_asked_for) {
  for (const std::uint64_t count : {0U, 1U, 2U, 3U, 17U, 1000U}) {
    EXPECT_EQ(make_rush(options(1, count)).lines.size(), count);
  }
  EXPECT_EQ(the_rush().lines.size(), commands);
}

TEST(rush, is_malformed_exactly_where_it_means_to_be) {
  line_judge judge;
  std::uint64_t refused = 0;
  for (const auto& line : the_rush().lines) refused += judge.accepts(line) ? 0U : 1U;
  EXPECT_EQ(refused, the_rush().counts.malformed);
  EXPECT_NEAR(static_cast<double>(refused), commands * 0.005, commands * 0.001);
}

TEST(rush, has_each_kind_of_line_at_about_the_rate_asked) {
  const auto& counts = the_rush().counts;
  const auto expect_rate = [](std::uint64_t count, std::uint32_t per_million) {
    const double expected = double{1} * commands * per_million / 1e6;
    EXPECT_NEAR(static_cast<double>(count), expected, expected * 0.15);
  };
  const rush_shares shares;
  expect_rate(counts.repeat, shares.repeat);
  // Nobody tries again before somebody was refused.
  EXPECT_GT(counts.retry, commands * shares.retry / 1'000'000 * 2 / 3);
  EXPECT_LT(counts.retry, commands * shares.retry / 1'000'000);
  expect_rate(counts.cancel, shares.cancel);
  expect_rate(counts.reschedule, shares.reschedule);
  expect_rate(counts.tout, shares.tout);
  expect_rate(counts.mistaken, shares.mistaken);
  EXPECT_EQ(counts.first + counts.repeat + counts.retry + counts.cancel + counts.reschedule +
                counts.tout + counts.malformed + counts.mistaken,
            commands);
}

TEST(rush, is_in_order_of_time_within_the_release_s_window_and_before_every_day) {
  events::instant last{};
  const auto& offices = shipped_configuration().offices;
  for_each_command(the_rush().lines, [&](const events::command& command, const book_line&) {
    EXPECT_GE(command.at, last);
    last = command.at;
    const auto offset = offices.at(command.day.office).utc_offset_minutes;
    const auto local = events::to_local(command.at, offset);
    EXPECT_LT(events::date_of(local), command.day.date);
    const auto release =
        events::to_instant(events::parse_date("2026-11-27").value(), {840}, offset);
    EXPECT_GE(command.at.ms, release.ms + arrivals_begin_ms);
    EXPECT_LE(command.at.ms, release.ms + arrivals_end_ms);
  });
}

TEST(rush, peaks_in_the_first_minutes_and_has_a_tail) {
  std::uint64_t early = 0;
  std::uint64_t ten_minutes = 0;
  std::uint64_t tail = 0;
  const auto& offices = shipped_configuration().offices;
  for_each_command(the_rush().lines, [&](const events::command& command, const book_line&) {
    const auto offset = offices.at(command.day.office).utc_offset_minutes;
    const auto release =
        events::to_instant(events::parse_date("2026-11-27").value(), {840}, offset);
    const auto after = command.at.ms - release.ms;
    early += after < 0 ? 1U : 0U;
    ten_minutes += after >= 0 && after < 600'000 ? 1U : 0U;
    tail += after > 2 * 3'600'000 ? 1U : 0U;
  });
  EXPECT_GT(early, commands / 200);
  EXPECT_GT(ten_minutes, commands / 2);
  EXPECT_GT(tail, commands / 20);
  EXPECT_LT(tail, commands / 8);
}

TEST(rush, refers_only_to_what_was_sent_before) {
  std::unordered_map<std::string, std::set<std::string>> sent;
  std::uint64_t moves = 0;
  std::uint64_t cancels = 0;
  std::uint64_t repeats = 0;
  for_each_command(the_rush().lines, [&](const events::command& command, const book_line& line) {
    if (command.type() == events::command_type::cancel) {
      ++cancels;
      EXPECT_EQ(sent.count(line.booking), 1U);
      return;
    }
    ASSERT_EQ(command.type(), events::command_type::book);
    if (!line.replaces.empty()) {
      ++moves;
      ASSERT_EQ(sent.count(line.replaces), 1U);
      EXPECT_EQ(sent[line.replaces], line.niks);
    }
    const auto [known, is_new] = sent.emplace(line.id, line.niks);
    if (!is_new) ++repeats;
    EXPECT_EQ(known->second, line.niks);
  });
  EXPECT_GT(moves, 500U);
  EXPECT_GT(cancels, 500U);
  EXPECT_EQ(repeats, the_rush().counts.repeat);
}

TEST(rush, has_touts_with_hundreds_of_commands_for_the_same_few_people) {
  std::map<std::string, std::uint64_t> by_account;
  std::map<std::string, std::unordered_set<std::string>> people;
  for_each_command(the_rush().lines, [&](const events::command&, const book_line& line) {
    if (line.account.empty()) return;
    ++by_account[line.account];
    people[line.account].insert(line.niks.begin(), line.niks.end());
  });
  const auto largest =
      std::max_element(by_account.begin(), by_account.end(),
                       [](const auto& a, const auto& b) { return a.second < b.second; });
  EXPECT_GT(largest->second, 300U);
  EXPECT_LE(people[largest->first].size(), 160U);
  EXPECT_GT(by_account.size(), commands / 2);
}

TEST(rush, asks_for_far_more_than_cities_have_and_less_than_many_towns_have) {
  std::map<std::string, std::uint64_t> people;
  for_each_command(the_rush().lines, [&](const events::command&, const book_line& line) {
    people[line.office] += line.people;
  });
  const auto& configuration = shipped_configuration();
  const auto ratio = [&](const std::string& code) {
    const auto office = configuration.offices.find(code).value();
    return static_cast<double>(people[code]) / (5.0 * configuration.settings_of(office).quota[0]);
  };
  int half_empty = 0;
  int overrun = 0;
  for (const auto& office : configuration.offices.offices()) {
    half_empty += ratio(office.code) < 1.0 ? 1 : 0;
    overrun += ratio(office.code) > 2.0 ? 1 : 0;
  }
  EXPECT_GT(half_empty, 20);
  EXPECT_GT(overrun, 20);
}

TEST(malformed, lines_are_refused_whatever_the_fault) {
  line_judge judge;
  random_source random(9);
  int tried = 0;
  for (std::size_t i = 0; i < the_rush().lines.size() && tried < 3000; ++i) {
    std::string line = the_rush().lines[i];
    if (!judge.accepts(line) || line.find("\"type\":\"book\"") == std::string::npos) continue;
    damage(line, static_cast<fault>(static_cast<std::size_t>(tried) % fault_count), random);
    EXPECT_FALSE(judge.accepts(line)) << line;
    ++tried;
  }
  EXPECT_EQ(tried, 3000);
}

TEST(arrivals, are_as_many_as_asked_for_and_in_order) {
  for (const std::uint64_t count : {0U, 1U, 5U, 999U, 12'345U}) {
    arrival_stream stream(events::instant{1'000'000'000}, count, 4);
    std::uint64_t given = 0;
    events::instant last{0};
    while (const auto at = stream.next()) {
      EXPECT_GE(*at, last);
      last = *at;
      ++given;
    }
    EXPECT_EQ(given, count);
    EXPECT_FALSE(stream.next());
  }
}

TEST(openings, open_each_working_day_of_each_office_once_and_can_be_read) {
  line_judge judge;
  std::set<std::string> ids;
  std::uint64_t lines = 0;
  for_each_opening(shipped_configuration(), events::parse_date("2026-12-21").value(), 5,
                   events::instant{0}, [&](std::string_view line) {
                     const auto batch = judge.read(line);
                     ASSERT_EQ(batch.commands.size(), 1U) << line;
                     const auto& command = batch.commands.front();
                     EXPECT_EQ(command.type(), events::command_type::open_day);
                     EXPECT_NE(events::to_text(command.day.date), "2026-12-25");
                     ids.insert(events::to_text(command.id));
                     ++lines;
                   });
  EXPECT_EQ(lines, 750U);
  EXPECT_EQ(ids.size(), 750U);
}

}  // namespace
}  // namespace antrian::workload
