// What the actors say to each other. Payloads are shared pointers: messages stay inside the
// process, and ownership passes with the message (only the receiver writes).
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "domain/office_day.hpp"
#include "domain/reschedule.hpp"
#include "events/command_batch.hpp"
#include "events/result.hpp"
#include "storage/derived.hpp"
#include "storage/event_log.hpp"

namespace antrian::actors {

class result_generation;

/// A batch on its way from its source and back: filled in stage by stage.
struct batch_flow {
  std::unique_ptr<events::command_batch> batch;
  std::deque<events::command> releases;  ///< of replaced places: the engine's own commands
  std::vector<events::result> results;   ///< by item, complete once decided
  storage::log_append append;            ///< what the journal writes
  std::uint64_t last_position = 0;       ///< of the log once this batch is in it
  /// Tells the source, after commit. Called on an actor's thread: must be quick and not block.
  std::function<void(std::shared_ptr<batch_flow>)> on_committed;
};
using batch_ptr = std::shared_ptr<batch_flow>;

/// What the partition may know of an office day without asking: exact after each reply, and an
/// upper bound of free places as long as nothing that frees places is on its way.
struct day_hints {
  bool known = false;
  domain::day_status status = domain::day_status::not_open;
  std::optional<events::instant> release_at;
  std::uint32_t account_limit = 0;
  std::array<std::uint32_t, events::lane_count> free{};
  std::uint64_t sequence = 0;           ///< of the stream's last event, decided if not yet durable
  std::uint64_t snapshot_sequence = 0;  ///< of the snapshot that its actor began with; 0: none
};

/// One command for an office day to decide, and what the country knows of its people.
struct work_item {
  const events::command* command = nullptr;  ///< owned by the work's batch
  domain::claim_facts facts;
  /// Earlier commands of the same work may add to the facts: the office day brings them up to date.
  bool after_own = false;
};

/// A wave's share for one office day; travels there and back.
struct day_work {
  batch_ptr batch;  ///< keeps the commands: a node that ends does not wait for its office days
  events::office_day_key day;
  std::vector<work_item> items;
  std::vector<std::uint32_t> commands;  ///< the items' numbers in the partition's books
  // Filled in by the office day:
  std::vector<events::event> events;
  std::vector<std::uint32_t> ends;  ///< by item: end of its events in `events`
  day_hints hints;
};
using work_ptr = std::shared_ptr<day_work>;

/// The fold of an office day at a moment.
struct day_snapshot {
  events::office_day_key day;
  std::string stream;
  storage::snapshot snapshot;
};

// Messages, by receiver.

// partition
struct submit_batch {
  batch_ptr flow;
};
struct work_decided {
  work_ptr work;
};
struct releases_due {
  std::vector<domain::reschedule_manager::release> releases;
};
struct batches_committed {
  std::vector<batch_ptr> flows;  ///< in order of position
};
struct commit_failed {
  std::string reason;
};
struct snapshot_taken {
  std::shared_ptr<day_snapshot> snapshot;
};
struct snapshot_written {
  events::office_day_key day;
  std::uint64_t sequence = 0;
};
struct checkpoint_written {
  std::uint64_t position = 0;
};
struct projector_ready {
  std::size_t batches = 0;  ///< batches that it has let go of
};
/// Write a last checkpoint and snapshots; `done` is called when everything is on disk.
struct prepare_shutdown {
  std::function<void()> done;
};

// office day
struct decide_work {
  work_ptr work;
};
struct take_snapshot {};

// reschedule process manager
struct events_decided {
  std::shared_ptr<const std::vector<events::event>> events;  ///< those that a reschedule is about
  std::vector<events::uuid> settled;  ///< replaced bookings whose release was tried
};

// journal
struct commit_batch {
  batch_ptr flow;
};

// keeper of the derived tables
struct keep_checkpoint {
  std::shared_ptr<storage::checkpoint> checkpoint;   ///< without its commands
  std::shared_ptr<const result_generation> answers;  ///< which become its commands
};
struct keep_snapshot {
  std::shared_ptr<day_snapshot> snapshot;
};

// projector
struct batch_to_project {
  batch_ptr flow;
};
/// The log goes up to here, but its events were not sent along: read them.
struct follow_log {
  std::uint64_t position = 0;
};
struct rebuild_projection {
  std::string name;  ///< empty: all
};
/// Goes on with reading, or with a rebuild: what the projector tells itself.
struct follow_continue {};
struct rebuild_continue {};
/// Save once all that it was told of is folded; `done` is called then.
struct save_projections {
  std::function<void()> done;
};
/// Answered once everything up to here is folded, or the projector has failed.
struct await_position {
  std::uint64_t position = 0;
};

/// What a partition says of itself.
struct partition_status {
  std::uint64_t decided_position = 0;
  std::uint64_t durable_position = 0;
  std::uint64_t batches_waiting = 0;
  std::uint64_t batches_in_flight = 0;
  std::uint64_t waves = 0;
  std::uint64_t commands = 0;
  std::uint64_t repeats = 0;
  std::uint64_t invalid = 0;
  std::uint64_t resident_days = 0;
  std::uint64_t known_days = 0;  ///< resident or remembered
  std::uint64_t restarts = 0;
  std::uint64_t persons = 0;
  std::string failure;  ///< empty: healthy
};
struct projector_status {
  std::uint64_t position = 0;
  std::uint64_t log_position = 0;
  bool rebuilding = false;
  std::string failure;
};
struct ask_status {};

}  // namespace antrian::actors
