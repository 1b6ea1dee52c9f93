#include "events/json_softening.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>

namespace antrian::events {
namespace {

// The longest whole number that fits 64 bits with its sign in any case.
constexpr std::size_t safe_digits_max = 18;

bool is_digit(std::string_view text, std::size_t at) {
  return at < text.size() && text[at] >= '0' && text[at] <= '9';
}

std::size_t skip_digits(std::string_view text, std::size_t at) {
  while (is_digit(text, at)) ++at;
  return at;
}

struct number_token {
  std::size_t end = 0;  ///< one past its last character; where it began if it is no number
  bool has_exponent = false;
};

/// The number that begins at `at`, by the grammar of RFC 8259.
number_token number_at(std::string_view text, std::size_t at) {
  const number_token none{at, false};
  std::size_t end = at;
  if (text[end] == '-') ++end;
  if (!is_digit(text, end)) return none;
  end = text[end] == '0' ? end + 1 : skip_digits(text, end);
  if (is_digit(text, end)) return none;  // a leading zero
  if (end < text.size() && text[end] == '.') {
    if (!is_digit(text, end + 1)) return none;
    end = skip_digits(text, end + 1);
  }
  if (end >= text.size() || (text[end] != 'e' && text[end] != 'E')) return {end, false};
  ++end;
  if (end < text.size() && (text[end] == '+' || text[end] == '-')) ++end;
  if (!is_digit(text, end)) return none;
  return {skip_digits(text, end), true};
}

/// One past the closing quote of the string that begins at `at`, or the end of the text.
std::size_t end_of_string(std::string_view text, std::size_t at) {
  for (std::size_t i = at + 1; i < text.size(); ++i) {
    if (text[i] == '\\') {
      ++i;
    } else if (text[i] == '"') {
      return i + 1;
    }
  }
  return text.size();
}

/// The code unit that a `\u` escape at `at` stands for; nothing if there is none.
std::optional<std::uint32_t> escaped_unit(std::string_view text, std::size_t at) {
  constexpr std::size_t size = 6;
  if (text.size() < size || at > text.size() - size) return std::nullopt;
  if (text[at] != '\\' || text[at + 1] != 'u') return std::nullopt;
  std::uint32_t unit = 0;
  for (const char digit : text.substr(at + 2, size - 2)) {
    const char small = static_cast<char>(digit | 0x20);
    if (digit >= '0' && digit <= '9') {
      unit = unit * 16 + static_cast<std::uint32_t>(digit - '0');
    } else if (small >= 'a' && small <= 'f') {
      unit = unit * 16 + static_cast<std::uint32_t>(small - 'a' + 10);
    } else {
      return std::nullopt;
    }
  }
  return unit;
}

bool is_high(std::uint32_t unit) {
  return unit >= 0xD800 && unit < 0xDC00;
}
bool is_low(std::uint32_t unit) {
  return unit >= 0xDC00 && unit < 0xE000;
}

/// True if half a surrogate pair is all that is wrong with the escapes of this string.
bool only_lacks_a_half(std::string_view string) {
  if (string.size() < 2 || string.back() != '"') return false;  // never closed
  const std::size_t end = string.size() - 1;
  bool half = false;
  for (std::size_t i = 1; i < end; ++i) {
    if (string[i] != '\\') continue;
    if (const auto unit = escaped_unit(string, i)) {
      i += 5;
      if (is_low(*unit)) half = true;
      if (!is_high(*unit)) continue;
      const auto next = escaped_unit(string, i + 1);
      if (next && is_low(*next)) {
        i += 6;
      } else {
        half = true;
      }
      continue;
    }
    ++i;
    constexpr std::string_view others = "\"\\/bfnrt";
    if (i >= end || others.find(string[i]) == std::string_view::npos) return false;
  }
  return half;
}

/// True if the string that ends before `end` names a field.
bool is_name(std::string_view text, std::size_t end) {
  const auto next = text.find_first_not_of(" \t\r\n", end);
  return next != std::string_view::npos && text[next] == ':';
}

bool may_begin_number(std::string_view text, std::size_t at) {
  return text[at] == '-' || is_digit(text, at);
}

}  // namespace

void soften(std::string_view json, std::string& out) {
  out.clear();
  std::size_t at = 0;
  while (at < json.size()) {
    std::size_t end = at + 1;
    if (json[at] == '"') {
      end = end_of_string(json, at);
      if (only_lacks_a_half(json.substr(at, end - at))) {
        out.append(is_name(json, end) ? "\"\"" : "false");
        at = end;
        continue;
      }
    } else if (may_begin_number(json, at)) {
      const auto number = number_at(json, at);
      if (number.has_exponent || number.end - at > safe_digits_max) {
        out.append("0.5");
        at = number.end;
        continue;
      }
      // What is no number is copied whole, so that its tail is not taken for one.
      while (end < json.size() && (is_digit(json, end) || json[end] == '.')) ++end;
      if (number.end > at) end = number.end;
    }
    out.append(json.substr(at, end - at));
    at = end;
  }
}

}  // namespace antrian::events
