// A projection whose rows know how to fold an event into themselves. `Traits` names the row type,
// the projection, its table and the version of its rows' bytes.
#pragma once

#include <algorithm>
#include <concepts>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include <rocksdb/db.h>
#include <rocksdb/write_batch.h>

#include "events/assert.hpp"
#include "projections/checkpoint.hpp"
#include "projections/projection.hpp"
#include "projections/row_table.hpp"
#include "storage/store.hpp"

namespace antrian::projections {

/// `concerns`: the event changes the row. Only such events are folded, and only they make a row
/// exist, so that a row depends on its events and on nothing else.
template <class Row>
concept folding_row = stored_row<Row> &&
    requires(Row& row, const day_name& day, const events::event& event) {
  { Row::concerns(event) } -> std::same_as<bool>;
  { row.fold(day, event) } -> std::same_as<fault>;
};

template <class Traits>
class folded_projection final : public projection {
 public:
  using row = typename Traits::row;
  static_assert(folding_row<row>);

  /// Starts from an empty table if the stored rows were written by another version of their bytes.
  [[nodiscard]] static storage::result<std::unique_ptr<folded_projection>> open(
      storage::store& store, std::size_t memory_bytes_max) {
    auto stored = read_checkpoint(store, Traits::name);
    if (!stored) return tl::unexpected(std::move(stored.error()));
    auto checkpoint = stored->value_or(projection_checkpoint{.row_version = Traits::row_version});
    std::unique_ptr<folded_projection> opened{
        new folded_projection{store, memory_bytes_max, checkpoint}};
    return opened;
  }

  [[nodiscard]] std::string_view name() const override { return Traits::name; }
  [[nodiscard]] std::uint64_t position() const override { return live_.position; }
  [[nodiscard]] std::optional<std::uint64_t> rebuild_position() const override {
    if (!next_) return std::nullopt;
    return next_->position;
  }
  /// The rows that readers see.
  [[nodiscard]] const row_table<row>& rows() const { return live_.rows; }

  [[nodiscard]] storage::status apply(const stream_events& batch) override {
    return fold(live_, batch, batch.last_position());
  }
  [[nodiscard]] storage::status apply_rebuild(const stream_events& batch) override {
    if (!next_) return {};
    return fold(*next_, batch, std::min(batch.last_position(), live_.position));
  }

  void start_rebuild() override {
    if (!next_) next_.emplace(table_of(live_.rows.rows().generation() + 1), 0);
  }

  void stage(rocksdb::WriteBatch& batch) override {
    for (const auto old : outdated_) row_store_of(old).stage_clear(batch);
    live_.rows.stage(batch);
    if (next_) next_->rows.stage(batch);
    stage_checkpoint(store_, batch, Traits::name, checkpoint());
  }
  void stage_switch(rocksdb::WriteBatch& batch) override {
    ANTRIAN_ASSERT(next_ && next_->position == live_.position);
    outdated_.push_back(live_.rows.rows().generation());
    live_ = std::move(*next_);
    next_.reset();
    stage(batch);
  }
  void settle() override {
    outdated_.clear();
    live_.rows.settle();
    if (next_) next_->rows.settle();
  }

 private:
  struct generation {
    generation(row_table<row> table, std::uint64_t folded)
        : rows(std::move(table)), position(folded) {}
    row_table<row> rows;
    std::uint64_t position;
  };

  folded_projection(storage::store& store, std::size_t memory_bytes_max,
                    const projection_checkpoint& stored)
      : store_(store),
        memory_bytes_max_(memory_bytes_max),
        live_(table_of(stored.generation), stored.position) {
    if (stored.row_version != Traits::row_version) {
      live_ = generation{table_of(std::max(stored.generation, stored.next_generation) + 1), 0};
      outdated_.push_back(stored.generation);
      if (stored.next_generation != 0) outdated_.push_back(stored.next_generation);
    } else if (stored.next_generation != 0) {
      next_.emplace(table_of(stored.next_generation), stored.next_position);
    }
  }

  [[nodiscard]] row_store row_store_of(std::uint32_t generation_number) const {
    return row_store{store_, Traits::table, generation_number};
  }
  [[nodiscard]] row_table<row> table_of(std::uint32_t generation_number) const {
    return row_table<row>{row_store_of(generation_number), memory_bytes_max_};
  }
  [[nodiscard]] projection_checkpoint checkpoint() const {
    return {.row_version = Traits::row_version,
            .generation = live_.rows.rows().generation(),
            .position = live_.position,
            .next_generation = next_ ? next_->rows.rows().generation() : 0,
            .next_position = next_ ? next_->position : 0};
  }

  /// Events up to `last`; what is folded already is passed over.
  [[nodiscard]] static storage::status fold(generation& into, const stream_events& batch,
                                            std::uint64_t last) {
    if (last <= into.position) return {};
    ANTRIAN_ASSERT(batch.first_position <= into.position + 1);
    const auto first_index = into.position + 1 - batch.first_position;
    const auto count = last - into.position;
    row* target = nullptr;
    for (std::uint64_t i = first_index; i < first_index + count; ++i) {
      const events::event& event = batch.events[i];
      if (!row::concerns(event)) continue;
      if (target == nullptr) {
        auto changed = into.rows.change(batch.stream);
        if (!changed) return tl::unexpected(std::move(changed.error()));
        target = *changed;
      }
      const fault why = target->fold(batch.day, event);
      if (!why.empty()) return misfit(batch, i, why);
    }
    into.position = last;
    return {};
  }

  [[nodiscard]] static tl::unexpected<storage::error> misfit(const stream_events& batch,
                                                             std::uint64_t index, fault why) {
    return storage::fail(storage::errc::damaged,
                         "the projection " + std::string{Traits::name} + " stops at position " +
                             std::to_string(batch.first_position + index) + " (" +
                             std::string{batch.stream} + ", sequence " +
                             std::to_string(batch.first_sequence + index) +
                             "): " + std::string{why});
  }

  storage::store& store_;
  std::size_t memory_bytes_max_;
  generation live_;
  std::optional<generation> next_;
  std::vector<std::uint32_t> outdated_;  ///< generations to be deleted with the next save
};

}  // namespace antrian::projections
