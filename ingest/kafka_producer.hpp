// Produces to Kafka: idempotent, in order per key, with everything that is on its way bounded.
//
// A record whose delivery fails for good (after librdkafka's own retries, which never give up while
// the broker is merely away) makes the producer fail: what depends on it must not go on as if it
// had been sent.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "ingest/kafka_client.hpp"

namespace antrian::ingest {

/// The largest record that produce() takes, key, value and headers together; what topics must let
/// through is a little more (kafka_topics.hpp).
inline constexpr std::size_t kafka_record_size_max =
    (std::size_t{4} << 20) + (std::size_t{32} << 10);

struct kafka_header {
  const char* name = nullptr;
  std::string_view value;
};

/// What is produced. The bytes are copied. A key or value without data() is absent (null), which
/// is another thing than an empty one.
struct kafka_record {
  std::string_view key;
  std::string_view value;
  std::span<const kafka_header> headers;
};

/// One thread calls produce, poll and flush; the other calls may come from any thread.
class kafka_producer {
 public:
  /// Called from poll(), flush() or produce(), with the tag of each record that the brokers have
  /// taken (acks=all), in order of delivery, which is the order of production per partition only.
  /// Must not call the producer.
  using delivered = std::function<void(std::uint64_t tag)>;

  /// Connects in the background: a broker that is away is no error. `health` outlives the producer.
  [[nodiscard]] static result<std::unique_ptr<kafka_producer>> open(const kafka_cluster& cluster,
                                                                    kafka_health& health,
                                                                    delivered on_delivered);
  /// What has not been delivered yet is lost: flush() first.
  ~kafka_producer();
  kafka_producer(const kafka_producer&) = delete;
  kafka_producer& operator=(const kafka_producer&) = delete;

  /// Names a topic for produce(). Kept until the producer goes; the same name is the same topic.
  /// nullptr if there can be no topic of this name.
  class topic;
  [[nodiscard]] topic* use_topic(const std::string& name);

  /// The partition is chosen as the Java client does: murmur2 of the key, so records of one key
  /// stay in order; without a key, any. Waits while too much is on its way, for as long as `go_on`
  /// (asked several times a second) says so. errc::input if the record is too large to be sent,
  /// which harms nothing else; errc::away if it was told to give up; errc::output if the producer
  /// has failed.
  [[nodiscard]] status produce(topic& to, const kafka_record& record, std::uint64_t tag,
                               const std::function<bool()>& go_on);

  /// Serves delivery reports; returns as soon as there were some, or after `timeout_ms`.
  void poll(int timeout_ms);

  /// Waits until everything is delivered; false if `go_on` said no first, or the producer failed.
  [[nodiscard]] bool flush(const std::function<bool()>& go_on);

  /// Records that are not delivered yet.
  [[nodiscard]] std::size_t under_way() const;
  /// Why the producer cannot go on; empty while it is healthy.
  [[nodiscard]] std::string failure() const;
  /// For questions such as kafka_cluster_id().
  [[nodiscard]] rd_kafka_s* client() const;

 private:
  struct impl;
  explicit kafka_producer(std::unique_ptr<impl> parts);
  std::unique_ptr<impl> impl_;
};

}  // namespace antrian::ingest
