// The whole engine without a thread: CAF's deterministic scheduler, with the next job drawn from a
// seed. The same seed gives the same run. No CAF in this header.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "actors/limits.hpp"
#include "actors/messages.hpp"
#include "events/office_directory.hpp"
#include "storage/store.hpp"

namespace antrian::tests {

/// Limits so small that checkpoints, passivation and reload happen all the time.
[[nodiscard]] inline actors::engine_limits tiny_limits() {
  actors::engine_limits limits;
  limits.checkpoint_events = 50;
  limits.snapshot_events = 10;
  limits.resident_days = 2;
  limits.snapshot_worth_events = 5;
  limits.known_days = 3;
  limits.seen_ids_max = 200;
  return limits;
}

using test_decider = std::function<void(const domain::office_day&, const events::command&,
                                        const domain::claim_facts&, std::vector<events::event>&)>;

struct engine_choices {
  actors::engine_limits limits = tiny_limits();
  test_decider decide;  ///< empty: domain::decide
  std::uint64_t seed = 1;
  std::uint64_t projector_step_events = 7;
};

/// Single-threaded. Nothing runs but inside step(), run() and what calls them.
class scheduled_engine {
 public:
  using answer = std::function<void(actors::batch_ptr)>;

  /// Opens writer and projections of the store, which outlives the engine. Throws if that fails.
  scheduled_engine(storage::store& store, const events::office_directory& offices,
                   engine_choices choices);
  /// Ends all actors where they are: what is not committed is lost.
  ~scheduled_engine();
  scheduled_engine(const scheduled_engine&) = delete;
  scheduled_engine& operator=(const scheduled_engine&) = delete;

  void submit(std::unique_ptr<events::command_batch> batch, answer on_committed);
  /// Runs one job, drawn at random; false if there is none.
  bool step();
  /// Runs until there is nothing left to do.
  void run();
  /// One of the engine's parts does nothing until it is let go.
  enum class part { journal, keeper, projector };
  void hold(part which);
  void let_go();
  /// Tells the projector to rebuild a projection, or all of them; its answer, after all jobs.
  [[nodiscard]] bool rebuild(const std::string& projection = {});

  /// Runs to the end of all jobs and asks.
  [[nodiscard]] actors::partition_status status();
  [[nodiscard]] actors::projector_status projections_status();
  [[nodiscard]] const std::vector<std::string>& failures() const { return failures_; }

  /// The orderly way out: last checkpoint, snapshots, projections. False if it never ends.
  [[nodiscard]] bool shut_down();

 private:
  struct impl;
  std::vector<std::string> failures_;
  std::unique_ptr<impl> impl_;
};

}  // namespace antrian::tests
