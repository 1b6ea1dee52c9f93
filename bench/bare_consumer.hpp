// The yardstick of reading from Kafka: librdkafka with nothing around it.
#pragma once

#include <cstdint>
#include <string>

namespace antrian::bench {

/// Reads `count` messages of the topic's partitions from their beginning, in batches, and throws
/// them away. Returns the seconds from the first message to the last.
[[nodiscard]] double consume_and_discard(const std::string& brokers, const std::string& topic,
                                         std::int32_t partitions, std::uint64_t count);

}  // namespace antrian::bench
