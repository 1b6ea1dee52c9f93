// Every limit of the engine in one place, with their relations.
#pragma once

#include <cstddef>
#include <cstdint>

namespace antrian::actors {

/// What an operator may tune (config/antrian.toml, section [node]).
struct engine_limits {
  /// Batches that a node holds between a source's hand-over and its answer. The outermost
  /// back-pressure: a source that finds the window full waits, or is told to try again later.
  std::size_t batches_in_flight = 8;
  /// Events between two checkpoints of the derived tables; what recovery folds at most, about.
  std::uint64_t checkpoint_events = 500'000;
  /// Events of one office day after which a checkpoint renews its snapshot.
  std::uint64_t snapshot_events = 20'000;
  /// Office-day actors kept in memory; the longest unused are passivated above it.
  std::size_t resident_days = 4'096;
  /// With fewer events since its last snapshot an office day is passivated without a new one: they
  /// are folded again from the log sooner than a snapshot is written.
  std::uint64_t snapshot_worth_events = 64;
  /// Office days remembered, resident or not; beyond, those at rest are forgotten. Of such a day
  /// only the planner's hints are lost. (A producer may name any date of a millennium.)
  std::size_t known_days = 65'536;
  /// Answered command ids that are told apart from new ones without asking the disk; beyond, the
  /// disk is asked. Two bytes each.
  std::uint64_t seen_ids_max = 16'000'000;
  /// Threads of the actor scheduler.
  std::size_t worker_threads = 2;
};

/// A pass over the pending commands stops after so many that have to wait, so that planning a
/// batch in which everything depends on everything is not quadratic.
inline constexpr std::size_t deferred_per_wave_max = 1'024;
/// Batches that the projector may hold in memory; beyond it reads what it missed from the log.
inline constexpr std::size_t projector_batches_max = 16;
/// Events that the journal gathers into one commit at most.
inline constexpr std::size_t commit_events_max = 65'536;
/// Times that one office-day actor is started again within a batch before the node gives up.
inline constexpr unsigned restarts_max = 1;
/// Snapshots for passivation that are on their way at a time.
inline constexpr std::size_t passivations_max = 64;

static_assert(deferred_per_wave_max >= 1);
static_assert(projector_batches_max >= 2, "the projector works on one while the next arrives");
static_assert(restarts_max >= 1, "supervision without a restart is a crash");

}  // namespace antrian::actors
