// Publishes the log as the topic of events: follows it in order, from a checkpoint of its own, on
// a thread of its own. The checkpoint stands behind what the brokers have on disk, so after a
// crash some events are published again; consumers drop them by position (header `ce_id`). The
// checkpoint is of one topic in one cluster: another cluster is told everything from the beginning.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "ingest/kafka_client.hpp"
#include "storage/store.hpp"

namespace antrian::ingest {

struct kafka_publisher_options {
  kafka_cluster cluster;
  std::string topic;
  /// Told once, on the publisher's thread, if it cannot go on: the log cannot be read, or the
  /// cluster refuses for good. The node must not go on as if consumers were told.
  std::function<void(const std::string&)> on_failure;
};

/// Thread-safe, but for finish(), which one thread calls once.
class kafka_publisher {
 public:
  /// Store and health outlive the publisher. Needs no broker yet: it waits for one.
  [[nodiscard]] static result<std::unique_ptr<kafka_publisher>> start(
      const storage::store& store, const kafka_publisher_options& options, kafka_health& health);
  /// Ends at once, if finish() was not called; what was not published will be after the next start.
  ~kafka_publisher();
  kafka_publisher(const kafka_publisher&) = delete;
  kafka_publisher& operator=(const kafka_publisher&) = delete;

  /// Position up to which the brokers have the events.
  [[nodiscard]] std::uint64_t published() const;

  /// Publishes what is committed by now, and ends; false if `go_on` (asked several times a second)
  /// said no first, or the publisher has failed.
  [[nodiscard]] bool finish(const std::function<bool()>& go_on);

 private:
  struct impl;
  explicit kafka_publisher(std::unique_ptr<impl> parts);
  std::unique_ptr<impl> impl_;
};

}  // namespace antrian::ingest
