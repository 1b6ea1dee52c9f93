// The projector: follows the log, with live batches or by reading it, and keeps the projections.
// Reading and rebuilding go in steps, so that nothing that is asked meanwhile waits for all of it.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <caf/typed_response_promise.hpp>

#include "actors/interfaces.hpp"
#include "projections/projection_set.hpp"

namespace antrian::actors {

struct projector_setup {
  std::unique_ptr<projections::projection_set> projections;
  /// Called once with the reason: a projection that stops silently is worse than a node that does.
  std::function<void(std::string)> on_failure;
  /// Events of one step of reading or rebuilding, between which other messages get their turn.
  std::uint64_t step_events = 50'000;
};

using position_promise = caf::typed_response_promise<projector_status>;

class projector_state {
 public:
  static inline const char* name = "projector";

  projector_setup setup;

  /// Folds the batch, unless there is something before it to be read first: then it is read too.
  void live(const batch_flow& flow);
  void follow(std::uint64_t position);
  /// True while there is more to read than was sent along.
  [[nodiscard]] bool behind() const;
  /// Reads a step's worth.
  void follow_step();
  [[nodiscard]] bool start_rebuild(const std::string& projection);
  /// One step; false when there is nothing left to rebuild.
  [[nodiscard]] bool rebuild_step();
  /// Saves and calls `done` once it is no longer behind.
  void save_when_there(std::function<void()> done);
  void answer_when_there(std::uint64_t position, position_promise promise);
  /// Tells those who wait for what is reached now.
  void settle();
  [[nodiscard]] projector_status status() const;

  bool following = false;  ///< it has told itself to go on

 private:
  struct waiting_for_position {
    std::uint64_t position = 0;
    position_promise promise;
  };
  /// Takes note of a failure; true if all is well.
  bool check(const storage::status& done);
  void save();

  std::uint64_t log_position_ = 0;  ///< the furthest that it was told of
  std::uint64_t unsaved_events_ = 0;
  std::string failure_;
  std::vector<std::function<void()>> saves_;
  std::vector<waiting_for_position> waiting_;
};

projector_actor::behavior_type projector(projector_actor::stateful_pointer<projector_state> self,
                                         projector_setup setup);

}  // namespace antrian::actors
