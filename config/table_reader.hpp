// Reads one TOML table strictly: every key is asked for by name and type, and what was not asked
// for is an unknown key. The first fault is kept, with its line; reading goes on to the end so that
// callers need no branch after each key.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <toml++/toml.h>

#include "config/error.hpp"

namespace antrian::config {

/// The first fault of a file.
class fault_keeper {
 public:
  explicit fault_keeper(std::string file) : file_(std::move(file)) {}
  void fault(const toml::node& where, std::string key, std::string message);
  [[nodiscard]] const std::optional<config_error>& first() const { return first_; }

 private:
  std::string file_;
  std::optional<config_error> first_;
};

/// Refers to the table and the keeper, which must outlive it.
class table_reader {
 public:
  /// `path` is the table's own key, empty for the root.
  table_reader(const toml::table& table, std::string path, fault_keeper& faults)
      : table_(table), path_(std::move(path)), faults_(faults) {}

  // Each leaves `out` as it is if the key is absent, and notes a fault if its type or range is
  // wrong.
  void read(std::string_view key, std::uint32_t& out, std::uint32_t least, std::uint32_t most);
  void read(std::string_view key, std::string& out);
  void read(std::string_view key, std::vector<std::string>& out);
  /// The table, array or any node under the key, or nullptr.
  [[nodiscard]] const toml::table* table(std::string_view key);
  [[nodiscard]] const toml::array* array(std::string_view key);
  [[nodiscard]] const toml::node* node(std::string_view key);

  /// Notes a fault for the first key that nobody asked for, with the nearest known one.
  void finish();

  /// A fault of the value under `key` (or of the table itself, if the key is absent).
  void fault(std::string_view key, std::string message);
  /// `key` as a path from the root of the file.
  [[nodiscard]] std::string path_of(std::string_view key) const;
  [[nodiscard]] const toml::table& raw() const { return table_; }
  [[nodiscard]] fault_keeper& faults() { return faults_; }

 private:
  const toml::table& table_;
  std::string path_;
  fault_keeper& faults_;
  std::vector<std::string> known_;
};

/// The one of `names` that `text` was probably meant to be, or nothing.
[[nodiscard]] std::optional<std::string> nearest(std::string_view text,
                                                 const std::vector<std::string>& names);

}  // namespace antrian::config
