#include "actors/command_index.hpp"

#include "events/assert.hpp"

namespace antrian::actors {

void result_generation::add(const events::uuid& id, const events::result& result) {
  const std::size_t offset = arena_.size();
  events::append_result(arena_, result);
  ANTRIAN_ASSERT(arena_.size() <= UINT32_MAX);
  const bool fresh = places_
                         .try_emplace(id, place{static_cast<std::uint32_t>(offset),
                                                static_cast<std::uint32_t>(arena_.size() - offset)})
                         .second;
  ANTRIAN_ASSERT(fresh);  // a command id is answered once
}

std::optional<std::string_view> result_generation::find(const events::uuid& id) const {
  const auto found = places_.find(id);
  if (found == places_.end()) return std::nullopt;
  return std::string_view(arena_).substr(found->second.offset, found->second.size);
}

void result_generation::add_to(seen_filter& filter) const {
  for (const auto& [id, where] : places_) filter.add(id);
}

std::vector<std::pair<events::uuid, std::string>> result_generation::rows() const {
  std::vector<std::pair<events::uuid, std::string>> rows;
  rows.reserve(places_.size());
  for (const auto& [id, where] : places_) {
    rows.emplace_back(id, arena_.substr(where.offset, where.size));
  }
  return rows;
}

command_index::command_index(const storage::store& store, std::uint64_t seen_ids_max)
    : store_(store),
      store_empty_(storage::commands_empty(store)),
      current_(std::make_shared<result_generation>()) {
  // Above this a start would take noticeably longer; look-ups then ask the store's own filters.
  constexpr std::uint64_t read_at_start_max = std::uint64_t{128} << 20;
  if (storage::commands_size(store) > read_at_start_max) return;
  auto filter = std::make_unique<seen_filter>(seen_ids_max);
  const auto read = storage::for_each_command(store, [&](const events::uuid& id, std::string_view) {
    filter->add(id);
    return true;
  });
  if (read) filter_ = std::move(filter);  // without it every look-up asks the store, and complains
}

storage::status command_index::prefetch(const std::vector<events::uuid>& ids) {
  std::vector<events::uuid> unknown;
  unknown.reserve(ids.size());
  for (const events::uuid& id : ids) {
    if (filter_ && !filter_->perhaps(id)) continue;
    if (!current_->find(id) && !(frozen_ && frozen_->find(id))) unknown.push_back(id);
  }
  auto found = storage::find_commands(store_, unknown);
  if (!found) return tl::unexpected(found.error());
  for (std::size_t i = 0; i < unknown.size(); ++i) {
    if ((*found)[i]) prefetched_.emplace(unknown[i], std::move(*(*found)[i]));
  }
  return {};
}

std::optional<events::result> command_index::find(const events::uuid& id) const {
  auto bytes = current_->find(id);
  if (!bytes && frozen_) bytes = frozen_->find(id);
  if (!bytes) {
    const auto found = prefetched_.find(id);
    if (found == prefetched_.end()) return std::nullopt;
    bytes = found->second;
  }
  auto result = events::parse_result(*bytes);
  ANTRIAN_ASSERT(result.has_value());
  return result;
}

std::shared_ptr<const result_generation> command_index::freeze() {
  ANTRIAN_ASSERT(frozen_ == nullptr);
  frozen_ = std::move(current_);
  if (filter_) frozen_->add_to(*filter_);
  if (filter_ && filter_->overfull()) filter_ = nullptr;
  current_ = std::make_shared<result_generation>();
  return frozen_;
}

void command_index::drop_frozen() {
  frozen_ = nullptr;
  store_empty_ = storage::commands_empty(store_);
}

}  // namespace antrian::actors
