// All projections behind one follow loop: each record of the log is read and parsed once for all
// of them, live or catching up by the same code.
//
// Threads: one at a time. The log may grow and be read by others meanwhile.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "events/event.hpp"
#include "projections/availability.hpp"
#include "projections/front_desk.hpp"
#include "projections/reports.hpp"
#include "storage/error.hpp"
#include "storage/store.hpp"

namespace antrian::projections {

struct projection_options {
  /// Rows kept in memory per projection and generation, roughly, beyond those that wait to be
  /// saved.
  std::size_t memory_bytes_max = std::size_t{128} << 20;
  /// Catching up and rebuilding save at least this often, which bounds the rows that wait.
  std::uint64_t save_every_events = 500'000;
};

/// Returns false to stop.
using progress_report = std::function<bool(std::uint64_t position)>;

class projection_set {
 public:
  /// Reads the checkpoints; folds nothing yet. errc::damaged if one is beyond the end of the log.
  [[nodiscard]] static storage::result<std::unique_ptr<projection_set>> open(
      storage::store& store, const projection_options& options = {});

  /// Everything up to here is folded into every projection, though perhaps not saved.
  [[nodiscard]] std::uint64_t position() const;

  /// Folds events that were just committed. What is folded already is passed over; asserts that no
  /// event is missing before them. After an error nothing more is folded or saved, and every call
  /// gives the error again: rows in memory may be half folded, those in the store are whole.
  [[nodiscard]] storage::status apply(std::uint64_t first_position, std::string_view stream,
                                      std::uint64_t first_sequence,
                                      std::span<const events::event> events);

  /// Reads the log up to `until` or its end, whichever comes first. `progress` is told after each
  /// save; when it returns false the catching up stops there, without error.
  [[nodiscard]] storage::status catch_up(std::uint64_t until, const progress_report& progress = {});

  /// Reads about `events_max` events more towards `until` or the end of the log: one step of the
  /// above, for those who have other work in between.
  [[nodiscard]] storage::status catch_up_step(std::uint64_t until, std::uint64_t events_max);

  /// Writes the changed rows and checkpoints as one atom, not synced: what a crash loses is folded
  /// again from the log. Over a store that is open for reading it writes nothing: the rows stay in
  /// memory, however many they are.
  [[nodiscard]] storage::status save();

  [[nodiscard]] const availability_projection& availability() const { return *availability_; }
  [[nodiscard]] const front_desk_projection& front_desk() const { return *front_desk_; }
  [[nodiscard]] const reports_projection& reports() const { return *reports_; }

  /// The names that start_rebuild takes.
  static constexpr std::array<std::string_view, 3> names{
      availability_traits::name, front_desk_traits::name, reports_traits::name};
  /// Begins to fold a projection again from the first event, or all of them if the name is empty,
  /// beside the rows that are being read; goes on with a rebuild that is under way. A rebuild
  /// outlives a restart. False if there is no projection of that name.
  [[nodiscard]] storage::result<bool> start_rebuild(std::string_view name = {});
  [[nodiscard]] bool rebuilding() const;
  /// Everything up to here is folded into every new generation; nothing if none is being rebuilt.
  [[nodiscard]] std::optional<std::uint64_t> rebuild_position() const;
  /// Folds about `events_max` events more into the new generations. Where position() is reached the
  /// new generation takes the old one's place, at once and as one atom. To be called, with live
  /// work in between, while rebuilding().
  [[nodiscard]] storage::status rebuild_step(std::uint64_t events_max);

 private:
  projection_set(storage::store& store, const projection_options& options);
  using fold_batch = std::function<storage::status(const stream_events& batch)>;

  [[nodiscard]] storage::status read_log(std::uint64_t after, std::uint64_t until,
                                         std::uint64_t events_max, const fold_batch& fold);
  [[nodiscard]] storage::status apply_to_all(const stream_events& batch);
  [[nodiscard]] storage::status write(bool switch_finished);
  [[nodiscard]] storage::status fail(const storage::error& why);

  storage::store& store_;
  projection_options options_;
  std::unique_ptr<availability_projection> availability_;
  std::unique_ptr<front_desk_projection> front_desk_;
  std::unique_ptr<reports_projection> reports_;
  std::vector<projection*> all_;
  std::uint64_t events_since_save_ = 0;
  bool unsaved_ = true;  ///< something that a save would write
  std::optional<storage::error> failed_;
  std::vector<events::event> parsed_;  ///< of one record; kept for its memory
};

}  // namespace antrian::projections
