// The free places of an office day as its counters see them.
#pragma once

#include <cstdint>
#include <vector>

#include "config/opening_plan.hpp"
#include "events/vocabulary.hpp"

namespace antrian::workload {

class day_room {
 public:
  explicit day_room(const config::day_plan& plan) : slots_(plan.slots) {}

  /// A place that is taken already.
  void take(events::clock_time slot, events::lane lane);
  /// Takes places for `people` who come without a booking at a local clock time, as docs/wire.md
  /// says under "Room"; false if there are not enough.
  [[nodiscard]] bool take_walk_in(std::int64_t local_ms, events::lane lane, std::uint32_t people);
  [[nodiscard]] std::uint32_t left(events::lane lane) const;

 private:
  std::vector<events::slot_definition> slots_;  ///< capacities are what is left
};

}  // namespace antrian::workload
