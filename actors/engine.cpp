#include "actors/engine.hpp"

#include <caf/all.hpp>

#include "actors/partition_actor.hpp"
#include "actors/projector_actor.hpp"
#include "actors/reschedule_actor.hpp"

namespace antrian::actors {

engine spawn_engine(caf::actor_system& system, engine_parts parts) {
  engine made;
  made.reschedules = system.spawn(reschedules);
  made.projector = system.spawn(
      projector,
      projector_setup{std::move(parts.projections), parts.on_failure, parts.projector_step_events});
  partition_setup setup;
  setup.store = parts.store;
  setup.offices = parts.offices;
  setup.limits = parts.limits;
  setup.decide = parts.decide ? parts.decide : decider(domain::decide);
  setup.journal = parts.journal;
  setup.keeper = parts.keeper;
  setup.projector = made.projector;
  setup.reschedules = made.reschedules;
  setup.on_failure = std::move(parts.on_failure);
  made.partition = system.spawn(partition, std::move(setup));
  return made;
}

void end_engine(const engine& engine, const journal_actor& journal, const keeper_actor& keeper) {
  const auto end = [](const auto& actor) {
    caf::anon_send_exit(actor, caf::exit_reason::user_shutdown);
  };
  end(engine.partition);
  end(engine.projector);
  end(engine.reschedules);
  end(journal);
  end(keeper);
}

}  // namespace antrian::actors
