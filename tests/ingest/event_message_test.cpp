// Goal: an event on the topic says what the exported one says, in the binary mode of CloudEvents.
// Method: headers and value of one event, field by field.
#include "ingest/event_message.hpp"

#include <map>

#include <gtest/gtest.h>

#include "tests/storage/fixtures.hpp"

namespace antrian::ingest {
namespace {

std::map<std::string, std::string> headers_of(const kafka_record& record) {
  std::map<std::string, std::string> headers;
  for (const auto& header : record.headers) {
    EXPECT_TRUE(headers.emplace(header.name, header.value).second) << header.name;
  }
  return headers;
}

TEST(event_message, has_the_office_as_key_and_the_data_as_value) {
  event_message maker("0123abcd");
  const auto event = storage::event_of(7);
  const auto& record = maker.make(event, {12, 3, "BATAM/2026-11-30"});
  EXPECT_EQ(record.key, "BATAM");
  std::string data;
  events::append_event_data(data, event.body);
  EXPECT_EQ(record.value, data);
}

TEST(event_message, says_everything_else_in_headers) {
  event_message maker("0123abcd");
  auto event = storage::event_of(7);
  const std::map<std::string, std::string> expected{{"ce_specversion", "1.0"},
                                                    {"ce_id", "12"},
                                                    {"ce_source", "antrian/0123abcd"},
                                                    {"ce_type", "id.antrian.booking_declined.v1"},
                                                    {"ce_subject", "BATAM/2026-11-30"},
                                                    {"ce_time", events::to_text(event.at)},
                                                    {"ce_sequence", "3"},
                                                    {"ce_command", events::to_text(event.command)},
                                                    {"content-type", "application/json"}};
  EXPECT_EQ(headers_of(maker.make(event, {12, 3, "BATAM/2026-11-30"})), expected);
}

TEST(event_message, names_who_acted_only_where_the_command_did) {
  event_message maker("0123abcd");
  auto event = storage::event_of(7);
  event.by = storage::numbered<events::account_id>(5);
  const auto with = headers_of(maker.make(event, {12, 3, "BATAM/2026-11-30"}));
  EXPECT_EQ(with.at("ce_by"), events::to_hex(*event.by));
  event.by.reset();
  EXPECT_FALSE(headers_of(maker.make(event, {13, 4, "BATAM/2026-11-30"})).contains("ce_by"));
}

}  // namespace
}  // namespace antrian::ingest
