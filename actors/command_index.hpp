// Idempotency: the answer that each command id got first.
//
// Recent answers are in memory, in two generations: the current one, and the one that a checkpoint
// is writing to the store's command index. Older ones are looked up there, a batch at a time.
// Owned by the partition; not thread-safe. A frozen generation is immutable and may be read by the
// thread that writes it.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>

#include "actors/seen_filter.hpp"
#include "events/ids.hpp"
#include "events/result.hpp"
#include "storage/derived.hpp"

namespace antrian::actors {

/// Results by command id, as bytes in one arena: about 40 bytes for a refusal.
class result_generation {
 public:
  void add(const events::uuid& id, const events::result& result);
  [[nodiscard]] std::optional<std::string_view> find(const events::uuid& id) const;
  [[nodiscard]] std::size_t size() const { return places_.size(); }
  /// Adds every id to the filter.
  void add_to(seen_filter& filter) const;
  /// All of them, as a checkpoint wants them.
  [[nodiscard]] std::vector<std::pair<events::uuid, std::string>> rows() const;

 private:
  struct place {
    std::uint32_t offset = 0;
    std::uint32_t size = 0;
  };
  boost::unordered_flat_map<events::uuid, place, events::id16_hash> places_;
  std::string arena_;
};

class command_index {
 public:
  /// Reads the ids of the store's index into a filter, unless they are many millions.
  command_index(const storage::store& store, std::uint64_t seen_ids_max);

  /// False while the store's index is empty, so that nothing need be prefetched.
  [[nodiscard]] bool needs_prefetch() const { return !store_empty_; }
  /// Looks up in the store those ids that are not recent, all at once, for the batch to come.
  [[nodiscard]] storage::status prefetch(const std::vector<events::uuid>& ids);
  void forget_prefetched() { prefetched_.clear(); }
  /// The first answer to this id, or nothing if it is new. Asks no disk.
  [[nodiscard]] std::optional<events::result> find(const events::uuid& id) const;
  void add(const events::uuid& id, const events::result& result) { current_->add(id, result); }

  /// Freezes the current generation for a checkpoint; only one may be frozen at a time.
  [[nodiscard]] std::shared_ptr<const result_generation> freeze();
  [[nodiscard]] bool frozen() const { return frozen_ != nullptr; }
  /// The checkpoint is in the store: the frozen generation is looked up there from now on.
  void drop_frozen();

 private:
  const storage::store& store_;
  bool store_empty_ = false;
  /// Every id in the store's index and in the frozen generation; nothing if they are too many.
  std::unique_ptr<seen_filter> filter_;
  std::shared_ptr<result_generation> current_;
  std::shared_ptr<const result_generation> frozen_;
  boost::unordered_flat_map<events::uuid, std::string, events::id16_hash> prefetched_;
};

}  // namespace antrian::actors
