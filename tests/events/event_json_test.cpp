// Goal: every event reads as docs/wire.md says, and is valid JSON and a valid CloudEvents object.
// Method: the whole text of each sample event's data, by hand; the envelope of one; a JSON parser
// over all of them.

#include "events/event_json.hpp"

#include <map>

#include <gtest/gtest.h>
#include <simdjson.h>

#include "tests/events/sample_events.hpp"

namespace antrian::events {
namespace {

constexpr event_place place{1'234, 56, "PEMATANGSIANTAR/2026-11-27"};

std::string data_of(const event_body& body) {
  std::string out;
  append_event_data(out, body);
  return out;
}

std::string cloud_event_of(const event& event) {
  std::string out;
  append_cloud_event(out, event, place, "siantar-1");
  return out;
}

// The text that all events about a booking begin with, and what stands for one applicant.
const std::string facts = R"("booking":"10111213-1415-1617-1819-1a1b1c1d1e1f",)"
                          R"("account_id":"a0a1a2a3a4a5a6a7a8a9aaabacadaeaf","lane":"priority",)"
                          R"("service":"new_passport",)";
const std::string one_place = R"("subject_id":"505152535455565758595a5b5c5d5e5f","slot":"08:30")";
const std::string family = R"("applicants":[{)" + one_place +
                           R"(},{"subject_id":"606162636465666768696a6b6c6d6e6f","slot":"09:00"}])";
const std::string slots =
    R"("slots":[{"start":"08:00","end":"09:00","capacity":{"online":30,"priority":5,"walk_in":0}},)"
    R"({"start":"09:00","end":"10:00","capacity":{"online":25,"priority":0,"walk_in":70000}}])";
const std::string number = facts + one_place + R"(,"queue_number":7)";

const std::map<std::string, std::string> expected_data{
    {"day_opened", "{" + slots +
                       R"(,"release_at":"2026-11-27T07:00:00.123Z","policy":{"early_minutes":45,)"
                       R"("late_minutes":15,"account_limit":6,"no_show_block_days":14,)"
                       R"("reschedule_limit":2,"services":["new_passport","lost"]},)"
                       R"("utc_offset_minutes":480})"},
    {"capacity_changed",
     "{" + slots + R"(,"excess":[{"slot":"09:00","lane":"walk_in","taken":31,"capacity":30}]})"},
    {"day_closed", "{\"reason\":\"banjir \u2014 \\\"kantor\\\" tutup\"}"},
    {"day_ended", R"({"unserved":[{)" + number + "}]}"},
    {"booking_confirmed",
     "{" + facts + family +
         R"(,"code":"NANANA","replaces":"20212223-2425-2627-2829-2a2b2c2d2e2f","replacements":1})"},
    {"booking_declined",
     R"({"command_type":"check_in","reason":"already_checked_in",)"
     R"("account_id":"a0a1a2a3a4a5a6a7a8a9aaabacadaeaf",)"
     R"("subject_ids":["505152535455565758595a5b5c5d5e5f","606162636465666768696a6b6c6d6e6f"],)"
     R"("lane":"priority","slot":"08:30","service":"new_passport",)"
     R"("booking":"10111213-1415-1617-1819-1a1b1c1d1e1f","queue_number":300})"},
    {"booking_cancelled",
     "{" + facts + family +
         R"(,"cause":"rescheduled","replaced_by":"30313233-3435-3637-3839-3a3b3c3d3e3f"})"},
    {"booking_missed", "{" + facts + family + R"(,"blocked_until":"2026-12-27"})"},
    {"applicant_checked_in", "{" + number + "}"},
    {"check_in_undone", "{" + number + "}"},
    {"number_called", "{" + number + R"(,"counter":"Loket 3","again":true,"waited_ms":1234567})"},
    {"applicant_served", "{" + number + R"(,"service_ms":600000})"},
    {"applicant_missed", "{" + number + "}"},
    {"day_opened.bare", R"({"slots":[],"policy":{"early_minutes":60,"late_minutes":30,)"
                        R"("account_limit":5,"no_show_block_days":30,"reschedule_limit":1,)"
                        R"("services":["new_passport","replacement"]},"utc_offset_minutes":0})"},
    {"booking_confirmed.bare",
     R"({"booking":"00000000-0000-0000-0000-000000000000","lane":"online","service":"",)"
     R"("applicants":[],"code":"000000","replacements":0})"},
    {"booking_declined.bare",
     R"({"command_type":"book","reason":"day_not_open","subject_ids":[]})"},
    {"booking_cancelled.bare",
     R"({"booking":"00000000-0000-0000-0000-000000000000","lane":"online","service":"",)"
     R"("applicants":[],"cause":"requested"})"},
};

TEST(event_json, writes_the_data_of_every_sample) {
  const auto samples = all_samples();
  ASSERT_EQ(samples.size(), expected_data.size());
  for (const auto& sample : samples) {
    EXPECT_EQ(data_of(sample.event.body), expected_data.at(sample.name)) << sample.name;
  }
}

TEST(event_json, writes_a_wish_in_the_words_of_the_command) {
  const auto slot_of = [](slot_wish::kind kind) {
    booking_declined declined;
    declined.wish = slot_wish{kind, {}};
    const std::string data = data_of(declined);
    return data.substr(data.find("\"slot\""));
  };
  EXPECT_EQ(slot_of(slot_wish::kind::morning), R"("slot":"morning"})");
  EXPECT_EQ(slot_of(slot_wish::kind::afternoon), R"("slot":"afternoon"})");
  EXPECT_EQ(slot_of(slot_wish::kind::any), R"("slot":"any"})");
}

TEST(event_json, wraps_the_data_in_a_cloud_event) {
  EXPECT_EQ(cloud_event_of(event_with(applicant_served{sample_facts(), sample_place(), 7, 5})),
            R"({"specversion":"1.0","id":"1234","source":"antrian/siantar-1",)"
            R"("type":"id.antrian.applicant_served.v1","subject":"PEMATANGSIANTAR/2026-11-27",)"
            R"("time":"2026-11-27T07:00:00.123Z","datacontenttype":"application/json",)"
            R"("sequence":56,"command":"01020304-0506-0708-090a-0b0c0d0e0f10",)"
            R"("by":"b0b1b2b3b4b5b6b7b8b9babbbcbdbebf",)"
            R"("data":{)" +
                number + R"(,"service_ms":5}})");
}

TEST(event_json, leaves_out_who_acted_if_the_command_did_not_say) {
  const std::string text = cloud_event_of(bare_event_with(day_ended{}));
  EXPECT_EQ(text.find("\"by\""), std::string::npos);
  EXPECT_NE(text.find(R"("data":{"unserved":[]}})"), std::string::npos);
}

TEST(event_json, is_one_line_of_valid_json_for_every_sample) {
  for (const auto& sample : all_samples()) {
    const std::string text = cloud_event_of(sample.event);
    EXPECT_EQ(text.find('\n'), std::string::npos);
    simdjson::dom::parser parser;
    const simdjson::padded_string padded(text);
    const simdjson::dom::element document = parser.parse(padded);
    EXPECT_EQ(std::string_view(document["type"]),
              "id.antrian." + sample.name.substr(0, sample.name.find('.')) + ".v1");
    EXPECT_EQ(std::string_view(document["specversion"]), "1.0");
    EXPECT_EQ(std::string_view(document["id"]), "1234");
    EXPECT_TRUE(document["data"].is_object());
  }
}

TEST(event_json, escapes_what_people_typed) {
  EXPECT_EQ(data_of(day_closed{"a\"b\n"}), R"({"reason":"a\"b\n"})");
  number_called call{sample_facts(), sample_place(), 7, "\"", false, 0};
  EXPECT_NE(data_of(call).find(R"("counter":"\"")"), std::string::npos);
  call.facts.service = "\\";
  EXPECT_NE(data_of(call).find(R"("service":"\\")"), std::string::npos);
}

}  // namespace
}  // namespace antrian::events
