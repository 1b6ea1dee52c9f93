// Goal: results and dead letters are written exactly as docs/wire.md says.
// Method: whole lines compared; for every decline reason, and for texts and bytes that JSON cannot
// hold as they are, the line is read back by a JSON parser.

#include "events/result_writer.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>
#include <simdjson.h>
#include <sodium.h>

namespace antrian::events {
namespace {

using namespace std::string_literals;

constexpr std::string_view id_text = "0192f0c1-0000-7000-8000-000000000001";
const uuid id = *parse_uuid(id_text);

std::string written(const result& value) {
  std::string out;
  append_result_json(out, id, value);
  return out;
}

std::string written(const dead_letter& letter, const invalid_command& command) {
  std::string out;
  append_dead_letter(out, letter, command);
  return out;
}

clock_time clock(int hour) {
  return {static_cast<std::uint16_t>(hour * 60)};
}

TEST(writing_a_result, of_an_accepted_command_says_no_more_than_there_is) {
  result value;
  value.position = 17;
  EXPECT_EQ(written(value),
            R"({"command":"0192f0c1-0000-7000-8000-000000000001","outcome":"accepted",)"
            R"("position":17})");
}

TEST(writing_a_result, of_a_booking_has_its_code_and_a_time_per_applicant) {
  result value;
  value.position = 18'446'744'073'709'551'615U;
  value.booking = id;
  value.code = parse_code("7K3M9Q");
  value.slots = {clock(8), clock(9)};
  EXPECT_EQ(written(value),
            R"({"command":"0192f0c1-0000-7000-8000-000000000001","outcome":"accepted",)"
            R"("position":18446744073709551615,"booking":"0192f0c1-0000-7000-8000-000000000001",)"
            R"("code":"7K3M9Q","slots":["08:00","09:00"]})");
}

TEST(writing_a_result, of_people_at_the_office_has_their_queue_numbers) {
  result value;
  value.position = 3;
  value.booking = id;
  value.queue_numbers = {7, 4'294'967'295U};
  EXPECT_EQ(written(value),
            R"({"command":"0192f0c1-0000-7000-8000-000000000001","outcome":"accepted",)"
            R"("position":3,"booking":"0192f0c1-0000-7000-8000-000000000001",)"
            R"("queue_numbers":[7,4294967295]})");
}

TEST(writing_a_result, of_a_change_of_capacity_lists_the_excess) {
  result value;
  value.position = 3;
  value.excess = {{clock(8), lane::online, 31, 30}, {clock(9), lane::walk_in, 1, 0}};
  EXPECT_EQ(written(value),
            R"({"command":"0192f0c1-0000-7000-8000-000000000001","outcome":"accepted",)"
            R"("position":3,"excess":[{"slot":"08:00","lane":"online","taken":31,"capacity":30},)"
            R"({"slot":"09:00","lane":"walk_in","taken":1,"capacity":0}]})");
}

TEST(writing_a_result, of_a_declined_command_gives_the_number_again_where_there_is_one) {
  result value;
  value.outcome = outcome::declined;
  value.reason = decline_reason::already_checked_in;
  value.position = 5;
  value.booking = id;
  value.queue_numbers = {7};
  EXPECT_EQ(
      written(value),
      R"({"command":"0192f0c1-0000-7000-8000-000000000001","outcome":"declined",)"
      R"("reason":"already_checked_in",)"
      R"("message":"The applicant is checked in already; the queue number is given again.",)"
      R"("message_id":"Pemohon sudah check-in; nomor antreannya diberikan lagi.",)"
      R"("position":5,"booking":"0192f0c1-0000-7000-8000-000000000001","queue_numbers":[7]})");
}

TEST(writing_a_result, of_a_declined_command_has_both_sentences_of_every_reason) {
  simdjson::dom::parser parser;
  for (std::size_t i = 0; i < decline_reason_count; ++i) {
    result value;
    value.outcome = outcome::declined;
    value.reason = static_cast<decline_reason>(i);
    value.position = i + 1;
    const auto text = written(value);
    const simdjson::dom::object object = parser.parse(text);
    EXPECT_EQ(std::string_view{object["outcome"]}, "declined");
    EXPECT_EQ(std::string_view{object["reason"]}, name_of(value.reason));
    EXPECT_EQ(std::string_view{object["message"]}, sentence_of(value.reason).english);
    EXPECT_EQ(std::string_view{object["message_id"]}, sentence_of(value.reason).indonesian);
    EXPECT_EQ(std::uint64_t{object["position"]}, i + 1);
  }
}

TEST(writing_a_result, of_an_invalid_command_names_the_field) {
  std::string out = "before";
  append_invalid_result(out, {id, "applicants[1].nik", "expected \"16\" digits"});
  EXPECT_EQ(out, R"(before{"command":"0192f0c1-0000-7000-8000-000000000001","outcome":"invalid",)"
                 R"("field":"applicants[1].nik","message":"expected \"16\" digits"})");
}

TEST(writing_a_result_death, stops_at_what_has_none) {
  result value;
  value.outcome = outcome::invalid;
  EXPECT_DEATH(written(value), "broken invariant");
  std::string out;
  EXPECT_DEATH(append_invalid_result(out, {std::nullopt, "id", "missing"}), "broken invariant");
}

TEST(writing_a_dead_letter, says_where_it_came_from_and_what_is_wrong) {
  const invalid_command wrong{id, "slot", "expected another"};
  EXPECT_EQ(written({"file:commands.jsonl", 1234, 17, R"({"slot":7})"}, wrong),
            R"({"source":"file:commands.jsonl","offset":1234,"line":17,)"
            R"("command":"0192f0c1-0000-7000-8000-000000000001","field":"slot",)"
            R"("error":"expected another","value":"{\"slot\":7}"})");
}

TEST(writing_a_dead_letter, leaves_out_what_the_source_does_not_know) {
  const invalid_command wrong{std::nullopt, "", "not valid JSON"};
  EXPECT_EQ(written({"http", std::nullopt, std::nullopt, ""}, wrong),
            R"({"source":"http","field":"","error":"not valid JSON","value":""})");
  EXPECT_EQ(written({"kafka:antrian.commands/3", 0, std::nullopt, "x"}, wrong),
            R"({"source":"kafka:antrian.commands/3","offset":0,"field":"",)"
            R"("error":"not valid JSON","value":"x"})");
}

TEST(writing_a_dead_letter, keeps_bytes_that_are_no_text_as_base64) {
  const invalid_command wrong{std::nullopt, "", "not valid UTF-8"};
  EXPECT_EQ(written({"http", std::nullopt, std::nullopt, "\xff\x00"s}, wrong),
            R"({"source":"http","field":"","error":"not valid UTF-8","value_base64":"/wA="})");
}

/// What the letter's value says the original bytes were.
std::string original_of(const std::string& letter) {
  simdjson::dom::parser parser;
  const simdjson::dom::object object = parser.parse(letter);
  std::string_view value;
  if (object["value"].get(value) == simdjson::SUCCESS) return std::string{value};
  const std::string_view base64 = object["value_base64"];
  std::string bytes(base64.size(), '\0');
  std::size_t size = 0;
  const int status =
      sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), base64.data(),
                        base64.size(), nullptr, &size, nullptr, sodium_base64_VARIANT_ORIGINAL);
  RC_ASSERT(status == 0);
  bytes.resize(size);
  return bytes;
}

RC_GTEST_PROP(writing_a_dead_letter, gives_back_any_bytes_unchanged, (const std::string& bytes)) {
  const invalid_command wrong{std::nullopt, "", "x"};
  RC_ASSERT(original_of(written({"http", 1, 2, bytes}, wrong)) == bytes);
}

TEST(writing_a_dead_letter, gives_back_text_with_every_ascii_character_unchanged) {
  std::string text;
  for (char c = 0; c < 127; ++c) text.push_back(c);
  text += "\x7f \u00e9 \U0001F30A";
  const auto letter = written({"http", 1, 2, text}, {std::nullopt, "", "x"});
  EXPECT_EQ(letter.find("value_base64"), std::string::npos);
  EXPECT_EQ(letter.find('\n'), std::string::npos) << "a dead letter is one line";
  EXPECT_EQ(original_of(letter), text);
}

}  // namespace
}  // namespace antrian::events
