#include "actors/projector_actor.hpp"

#include <algorithm>
#include <utility>

#include <caf/all.hpp>

#include "actors/exceptions.hpp"

namespace antrian::actors {
namespace {

/// Events after which changed rows are saved: what a crash makes the projector read again.
constexpr std::uint64_t save_every_events = 500'000;

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
  const auto before = flow.append.first_position - 1;
  std::uint64_t position = flow.append.first_position;
  for (const storage::stream_append& append : flow.append.streams) position += append.events.size();
  log_position_ = std::max(log_position_, position - 1);
  if (!failure_.empty() || setup.projections->position() < before) return;
  unsaved_events_ += position - flow.append.first_position;
  position = flow.append.first_position;
  for (const storage::stream_append& append : flow.append.streams) {
    const auto applied =
        setup.projections->apply(position, append.stream, append.first_sequence, append.events);
    if (!check(applied)) return;
    position += append.events.size();
  }
  if (unsaved_events_ >= save_every_events) save();
}

void projector_state::follow(std::uint64_t position) {
  log_position_ = std::max(log_position_, position);
}

bool projector_state::behind() const {
  return failure_.empty() && setup.projections->position() < log_position_;
}

void projector_state::follow_step() {
  if (!behind()) return;
  const auto before = setup.projections->position();
  if (!check(setup.projections->catch_up_step(log_position_, setup.step_events))) return;
  if (setup.projections->position() > before) return;
  check(storage::fail(storage::errc::damaged, "the log was said to go to position " +
                                                  std::to_string(log_position_) + ", but ends at " +
                                                  std::to_string(before)));
}

bool projector_state::start_rebuild(const std::string& projection) {
  const auto started = setup.projections->start_rebuild(projection);
  if (!started) return check(tl::unexpected(started.error()));
  return *started;
}

bool projector_state::rebuild_step() {
  if (!failure_.empty() || !setup.projections->rebuilding()) return false;
  return check(setup.projections->rebuild_step(setup.step_events)) &&
         setup.projections->rebuilding();
}

void projector_state::save() {
  unsaved_events_ = 0;
  if (failure_.empty()) check(setup.projections->save());
}

void projector_state::save_when_there(std::function<void()> done) {
  saves_.push_back(std::move(done));
  settle();
}

void projector_state::answer_when_there(std::uint64_t position, position_promise promise) {
  waiting_.push_back({position, std::move(promise)});
  settle();
}

void projector_state::settle() {
  if (!saves_.empty() && !behind()) {
    save();
    for (const auto& done : std::exchange(saves_, {})) done();
  }
  const auto reached = [this](const waiting_for_position& waiting) {
    return !failure_.empty() || waiting.position <= setup.projections->position();
  };
  for (auto& waiting : waiting_) {
    if (reached(waiting)) waiting.promise.deliver(status());
  }
  std::erase_if(waiting_, reached);
}

projector_status projector_state::status() const {
  return {setup.projections->position(), log_position_, setup.projections->rebuilding(), failure_};
}

namespace {

/// Has the projector read what it was told of but not sent, a step at a time, and answers those
/// who wait.
void go_on(projector_actor::stateful_pointer<projector_state> self) {
  projector_state& state = self->state;
  state.settle();
  if (state.following || !state.behind()) return;
  state.following = true;
  self->send(self, follow_continue{});
}

}  // namespace

projector_actor::behavior_type projector(projector_actor::stateful_pointer<projector_state> self,
                                         projector_setup setup) {
  self->set_exception_handler(end_process);
  self->state.setup = std::move(setup);
  // A rebuild that a restart interrupted goes on.
  if (self->state.setup.projections->rebuilding()) self->send(self, rebuild_continue{});
  return {
      [self](const batch_to_project& message) {
        self->state.live(*message.flow);
        go_on(self);
        const auto partition = caf::actor_cast<partition_actor>(self->current_sender());
        self->send(partition, projector_ready{1});
      },
      [self](const follow_log& message) {
        self->state.follow(message.position);
        go_on(self);
      },
      [self](const follow_continue&) {
        self->state.following = false;
        self->state.follow_step();
        go_on(self);
      },
      [self](const rebuild_projection& message) {
        const bool started = self->state.start_rebuild(message.name);
        if (started) self->send(self, rebuild_continue{});
        go_on(self);
        return started;
      },
      [self](const rebuild_continue&) {
        if (self->state.rebuild_step()) self->send(self, rebuild_continue{});
        go_on(self);
      },
      [self](const save_projections& message) { self->state.save_when_there(message.done); },
      [self](const ask_status&) { return self->state.status(); },
      [self](const await_position& message) {
        auto promise = self->make_response_promise<projector_status>();
        self->state.answer_when_there(message.position, promise);
        return promise;
      },
  };
}

}  // namespace antrian::actors
