// Goal: whatever is missing or wrong in a command is refused, and the refusal names that field.
// Method: tables of changes to good commands: each field left out, null, given twice, of the wrong
// type, and just beyond each limit - with the value just inside the limit as the control.

#include <algorithm>
#include <map>

#include <gtest/gtest.h>

#include "tests/events/command_reader_fixture.hpp"

namespace antrian::events::testing {
namespace {

using refusing_a_field = command_reading;

const std::vector<std::string_view> optional_fields{"at",     "by",   "release_at", "services",
                                                    "policy", "lane", "replaces",   "lanes"};

bool is_optional(command_type type, std::string_view field) {
  if (type == command_type::walk_in && field == "lane") return false;
  if (type == command_type::cancel && field == "nik") return true;
  // Either of the two is enough.
  if (type == command_type::check_in && (field == "booking" || field == "code")) return true;
  return std::find(optional_fields.begin(), optional_fields.end(), field) != optional_fields.end();
}

TEST_F(refusing_a_field, names_every_required_field_that_is_missing_or_null) {
  for (const auto type : wire_types()) {
    for (const auto& [name, value] : good(type).list()) {
      if (name == "id") continue;
      if (is_optional(type, name)) {
        read_good(good(type).without(name).text());
        read_good(good(type).with(name, "null").text());
        continue;
      }
      for (const auto& json : {good(type).without(name), good(type).with(name, "null")}) {
        const auto message = expect_invalid(json, name);
        EXPECT_TRUE(message.starts_with("missing: expected ")) << message;
      }
    }
  }
}

TEST_F(refusing_a_field, names_every_field_that_is_given_twice) {
  for (const auto type : wire_types()) {
    for (const auto& [name, value] : good(type).list()) {
      if (name == "id" || (type == command_type::check_in && name == "code")) continue;
      // Even where both say the same, and where one of them is null.
      for (const auto& json : {good(type).again(name, value), good(type).again(name, "null"),
                               good(type).with(name, "null").again(name, value)}) {
        EXPECT_EQ(expect_invalid(json, name), "given twice: expected once");
      }
    }
  }
  const auto by_code = good(command_type::check_in).without("booking").again("code", "\"7K3M9Q\"");
  EXPECT_EQ(expect_invalid(by_code, "code"), "given twice: expected once");
}

TEST_F(refusing_a_field, names_every_field_of_the_wrong_type) {
  for (const auto type : wire_types()) {
    for (const auto& [name, value] : good(type).list()) {
      if (name == "id" || (type == command_type::check_in && name == "code")) continue;
      for (const auto* wrong : {"true", "-1", "1.5", "{}", "[]", "\"\"", "[null]"}) {
        // An empty object is a policy that leaves everything to configuration.
        if (name == "policy" && std::string_view{wrong} == "{}") continue;
        const std::string_view element{"[0]"};
        const auto batch = read(good(type).with(name, wrong).text());
        ASSERT_EQ(batch.invalid.size(), 1U) << name_of(type) << " " << name << " " << wrong;
        const auto& field = batch.invalid[0].field;
        EXPECT_TRUE(field == name || field == name + std::string{element}) << field << " " << name;
      }
    }
  }
}

TEST_F(refusing_a_field, has_no_id_to_answer_to_where_the_id_is_wrong) {
  const auto base = good(command_type::end_day);
  expect_dead(base.without("id").text(), "id");
  expect_dead(base.again("id", in_quotes(some_id)).text(), "id");
  for (const auto* wrong : {"null", "7", "\"\"", "\"0192f0c1000070008000000000000001\"",
                            "\"0192f0c1-0000-7000-8000-00000000000g\"",
                            "\"{0192f0c1-0000-7000-8000-000000000001}\"", "[]"}) {
    expect_dead(base.with("id", wrong).text(), "id");
  }
}

TEST_F(refusing_a_field, goes_through_the_fields_in_the_order_of_the_document) {
  const std::map<command_type, std::vector<std::string>> body_fields{
      {command_type::open_day, {"slots", "release_at", "services", "policy"}},
      {command_type::change_capacity, {"slots"}},
      {command_type::close_day, {"reason"}},
      {command_type::end_day, {}},
      {command_type::book, {"account", "applicants", "service", "slot", "lane", "replaces"}},
      {command_type::cancel, {"booking", "nik"}},
      {command_type::check_in, {"booking", "nik"}},
      {command_type::walk_in, {"applicants", "service", "lane"}},
      {command_type::undo_check_in, {"booking", "nik"}},
      {command_type::call_next, {"counter", "lanes"}},
      {command_type::recall, {"queue_number"}},
      {command_type::serve, {"queue_number"}},
      {command_type::miss, {"queue_number"}},
  };
  for (const auto type : wire_types()) {
    std::vector<std::string> order{"office", "date", "at", "by"};
    for (const auto& field : body_fields.at(type)) order.push_back(field);
    // All wrong at once; then one after another is put right, written in the opposite order.
    auto json = good(type);
    for (const auto& field : order) json = json.without(field);
    for (auto field = order.rbegin(); field != order.rend(); ++field)
      json = json.with(*field, "true");
    for (const auto& field : order) {
      expect_invalid(json, field);
      for (const auto& [name, value] : good(type).list()) {
        if (name == field) json = json.with(field, value);
      }
    }
    read_good(json.text());
  }
  expect_invalid(good(command_type::book).with("type", "true").with("office", "true"), "type");
}

TEST_F(refusing_a_field, knows_only_the_types_of_the_wire) {
  const auto base = good(command_type::end_day);
  for (const auto* wrong : {"\"release_replaced\"", "\"BOOK\"", "\"book \"", "\"\"", "4"}) {
    expect_invalid(base.with("type", wrong), "type");
  }
}

TEST_F(refusing_a_field, knows_only_the_offices_of_this_installation) {
  const auto base = good(command_type::end_day);
  for (const auto* wrong : {"\"ATLANTIS\"", "\"pematangsiantar\"", "\"\""}) {
    const auto message = expect_invalid(base.with("office", wrong), "office");
    EXPECT_NE(message.find("a code of offices.csv"), std::string::npos) << message;
  }
}

TEST_F(refusing_a_field, wants_real_dates_and_times_in_utc) {
  const auto base = good(command_type::end_day);
  for (const auto* wrong : {"\"2026-02-29\"", "\"2026-11-31\"", "\"2026-1-01\"", "\"30-11-2026\"",
                            "\"1899-12-31\"", "\"2026-11-30T00:00:00Z\"", "20261130"}) {
    expect_invalid(base.with("date", wrong), "date");
  }
  read_good(base.with("date", "\"2028-02-29\"").text());
  for (const auto* wrong :
       {"\"2026-11-27\"", "\"2026-11-27T07:00:00\"", "\"2026-11-27T07:00:00+07:00\"",
        "\"2026-11-27T24:00:00Z\"", "\"2026-11-27T07:00:60Z\"", "\"2026-11-27 07:00:00Z\"", "0",
        "\"2026-11-27T07:00:00.Z\"", "\"2026-11-27T07:00:00.000Z \""}) {
    expect_invalid(base.with("at", wrong), "at");
    expect_invalid(good(command_type::open_day).with("release_at", wrong), "release_at");
  }
  for (const auto* right : {"\"2026-11-27T07:00:00Z\"", "\"2026-11-27t07:00:00.123456789z\"",
                            "\"2026-11-27T07:00:00+00:00\""}) {
    read_good(base.with("at", right).text());
  }
}

struct text_limit {
  command_type type;
  std::string_view field;
  std::size_t bytes_max;
};

TEST_F(refusing_a_field, bounds_every_text_in_bytes) {
  const text_limit limits[] = {
      {command_type::end_day, "by", 128},     {command_type::close_day, "reason", 500},
      {command_type::book, "account", 128},   {command_type::book, "service", 64},
      {command_type::walk_in, "service", 64}, {command_type::call_next, "counter", 16}};
  for (const auto& [type, field, bytes_max] : limits) {
    const auto base = good(type);
    expect_invalid(base.with(field, "\"\""), field);
    read_good(base.with(field, in_quotes(repeated("x", bytes_max))).text());
    expect_invalid(base.with(field, in_quotes(repeated("x", bytes_max + 1))), field);
    // Two bytes each in UTF-8.
    read_good(base.with(field, in_quotes(repeated("\u00e9", bytes_max / 2))).text());
    expect_invalid(base.with(field, in_quotes(repeated("\u00e9", bytes_max / 2 + 1))), field);
  }
}

TEST_F(refusing_a_field, bounds_every_number) {
  for (const auto type : {command_type::recall, command_type::serve, command_type::miss}) {
    const auto base = good(type);
    for (const auto* wrong : {"0", "-1", "4294967296", "18446744073709551616", "1.0", "1e2",
                              "1e999", "\"17\"", "true"}) {
      expect_invalid(base.with("queue_number", wrong), "queue_number");
    }
    read_good(base.with("queue_number", "1").text());
    read_good(base.with("queue_number", "4294967295").text());
  }
  for (const auto* wrong : {"-1", "10000", "1.0", "\"\"", "[1]"}) {
    expect_invalid(good(command_type::call_next).with("counter", wrong), "counter");
  }
}

TEST_F(refusing_a_field, names_the_lane_in_a_list_of_lanes) {
  const auto base = good(command_type::call_next);
  expect_invalid(base.with("lanes", "[]"), "lanes");
  expect_invalid(base.with("lanes", "\"online\""), "lanes");
  expect_invalid(base.with("lanes", R"(["online","vip"])"), "lanes[1]");
  expect_invalid(base.with("lanes", R"(["online",null])"), "lanes[1]");
}

TEST_F(refusing_a_field, keeps_each_kind_of_booking_to_its_lanes) {
  expect_invalid(good(command_type::book).with("lane", "\"walk_in\""), "lane");
  expect_invalid(good(command_type::book).with("lane", "\"vip\""), "lane");
  read_good(good(command_type::book).with("lane", "\"online\"").text());
  expect_invalid(good(command_type::walk_in).with("lane", "\"online\""), "lane");
  read_good(good(command_type::walk_in).with("lane", "\"priority\"").text());
}

TEST_F(refusing_a_field, wants_a_slot_or_a_part_of_the_day) {
  for (const auto* wrong :
       {"\"8:00\"", "\"24:00\"", "\"08:60\"", "\"evening\"", "\"ANY\"", "800"}) {
    expect_invalid(good(command_type::book).with("slot", wrong), "slot");
  }
}

TEST_F(refusing_a_field, wants_a_booking_or_a_code_to_check_in) {
  const auto base = good(command_type::check_in);
  expect_invalid(base.without("booking").without("code"), "booking");
  expect_invalid(base.with("booking", "null").with("code", "null"), "booking");
  // A wrong booking is not made good by a right code.
  expect_invalid(base.with("booking", "\"7K3M9Q\""), "booking");
  for (const auto* wrong : {"\"7K3M9\"", "\"7K3M9QX\"", "\"7K3M9U\"", "773399"}) {
    expect_invalid(base.without("booking").with("code", wrong), "code");
  }
}

TEST_F(refusing_a_field, checks_every_nik_that_identifies_someone) {
  for (const auto type :
       {command_type::cancel, command_type::check_in, command_type::undo_check_in}) {
    for (const auto* wrong : {"\"127201410790000\"", "\"9972014107900001\"", "\"1272017207900001\"",
                              "\"1272014107900000\"", "1272014107900001", "\"\""}) {
      expect_invalid(good(type).with("nik", wrong), "nik");
    }
  }
}

TEST_F(refusing_a_field, never_quotes_what_was_given) {
  const std::string_view secret = "RAHASIA";
  for (const auto type : wire_types()) {
    for (const auto& [name, value] : good(type).list()) {
      const auto batch = read(good(type).with(name, in_quotes(repeated(secret, 100))).text());
      for (const auto& invalid : batch.invalid) {
        EXPECT_EQ(invalid.message.find(secret), std::string::npos) << invalid.message;
        EXPECT_EQ(invalid.field.find(secret), std::string::npos) << invalid.field;
      }
    }
  }
}

}  // namespace
}  // namespace antrian::events::testing
