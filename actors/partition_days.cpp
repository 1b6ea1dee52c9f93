// The partition as the parent of its office days: starting, restarting and passivating them.
#include <algorithm>

#include <caf/all.hpp>

#include "actors/partition_state.hpp"

namespace antrian::actors {

void partition_state::ensure_resident(day_entry& day) {
  if (day.actor) return;
  office_day_setup setup;
  setup.key = day.key;
  setup.stream = day.stream;
  setup.store = setup_.store;
  setup.decide = setup_.decide;
  setup.partition = self_;
  if (day.last_position > durable_position_) {
    setup.undurable = undurable_events(day);
    setup.undurable_first_sequence = day.hints.sequence - setup.undurable.size() + 1;
  }
  days_->started(day, self_->spawn(office_day, std::move(setup)));
  self_->monitor(day.actor);
}

/// Events of the day that are decided but maybe not in the log yet, in order.
std::vector<events::event> partition_state::undurable_events(const day_entry& day) const {
  std::vector<events::event> found;
  const auto gather = [&](const batch_flow& flow) {
    for (const storage::stream_append& append : flow.append.streams) {
      if (append.stream != day.stream) continue;
      found.insert(found.end(), append.events.begin(), append.events.end());
    }
  };
  for (const batch_ptr& flow : in_flight_) gather(*flow);
  if (active_) gather(*active_);
  return found;
}

void partition_state::day_down(const caf::down_msg& down) {
  day_entry* day = days_->find(down.source);
  if (day == nullptr) return;
  days_->let_go(*day);
  no_longer_asked(*day);
  day->passivating = passivation::none;
  ++counts_.restarts;
  if (day->work == nullptr) return;  // the next command starts it again
  if (std::exchange(day->restarted_in, batch_number_) != batch_number_) day->restarts = 0;
  if (day->restarts++ >= restarts_max) {
    return fail("office day " + day->stream +
                " stopped twice on the same commands: " + caf::to_string(down.reason));
  }
  // What it decided of this wave was told to nobody: decide it again from the state before.
  auto again = std::make_shared<day_work>();
  again->batch = day->work->batch;
  again->day = day->key;
  again->items = day->work->items;
  again->commands = day->work->commands;
  day->work = std::move(again);
  ensure_resident(*day);
  self_->send(day->actor, decide_work{day->work});
}

/// Its end is no failure: nobody is told of it.
void partition_state::let_go(day_entry& day) {
  const auto actor = days_->let_go(day);
  self_->demonitor(actor.address());
  self_->send_exit(actor, caf::exit_reason::user_shutdown);
}

/// True if nothing of the day is on its way: it may be started again from the log.
bool partition_state::at_rest(const day_entry& day) const {
  return day.work == nullptr && day.passivating == passivation::none && !day.snapshot_asked &&
         day.last_batch != batch_number_ && day.last_position <= durable_position_;
}

void partition_state::passivate_unused() {
  days_->forget_above(setup_.limits.known_days,
                      [this](const day_entry& day) { return at_rest(day); });
  if (days_->resident() <= setup_.limits.resident_days) return;
  std::vector<day_entry*> unused;
  for (const auto& day : days_->entries()) {
    if (day->actor && at_rest(*day)) unused.push_back(day.get());
  }
  const std::size_t count =
      std::min(unused.size(), days_->resident() - setup_.limits.resident_days);
  std::partial_sort(
      unused.begin(), unused.begin() + static_cast<std::ptrdiff_t>(count), unused.end(),
      [](const day_entry* a, const day_entry* b) { return a->last_batch < b->last_batch; });
  std::size_t snapshots = 0;
  for (std::size_t i = 0; i < count; ++i) {
    if (unused[i]->events_since_snapshot < setup_.limits.snapshot_worth_events) {
      let_go(*unused[i]);
    } else if (++snapshots <= passivations_max) {
      unused[i]->passivating = passivation::snapshotting;
      ask_snapshot(*unused[i]);
    }
  }
}

}  // namespace antrian::actors
