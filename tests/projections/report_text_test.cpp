// Goal: what people and programs read is exactly what the figures say. Method: the example computed
// by hand (report_example.hpp), written in every form.
#include "projections/report_text.hpp"

#include <gtest/gtest.h>
#include <simdjson.h>

#include "projections/report_numbers.hpp"
#include "projections/text_table.hpp"
#include "tests/projections/report_example.hpp"

namespace antrian::projections {
namespace {

TEST(report_numbers, group_thousands) {
  EXPECT_EQ(grouped(0), "0");
  EXPECT_EQ(grouped(999), "999");
  EXPECT_EQ(grouped(1'000), "1,000");
  EXPECT_EQ(grouped(1'234'567), "1,234,567");
}

TEST(report_numbers, round_halves_away_from_zero) {
  EXPECT_EQ(minutes(0), "0.0");
  EXPECT_EQ(minutes(90'000), "1.5");
  EXPECT_EQ(minutes(2'999), "0.0");
  EXPECT_EQ(minutes(3'000), "0.1");
  EXPECT_EQ(minutes(-3'000), "-0.1");
  EXPECT_EQ(minutes(59'999), "1.0");
  EXPECT_EQ(days(36 * 3'600'000), "1.5");
  EXPECT_EQ(percent(1, 3), "33.3");
  EXPECT_EQ(percent(2, 3), "66.7");
  EXPECT_EQ(percent(5, 4), "125.0");
  EXPECT_FALSE(percent(0, 0));
}

TEST(text_table, aligns_its_columns_and_rules_off_the_total) {
  text_table table{{{"name", align::left}, {"n"}}};
  table.add({"a", "1"});
  table.add({"longer", "10"});
  table.add_rule();
  table.add({"total", "11"});
  std::string text;
  table.append_to(text);
  EXPECT_EQ(text,
            "name     n\n"
            "----------\n"
            "a        1\n"
            "longer  10\n"
            "----------\n"
            "total   11\n");
}

TEST(report_headlines, say_what_a_head_of_office_wants_to_know) {
  EXPECT_EQ(
      headlines(example_report(report_level::day)),
      (std::vector<std::string>{
          "PEMATANGSIANTAR, 2026-11-30 to 2026-12-01: 2 office days (1 closed, 1 ended).",
          "10 places: 4 held (40.0 %), 3 unused, 3 lost because the office closed.",
          "5 applicants were refused, 4 of them for want of room (who asks three times counts "
          "three "
          "times), while 3 places stayed empty elsewhere in this report.",
          "3 applicants came, 1 did not (25.0 %); 1 served, 1 missed their call, 1 left unserved "
          "at "
          "the end of the day.",
          "Half of those called waited at most 10.0 min, nine in ten at most 20.0 min; the longest "
          "wait was 20.0 min.",
          "Service took 8.0 min on average, at most 8.0 min.",
          "3 places were given up: 1 on request, 1 moved to another time or office, 1 because the "
          "office closed.",
          "People booked 1.7 days ahead on average."}));
}

TEST(report_headlines, leave_out_what_does_not_apply) {
  report_builder builder{
      {{std::nullopt, date("2026-11-30"), date("2026-11-30")}, grouping_of(report_level::nation)}};
  EXPECT_EQ(headlines(std::move(builder).finish()),
            (std::vector<std::string>{"All offices, 2026-11-30: 0 office days."}));
}

TEST(report_text, has_a_line_per_day_a_total_and_the_refusals) {
  const auto text = report_as_text(example_report(report_level::day));
  const auto tables = text.substr(text.find("\n\n"));
  EXPECT_EQ(tables, R"(

office           date        places  held  fill %              walk-ins  cancelled  moved  closed  refused  no room  days ahead
-------------------------------------------------------------------------------------------------------------------------------
PEMATANGSIANTAR  2026-11-30       7     4    57.1  #####.....         0          1      1       0        5        4         1.7
PEMATANGSIANTAR  2026-12-01       3     0     0.0  ..........         0          0      0       1        0        0         2.0
-------------------------------------------------------------------------------------------------------------------------------
total                            10     4    40.0  ####......         0          1      1       1        5        4         1.7

office           date        came  no-show  served  missed  unserved  wait p50  wait p90  longest  service
----------------------------------------------------------------------------------------------------------
PEMATANGSIANTAR  2026-11-30     3        1       1       1         1      10.0      20.0     20.0      8.0
PEMATANGSIANTAR  2026-12-01     0        0       0       0         0         -         -        -        -
----------------------------------------------------------------------------------------------------------
total                           3        1       1       1         1      10.0      20.0     20.0      8.0

refused bookings  commands  applicants
--------------------------------------
nik_has_booking          1           1
slot_full                1           1
day_full                 2           3
--------------------------------------
total                    4           5

other refusals  reason     commands
-----------------------------------
check_in        too_early         1
)");
}

TEST(report_text, of_a_whole_nation_is_its_total) {
  const auto text = report_as_text(example_report(report_level::nation));
  const auto first = text.find("\ntotal ");
  EXPECT_NE(first, std::string::npos) << text;
  EXPECT_EQ(text.find("\nPEMATANGSIANTAR "), std::string::npos) << text;
}

TEST(report_text, does_not_claim_a_capacity_for_a_service) {
  auto query = example_query(report_level::nation);
  query.grouping.service = true;
  const auto text = report_as_text(example_report(query));
  EXPECT_NE(text.find("new_passport       -     3       - "), std::string::npos) << text;
}

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const auto end = text.find(separator);
    parts.emplace_back(text.substr(0, end));
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return parts;
}

std::string csv_value(const std::string& csv, std::size_t line, std::string_view column) {
  const auto lines = split(csv, '\n');
  const auto names = split(lines.at(0), ',');
  const auto found = std::find(names.begin(), names.end(), column);
  if (found == names.end()) return "no such column";
  return split(lines.at(line), ',').at(static_cast<std::size_t>(found - names.begin()));
}

TEST(report_csv, has_the_same_columns_in_every_line_and_no_total) {
  const auto csv = report_as_csv(example_report(report_level::slot));
  const auto lines = split(csv, '\n');
  ASSERT_EQ(lines.size(), 1U + 4U);
  const auto commas = std::count(lines[0].begin(), lines[0].end(), ',');
  for (const auto& line : lines) EXPECT_EQ(std::count(line.begin(), line.end(), ','), commas);
  EXPECT_EQ(lines[0].substr(0, 25), "office,date,arrival,days,");
  EXPECT_EQ(csv_value(csv, 1, "arrival"), "08:00");
  EXPECT_EQ(csv_value(csv, 1, "capacity"), "5");
  EXPECT_EQ(csv_value(csv, 1, "fill_percent"), "80.0");
  EXPECT_EQ(csv_value(csv, 1, "waiting_mean_min"), "15.0");
  EXPECT_EQ(csv_value(csv, 1, "lead_longest_min"), "4320.0");
  EXPECT_EQ(csv_value(csv, 2, "waiting_mean_min"), "") << "nobody was called";
  EXPECT_EQ(csv_value(csv, 3, "refused_day_full"), "3");
}

TEST(report_csv, leaves_capacity_empty_where_services_are_told_apart) {
  auto query = example_query(report_level::nation);
  query.grouping.service = true;
  const auto csv = report_as_csv(example_report(query));
  EXPECT_EQ(csv_value(csv, 1, "service"), "new_passport");
  EXPECT_EQ(csv_value(csv, 1, "capacity"), "");
  EXPECT_EQ(csv_value(csv, 1, "unused"), "");
  EXPECT_EQ(csv_value(csv, 1, "fill_percent"), "");
  EXPECT_EQ(csv_value(csv, 1, "held"), "3");
}

TEST(report_csv, quotes_what_would_break_a_line) {
  report value = example_report(report_level::office);
  value.lines.at(0).key.office = "A \"B\", C";
  EXPECT_NE(report_as_csv(value).find("\n\"A \"\"B\"\", C\",2,"), std::string::npos);
}

TEST(report_csv, keeps_an_empty_first_field) {
  report value = example_report(report_level::office);
  value.lines.at(0).key.office.clear();
  EXPECT_NE(report_as_csv(value).find("\n,2,"), std::string::npos);
}

/// A document and short ways to look into it; a wrong pointer throws and so fails the test.
class json_document {
 public:
  explicit json_document(const std::string& text) : root_(parser_.parse(text)) {}
  [[nodiscard]] simdjson::dom::element at(std::string_view pointer) const {
    return root_.at_pointer(pointer);
  }
  [[nodiscard]] std::string_view text(std::string_view pointer) const {
    return at(pointer).get_string();
  }
  [[nodiscard]] double number(std::string_view pointer) const { return at(pointer).get_double(); }
  [[nodiscard]] std::size_t size(std::string_view pointer) const {
    return at(pointer).get_array().size();
  }
  [[nodiscard]] bool has(std::string_view pointer) const {
    return root_.at_pointer(pointer).error() == simdjson::SUCCESS;
  }

 private:
  simdjson::dom::parser parser_;
  simdjson::dom::element root_;
};

TEST(report_json, says_what_was_asked_and_every_figure) {
  const json_document json{report_as_json(example_report(report_level::slot))};
  EXPECT_EQ(json.text("/office"), "PEMATANGSIANTAR");
  EXPECT_EQ(json.text("/from"), "2026-11-30");
  EXPECT_EQ(json.text("/to"), "2026-12-01");
  ASSERT_EQ(json.size("/grouped_by"), 3U);
  EXPECT_EQ(json.text("/grouped_by/2"), "arrival");
  ASSERT_EQ(json.size("/lines"), 4U);
  EXPECT_EQ(json.text("/lines/0/arrival"), "08:00");
  EXPECT_EQ(json.number("/lines/0/capacity"), 5);
  EXPECT_EQ(json.number("/lines/0/held"), 4);
  EXPECT_TRUE(json.at("/lines/1/waiting_mean_min").is_null());
  EXPECT_EQ(json.number("/lines/2/refused/day_full/commands"), 2);
  EXPECT_EQ(json.number("/lines/2/refused/day_full/applicants"), 3);
  EXPECT_EQ(json.number("/total/capacity"), 10);
  EXPECT_EQ(json.number("/total/unmet_demand"), 4);
  EXPECT_EQ(json.number("/total/fill_percent"), 40);
  ASSERT_EQ(json.size("/other_refusals"), 1U);
  EXPECT_EQ(json.text("/other_refusals/0/type"), "check_in");
  EXPECT_EQ(json.text("/other_refusals/0/reason"), "too_early");
  EXPECT_EQ(json.number("/other_refusals/0/commands"), 1);
}

TEST(report_json, has_no_capacity_where_services_are_told_apart_but_in_the_total) {
  auto query = example_query(report_level::nation);
  query.grouping.service = true;
  const json_document json{report_as_json(example_report(query))};
  EXPECT_TRUE(json.at("/lines/0/capacity").is_null());
  EXPECT_EQ(json.number("/total/capacity"), 10);
}

TEST(report_json, of_all_offices_names_none) {
  report_builder builder{{every_day, grouping_of(report_level::nation)}};
  const json_document json{report_as_json(std::move(builder).finish())};
  EXPECT_FALSE(json.has("/office"));
  EXPECT_EQ(json.size("/lines"), 0U);
}

}  // namespace
}  // namespace antrian::projections
