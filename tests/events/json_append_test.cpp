// Goal: whatever text goes in, valid JSON with that very text comes out.
// Method: examples of each kind of escape, and all texts of random code points read back by a JSON
// parser.

#include "events/json_append.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <simdjson.h>

namespace antrian::events {
namespace {

std::string json_of(std::string_view text) {
  std::string out;
  append_json_string(out, text);
  return out;
}

std::string read_back(const std::string& json) {
  simdjson::dom::parser parser;
  const simdjson::padded_string padded("[" + json + "]");
  return std::string(std::string_view(parser.parse(padded).at(0)));
}

TEST(json_append, escapes_quotes_backslashes_and_control_characters) {
  EXPECT_EQ(json_of(""), R"("")");
  EXPECT_EQ(json_of("plain"), R"("plain")");
  EXPECT_EQ(json_of("a\"b\\c"), R"("a\"b\\c")");
  EXPECT_EQ(json_of("\n\r\t"), R"("\n\r\t")");
  EXPECT_EQ(json_of(std::string("\0\x1f", 2)), R"("\u0000\u001f")");
}

TEST(json_append, copies_everything_else_as_it_is) {
  EXPECT_EQ(json_of("/ \x7f \u00e9 \u2028 \U0001F6C2"), "\"/ \x7f \u00e9 \u2028 \U0001F6C2\"");
}

RC_GTEST_PROP(json_append, is_read_back_by_a_parser, ()) {
  // ASCII, control characters included, between runs of longer code points.
  std::string text;
  for (const auto& part : *rc::gen::arbitrary<std::vector<std::uint8_t>>()) {
    if (part < 0x80) {
      text.push_back(static_cast<char>(part));
    } else {
      text += part < 0xC0 ? "\u00e9" : "\U0001F6C2";
    }
  }
  RC_ASSERT(read_back(json_of(text)) == text);
}

TEST(json_append, writes_numbers_of_every_size) {
  std::string out;
  append_number(out, std::uint64_t{UINT64_MAX});
  out.push_back(' ');
  append_number(out, std::int64_t{INT64_MIN});
  out.push_back(' ');
  append_number(out, std::uint8_t{7});
  EXPECT_EQ(out, "18446744073709551615 -9223372036854775808 7");
}

TEST(json_append, puts_a_comma_before_all_members_but_the_first) {
  std::string out = "{";
  append_member(out, "a", 1);
  append_member(out, "b", "{");
  append_member(out, "c", "[");
  append_key(out, "d");
  out.push_back('[');
  for (int i = 0; i < 3; ++i) {
    append_separator(out);
    append_number(out, i);
  }
  out.append("]}");
  EXPECT_EQ(out, R"({"a":1,"b":"{","c":"[","d":[0,1,2]})");
}

TEST(json_append, writes_booleans) {
  std::string out;
  append_bool(out, true);
  append_bool(out, false);
  EXPECT_EQ(out, "truefalse");
}

}  // namespace
}  // namespace antrian::events
