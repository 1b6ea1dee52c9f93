// Lists inside a command: `slots`, `applicants`, `services`, `lanes`.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include <simdjson.h>

#include "events/command_fields.hpp"

namespace antrian::events {

/// A list of `least` to `most` elements.
struct list_rule {
  std::size_t least;
  std::size_t most;
  std::string_view expected;
  verdict operator()(simdjson::dom::element value, simdjson::dom::array& out) const {
    if (value.get(out) != simdjson::SUCCESS) return expected;
    const std::size_t size = out.size();
    return size < least || size > most ? verdict{expected} : std::nullopt;
  }
};

/// A JSON object, whose fields are read by the caller.
struct object_rule {
  std::string_view expected;
  verdict operator()(simdjson::dom::element value, simdjson::dom::object& out) const {
    return value.get(out) == simdjson::SUCCESS ? std::nullopt : verdict{expected};
  }
};

/// Calls `read(path, element)` for each element in order, until it returns false.
template <class Read>
[[nodiscard]] bool for_each_element(const simdjson::dom::array& list, const json_path& path,
                                    const Read& read) {
  std::size_t index = 0;
  for (const auto element : list) {
    if (!read(json_path{path, index}, element)) return false;
    ++index;
  }
  return true;
}

/// Reads one element of a list by a rule.
template <class Value, class Rule>
[[nodiscard]] bool read_element(field_fault& fault, const json_path& path,
                                simdjson::dom::element element, Value& out, const Rule& rule) {
  const verdict expected = rule(element, out);
  return expected ? report_fault(fault, path, *expected) : true;
}

}  // namespace antrian::events
