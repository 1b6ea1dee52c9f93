// Goal: a command goes under its office's code, and whatever is no command under none. Method:
// lines.
#include "ingest/command_key.hpp"

#include <string>

#include <gtest/gtest.h>

namespace antrian::ingest {
namespace {

/// With and without readable bytes behind the line, which must make no difference.
std::string key_of(const std::string& line) {
  command_key_reader reader;
  const auto text = [](std::string_view key) {
    return key.data() == nullptr ? std::string("(none)") : std::string(key);
  };
  const auto copied = text(reader.read(line, 0));
  const std::string padded = line + std::string(128, ' ');
  EXPECT_EQ(text(reader.read(std::string_view(padded).substr(0, line.size()), 128)), copied);
  return copied;
}

TEST(command_key_test, is_the_office_wherever_it_stands) {
  EXPECT_EQ(key_of(R"({"office":"BATAM"})"), "BATAM");
  EXPECT_EQ(key_of(R"({"id":"x","by":{"office":"NO"},"a":["office"],"office":"BATAM","z":1})"),
            "BATAM");
  EXPECT_EQ(key_of(R"({"office":"\u0042ATAM"})"), "BATAM");
  EXPECT_EQ(key_of("{\"office\":\"BATAM\"}\r"), "BATAM");
  EXPECT_EQ(key_of(R"({"office":"NOWHERE","type":17})"), "NOWHERE");
}

TEST(command_key_test, is_absent_where_no_office_can_be_read) {
  for (const std::string line :
       {"", " ", "null", "[]", "{}", R"({"office":17})", R"({"office":null})", R"({"office":""})",
        R"({"Office":"BATAM"})", R"({"office":"BATAM")", R"({"office":"BATAM"} x)",
        "{\"office\":\"\xff\"}", "\xef\xbb\xbf{\"office\":\"BATAM\"}"}) {
    EXPECT_EQ(key_of(line), "(none)") << line;
  }
}

TEST(command_key_test, has_a_largest_size) {
  const auto line = [](std::size_t size) {
    return "{\"office\":\"" + std::string(size, 'A') + "\"}";
  };
  EXPECT_EQ(key_of(line(command_key_size_max)).size(), command_key_size_max);
  EXPECT_EQ(key_of(line(command_key_size_max + 1)), "(none)");
}

}  // namespace
}  // namespace antrian::ingest
