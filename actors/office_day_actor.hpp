// The quota actor of one office day.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "actors/interfaces.hpp"
#include "storage/store.hpp"

namespace antrian::actors {

/// domain::decide, or what a test puts in its place.
using decider = std::function<void(const domain::office_day&, const events::command&,
                                   const domain::claim_facts&, std::vector<events::event>&)>;

/// Decides the work's items in order, folding each into the state, and fills in `events` and
/// `ends`.
void decide_items(domain::office_day& day, day_work& work, const decider& decide);

struct office_day_setup {
  events::office_day_key key;
  std::string stream;
  const storage::store* store = nullptr;  ///< outlives the actor
  decider decide;
  partition_actor partition;
  /// Events of the stream that are decided but may not be in the log yet, in order; only after a
  /// restart. Those that the log holds already are skipped by sequence.
  std::vector<events::event> undurable;
  std::uint64_t undurable_first_sequence = 0;
};

struct office_day_state {
  office_day_setup setup;
  domain::office_day day;
  std::uint64_t sequence = 0;           ///< of the last event folded
  std::uint64_t snapshot_sequence = 0;  ///< of the snapshot that it began with; 0: none
  static inline const char* name = "office_day";

  /// Snapshot, then the log's tail, then what is not durable yet.
  [[nodiscard]] storage::status restore();
  void decide(day_work& work);
  [[nodiscard]] day_hints hints() const;
};

/// Restores the state when it starts; quits with an error if the store cannot be read.
office_day_actor::behavior_type office_day(
    office_day_actor::stateful_pointer<office_day_state> self, office_day_setup setup);

}  // namespace antrian::actors
