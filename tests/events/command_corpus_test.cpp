// Goal: the program gives every command of the corpus the verdict that the corpus says, and so the
// one that the JSON Schemas in docs/schemas give (tests/schemas/check.py reads the same file).
// Method: each line of tests/schemas/corpus.jsonl is read; a bad one must be refused for its field.

#include <fstream>
#include <string>

#include <gtest/gtest.h>
#include <simdjson.h>

#include "tests/events/command_reader_fixture.hpp"

namespace antrian::events::testing {
namespace {

using corpus_of_commands = command_reading;

struct corpus_line {
  std::string note;
  std::string command;  ///< as it would be received
  bool valid = false;
  std::string field;
  bool has_id = true;
};

corpus_line parse_line(simdjson::dom::parser& parser, const std::string& text) {
  const simdjson::dom::object object = parser.parse(text);
  corpus_line line;
  line.note = std::string_view{object["note"]};
  line.valid = bool{object["valid"]};
  std::string_view received;
  if (object["text"].get(received) == simdjson::SUCCESS) {
    line.command = received;
  } else {
    line.command = simdjson::minify(object["command"].value());
  }
  if (!line.valid) line.field = std::string_view{object["field"]};
  bool id = true;
  if (object["id"].get(id) == simdjson::SUCCESS) line.has_id = id;
  return line;
}

std::vector<corpus_line> read_corpus() {
  std::ifstream file{ANTRIAN_SOURCE_DIR "/tests/schemas/corpus.jsonl"};
  simdjson::dom::parser parser;
  std::vector<corpus_line> lines;
  for (std::string text; std::getline(file, text);) lines.push_back(parse_line(parser, text));
  return lines;
}

TEST_F(corpus_of_commands, is_judged_as_it_says) {
  std::size_t good = 0;
  std::size_t bad = 0;
  for (const auto& line : read_corpus()) {
    SCOPED_TRACE(line.note + ": " + line.command);
    if (line.valid) {
      read_good(line.command);
      ++good;
    } else if (line.has_id) {
      expect_invalid(line.command, line.field);
      ++bad;
    } else {
      expect_dead(line.command, line.field);
      ++bad;
    }
  }
  // An empty corpus would prove nothing.
  EXPECT_GT(good, 40U);
  EXPECT_GT(bad, 300U);
}

TEST_F(corpus_of_commands, has_a_good_command_of_every_type) {
  std::vector<bool> seen(command_type_count, false);
  for (const auto& line : read_corpus()) {
    if (line.valid) seen[static_cast<std::size_t>(read_good(line.command).type())] = true;
  }
  for (const auto type : wire_types()) {
    EXPECT_TRUE(seen[static_cast<std::size_t>(type)]) << name_of(type);
  }
}

}  // namespace
}  // namespace antrian::events::testing
