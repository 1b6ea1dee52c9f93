// From the configuration to a cluster of Kafka: for every subcommand that talks to one.
#pragma once

#include <string>

#include <CLI/CLI.hpp>

#include "config/configuration.hpp"
#include "ingest/kafka_client.hpp"

namespace antrian::cli {

/// Adds --brokers, which goes before the configuration's.
void add_brokers_option(CLI::App& app, std::string& brokers);

/// Where the cluster is and how to be let in, with the secrets, which are read now. `brokers` is
/// what --brokers says, or empty. The error is wrong usage.
[[nodiscard]] config::result<ingest::kafka_cluster> kafka_cluster_of(
    const config::configuration& configuration, const std::string& brokers);

/// Says notices on standard error, each on a line of its own.
[[nodiscard]] ingest::kafka_notice notices_on_stderr();

}  // namespace antrian::cli
