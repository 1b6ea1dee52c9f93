// Checkpoints of the derived tables, snapshots, the projector's feed, and the way out.
#include <caf/all.hpp>

#include "actors/partition_state.hpp"

namespace antrian::actors {

void partition_state::checkpoint_if_due() {
  const bool due = next_position_ - 1 - checkpoint_position_ >= setup_.limits.checkpoint_events;
  if (due && !index_->frozen() && active_ == nullptr) begin_checkpoint();
}

/// Freezes what the tables must say as of now; it is written once the log holds all of it.
void partition_state::begin_checkpoint() {
  checkpoint_position_ = next_position_ - 1;
  checkpoint_answers_ = index_->freeze();
  checkpoint_ = std::make_shared<storage::checkpoint>();
  checkpoint_->position = checkpoint_position_;
  for (auto& [key, value] : claims_.take_changed_rows(*setup_.offices)) {
    checkpoint_->claims.push_back({std::move(key), std::move(value)});
  }
  const auto enough = shutdown_done_ ? std::min<std::uint64_t>(setup_.limits.snapshot_events, 256)
                                     : setup_.limits.snapshot_events;
  for (const auto& day : days_->entries()) {
    if (day->actor && day->events_since_snapshot >= enough) ask_snapshot(*day);
  }
  store_what_is_durable();
}

/// Derived rows may never say more than the log: they go to the keeper once it has caught up.
void partition_state::store_what_is_durable() {
  if (checkpoint_ && checkpoint_->position <= durable_position_) {
    checkpoint_at_keeper_ = true;
    self_->send(setup_.keeper,
                keep_checkpoint{std::move(checkpoint_), std::move(checkpoint_answers_)});
    checkpoint_ = nullptr;
  }
  std::erase_if(waiting_snapshots_, [&](const waiting_snapshot& waiting) {
    if (waiting.position > durable_position_) return false;
    ++snapshots_at_keeper_;
    self_->send(setup_.keeper, keep_snapshot{waiting.snapshot});
    return true;
  });
}

void partition_state::checkpoint_stored(std::uint64_t) {
  checkpoint_at_keeper_ = false;
  checkpoint_stored_ = true;
  finish_shutdown_if_idle();
}

/// Once at a time, so that an office day that is told to go has nothing left to answer.
void partition_state::ask_snapshot(day_entry& day) {
  if (std::exchange(day.snapshot_asked, true)) return;
  ++snapshots_asked_;
  self_->send(day.actor, take_snapshot{});
}

/// True if one was asked for.
bool partition_state::no_longer_asked(day_entry& day) {
  const bool asked = std::exchange(day.snapshot_asked, false);
  if (asked) --snapshots_asked_;
  return asked;
}

void partition_state::snapshot_ready(std::shared_ptr<day_snapshot> snapshot) {
  day_entry& day = days_->at(snapshot->day);
  if (!no_longer_asked(day)) return;  // of an actor that went down meanwhile
  day.events_since_snapshot = 0;
  if (day.passivating == passivation::snapshotting) day.passivating = passivation::writing;
  // It may hold decisions of the batch in the making, whose last position is not known yet.
  const auto position = active_ != nullptr ? position_unknown : next_position_ - 1;
  waiting_snapshots_.push_back({position, std::move(snapshot)});
  store_what_is_durable();
}

void partition_state::snapshot_stored(const snapshot_written& stored) {
  --snapshots_at_keeper_;
  if (day_entry* day = days_->find(stored.day)) {
    const bool unused = day->passivating == passivation::writing && day->work == nullptr &&
                        day->actor && day->hints.sequence == stored.sequence;
    if (unused) {
      no_longer_asked(*day);
      let_go(*day);
    }
    day->passivating = passivation::none;
  }
  finish_shutdown_if_idle();
}

void partition_state::feed_projector(const batch_ptr& flow) {
  if (flow->append.streams.empty()) return;
  if (projector_batches_ < projector_batches_max) {
    ++projector_batches_;
    self_->send(setup_.projector, batch_to_project{flow});
  } else {
    self_->send(setup_.projector, follow_log{flow->last_position});
  }
}

void partition_state::shut_down(std::function<void()> done) {
  if (!counts_.failure.empty()) return done();
  shutdown_done_ = std::move(done);
  finish_shutdown_if_idle();
}

void partition_state::finish_shutdown_if_idle() {
  const bool idle = active_ == nullptr && waiting_.empty() && in_flight_.empty();
  if (!shutdown_done_ || !idle || checkpoint_ || checkpoint_at_keeper_ || snapshots_asked_ > 0 ||
      !waiting_snapshots_.empty() || snapshots_at_keeper_ > 0) {
    return;
  }
  if (!last_checkpoint_begun_) {
    if (checkpoint_stored_) {
      index_->drop_frozen();
      checkpoint_stored_ = false;
    }
    last_checkpoint_begun_ = true;
    if (next_position_ - 1 > checkpoint_position_) return begin_checkpoint();
  }
  for (const auto& day : days_->entries()) {
    if (day->actor) let_go(*day);
  }
  std::exchange(shutdown_done_, nullptr)();
}

}  // namespace antrian::actors
