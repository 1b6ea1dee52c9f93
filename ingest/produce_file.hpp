// Sends a file of commands to a topic.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/kafka_producer.hpp"

namespace antrian::ingest {

struct produce_options {
  std::string input;  ///< path, or `-` for standard input
  std::string topic;
  bool strict = false;  ///< do not send a line whose office cannot be read or is unknown
  std::function<bool(std::string_view office)> known_office;
  /// Asked several times a second: true stops in good order.
  std::function<bool()> stop;
  /// Told after each read: bytes read, and the input's size (0 if unknown); lines delivered.
  std::function<void(std::uint64_t bytes, std::uint64_t size, std::uint64_t delivered)> progress;
};

struct produce_summary {
  std::uint64_t lines = 0;      ///< read
  std::uint64_t delivered = 0;  ///< the brokers have them
  std::uint64_t keyless = 0;    ///< among these: sent without a key, as no office can be read
  std::uint64_t unknown = 0;    ///< among these: sent with the code of an office that is unknown
  std::uint64_t left_out = 0;   ///< not sent: too long, or refused by `strict`
  std::vector<std::uint64_t> first_left_out;  ///< numbers of the first few of them
  bool stopped = false;                       ///< by options.stop, before all was delivered
};

/// Every line but blank ones is one command, sent unchanged under the key of its office: also one
/// that is no valid command, since the node tells its sender so (a dead letter). Waits while the
/// brokers are away. Sending a file again is harmless: its commands are repeats.
[[nodiscard]] result<produce_summary> produce_file(const kafka_cluster& cluster,
                                                   kafka_health& health,
                                                   const produce_options& options);

}  // namespace antrian::ingest
