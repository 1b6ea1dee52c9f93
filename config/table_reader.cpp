#include "config/table_reader.hpp"

#include <algorithm>
#include <numeric>

namespace antrian::config {
namespace {

/// How many letters must be added, removed or changed (Levenshtein).
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t changed = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({changed, row[j] + 1, diagonal + 1});
    }
  }
  return row.back();
}

/// A bare key as it stands in a file; any other needs quotes.
std::string quoted_if_needed(std::string_view key) {
  const bool bare = !key.empty() && std::all_of(key.begin(), key.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-';
  });
  return bare ? std::string(key) : "\"" + std::string(key) + "\"";
}

}  // namespace

void fault_keeper::fault(const toml::node& where, std::string key, std::string message) {
  if (first_) return;
  first_ = config_error{file_, where.source().begin.line, std::move(key), std::move(message)};
}

std::optional<std::string> nearest(std::string_view text, const std::vector<std::string>& names) {
  std::optional<std::string> best;
  // A third of the letters may be wrong: more is another word, not a slip.
  std::size_t best_distance = (text.size() + 2) / 3 + 1;
  for (const auto& name : names) {
    const std::size_t d = distance(text, name);
    if (d < best_distance) {
      best_distance = d;
      best = name;
    }
  }
  return best;
}

std::string table_reader::path_of(std::string_view key) const {
  const std::string last = quoted_if_needed(key);
  return path_.empty() ? last : path_ + "." + last;
}

void table_reader::fault(std::string_view key, std::string message) {
  const toml::node* where = table_.get(key);
  const toml::node& place = where != nullptr ? *where : static_cast<const toml::node&>(table_);
  faults_.fault(place, path_of(key), std::move(message));
}

const toml::node* table_reader::node(std::string_view key) {
  known_.emplace_back(key);
  return table_.get(key);
}

const toml::table* table_reader::table(std::string_view key) {
  const auto* found = node(key);
  if (found != nullptr && !found->is_table()) fault(key, "expected a table");
  return found != nullptr ? found->as_table() : nullptr;
}

const toml::array* table_reader::array(std::string_view key) {
  const auto* found = node(key);
  if (found != nullptr && !found->is_array()) fault(key, "expected a list");
  return found != nullptr ? found->as_array() : nullptr;
}

void table_reader::read(std::string_view key, std::uint32_t& out, std::uint32_t least,
                        std::uint32_t most) {
  const auto* found = node(key);
  if (found == nullptr) return;
  const auto value = found->value_exact<std::int64_t>();
  if (!value || *value < least || *value > most) {
    fault(key,
          "expected a whole number from " + std::to_string(least) + " to " + std::to_string(most));
    return;
  }
  out = static_cast<std::uint32_t>(*value);
}

void table_reader::read(std::string_view key, std::string& out) {
  const auto* found = node(key);
  if (found == nullptr) return;
  auto value = found->value_exact<std::string>();
  if (!value || value->empty()) {
    fault(key, "expected a text in quotes");
    return;
  }
  out = std::move(*value);
}

void table_reader::read(std::string_view key, std::vector<std::string>& out) {
  const auto* list = array(key);
  if (list == nullptr) return;
  out.clear();
  for (const auto& element : *list) {
    auto text = element.value_exact<std::string>();
    if (!text || text->empty()) {
      faults_.fault(element, path_of(key), "expected a list of texts in quotes");
      return;
    }
    out.push_back(std::move(*text));
  }
}

void table_reader::finish() {
  for (const auto& [key, value] : table_) {
    const std::string_view name = key.str();
    if (std::find(known_.begin(), known_.end(), name) != known_.end()) continue;
    const auto meant = nearest(name, known_);
    faults_.fault(value, path_of(name),
                  "unknown key" + (meant ? ": did you mean " + *meant + "?" : std::string(".")));
  }
}

}  // namespace antrian::config
