// Rows of one generation in memory, read on demand and written back when saved. Rows that are not
// being changed are dropped above a limit, so that memory does not grow with the log.
//
// Threads: one at a time.
#pragma once

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "projections/row_store.hpp"

namespace antrian::projections {

/// `encode` must give equal rows equal bytes; `decode` gives nothing for anything else.
template <class Row>
concept stored_row = std::default_initializable<Row> && std::copyable<Row> &&
    requires(const Row& row, std::string& out, std::string_view bytes) {
  { row.encode(out) } -> std::same_as<void>;
  { Row::decode(bytes) } -> std::same_as<std::optional<Row>>;
  { row.memory_bytes() } -> std::convertible_to<std::size_t>;
};

template <stored_row Row>
class row_table {
 public:
  row_table(row_store rows, std::size_t memory_bytes_max)
      : rows_(rows), memory_bytes_max_(memory_bytes_max) {}

  [[nodiscard]] const row_store& rows() const { return rows_; }

  /// The stream's row, to be changed by the caller; a new one if there is none. Valid until settle.
  [[nodiscard]] storage::result<Row*> change(std::string_view stream) {
    auto found = cache_.find(stream);
    if (found == cache_.end()) {
      auto row = stored(stream);
      if (!row) return tl::unexpected(std::move(row.error()));
      found = cache_.try_emplace(std::string{stream}).first;
      if (*row) found->second.row = std::move(**row);
    }
    entry& held = found->second;
    if (!held.changed) {
      held.changed = true;
      changed_.push_back(&*found);
    }
    return &held.row;
  }

  /// A copy of the stream's row as folded so far, or nothing. Does not fill the cache: people look
  /// at days in any order, and must not push out the days that are being booked.
  [[nodiscard]] storage::result<std::optional<Row>> read(std::string_view stream) const {
    const auto found = cache_.find(stream);
    if (found != cache_.end()) return found->second.row;
    return stored(stream);
  }

  using visitor = std::function<bool(std::string_view stream, const Row& row)>;
  /// Rows of the range in order of stream name, until `visit` returns false.
  [[nodiscard]] storage::status for_each(const day_range& range, const visitor& visit) const {
    const auto held = held_in(range);
    auto next = held.begin();
    bool wanted = true;
    storage::status decoded;
    auto scanned = rows_.scan(range, [&](std::string_view stream, std::string_view bytes) {
      for (; wanted && next != held.end() && (*next)->first < stream; ++next) {
        wanted = visit((*next)->first, (*next)->second.row);
      }
      if (!wanted) return false;
      if (next != held.end() && (*next)->first == stream) {
        wanted = visit(stream, (*next)->second.row);
        ++next;
        return wanted;
      }
      const auto row = Row::decode(bytes);
      if (!row) {
        decoded = damaged(stream);
        return false;
      }
      wanted = visit(stream, *row);
      return wanted;
    });
    if (!scanned) return scanned;
    if (!decoded) return decoded;
    for (; wanted && next != held.end(); ++next) {
      wanted = visit((*next)->first, (*next)->second.row);
    }
    return {};
  }

  /// Adds every changed row to the batch; they stay changed until settle.
  void stage(rocksdb::WriteBatch& batch) const {
    std::string bytes;
    for (const auto* held : changed_) {
      bytes.clear();
      held->second.row.encode(bytes);
      rows_.stage_put(batch, held->first, bytes);
    }
  }

  /// The staged batch is written: nothing is changed any more. Drops the rows that have not been
  /// changed for longest while memory is above the limit.
  void settle() {
    ++saves_;
    for (auto* held : changed_) {
      entry& saved = held->second;
      memory_bytes_ -= saved.memory_bytes;
      saved.memory_bytes = held->first.size() + saved.row.memory_bytes();
      memory_bytes_ += saved.memory_bytes;
      saved.changed = false;
      saved.last_save = saves_;
    }
    changed_.clear();
    if (memory_bytes_ > memory_bytes_max_) evict();
  }

  /// Of the rows in memory as of the last save, roughly.
  [[nodiscard]] std::size_t memory_bytes() const { return memory_bytes_; }
  [[nodiscard]] std::size_t rows_in_memory() const { return cache_.size(); }

 private:
  struct entry {
    Row row;
    bool changed = false;
    std::uint64_t last_save = 0;  ///< number of the save that wrote it last
    std::size_t memory_bytes = 0;
  };
  struct text_hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const noexcept {
      return std::hash<std::string_view>{}(text);
    }
  };
  using table = std::unordered_map<std::string, entry, text_hash, std::equal_to<>>;
  using held_row = typename table::value_type;

  static tl::unexpected<storage::error> damaged(std::string_view stream) {
    return storage::fail(storage::errc::damaged, "the row of " + std::string{stream});
  }

  [[nodiscard]] storage::result<std::optional<Row>> stored(std::string_view stream) const {
    auto bytes = rows_.get(stream);
    if (!bytes) return tl::unexpected(std::move(bytes.error()));
    if (!*bytes) return std::nullopt;
    auto row = Row::decode(**bytes);
    if (!row) return damaged(stream);
    return row;
  }

  [[nodiscard]] std::vector<const held_row*> held_in(const day_range& range) const {
    std::vector<const held_row*> held;
    for (const auto& each : cache_) {
      const auto day = parse_day_name(each.first);
      if (day && range.holds(*day)) held.push_back(&each);
    }
    std::sort(held.begin(), held.end(),
              [](const auto* a, const auto* b) { return a->first < b->first; });
    return held;
  }

  /// Down to three quarters of the limit, so that not every save has to sort again.
  void evict() {
    std::vector<typename table::iterator> oldest;
    oldest.reserve(cache_.size());
    for (auto each = cache_.begin(); each != cache_.end(); ++each) oldest.push_back(each);
    std::sort(oldest.begin(), oldest.end(), [](const auto& a, const auto& b) {
      return a->second.last_save < b->second.last_save;
    });
    for (const auto& each : oldest) {
      if (memory_bytes_ <= memory_bytes_max_ / 4 * 3) break;
      memory_bytes_ -= each->second.memory_bytes;
      cache_.erase(each);
    }
  }

  row_store rows_;
  std::size_t memory_bytes_max_;
  std::size_t memory_bytes_ = 0;
  std::uint64_t saves_ = 0;
  table cache_;
  std::vector<held_row*> changed_;
};

}  // namespace antrian::projections
