// The projector: follows the log, with live batches or by reading it, and keeps the projections.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "actors/interfaces.hpp"
#include "projections/projection_set.hpp"

namespace antrian::actors {

struct projector_setup {
  std::unique_ptr<projections::projection_set> projections;
  /// Called once with the reason: a projection that stops silently is worse than a node that does.
  std::function<void(std::string)> on_failure;
};

class projector_state {
 public:
  static inline const char* name = "projector";

  projector_setup setup;

  void live(const batch_flow& flow);
  void follow(std::uint64_t position);
  void start_rebuild(const std::string& projection);
  /// One step; false when there is nothing left to rebuild.
  [[nodiscard]] bool rebuild_step();
  void save();
  [[nodiscard]] projector_status status() const;

 private:
  /// Takes note of a failure; true if all is well.
  bool check(const storage::status& done);

  std::uint64_t log_position_ = 0;  ///< the furthest that it was told of
  std::uint64_t unsaved_events_ = 0;
  std::string failure_;
};

projector_actor::behavior_type projector(projector_actor::stateful_pointer<projector_state> self,
                                         projector_setup setup);

}  // namespace antrian::actors
