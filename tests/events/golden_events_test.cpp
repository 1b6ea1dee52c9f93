// Goal: events written by any release can be read for ever, and the bytes of a released version
// never change unnoticed.
// Method: tests/golden/events-v1.txt holds the bytes of the sample events as they were first
// released, one line `name hex` each. Encoding must give exactly them, decoding the sample. Never
// edit that file: a new schema version gets a file of its own.

#include <fstream>
#include <set>
#include <sstream>

#include <gtest/gtest.h>

#include "events/event_codec.hpp"
#include "tests/events/sample_events.hpp"

namespace antrian::events {
namespace {

struct golden_line {
  std::string name;
  std::string hex;
};

std::vector<golden_line> golden_lines() {
  std::ifstream file(ANTRIAN_SOURCE_DIR "/tests/golden/events-v1.txt");
  std::vector<golden_line> lines;
  std::string text;
  while (std::getline(file, text)) {
    std::istringstream parts(text);
    golden_line line;
    parts >> line.name >> line.hex;
    lines.push_back(line);
  }
  return lines;
}

std::string hex_of(const std::string& bytes) {
  std::string hex;
  for (const char c : bytes) {
    const auto byte = static_cast<std::uint8_t>(c);
    append_hex(hex, &byte, 1);
  }
  return hex;
}

std::string bytes_of_hex(const std::string& hex) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
    bytes.push_back(static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16)));
  }
  return bytes;
}

TEST(golden_events, hold_a_sample_of_every_event_type) {
  std::set<std::string> names;
  for (const auto& line : golden_lines()) names.insert(line.name);
  for (std::size_t i = 0; i < event_type_count; ++i) {
    EXPECT_TRUE(names.contains(std::string(event_type_name(i)))) << event_type_name(i);
  }
}

TEST(golden_events, are_what_is_written_today) {
  const auto lines = golden_lines();
  const auto samples = all_samples();
  ASSERT_EQ(lines.size(), samples.size());
  for (std::size_t i = 0; i < samples.size(); ++i) {
    std::string bytes;
    append_events(bytes, &samples[i].event, 1);
    EXPECT_EQ(lines[i].name, samples[i].name);
    EXPECT_EQ(lines[i].hex, hex_of(bytes)) << samples[i].name;
  }
}

TEST(golden_events, are_read_back_as_the_samples) {
  const auto lines = golden_lines();
  const auto samples = all_samples();
  ASSERT_EQ(lines.size(), samples.size());
  for (std::size_t i = 0; i < samples.size(); ++i) {
    std::vector<event> back;
    ASSERT_TRUE(parse_events(bytes_of_hex(lines[i].hex), back)) << lines[i].name;
    ASSERT_EQ(back.size(), 1U);
    EXPECT_EQ(back.front(), samples[i].event) << lines[i].name;
  }
}

}  // namespace
}  // namespace antrian::events
