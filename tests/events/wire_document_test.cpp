// Goal: docs/wire.md says what the program does, and keeps saying it.
// Method: its example commands are read; every name of the vocabularies, both sentences of every
// decline reason and the built-in policy are looked for where the document lists them.
// (Its results, dead letters and events are checked by tests/schemas/check.py.)

#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "events/event.hpp"
#include "tests/events/command_reader_fixture.hpp"

namespace antrian::events::testing {
namespace {

class wire_document : public command_reading {
 protected:
  /// The texts between ```json and ```.
  [[nodiscard]] std::vector<std::string> examples() const {
    const std::string begin = "```json\n";
    std::vector<std::string> found;
    for (auto at = text_.find(begin); at != std::string::npos; at = text_.find(begin, at)) {
      at += begin.size();
      const auto end = text_.find("```", at);
      found.push_back(text_.substr(at, end - at));
      at = end;
    }
    return found;
  }

  [[nodiscard]] bool says(const std::string& text) const {
    return text_.find(text) != std::string::npos;
  }

 private:
  static std::string read_document() {
    std::ifstream file{ANTRIAN_SOURCE_DIR "/docs/wire.md"};
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
  }
  std::string text_ = read_document();
};

std::string code(std::string_view text) {
  return "`" + std::string{text} + "`";
}

TEST_F(wire_document, has_an_example_of_every_type_that_is_read) {
  std::vector<bool> seen(command_type_count, false);
  for (const auto& example : examples()) {
    if (example.find("\"office\"") == std::string::npos) continue;
    seen[static_cast<std::size_t>(read_good(example).type())] = true;
  }
  for (const auto type : wire_types()) {
    EXPECT_TRUE(seen[static_cast<std::size_t>(type)]) << name_of(type);
  }
}

TEST_F(wire_document, lists_every_decline_reason_with_both_sentences) {
  for (std::size_t i = 0; i < decline_reason_count; ++i) {
    const auto reason = static_cast<decline_reason>(i);
    const auto texts = sentence_of(reason);
    const auto row = "\n| " + code(name_of(reason)) + " | " + std::string{texts.english} + " | " +
                     std::string{texts.indonesian} + " |\n";
    EXPECT_TRUE(says(row)) << row;
  }
}

TEST_F(wire_document, lists_every_event) {
  for (std::size_t i = 0; i < event_type_count; ++i) {
    EXPECT_TRUE(says("\n| " + code(event_type_name(i)) + " | ")) << event_type_name(i);
  }
}

TEST_F(wire_document, gives_the_built_in_policy) {
  const day_policy built_in;
  const std::pair<std::string, std::uint32_t> numbers[] = {
      {"early_minutes", built_in.early_minutes},
      {"late_minutes", built_in.late_minutes},
      {"account_limit", built_in.account_limit},
      {"no_show_block_days", built_in.no_show_block_days},
      {"reschedule_limit", built_in.reschedule_limit}};
  std::ifstream file{ANTRIAN_SOURCE_DIR "/docs/wire.md"};
  std::size_t rows = 0;
  for (std::string line; std::getline(file, line);) {
    for (const auto& [name, value] : numbers) {
      if (!line.starts_with("| " + code(name) + " | optional")) continue;
      EXPECT_TRUE(line.ends_with(" | " + std::to_string(value) + " |")) << line;
      ++rows;
    }
  }
  EXPECT_EQ(rows, std::size(numbers));
  ASSERT_EQ(built_in.services, (std::vector<std::string>{"new_passport", "replacement"}));
  EXPECT_TRUE(says("| `[\"new_passport\", \"replacement\"]` |"));
}

}  // namespace
}  // namespace antrian::events::testing
