// Wires the actors of one engine together; who runs journal and keeper is the caller's choice
// (threads in a node, plain actors in deterministic tests).
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include <caf/actor_system.hpp>

#include "actors/interfaces.hpp"
#include "actors/limits.hpp"
#include "actors/office_day_actor.hpp"
#include "events/office_directory.hpp"
#include "projections/projection_set.hpp"
#include "storage/store.hpp"

namespace antrian::actors {

struct engine_parts {
  storage::store* store = nullptr;
  const events::office_directory* offices = nullptr;
  engine_limits limits;
  decider decide;  ///< empty: domain::decide
  std::unique_ptr<projections::projection_set> projections;
  std::uint64_t projector_step_events = 50'000;  ///< see projector_setup
  journal_actor journal;
  keeper_actor keeper;
  std::function<void(std::string)> on_failure;
};

struct engine {
  partition_actor partition;
  projector_actor projector;
  reschedule_actor reschedules;
};

[[nodiscard]] engine spawn_engine(caf::actor_system& system, engine_parts parts);

/// Ends the engine's actors, and journal and keeper with them.
void end_engine(const engine& engine, const journal_actor& journal, const keeper_actor& keeper);

}  // namespace antrian::actors
