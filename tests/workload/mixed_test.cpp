// Goal: a mixed workload meets every command type, every decline reason and every kind of accepted
// command often, and the engine's reader and the model agree on which lines are invalid and why.
// Method: several seeds, judged by the model in tests/model.
#include "workload/mixed.hpp"

#include <map>
#include <unordered_set>

#include <gtest/gtest.h>
#include <simdjson.h>

#include "tests/workload/support.hpp"
#include "workload/json_tree.hpp"

namespace antrian::workload {
namespace {

std::vector<std::string> make_lines(std::uint64_t seed, std::uint64_t commands,
                                    std::uint32_t offices = 3, std::uint32_t days = 3) {
  mixed_options options;
  options.seed = seed;
  options.commands = commands;
  options.offices = offices;
  options.days = days;
  mixed_generator generator(shipped_configuration(), options);
  std::vector<std::string> lines;
  for (std::string line; generator.next_line(line);) lines.push_back(line);
  return lines;
}

/// The text under a name that stands in a line as mixed workloads write it, or nothing.
std::string text_of(const std::string& line, const std::string& name) {
  const auto head = "\"" + name + "\":\"";
  const auto at = line.find(head);
  if (at == std::string::npos) return {};
  return line.substr(at + head.size(), line.find('"', at + head.size()) - at - head.size());
}

TEST(mixed, has_the_same_lines_for_the_same_options_and_others_for_another_seed) {
  EXPECT_EQ(make_lines(1, 3000), make_lines(1, 3000));
  EXPECT_NE(make_lines(1, 3000), make_lines(2, 3000));
  EXPECT_EQ(make_lines(5, 777, 1, 1).size(), 777U);
}

TEST(mixed, always_says_when_a_command_was_given) {
  for (const auto& line : make_lines(3, 5000)) {
    EXPECT_NE(line.find("\"at\":"), std::string::npos) << line;
    EXPECT_EQ(line.find("\"at\":null"), std::string::npos) << line;
  }
}

TEST(mixed, meets_every_reason_and_accepts_every_type_with_any_seed) {
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    const auto lines = make_lines(seed, 20'000);
    std::unordered_map<std::string, std::string> type_of_id;
    for (const auto& line : lines) type_of_id.emplace(text_of(line, "id"), text_of(line, "type"));
    std::map<std::string, int> reasons;
    std::map<std::string, int> accepted;
    std::map<std::string, int> fields;
    for (const auto& verdict : judged_by_model(lines)) {
      if (verdict.outcome == "declined") ++reasons[verdict.reason];
      if (verdict.outcome == "invalid") ++fields[verdict.field];
      if (verdict.outcome == "accepted") ++accepted[type_of_id[verdict.command]];
    }
    EXPECT_EQ(reasons.size(), events::decline_reason_count);
    for (const auto& [reason, count] : reasons) EXPECT_GE(count, 8) << reason << ", seed " << seed;
    for (std::size_t i = 0; i + 1 < events::command_type_count; ++i) {
      const auto name = std::string(events::name_of(static_cast<events::command_type>(i)));
      EXPECT_GE(accepted[name], 8) << name << ", seed " << seed;
    }
    EXPECT_GE(fields.size(), 40U);
  }
}

TEST(mixed, tells_the_rules_from_rules_that_are_slightly_wrong) {
  std::string output;
  EXPECT_EQ(run_model_script("mutants.py",
                             {make_lines(1, 20'000), make_lines(2, 20'000), make_lines(3, 20'000)},
                             output),
            0)
      << output;
}

TEST(mixed, moves_bookings_also_between_offices) {
  const auto lines = make_lines(1, 20'000);
  std::unordered_map<std::string, std::string> office_of_id;
  std::unordered_map<std::string, std::string> replaces_of_id;
  for (const auto& line : lines) {
    office_of_id.emplace(text_of(line, "id"), text_of(line, "office"));
    replaces_of_id.emplace(text_of(line, "id"), text_of(line, "replaces"));
  }
  int moves = 0;
  int between_offices = 0;
  for (const auto& verdict : judged_by_model(lines)) {
    const auto& replaced = replaces_of_id[verdict.command];
    if (verdict.outcome != "accepted" || replaced.empty()) continue;
    ++moves;
    between_offices += office_of_id[replaced] != office_of_id[verdict.command] ? 1 : 0;
  }
  EXPECT_GE(moves, 20);
  EXPECT_GE(between_offices, 10);
}

TEST(mixed, is_read_by_the_engine_as_by_the_model) {
  line_judge judge;
  for (const std::uint64_t seed : {4U, 5U}) {
    const auto lines = make_lines(seed, 20'000);
    const auto verdicts = judged_by_model(lines);
    std::unordered_set<std::string> known;
    std::size_t next = 0;
    for (const auto& line : lines) {
      const auto batch = judge.read(line);
      if (!batch.invalid.empty() && !batch.invalid.front().id) continue;
      ASSERT_LT(next, verdicts.size());
      const auto& verdict = verdicts[next++];
      const bool is_valid = !batch.commands.empty();
      const auto id =
          events::to_text(is_valid ? batch.commands.front().id : batch.invalid.front().id.value());
      ASSERT_EQ(verdict.command, id);
      if (known.count(id) != 0) continue;  // A repeat has the first result, whatever it says.
      if (is_valid) known.insert(id);
      EXPECT_EQ(is_valid, verdict.outcome != "invalid") << line;
      if (!is_valid) {
        EXPECT_EQ(batch.invalid.front().field, verdict.field) << line;
      }
    }
    EXPECT_EQ(next, verdicts.size());
  }
}

TEST(mixed, checks_in_with_a_code_that_it_was_told) {
  mixed_options options;
  options.commands = 4000;
  mixed_generator generator(shipped_configuration(), options);
  const events::booking_code code{123'456'789};
  int with_code = 0;
  for (std::string line; generator.next_line(line);) {
    if (const auto id = events::parse_uuid(text_of(line, "id"))) generator.learn_code(*id, code);
    with_code += text_of(line, "code") == events::to_text(code) ? 1 : 0;
  }
  EXPECT_GT(with_code, 20);
}

TEST(mutate, changes_the_command_and_leaves_it_json) {
  random_source random(8);
  simdjson::dom::parser parser;
  int changed = 0;
  for (int i = 0; i < 2000; ++i) {
    json_value command = json_value::object();
    command.add("at", json_value::text("2026-11-30T00:00:00Z"));
    json_value list = json_value::texts({"a", "b"});
    list.push(json_value::number(7));
    command.add("list", std::move(list));
    std::string before;
    command.append_to(before);
    mutate(command, random);
    std::string after;
    command.append_to(after);
    changed += before != after ? 1 : 0;
    // 1e400 is JSON by the grammar, but no parser's number.
    const auto error = parser.parse(after).error();
    EXPECT_TRUE(error == simdjson::SUCCESS || after.find("1e400") != std::string::npos) << after;
  }
  EXPECT_GT(changed, 1950);
}

}  // namespace
}  // namespace antrian::workload
