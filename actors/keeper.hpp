// The keeper of the derived tables: writes checkpoints and snapshots beside the journal, so that a
// commit never waits for them.
#pragma once

#include <variant>
#include <vector>

#include "actors/command_index.hpp"
#include "actors/interfaces.hpp"
#include "actors/worker_thread.hpp"
#include "storage/derived.hpp"

namespace antrian::actors {

using keeper_task = std::variant<keep_checkpoint, keep_snapshot>;

[[nodiscard]] storage::status keep(storage::store& store, const keep_checkpoint& task);
[[nodiscard]] storage::status keep(storage::store& store, const keep_snapshot& task);

class keeper_thread {
 public:
  explicit keeper_thread(storage::store& store);
  ~keeper_thread();
  /// The partition is told when the task is done, or why it failed.
  void push(keeper_task task, partition_actor partition);
  void stop();

 private:
  struct order {
    keeper_task task;
    partition_actor partition;
  };
  void work(const order& given);

  storage::store& store_;
  worker_thread<order> thread_;
};

/// The actor in front of the thread.
keeper_actor::behavior_type keeper(keeper_actor::pointer self, keeper_thread* thread);

/// A keeper that writes within the actor: for deterministic tests.
keeper_actor::behavior_type keeper_without_thread(keeper_actor::pointer self,
                                                  storage::store* store);

}  // namespace antrian::actors
