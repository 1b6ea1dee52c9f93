// The journal: the one place that writes the log. Everything that has queued up while the disk was
// busy becomes one commit with one fsync.
#pragma once

#include <memory>
#include <vector>

#include "actors/interfaces.hpp"
#include "actors/worker_thread.hpp"
#include "storage/event_log.hpp"

namespace antrian::actors {

/// Commits the batches as one, in order.
[[nodiscard]] storage::status commit_batches(storage::log_writer& writer,
                                             const std::vector<batch_ptr>& flows);

/// Owns the writer and the thread. After a write error it writes nothing more.
class journal_thread {
 public:
  /// `capacity`: batches that may wait for the disk.
  journal_thread(std::unique_ptr<storage::log_writer> writer, std::size_t capacity);
  ~journal_thread();
  /// The partition is told when the batch is on disk, or why it is not.
  void push(batch_ptr flow, partition_actor partition);
  void stop();

 private:
  struct task {
    batch_ptr flow;
    partition_actor partition;
  };
  void write(const std::vector<task>& tasks);

  std::unique_ptr<storage::log_writer> writer_;
  bool failed_ = false;
  worker_thread<task> thread_;
};

/// The actor in front of the thread.
journal_actor::behavior_type journal(journal_actor::pointer self, journal_thread* thread);

/// A journal that writes within the actor: for deterministic tests, where no thread may run.
journal_actor::behavior_type journal_without_thread(journal_actor::pointer self,
                                                    std::shared_ptr<storage::log_writer> writer);

}  // namespace antrian::actors
