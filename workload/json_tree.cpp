#include "workload/json_tree.hpp"

#include <array>

#include "events/assert.hpp"

namespace antrian::workload {
namespace {

/// One value inside another.
struct place {
  json_value* parent;
  std::size_t index;
};

void find_places(json_value& value, std::vector<place>& out) {
  for (std::size_t i = 0; i < value.items().size(); ++i) {
    out.push_back({&value, i});
    find_places(value.items()[i], out);
  }
}

json_value odd_value(random_source& random) {
  static constexpr std::array<std::string_view, 10> literals{
      "0", "7", "-1", "1.5", "4294967296", "1e400", "true", "false", "[]", "{}"};
  static constexpr std::array<std::string_view, 8> texts{
      "", "x", "25:00", "2026-13-45", "08:00", "1271010101900001", "booking", "priority"};
  const std::uint64_t choice = random.below(literals.size() + texts.size());
  if (choice < literals.size()) return json_value::literal(std::string(literals[choice]));
  return json_value::text(std::string(texts[choice - literals.size()]));
}

void add_again(json_value& parent, std::size_t index) {
  json_value again = parent.items()[index];
  if (parent.which() == json_value::kind::object) {
    parent.add(parent.names()[index], std::move(again));
  } else {
    parent.push(std::move(again));
  }
}

}  // namespace

json_value json_value::texts(const std::vector<std::string>& values) {
  json_value out = list();
  for (const auto& value : values) out.push(text(value));
  return out;
}

void json_value::push(json_value value) {
  ANTRIAN_ASSERT(kind_ == kind::list);
  items_.push_back(std::move(value));
}

void json_value::add(std::string name, json_value value) {
  ANTRIAN_ASSERT(kind_ == kind::object);
  names_.push_back(std::move(name));
  items_.push_back(std::move(value));
}

void json_value::remove(std::size_t index) {
  items_.erase(items_.begin() + static_cast<std::ptrdiff_t>(index));
  if (kind_ == kind::object) names_.erase(names_.begin() + static_cast<std::ptrdiff_t>(index));
}

void json_value::append_to(std::string& out) const {
  if (kind_ == kind::literal) {
    out.append(written_);
    return;
  }
  if (kind_ == kind::text) {
    out.append("\"").append(written_).push_back('"');
    return;
  }
  const bool is_object = kind_ == kind::object;
  out.push_back(is_object ? '{' : '[');
  for (std::size_t i = 0; i < items_.size(); ++i) {
    if (i != 0) out.push_back(',');
    if (is_object) out.append("\"").append(names_[i]).append("\":");
    items_[i].append_to(out);
  }
  out.push_back(is_object ? '}' : ']');
}

void mutate(json_value& command, random_source& random) {
  std::vector<place> places;
  find_places(command, places);
  const place chosen = places[random.below(places.size())];
  const bool is_at = chosen.parent == &command && command.names()[chosen.index] == "at";
  const std::uint64_t how = random.below(10);
  if (how < 3 && !is_at) {
    chosen.parent->remove(chosen.index);
  } else if (how < 4 && !is_at) {
    chosen.parent->items()[chosen.index] = json_value::literal("null");
  } else if (how < 5) {
    add_again(*chosen.parent, chosen.index);
  } else {
    chosen.parent->items()[chosen.index] = odd_value(random);
  }
}

}  // namespace antrian::workload
