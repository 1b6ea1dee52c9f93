#include "actors/day_table.hpp"

#include <algorithm>

namespace antrian::actors {

day_entry& day_table::at(const events::office_day_key& key) {
  auto& entry = by_key_[key];
  if (entry == nullptr) {
    entries_.push_back(std::make_unique<day_entry>());
    entry = entries_.back().get();
    entry->key = key;
    entry->stream = offices_.stream_name(key);
  }
  return *entry;
}

day_entry* day_table::find(const events::office_day_key& key) {
  const auto found = by_key_.find(key);
  return found == by_key_.end() ? nullptr : found->second;
}

day_entry* day_table::find(const caf::actor_addr& actor) {
  const auto found = std::find_if(entries_.begin(), entries_.end(), [&](const auto& entry) {
    return entry->actor && entry->actor.address() == actor;
  });
  return found == entries_.end() ? nullptr : found->get();
}

std::size_t day_table::resident() const {
  return static_cast<std::size_t>(
      std::count_if(entries_.begin(), entries_.end(),
                    [](const auto& entry) { return static_cast<bool>(entry->actor); }));
}

}  // namespace antrian::actors
