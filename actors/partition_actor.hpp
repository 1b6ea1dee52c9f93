// The partition: the one that puts everything in order.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "actors/interfaces.hpp"
#include "actors/limits.hpp"
#include "actors/office_day_actor.hpp"
#include "actors/partition_state.hpp"
#include "events/office_directory.hpp"
#include "storage/store.hpp"

namespace antrian::actors {

/// Restores claims and the recent command index from the store when it starts; on any failure it
/// tells `on_failure`, once, and accepts nothing more.
partition_actor::behavior_type partition(partition_actor::stateful_pointer<partition_state> self,
                                         partition_setup setup);

}  // namespace antrian::actors
