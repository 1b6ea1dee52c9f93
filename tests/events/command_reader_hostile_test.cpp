// Goal: no bytes make the reader crash, guess or stop: each line is one item, and a line that is
// not whole, valid JSON in UTF-8 is a dead letter with a sentence that says so.
// Method: hand-made hostile lines, each beside a control that is just not hostile.

#include <gtest/gtest.h>

#include "tests/events/command_reader_fixture.hpp"

namespace antrian::events::testing {
namespace {

using hostile_lines = command_reading;
using namespace std::string_literals;

std::string line() {
  return good(command_type::book).text();
}

/// A line with one more field, which no command has.
std::string line_with(std::string_view value) {
  return good(command_type::book).with("unknown", value).text();
}

TEST_F(hostile_lines, that_are_no_object_are_dead_letters) {
  for (const auto* text : {"", " ", "\n", "null", "[]", "\"x\"", "17", "true", "{", "}", "[{}]",
                           "{}{}", "{\"id\"}", "{id:1}", "{\"id\":}", "{'id':1}", "nul"}) {
    expect_dead(text, "");
  }
  expect_dead("{}", "id");
}

TEST_F(hostile_lines, say_what_is_wrong_with_the_whole) {
  EXPECT_TRUE(expect_dead("", "").starts_with("empty"));
  EXPECT_TRUE(expect_dead("[]", "").starts_with("not an object"));
  EXPECT_TRUE(expect_dead("{", "").starts_with("not valid JSON"));
  EXPECT_TRUE(expect_dead("{\"a\":\"\xff\"}", "").starts_with("not valid UTF-8"));
  EXPECT_TRUE(expect_dead(line_with(repeated("[", 2000) + repeated("]", 2000)), "")
                  .starts_with("nested too deeply"));
}

TEST_F(hostile_lines, that_are_cut_off_anywhere_are_dead_letters) {
  const auto whole = line();
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const auto batch = read(std::string_view{whole}.substr(0, size));
    ASSERT_EQ(batch.invalid.size(), 1U) << size;
    EXPECT_EQ(batch.invalid[0].id, std::nullopt);
    EXPECT_EQ(batch.invalid[0].field, "");
  }
  read_good(whole);
}

TEST_F(hostile_lines, that_go_on_after_their_end_are_dead_letters) {
  for (const auto& tail : {"x"s, ","s, "}"s, "{}"s, "\0"s, "\"\""s, "null"s}) {
    expect_dead(line() + tail, "");
  }
  for (const auto* space : {" ", "\n", "\r\n", "\t \t"}) read_good(space + line() + space);
}

TEST_F(hostile_lines, with_bytes_that_are_not_utf8_are_dead_letters) {
  for (const auto* bytes : {"\xff", "\xc0\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe2\x82"}) {
    expect_dead(line_with(in_quotes(bytes)), "");
  }
  read_good(line_with(in_quotes("\xe2\x82\xac")));
  expect_dead("\xef\xbb\xbf" + line(), "");  // a byte-order mark
}

TEST_F(hostile_lines, with_half_a_surrogate_pair_are_read_and_the_pair_is_no_text) {
  for (const auto* half : {"\\ud800", "\\udc00", "\\ud800x", "\\ud800\\ud800", "\\udc00\\ud800"}) {
    read_good(line_with(in_quotes(half)));
    read_good(line_with("[{" + in_quotes(half) + ":" + in_quotes(half) + "},1e999]"));
    expect_invalid(good(command_type::close_day).with("reason", in_quotes(half)), "reason");
    expect_invalid(good(command_type::book).with("account", in_quotes(half)), "account");
    expect_dead(good(command_type::book).with("id", in_quotes(half)).text(), "id");
    expect_dead(line_with(in_quotes(half + "\\x"s)), "");
  }
  read_good(line_with("\"\\ud800\\udc00\""));
}

TEST_F(hostile_lines, with_nul_bytes_are_read_to_the_end) {
  expect_dead(line_with("\"a\0b\""s), "");
  expect_dead("\0"s + line(), "");
  const auto escaped = good(command_type::close_day).with("reason", "\"a\\u0000b\"");
  EXPECT_EQ(read_body<close_day>(escaped).reason, "a\0b"s);
  expect_invalid(good(command_type::book).with("slot", "\"08:00\\u0000\""), "slot");
  expect_invalid(good(command_type::end_day).with("type", "\"end_day\\u0000\""), "type");
}

TEST_F(hostile_lines, nested_deeply_are_ignored_up_to_the_limit) {
  // The object itself is the first level.
  const auto nested = [](std::size_t levels) {
    return line_with(repeated("[", levels) + repeated("]", levels));
  };
  read_good(nested(1000));
  expect_dead(nested(1024), "");
  expect_dead(nested(1'000'000), "");
  expect_dead(repeated("{\"id\":", 100'000), "");
}

TEST_F(hostile_lines, with_numbers_beyond_any_machine_are_still_json) {
  for (const auto* number :
       {"1e999", "-1E+999", "123456789012345678901234567890", "-9223372036854775809",
        "18446744073709551616", "0.1e-999", "[1e400,{\"x\":-1e400}]"}) {
    read_good(line_with(number));
    expect_invalid(good(command_type::miss).with("queue_number", number), "queue_number");
  }
  read_good(line_with("1" + repeated("0", 100'000)));
  for (const auto* no_number : {"01e999", "1e", "-", "+1", ".5", "1.", "1e999x", "--1", "0x10",
                                "NaN", "Infinity", "1e999 1"}) {
    expect_dead(line_with(no_number), "");
  }
}

TEST_F(hostile_lines, keep_their_texts_when_a_number_is_beyond_any_machine) {
  const auto json = good(command_type::close_day)
                        .with("reason", R"("1e999 \" 123456789012345678901 \\")")
                        .with("unknown", "1e999");
  EXPECT_EQ(read_body<close_day>(json).reason, R"(1e999 " 123456789012345678901 \)");
}

TEST_F(hostile_lines, of_two_megabytes_are_read_like_any_other) {
  const std::size_t size = 2'000'000;
  read_good(line_with(in_quotes(repeated("x", size))));
  read_good(line_with("[" + repeated("0,", size / 2) + "0]"));
  expect_invalid(good(command_type::close_day).with("reason", in_quotes(repeated("x", size))),
                 "reason");
  expect_dead(repeated("x", size), "");
  expect_dead(repeated("\"", size), "");
  expect_dead(repeated("\\", size), "");
  expect_invalid(good(command_type::book).with("applicants", "[" + repeated("0,", size / 2) + "0]"),
                 "applicants");
  // A field of 100,000 copies is twice, not 100,000 times, wrong.
  auto twice = line();
  twice.pop_back();
  expect_invalid(twice + repeated(",\"slot\":\"any\"", 100'000) + "}", "slot");
}

TEST_F(hostile_lines, may_give_unknown_fields_as_often_as_they_like) {
  read_good(good(command_type::end_day).again("x", "1").again("x", "2").text());
}

TEST_F(hostile_lines, do_not_change_how_the_next_line_is_read) {
  const auto before = read_good(line());
  for (const auto& bad : {"{"s, line_with("1e999"), line_with(in_quotes(repeated("x", 300'000))),
                          good(command_type::book).without("slot").text()}) {
    read(bad);
    const auto after = read_good(line());
    EXPECT_EQ(after.id, before.id);
    EXPECT_EQ(std::get<book>(after.body).account, std::get<book>(before.body).account);
    EXPECT_EQ(std::get<book>(after.body).slot, std::get<book>(before.body).slot);
  }
}

TEST_F(hostile_lines, are_read_the_same_whatever_stands_behind_them) {
  for (const std::size_t padding : {0U, 1U, 63U, 64U, 1000U}) {
    for (const char behind : {'\0', '"', '}', '1', '\xff'}) {
      for (const auto& text : {line(), "17"s, "{"s, ""s}) {
        const std::string buffer = text + std::string(padding, behind);
        command_batch batch;
        reader_.read(std::string_view{buffer}.substr(0, text.size()), padding, some_receipt, batch);
        expect_one_item(batch);
        EXPECT_EQ(batch.commands.size(), text.size() > 10 ? 1U : 0U) << padding << " " << behind;
        EXPECT_EQ(buffer, text + std::string(padding, behind)) << "the source's buffer was changed";
      }
    }
  }
}

}  // namespace
}  // namespace antrian::events::testing
