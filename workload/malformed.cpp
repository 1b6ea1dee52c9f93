#include "workload/malformed.hpp"

#include <array>
#include <string_view>

#include "events/assert.hpp"

namespace antrian::workload {
namespace {

constexpr std::array<std::string_view, 7> required_fields{
    "type", "office", "date", "account", "applicants", "service", "slot"};

/// Where the member begins and its value begins and ends. Texts of these lines hold neither quotes
/// nor brackets, so counting brackets is enough.
struct member_place {
  std::size_t begin;
  std::size_t value;
  std::size_t end;
};

member_place find_member(const std::string& line, std::string_view name) {
  const std::string head = "\"" + std::string(name) + "\":";
  const std::size_t begin = line.find(head);
  ANTRIAN_ASSERT(begin != std::string::npos);
  const std::size_t value = begin + head.size();
  std::size_t end = value;
  int depth = 0;
  for (; depth > 0 || (line[end] != ',' && line[end] != '}'); ++end) {
    if (line[end] == '[' || line[end] == '{') ++depth;
    if (line[end] == ']' || line[end] == '}') --depth;
  }
  return {begin, value, end};
}

void replace_value(std::string& line, std::string_view name, std::string_view value) {
  const auto place = find_member(line, name);
  line.replace(place.value, place.end - place.value, value);
}

/// Overwrites characters of the first NIK in the line.
void overwrite_nik(std::string& line, std::size_t digit, std::string_view digits) {
  const auto place = find_member(line, "nik");
  line.replace(place.value + 1 + digit, digits.size(), digits);
}

void remove_member(std::string& line, std::string_view name) {
  // None of the required fields is the first member, so the comma before it goes with it.
  const auto place = find_member(line, name);
  line.erase(place.begin - 1, place.end - place.begin + 1);
}

void give_wrong_type(std::string& line, random_source& random) {
  switch (random.below(3)) {
    case 0:
      return replace_value(line, "applicants", "{}");
    case 1:
      return replace_value(line, "date", "20261130");
    default:
      return replace_value(line, "account", "[]");
  }
}

}  // namespace

void damage(std::string& line, fault which, random_source& random) {
  switch (which) {
    case fault::truncated:
      return line.resize(1 + random.below(line.size() - 1));
    case fault::bad_id:
      return replace_value(line, "id", "\"booking-1\"");
    case fault::missing_field:
      return remove_member(line, required_fields[random.below(required_fields.size())]);
    case fault::wrong_type:
      return give_wrong_type(line, random);
    case fault::bad_date:
      return replace_value(line, "date", "\"2026-02-31\"");
    case fault::unknown_office:
      return replace_value(line, "office", "\"ATLANTIS\"");
    case fault::nik_length: {
      const auto place = find_member(line, "nik");
      line.erase(place.value + 1, 1);
      return;
    }
    case fault::nik_province:
      return overwrite_nik(line, 0, "99");
    case fault::nik_serial:
      return overwrite_nik(line, 12, "0000");
    case fault::nik_birth_date:
      return overwrite_nik(line, 8, "13");
    case fault::unknown_slot_text:
      return replace_value(line, "slot", "\"evening\"");
  }
}

}  // namespace antrian::workload
