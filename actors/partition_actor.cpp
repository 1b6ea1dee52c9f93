#include "actors/partition_actor.hpp"

#include <caf/all.hpp>

#include "actors/exceptions.hpp"

namespace antrian::actors {

partition_actor::behavior_type partition(partition_actor::stateful_pointer<partition_state> self,
                                         partition_setup setup) {
  self->set_exception_handler(end_process);
  auto& state = self->state;
  if (const auto restored = state.restore(self, std::move(setup)); !restored) {
    state.fail(restored.error().message());
  }
  self->set_down_handler([self](const caf::down_msg& down) { self->state.day_down(down); });
  return {
      [self](const submit_batch& m) { self->state.submit(m.flow); },
      [self](const work_decided& m) { self->state.work_done(m.work); },
      [self](const releases_due& m) { self->state.releases(m.releases); },
      [self](const batches_committed& m) { self->state.committed(m.flows); },
      [self](const commit_failed& m) { self->state.fail(m.reason); },
      [self](const snapshot_taken& m) { self->state.snapshot_ready(m.snapshot); },
      [self](const snapshot_written& m) { self->state.snapshot_stored(m); },
      [self](const checkpoint_written& m) { self->state.checkpoint_stored(m.position); },
      [self](const projector_ready& m) { self->state.projector_let_go(m.batches); },
      [self](const prepare_shutdown& m) { self->state.shut_down(m.done); },
      [self](const ask_status&) { return self->state.status(); },
  };
}

}  // namespace antrian::actors
