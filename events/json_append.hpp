// Writing JSON by appending to a string: no document is built, so that results and events can be
// written at the speed of the log.
//
// Thread-safety: every function touches nothing but `out`.
#pragma once

#include <charconv>
#include <concepts>
#include <cstddef>
#include <string>
#include <string_view>

namespace antrian::events {

/// A quoted JSON string; quotes, backslashes and control characters are escaped. `text` must be
/// valid UTF-8, which is copied as it is.
void append_json_string(std::string& out, std::string_view text);

/// A quoted JSON string of text that needs no escaping: names of this program, ids, times.
inline void append_json_plain(std::string& out, std::string_view text) {
  out.push_back('"');
  out.append(text);
  out.push_back('"');
}

/// The decimal digits of an integer, with a sign if it is negative.
template <std::integral Number>
void append_number(std::string& out, Number value) {
  static_assert(!std::same_as<Number, bool> && !std::same_as<Number, char>);
  char digits[24];
  const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
  out.append(digits, static_cast<std::size_t>(end - digits));
}

inline void append_bool(std::string& out, bool value) {
  out.append(value ? "true" : "false");
}

/// Begins the next element of an array or member of an object: a comma, unless it is the first.
inline void append_separator(std::string& out) {
  if (!out.empty() && out.back() != '{' && out.back() != '[') out.push_back(',');
}

/// Begins the next member of an object: `,"key":`, without the comma if it is the first. `key` is
/// a name of the wire format, which needs no escaping.
inline void append_key(std::string& out, std::string_view key) {
  append_separator(out);
  append_json_plain(out, key);
  out.push_back(':');
}

/// A member whose value is text that may need escaping.
inline void append_member(std::string& out, std::string_view key, std::string_view text) {
  append_key(out, key);
  append_json_string(out, text);
}

/// A member whose value is an integer.
template <std::integral Number>
void append_member(std::string& out, std::string_view key, Number value) {
  append_key(out, key);
  append_number(out, value);
}

}  // namespace antrian::events
