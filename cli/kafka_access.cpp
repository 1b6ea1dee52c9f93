#include "cli/kafka_access.hpp"

#include <iostream>

namespace antrian::cli {

void add_brokers_option(CLI::App& app, std::string& brokers) {
  app.add_option(
         "--brokers", brokers,
         "Kafka brokers, instead of those that the configuration names; separated by commas")
      ->envname("ANTRIAN_KAFKA_BROKERS")
      ->type_name("HOST:PORT");
}

config::result<ingest::kafka_cluster> kafka_cluster_of(const config::configuration& configuration,
                                                       const std::string& brokers) {
  auto properties = config::resolve_kafka_properties(configuration.kafka, configuration.file);
  if (!properties) return tl::unexpected(properties.error());
  return ingest::kafka_cluster{brokers.empty() ? configuration.kafka.brokers : brokers,
                               std::move(*properties)};
}

ingest::kafka_notice notices_on_stderr() {
  // One write per notice: they come from several threads.
  return [](const std::string& text) { std::cerr << "antrian: " + text + "\n"; };
}

}  // namespace antrian::cli
