// Produces to Kafka: idempotent, in order per key, with everything that is on its way bounded.
//
// A record whose delivery fails for good (after librdkafka's own retries, which never give up while
// the broker is merely away) makes the producer fail: what depends on it must not go on as if it
// had been sent.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "ingest/kafka_client.hpp"

namespace antrian::ingest {

struct kafka_header {
  const char* name = nullptr;
  std::string_view value;
};

/// What is produced. The bytes are copied.
struct kafka_record {
  std::string_view key;
  std::string_view value;
  std::span<const kafka_header> headers;
};

/// One thread calls produce and poll; the other calls may come from any thread.
class kafka_producer {
 public:
  /// Called from poll() or produce(), with the tag of each record that the brokers have on disk
  /// (acks=all), in order of delivery, which is the order of production per partition only.
  using delivered = std::function<void(std::uint64_t tag)>;

  /// `health` outlives the producer.
  [[nodiscard]] static result<std::unique_ptr<kafka_producer>> open(const kafka_cluster& cluster,
                                                                    kafka_health& health,
                                                                    delivered on_delivered);
  ~kafka_producer();
  kafka_producer(const kafka_producer&) = delete;
  kafka_producer& operator=(const kafka_producer&) = delete;

  /// Names a topic for produce(). The topic is kept until the producer goes.
  class topic;
  [[nodiscard]] topic* use_topic(const std::string& name);

  /// The partition is chosen as the Java client and kcat do: murmur2 of the key, so records of one
  /// key stay in order. Waits while too much is on its way, for as long as `go_on` (asked several
  /// times a second) says so. errc::output if the producer has failed, or was told to give up.
  [[nodiscard]] status produce(topic& to, const kafka_record& record, std::uint64_t tag,
                               const std::function<bool()>& go_on);

  /// Serves delivery reports; returns after `timeout_ms` or earlier.
  void poll(int timeout_ms);

  /// Waits until everything is delivered; false if `go_on` said no first, or the producer failed.
  [[nodiscard]] bool flush(const std::function<bool()>& go_on);

  /// Records that are not delivered yet.
  [[nodiscard]] std::size_t under_way() const;
  /// Why the producer cannot go on; empty while it is healthy.
  [[nodiscard]] std::string failure() const;

 private:
  struct impl;
  explicit kafka_producer(std::unique_ptr<impl> parts);
  std::unique_ptr<impl> impl_;
};

}  // namespace antrian::ingest
