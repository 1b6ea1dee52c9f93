// A JSON value as a tree, for lines that are to be changed before they are written. Slow beside
// line_writer, and meant for tests.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "workload/random.hpp"

namespace antrian::workload {

class json_value {
 public:
  enum class kind : std::uint8_t { literal, text, list, object };

  /// A number, true, false or null, as it is written.
  [[nodiscard]] static json_value literal(std::string written) {
    return {kind::literal, std::move(written)};
  }
  [[nodiscard]] static json_value number(std::uint64_t value) {
    return literal(std::to_string(value));
  }
  /// The text must need no escaping.
  [[nodiscard]] static json_value text(std::string value) { return {kind::text, std::move(value)}; }
  [[nodiscard]] static json_value list() { return {kind::list, {}}; }
  /// A list of texts that need no escaping.
  [[nodiscard]] static json_value texts(const std::vector<std::string>& values);
  [[nodiscard]] static json_value object() { return {kind::object, {}}; }

  /// Adds an element to a list.
  void push(json_value value);
  /// Adds a member to an object.
  void add(std::string name, json_value value);
  void append_to(std::string& out) const;

  [[nodiscard]] kind which() const { return kind_; }
  /// Elements of a list, or values of an object's members.
  [[nodiscard]] std::vector<json_value>& items() { return items_; }
  /// Of an object's members, in step with items().
  [[nodiscard]] const std::vector<std::string>& names() const { return names_; }
  void remove(std::size_t index);

 private:
  json_value(kind which, std::string written) : kind_(which), written_(std::move(written)) {}

  kind kind_;
  std::string written_;
  std::vector<std::string> names_;
  std::vector<json_value> items_;
};

/// Makes one random change somewhere in a command: something is left out, has another type or an
/// absurd value, or is there twice. Often, not always, the command is invalid afterwards. The
/// member `at` is never left out or null: its stand-in would be the time of receipt.
void mutate(json_value& command, random_source& random);

}  // namespace antrian::workload
