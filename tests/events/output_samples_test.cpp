// Goal: what the program writes is what tests/schemas/outputs.jsonl holds, so that the JSON
// Schemas, which tests/schemas/check.py holds to that file, describe the program.
// Method: one result of each kind, dead letters, and every sample event are written; the lines
// must be those of the file. After an intended change, put the printed line into the file.

#include <fstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "events/event_json.hpp"
#include "events/result_writer.hpp"
#include "tests/events/sample_events.hpp"

namespace antrian::events {
namespace {

std::string sample_line(std::string_view schema, std::string_view value) {
  return R"({"schema":")" + std::string{schema} + R"(","value":)" + std::string{value} + "}";
}

std::string result_line(const result& value) {
  std::string json;
  append_result_json(json, sample_id<uuid>(0x01), value);
  return sample_line("result.json", json);
}

std::string invalid_line() {
  std::string json;
  append_invalid_result(json, {sample_id<uuid>(0x01), "applicants[1].nik", "expected 16 digits"});
  return sample_line("result.json", json);
}

std::string dead_letter_line(const dead_letter& letter, const invalid_command& command) {
  std::string json;
  append_dead_letter(json, letter, command);
  return sample_line("dead-letter.json", json);
}

result full_result(outcome outcome) {
  result value;
  value.outcome = outcome;
  value.reason = decline_reason::already_checked_in;
  value.position = 17;
  value.booking = sample_id<uuid>(0x10);
  value.queue_numbers = {7, 8};
  if (outcome != outcome::accepted) return value;
  value.code = booking_code{0x2AAAAAAA};
  value.slots = {sample_clock(8, 0), sample_clock(9, 0)};
  value.excess = {{sample_clock(9, 0), lane::walk_in, 31, 30}};
  return value;
}

std::vector<std::string> lines_written() {
  std::vector<std::string> lines;
  result bare;
  bare.position = 1;
  lines.push_back(result_line(bare));
  lines.push_back(result_line(full_result(outcome::accepted)));
  lines.push_back(result_line(full_result(outcome::declined)));
  for (std::size_t i = 0; i < decline_reason_count; ++i) {
    auto declined = bare;
    declined.outcome = outcome::declined;
    declined.reason = static_cast<decline_reason>(i);
    lines.push_back(result_line(declined));
  }
  lines.push_back(invalid_line());
  const invalid_command no_id{std::nullopt, "", "not valid JSON"};
  const invalid_command with_id{sample_id<uuid>(0x01), "slot", "expected another"};
  lines.push_back(dead_letter_line({"file:commands.jsonl", 1234, 17, "{\"slot\":7}"}, with_id));
  lines.push_back(dead_letter_line({"file:commands.jsonl", 1234, 17, "{\"slot", 2'000'000}, no_id));
  lines.push_back(dead_letter_line({"http", std::nullopt, std::nullopt, "\xff"}, no_id));
  for (const auto& sample : all_samples()) {
    std::string json;
    append_event_data(json, sample.event.body);
    lines.push_back(
        sample_line("events/" + std::string{name_of(sample.event.body)} + ".json", json));
  }
  return lines;
}

TEST(output_samples, are_what_the_schemas_are_checked_with) {
  std::ifstream file{ANTRIAN_SOURCE_DIR "/tests/schemas/outputs.jsonl"};
  const auto written = lines_written();
  std::size_t number = 0;
  for (std::string line; std::getline(file, line); ++number) {
    ASSERT_LT(number, written.size()) << "the file has more lines than are written";
    EXPECT_EQ(written[number], line) << "line " << number + 1;
  }
  EXPECT_EQ(number, written.size()) << "the file has fewer lines than are written";
}

}  // namespace
}  // namespace antrian::events
