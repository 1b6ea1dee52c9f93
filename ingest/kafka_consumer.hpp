// What the sources that use librdkafka's consumer share; not for others.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <librdkafka/rdkafka.h>

#include "ingest/kafka_batch.hpp"
#include "ingest/kafka_client.hpp"

namespace antrian::ingest {

/// Ends a consumer, or leaves it behind if that takes longer than a second or two: librdkafka waits
/// for brokers that hang, and for ever where a topic was deleted. What is
/// left behind calls nobody any more, but keeps its threads until the program ends: one client for
/// each look at a topic whose brokers hang meanwhile.
struct kafka_consumer_deleter {
  void operator()(rd_kafka_s* consumer) const;
};
using kafka_consumer_ptr = std::unique_ptr<rd_kafka_s, kafka_consumer_deleter>;

/// A consumer that begins where it is told to and nowhere else.
[[nodiscard]] result<kafka_consumer_ptr> make_kafka_consumer(const kafka_cluster& cluster,
                                                             std::size_t partitions,
                                                             kafka_health& health);

[[nodiscard]] kafka_ptr<rd_kafka_topic_partition_list_s> partition_list(
    const std::string& topic, const std::vector<std::uint64_t>& offsets);

[[nodiscard]] kafka_message view_of(const rd_kafka_message_s& message);

/// True for errors that pass by themselves: a broker that is away, a leader that changes.
[[nodiscard]] bool passes(rd_kafka_resp_err_t code);

struct kafka_message_deleter {
  void operator()(rd_kafka_message_s* message) const { rd_kafka_message_destroy(message); }
};
using kafka_message_ptr = std::unique_ptr<rd_kafka_message_s, kafka_message_deleter>;

}  // namespace antrian::ingest
