#include "tests/events/command_reader_fixture.hpp"

#include <algorithm>

namespace antrian::events::testing {
namespace {

json_fields envelope(command_type type) {
  return {{"id", in_quotes(some_id)},
          {"type", in_quotes(name_of(type))},
          {"office", "\"PEMATANGSIANTAR\""},
          {"date", "\"2026-11-30\""},
          {"at", "\"2026-11-27T07:00:00.000Z\""},
          {"by", "\"siti@contoh.id\""}};
}

std::string good_slots() {
  return "[" + good_slot().text() + "," + good_slot("\"09:00\"", "\"24:00\"").text() + "]";
}

constexpr std::string_view good_policy =
    R"({"early_minutes":10,"late_minutes":20,"account_limit":3,"no_show_block_days":7,)"
    R"("reschedule_limit":0,"services":["one_day"]})";

std::string good_applicants() {
  return "[" + good_applicant().text() + "," + good_applicant(other_nik).text() + "]";
}

}  // namespace

json_fields json_fields::with(std::string_view name, std::string_view value) const {
  json_fields changed = *this;
  for (auto& each : changed.fields_) {
    if (each.first != name) continue;
    each.second = value;
    return changed;
  }
  return changed.again(name, value);
}

json_fields json_fields::without(std::string_view name) const {
  json_fields changed = *this;
  std::erase_if(changed.fields_, [name](const auto& each) { return each.first == name; });
  return changed;
}

json_fields json_fields::again(std::string_view name, std::string_view value) const {
  json_fields changed = *this;
  changed.fields_.emplace_back(name, value);
  return changed;
}

std::string json_fields::text() const {
  std::string out = "{";
  for (const auto& [name, value] : fields_) {
    if (out.size() > 1) out.push_back(',');
    out.append(in_quotes(name)).append(":").append(value);
  }
  return out.append("}");
}

json_fields good(command_type type) {
  const auto base = envelope(type);
  const std::string booking = in_quotes(some_booking);
  const std::string nik = in_quotes(some_nik);
  switch (type) {
    case command_type::open_day:
      return base.with("slots", good_slots())
          .with("release_at", "\"2026-11-20T07:00:00Z\"")
          .with("services", R"(["new_passport","replacement"])")
          .with("policy", good_policy);
    case command_type::change_capacity:
      return base.with("slots", good_slots());
    case command_type::close_day:
      return base.with("reason", "\"Banjir\"");
    case command_type::book:
      return base.with("account", "\"siti@contoh.id\"")
          .with("applicants", good_applicants())
          .with("service", "\"new_passport\"")
          .with("slot", "\"08:00\"")
          .with("lane", "\"priority\"")
          .with("replaces", booking);
    case command_type::cancel:
    case command_type::undo_check_in:
      return base.with("booking", booking).with("nik", nik);
    case command_type::check_in:
      return base.with("booking", booking).with("code", "\"7K3M9Q\"").with("nik", nik);
    case command_type::walk_in:
      return base.with("applicants", good_applicants())
          .with("service", "\"new_passport\"")
          .with("lane", "\"walk_in\"");
    case command_type::call_next:
      return base.with("counter", "\"A1\"").with("lanes", R"(["priority","online"])");
    case command_type::recall:
    case command_type::serve:
    case command_type::miss:
      return base.with("queue_number", "17");
    case command_type::end_day:
    case command_type::release_replaced:
      break;
  }
  return base;
}

json_fields good_applicant(std::string_view nik) {
  return {{"nik", in_quotes(nik)},
          {"name", "\"Siti Rahma\""},
          {"phone", "\"0812-3456-7890\""},
          {"email", "\"siti@contoh.id\""}};
}

json_fields good_slot(std::string_view start, std::string_view end) {
  return {{"start", std::string{start}},
          {"end", std::string{end}},
          {"capacity", R"({"online":20,"priority":3,"walk_in":5})"}};
}

std::string in_quotes(std::string_view text) {
  return "\"" + std::string{text} + "\"";
}

std::string repeated(std::string_view text, std::size_t times) {
  std::string out;
  out.reserve(text.size() * times);
  for (std::size_t i = 0; i < times; ++i) out.append(text);
  return out;
}

std::vector<command_type> wire_types() {
  std::vector<command_type> types;
  for (std::size_t i = 0; i < command_type_count; ++i) {
    const auto type = static_cast<command_type>(i);
    if (type != command_type::release_replaced) types.push_back(type);
  }
  return types;
}

std::vector<office> two_offices() {
  office west;
  west.code = "PEMATANGSIANTAR";
  office east;
  east.code = "JAYAPURA";
  east.utc_offset_minutes = 540;
  return {west, east};
}

void expect_one_item(const command_batch& batch) {
  ASSERT_EQ(batch.items.size(), 1U);
  const bool valid = batch.items[0].valid;
  EXPECT_EQ(batch.items[0].index, 0U);
  EXPECT_EQ(batch.commands.size(), valid ? 1U : 0U);
  EXPECT_EQ(batch.invalid.size(), valid ? 0U : 1U);
  if (!valid) {
    EXPECT_TRUE(batch.personal.empty()) << "personal data of a refused command were kept";
  }
}

command_batch command_reading::read(std::string_view json) {
  command_batch batch;
  reader_.read(json, 0, some_receipt, batch);
  expect_one_item(batch);
  return batch;
}

command command_reading::read_good(const std::string& json) {
  auto batch = read(json);
  if (batch.commands.empty()) {
    ADD_FAILURE() << json << "\nrefused: " << batch.invalid.at(0).field << " "
                  << batch.invalid.at(0).message;
    return {};
  }
  return std::move(batch.commands[0]);
}

std::string command_reading::expect_invalid(const json_fields& json, std::string_view field) {
  return expect_invalid(json.text(), field);
}

std::string command_reading::expect_invalid(const std::string& json, std::string_view field) {
  const auto batch = read(json);
  if (batch.invalid.empty()) {
    ADD_FAILURE() << "accepted: " << json.substr(0, 1000);
    return {};
  }
  const auto& invalid = batch.invalid[0];
  EXPECT_EQ(invalid.id, parse_uuid(some_id)) << json.substr(0, 1000);
  EXPECT_EQ(invalid.field, field) << json.substr(0, 1000) << "\n" << invalid.message;
  EXPECT_NE(invalid.message.find("expected "), std::string::npos) << invalid.message;
  return invalid.message;
}

std::string command_reading::expect_dead(std::string_view json, std::string_view field) {
  const auto batch = read(json);
  if (batch.invalid.empty()) {
    ADD_FAILURE() << "accepted: " << json.substr(0, 1000);
    return {};
  }
  const auto& invalid = batch.invalid[0];
  EXPECT_EQ(invalid.id, std::nullopt) << json.substr(0, 1000);
  EXPECT_EQ(invalid.field, field) << json.substr(0, 1000) << "\n" << invalid.message;
  EXPECT_NE(invalid.message.find("expected "), std::string::npos) << invalid.message;
  return invalid.message;
}

}  // namespace antrian::events::testing
