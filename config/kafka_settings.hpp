// The section [kafka] of antrian.toml: where the brokers are, and the topics.
//
// Secrets are not in the configuration: a property names the environment variable or the file that
// holds one, and it is read only when a client of Kafka is about to be opened.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "config/error.hpp"
#include "config/table_reader.hpp"

namespace antrian::config {

/// One topic as `antrian kafka init` makes it.
struct kafka_topic_settings {
  std::string name;
  std::uint32_t retention_days = 0;  ///< 0: for ever
};

/// One of [kafka.properties]: librdkafka's own name and what it is set to.
struct kafka_property {
  enum class source : std::uint8_t { text, environment, file };
  std::string name;
  source from = source::text;
  std::string text;        ///< the value, or the name of the variable or file that holds it
  std::uint32_t line = 0;  ///< in antrian.toml
};

struct kafka_settings {
  std::string brokers = "localhost:9092";  ///< HOST:PORT, separated by commas
  std::uint32_t partitions = 8;            ///< of each topic
  std::uint32_t replication = 0;           ///< copies of each message; 0: as the brokers have it
  kafka_topic_settings commands{"antrian.commands", 7};
  kafka_topic_settings results{"antrian.results", 7};
  kafka_topic_settings events{"antrian.events", 0};
  kafka_topic_settings dead_letters{"antrian.dead-letters", 30};
  std::vector<kafka_property> properties;
};

/// Reads [kafka]. Faults go to the reader's fault_keeper.
void read_kafka(table_reader& section, kafka_settings& settings);

/// The properties with their secrets, which are read now: from the environment, and from files
/// named relative to the folder of `configuration_file`. Errors never quote a value.
[[nodiscard]] result<std::map<std::string, std::string>> resolve_kafka_properties(
    const kafka_settings& settings, const std::filesystem::path& configuration_file);

}  // namespace antrian::config
