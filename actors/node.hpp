// A node: the whole engine over one store, for those who know nothing of actors.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "actors/limits.hpp"
#include "actors/messages.hpp"
#include "events/office_directory.hpp"
#include "projections/projection_set.hpp"
#include "storage/store.hpp"

namespace antrian::actors {

struct node_options {
  engine_limits limits;
  projections::projection_options projections;
};

/// Thread-safe, but for stop(), which one thread calls once.
class node {
 public:
  /// The store and the directory outlive the node. Reads what recovery needs; an error leaves
  /// nothing running.
  [[nodiscard]] static storage::result<std::unique_ptr<node>> start(
      storage::store& store, const events::office_directory& offices, const node_options& options);
  /// Stops if stop() was not called; without the last checkpoint if the node has failed.
  ~node();
  node(const node&) = delete;
  node& operator=(const node&) = delete;

  /// Called with the batch and its results after they are on disk, on a thread of the node: must
  /// be quick, must not block, and must not call the node.
  using answer = std::function<void(batch_ptr)>;

  /// Hands a batch over; waits while the window of batches in flight is full. False if the node
  /// has failed or is stopping: the batch was not taken.
  [[nodiscard]] bool submit(std::unique_ptr<events::command_batch> batch, answer on_committed);
  /// The same without waiting: false also if the window is full ("try again later").
  [[nodiscard]] bool try_submit(std::unique_ptr<events::command_batch>& batch, answer on_committed);

  /// Waits until everything that was submitted is answered; false if the node failed meanwhile.
  [[nodiscard]] bool wait_idle();
  /// Waits until the projections hold everything that is committed; false if the node has failed.
  [[nodiscard]] bool wait_projected();

  /// Starts rebuilding a projection (all, if the name is empty) beside the live ones. False if
  /// there is no projection of that name, or the node has failed.
  [[nodiscard]] bool rebuild(const std::string& projection);

  [[nodiscard]] partition_status status();
  [[nodiscard]] projector_status projections_status();
  /// Why the node cannot go on; nothing while it is healthy.
  [[nodiscard]] std::optional<std::string> failure() const;

  /// Answers what was submitted, writes the last checkpoint, snapshots and projections, and ends.
  [[nodiscard]] storage::status stop();

 private:
  struct impl;
  explicit node(std::unique_ptr<impl> made);
  std::unique_ptr<impl> impl_;
};

}  // namespace antrian::actors
