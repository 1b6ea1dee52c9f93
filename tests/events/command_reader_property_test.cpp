// Goal: whatever happens to a line on its way, reading it yields exactly one item, and the reader
// is as good as new for the next line.
// Method: RapidCheck damages good lines of every type, byte by byte and token by token, and reads
// them in one batch with whole ones in between. A printed seed repeats a case (RC_PARAMS).

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "tests/events/command_reader_fixture.hpp"

namespace antrian::events::testing {
namespace {

/// Pieces that mean something to a JSON parser or to the reader.
const std::vector<std::string>& tokens() {
  static const std::vector<std::string> all{"{",
                                            "}",
                                            "[",
                                            "]",
                                            ",",
                                            ":",
                                            "\"",
                                            "\\",
                                            "\\u0000",
                                            "\\ud800",
                                            "null",
                                            "true",
                                            "1e999",
                                            "-",
                                            "0",
                                            "1.5",
                                            "\"id\"",
                                            "\"at\"",
                                            "\"slots\"",
                                            "\"nik\"",
                                            "{}",
                                            "[[[[[[",
                                            "\xff",
                                            std::string(1, '\0'),
                                            "\xf0\x9f\x98\x80",
                                            "99999999999999999999999999",
                                            "\"applicants\":[]",
                                            "\n"};
  return all;
}

std::string damage_once(std::string text) {
  const auto at = *rc::gen::inRange<std::size_t>(0, text.size() + 1);
  switch (*rc::gen::inRange(0, 6)) {
    case 0:
      return text.insert(at, *rc::gen::elementOf(tokens()));
    case 1:
      return text.erase(at, *rc::gen::inRange<std::size_t>(0, 40));
    case 2:
      if (at < text.size()) text[at] = static_cast<char>(*rc::gen::inRange(0, 256));
      return text;
    case 3:
      return text.substr(0, at);
    case 4:
      return text.insert(at, text.substr(at / 2, *rc::gen::inRange<std::size_t>(0, 60)));
    default:
      return text + *rc::gen::elementOf(tokens());
  }
}

std::string damaged_line() {
  auto text = good(*rc::gen::elementOf(wire_types())).text();
  const int times = *rc::gen::inRange(1, 8);
  for (int i = 0; i < times; ++i) text = damage_once(std::move(text));
  return text;
}

/// What must hold for every item, however it came about.
void check_item(const command_batch& batch, const batch_item& item) {
  if (item.valid) {
    const auto& one = batch.commands.at(item.index);
    RC_ASSERT(one.type() != command_type::release_replaced);
    if (const auto* booking = std::get_if<book>(&one.body)) {
      RC_ASSERT(!booking->applicants.empty());
      for (const auto& applicant : booking->applicants) {
        const std::string_view personal = batch.personal;
        RC_ASSERT(applicant.personal_offset + applicant.personal_size <= personal.size());
        const auto record = personal.substr(applicant.personal_offset, applicant.personal_size);
        RC_ASSERT(parse_personal(record).has_value());
      }
    }
    return;
  }
  const auto& invalid = batch.invalid.at(item.index);
  RC_ASSERT(!invalid.message.empty());
  RC_ASSERT(!invalid.id || !invalid.field.empty());
  RC_ASSERT(invalid.id || invalid.field.empty() || invalid.field == "id");
}

RC_GTEST_FIXTURE_PROP(command_reading, yields_one_item_for_each_line_however_damaged, ()) {
  const auto whole = good(command_type::book).text();
  command_batch batch;
  for (std::size_t lines = 1; lines <= 10; ++lines) {
    const auto text = damaged_line();
    reader_.read(text, 0, some_receipt, batch);
    RC_ASSERT(batch.items.size() == 2 * lines - 1);
    RC_ASSERT(batch.commands.size() + batch.invalid.size() == batch.items.size());
    check_item(batch, batch.items.back());
    reader_.read(whole, 0, some_receipt, batch);
    RC_ASSERT(batch.items.back().valid);
    check_item(batch, batch.items.back());
  }
}

RC_GTEST_FIXTURE_PROP(command_reading, yields_one_item_for_any_bytes_at_all,
                      (const std::string& bytes)) {
  command_batch batch;
  reader_.read(bytes, 0, some_receipt, batch);
  RC_ASSERT(batch.items.size() == 1U);
  RC_ASSERT(!batch.items[0].valid);
  check_item(batch, batch.items[0]);
}

RC_GTEST_FIXTURE_PROP(command_reading, reads_fields_in_any_order, ()) {
  const auto type = *rc::gen::elementOf(wire_types());
  auto fields = good(type).list();
  const auto order = *rc::gen::container<std::vector<std::uint32_t>>(
      fields.size(), rc::gen::arbitrary<std::uint32_t>());
  std::vector<std::pair<std::uint32_t, std::size_t>> ranks;
  for (std::size_t i = 0; i < fields.size(); ++i) ranks.emplace_back(order[i], i);
  std::sort(ranks.begin(), ranks.end());
  json_fields shuffled{};
  for (const auto& rank : ranks) {
    shuffled = shuffled.again(fields[rank.second].first, fields[rank.second].second);
  }
  command_batch batch;
  reader_.read(shuffled.text(), 0, some_receipt, batch);
  RC_ASSERT(batch.commands.size() == 1U);
  RC_ASSERT(batch.commands[0].type() == type);
}

}  // namespace
}  // namespace antrian::events::testing
