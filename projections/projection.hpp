// A projection folds the log's events into rows, one row per office day, and can be thrown away
// and folded again at any time.
//
// Threads: one at a time. Whoever owns a projection (one actor, or a command of the program) also
// does the reading.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "events/event.hpp"
#include "projections/day_name.hpp"
#include "storage/error.hpp"

namespace rocksdb {
class WriteBatch;
}

namespace antrian::projections {

/// Events of one stream that follow each other in the log.
struct stream_events {
  std::uint64_t first_position = 0;
  std::string_view stream;
  std::uint64_t first_sequence = 0;
  std::span<const events::event> events;
  day_name day;  ///< of `stream`

  [[nodiscard]] std::uint64_t last_position() const { return first_position + events.size() - 1; }
};

/// Why an event cannot follow what its row already holds: a sentence, empty if it can. It means
/// that the log breaks the rules, so the fold stops there and says so instead of guessing.
using fault = std::string_view;

/// What the owner of several projections needs from each of them (projections/projection_set.hpp).
class projection {
 public:
  projection() = default;
  virtual ~projection() = default;
  projection(const projection&) = delete;
  projection& operator=(const projection&) = delete;

  [[nodiscard]] virtual std::string_view name() const = 0;
  /// Everything up to here is folded, though perhaps not saved.
  [[nodiscard]] virtual std::uint64_t position() const = 0;
  /// The same of the generation that is being rebuilt; nothing if none is.
  [[nodiscard]] virtual std::optional<std::uint64_t> rebuild_position() const = 0;

  /// Folds what is not folded yet. Asserts that nothing is missing before it.
  /// After an error the rows in memory are unusable: open again.
  [[nodiscard]] virtual storage::status apply(const stream_events& batch) = 0;
  /// The same for the generation being rebuilt, but not beyond position(); nothing without one.
  [[nodiscard]] virtual storage::status apply_rebuild(const stream_events& batch) = 0;

  /// Begins a new generation from an empty table; goes on with one that is already under way.
  virtual void start_rebuild() = 0;
  /// Adds the changed rows of both generations and the checkpoint to the batch.
  virtual void stage(rocksdb::WriteBatch& batch) = 0;
  /// The same; and once the batch is written, the rebuilt generation is the one that is read and
  /// the old one is gone. Asserts that the rebuild has reached position().
  virtual void stage_switch(rocksdb::WriteBatch& batch) = 0;
  /// To be called when the staged batch has been written: frees memory above the limit.
  virtual void settle() = 0;
};

}  // namespace antrian::projections
