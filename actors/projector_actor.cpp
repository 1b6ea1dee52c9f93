#include "actors/projector_actor.hpp"

#include <algorithm>

#include <caf/all.hpp>

#include "actors/exceptions.hpp"

namespace antrian::actors {
namespace {

/// Events after which changed rows are saved: what a crash makes the projector read again.
constexpr std::uint64_t save_every_events = 500'000;
/// Events of one rebuild step, between which live work gets its turn.
constexpr std::uint64_t rebuild_step_events = 50'000;

}  // namespace

bool projector_state::check(const storage::status& done) {
  if (done) return true;
  if (failure_.empty()) {
    failure_ = done.error().message();
    if (setup.on_failure) setup.on_failure("projections: " + failure_);
  }
  return false;
}

void projector_state::live(const batch_flow& flow) {
  follow(flow.append.first_position - 1);  // what was told by position only, if anything
  std::uint64_t position = flow.append.first_position;
  for (const storage::stream_append& append : flow.append.streams) {
    if (!failure_.empty()) return;
    check(setup.projections->apply(position, append.stream, append.first_sequence, append.events));
    position += append.events.size();
  }
  unsaved_events_ += position - flow.append.first_position;
  log_position_ = std::max(log_position_, position - 1);
  if (unsaved_events_ >= save_every_events) save();
}

void projector_state::follow(std::uint64_t position) {
  log_position_ = std::max(log_position_, position);
  if (!failure_.empty() || position <= setup.projections->position()) return;
  check(setup.projections->catch_up(position));
}

void projector_state::start_rebuild(const std::string& projection) {
  const auto started = setup.projections->start_rebuild(projection);
  if (!started) check(tl::unexpected(started.error()));
}

bool projector_state::rebuild_step() {
  if (!failure_.empty() || !setup.projections->rebuilding()) return false;
  return check(setup.projections->rebuild_step(rebuild_step_events)) &&
         setup.projections->rebuilding();
}

void projector_state::save() {
  unsaved_events_ = 0;
  if (failure_.empty()) check(setup.projections->save());
}

projector_status projector_state::status() const {
  return {setup.projections->position(), log_position_, setup.projections->rebuilding(), failure_};
}

projector_actor::behavior_type projector(projector_actor::stateful_pointer<projector_state> self,
                                         projector_setup setup) {
  self->set_exception_handler(end_process);
  self->state.setup = std::move(setup);
  // A rebuild that a restart interrupted goes on.
  if (self->state.setup.projections->rebuilding()) self->send(self, rebuild_continue{});
  return {
      [self](const batch_to_project& message) {
        self->state.live(*message.flow);
        const auto partition = caf::actor_cast<partition_actor>(self->current_sender());
        self->send(partition, projector_ready{1});
      },
      [self](const follow_log& message) { self->state.follow(message.position); },
      [self](const rebuild_projection& message) {
        self->state.start_rebuild(message.name);
        self->send(self, rebuild_continue{});
      },
      [self](const rebuild_continue&) {
        if (self->state.rebuild_step()) self->send(self, rebuild_continue{});
      },
      [self](const save_projections& message) {
        self->state.save();
        message.done();
      },
      [self](const ask_status&) { return self->state.status(); },
  };
}

}  // namespace antrian::actors
