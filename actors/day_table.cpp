#include "actors/day_table.hpp"

#include <utility>

#include "events/assert.hpp"

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
  const auto found = by_actor_.find(actor.id());
  return found == by_actor_.end() ? nullptr : found->second;
}

void day_table::started(day_entry& day, office_day_actor actor) {
  ANTRIAN_ASSERT(!day.actor);
  day.actor = std::move(actor);
  by_actor_.emplace(day.actor.id(), &day);
}

office_day_actor day_table::let_go(day_entry& day) {
  by_actor_.erase(day.actor.id());
  return std::exchange(day.actor, nullptr);
}

void day_table::forget_above(std::size_t count,
                             const std::function<bool(const day_entry&)>& at_rest) {
  if (entries_.size() <= count) return;
  std::erase_if(entries_, [&](const std::unique_ptr<day_entry>& day) {
    if (day->actor || !at_rest(*day)) return false;
    by_key_.erase(day->key);
    return true;
  });
}

}  // namespace antrian::actors
