#include "events/command_rules.hpp"

#include <algorithm>
#include <utility>

namespace antrian::events {
namespace {

using simdjson::dom::element;

/// The value's text; nothing if it is not a string.
std::optional<std::string_view> text_of(element value) {
  std::string_view text;
  if (value.get(text) != simdjson::SUCCESS) return std::nullopt;
  return text;
}

/// A run of just as many digits as a NIK has.
bool holds_nik(std::string_view text) {
  constexpr std::size_t nik_digits = 16;
  std::size_t run = 0;
  for (const char c : text) {
    if (c >= '0' && c <= '9') {
      ++run;
    } else if (std::exchange(run, 0) == nik_digits) {
      return true;
    }
  }
  return run == nik_digits;
}

/// The common case: text that `parse` turns into a value, or nothing.
template <class Value, class Parse>
verdict parse_text(element value, Value& out, std::string_view expected, const Parse& parse) {
  const auto text = text_of(value);
  if (!text) return expected;
  auto parsed = parse(*text);
  if (!parsed) return expected;
  out = *std::move(parsed);
  return std::nullopt;
}

bool is_space_or_control(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte <= 0x20 || byte == 0x7f;
}

bool is_email(std::string_view text) {
  const auto at = text.find('@');
  if (at == std::string_view::npos || at == 0 || at + 1 == text.size()) return false;
  if (text.size() > email_bytes_max || text.find('@', at + 1) != std::string_view::npos) {
    return false;
  }
  return std::none_of(text.begin(), text.end(), is_space_or_control);
}

std::optional<slot_wish> parse_slot_wish(std::string_view text) {
  using kind = slot_wish::kind;
  if (text == "any") return slot_wish{kind::any, {}};
  if (text == "morning") return slot_wish{kind::morning, {}};
  if (text == "afternoon") return slot_wish{kind::afternoon, {}};
  const auto start = parse_clock(text);
  if (!start) return std::nullopt;
  return slot_wish{kind::named, *start};
}

}  // namespace

verdict text_rule::operator()(element value, std::string_view& out) const {
  const auto text = text_of(value);
  if (!text || text->empty() || text->size() > bytes_max) return expected;
  out = *text;
  return std::nullopt;
}

verdict text_rule::operator()(element value, std::string& out) const {
  std::string_view text;
  const auto wrong = (*this)(value, text);
  if (!wrong) out.assign(text);
  return wrong;
}

verdict recorded_text_rule::operator()(element value, std::string& out) const {
  std::string_view text;
  const auto wrong = text_rule{bytes_max, expected}(value, text);
  if (wrong) return wrong;
  if (holds_nik(text)) return expected;
  out.assign(text);
  return std::nullopt;
}

verdict whole_number_rule::operator()(element value, std::uint32_t& out) const {
  std::uint64_t number = 0;
  if (value.get(number) != simdjson::SUCCESS || number < least || number > most) return expected;
  out = static_cast<std::uint32_t>(number);
  return std::nullopt;
}

verdict uuid_rule::operator()(element value, uuid& out) const {
  return parse_text(value, out, expected, parse_uuid);
}

verdict uuid_rule::operator()(element value, std::variant<uuid, booking_code>& out) const {
  return parse_text(value, out, expected, parse_uuid);
}

verdict command_type_rule::operator()(element value, command_type& out) const {
  return parse_text(value, out, expected, parse_command_type);
}

verdict office_rule::operator()(element value, office_ref& out) const {
  const auto text = text_of(value);
  if (!text) return expected;
  const auto office = offices.find(*text);
  if (!office) return "a code of offices.csv; this is not an office of this installation";
  out = *office;
  return std::nullopt;
}

verdict date_rule::operator()(element value, local_date& out) const {
  return parse_text(value, out, expected, parse_date);
}

verdict instant_rule::operator()(element value, instant& out) const {
  return parse_text(value, out, expected, parse_instant);
}

verdict clock_rule::operator()(element value, clock_time& out) const {
  return parse_text(value, out, expected,
                    [this](std::string_view text) { return parse_clock(text, end_of_day); });
}

verdict slot_wish_rule::operator()(element value, slot_wish& out) const {
  return parse_text(value, out, expected, parse_slot_wish);
}

verdict lane_rule::operator()(element value, lane& out) const {
  return parse_text(value, out, expected, [this](std::string_view text) {
    const auto parsed = parse_lane(text);
    return parsed == excluded ? std::nullopt : parsed;
  });
}

verdict nik_rule::operator()(element value, std::string_view& out) const {
  const auto text = text_of(value);
  if (!text) return expected;
  out = *text;
  return nik_fault(*text);
}

verdict phone_rule::operator()(element value, std::string& out) const {
  return parse_text(value, out, expected, normalise_phone);
}

verdict email_rule::operator()(element value, std::string_view& out) const {
  const auto text = text_of(value);
  if (!text || !is_email(*text)) return expected;
  out = *text;
  return std::nullopt;
}

verdict booking_code_rule::operator()(element value, std::variant<uuid, booking_code>& out) const {
  return parse_text(value, out, expected, parse_code);
}

verdict counter_rule::operator()(element value, std::string& out) const {
  std::uint64_t number = 0;
  if (value.get(number) == simdjson::SUCCESS) {
    if (number > counter_number_max) return expected;
    out = std::to_string(number);
    return std::nullopt;
  }
  return recorded_text_rule{counter_bytes_max, expected}(value, out);
}

}  // namespace antrian::events
