// The messages of a topic's partitions, by librdkafka: from given offsets, each partition for
// itself, as fast as they are taken and no faster. Which partitions and offsets is the business of
// kafka_assignment.hpp.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "ingest/kafka_assignment.hpp"
#include "ingest/kafka_batch.hpp"
#include "ingest/kafka_client.hpp"

struct rd_kafka_message_s;

namespace antrian::ingest {

/// A message that librdkafka holds in memory until it is let go.
class received_message {
 public:
  explicit received_message(rd_kafka_message_s* message) : message_(message) {}
  [[nodiscard]] std::uint64_t offset() const;
  [[nodiscard]] std::size_t size() const;  ///< of key and value
  [[nodiscard]] kafka_message view() const;

 private:
  struct deleter {
    void operator()(rd_kafka_message_s* message) const;
  };
  std::unique_ptr<rd_kafka_message_s, deleter> message_;
};

struct watermarks {
  std::uint64_t low = 0;
  std::uint64_t high = 0;
};

/// One thread uses it. All waiting ends when `go_on` (asked several times a second) says no.
class kafka_feed {
 public:
  /// Reads partition i of the topic from starts[i]. Connects in the background.
  [[nodiscard]] static result<std::unique_ptr<kafka_feed>> open(
      const kafka_cluster& cluster, const std::string& topic,
      const std::vector<std::uint64_t>& starts, kafka_health& health);
  ~kafka_feed();
  kafka_feed(const kafka_feed&) = delete;
  kafka_feed& operator=(const kafka_feed&) = delete;

  /// Appends up to `max` messages of a partition that are there already, in order, and no more
  /// once they hold batch_bytes_max. An error if the
  /// partition cannot be read any more; brokers that are away are none.
  [[nodiscard]] status take(std::uint32_t partition, std::size_t max,
                            std::vector<received_message>& to);
  /// Waits until there may be something to take, at most so long. Call it often: it also serves
  /// what librdkafka has to say.
  [[nodiscard]] status wait(int timeout_ms);

  /// Asks the brokers whether the topic is still there, with these partitions; librdkafka itself
  /// would wait for one that was deleted. An error if not; brokers that are away are none.
  [[nodiscard]] status check_topic();

  /// Asks the brokers; nothing if `go_on` said no before they answered.
  [[nodiscard]] std::optional<watermarks> ask_watermarks(std::uint32_t partition,
                                                         const std::function<bool()>& go_on);

  /// Notes offsets in the cluster for those who watch the lag (group `antrian`), by partition.
  /// Nothing rests on it; does not wait.
  void note_offsets(const std::vector<std::uint64_t>& offsets);
  /// The same, waiting for the cluster to say that it has them, at most so long.
  void note_offsets_and_wait(const std::vector<std::uint64_t>& offsets, int timeout_ms);

 private:
  struct impl;
  explicit kafka_feed(std::unique_ptr<impl> parts);
  std::unique_ptr<impl> impl_;
};

/// The consumer group under which offsets are noted.
inline constexpr const char* kafka_group = "antrian";

/// Asks the cluster what there is of the topic, until it answers: brokers that are away are waited
/// for. `remembered` says which messages are to be looked at. An error also if one of `outputs`,
/// the topics that answers go to, is not there. Nothing if `go_on` said no first.
[[nodiscard]] result<std::optional<topic_found>> look_at_topic(
    const kafka_cluster& cluster, const std::string& topic,
    const std::optional<kafka_progress>& remembered, const std::vector<std::string>& outputs,
    kafka_health& health, const std::function<bool()>& go_on);

}  // namespace antrian::ingest
