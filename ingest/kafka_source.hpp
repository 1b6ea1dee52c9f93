// A Kafka topic as a source of commands: each message once, those of a partition in their order,
// those of different partitions in any. How far the topic is read is committed with the events, so
// nothing is lost or taken twice, whatever dies when.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "actors/node.hpp"
#include "events/command_reader.hpp"
#include "events/office_directory.hpp"
#include "ingest/answer_writer.hpp"
#include "ingest/error.hpp"
#include "ingest/kafka_client.hpp"
#include "storage/store.hpp"

namespace antrian::ingest {

struct kafka_source_options {
  kafka_cluster cluster;
  std::string commands_topic = "antrian.commands";
  std::string results_topic = "antrian.results";
  std::string dead_letters_topic = "antrian.dead-letters";
  std::vector<std::string> other_topics;  ///< must be there too, before anything is read
  std::size_t batch_commands = 8'192;
  /// Go on where messages were lost before they were read, or the topic is another one; said in a
  /// notice. Without it that is an error.
  bool accept_gap = false;
  /// The clock, for commands without `at`.
  std::function<events::instant()> now;
  /// Asked several times a second: true stops in good order.
  std::function<bool()> stop;
  /// Told once, when the topic is being read.
  std::function<void(std::size_t partitions)> ready;
  /// Told after each commit's answers have arrived, and several times a second otherwise.
  std::function<void(const answer_counts&)> progress;
  /// How long answers that are still on their way are waited for after `stop`.
  std::uint32_t drain_ms_max = 5'000;
};

/// Reads the topic through the node until `stop`. Brokers that are away are waited for. Everything
/// that was answered is on disk, error or not; what is committed and was not answered is answered
/// by the next run. Returns what was answered. `health` is told what the operator should know.
[[nodiscard]] result<answer_counts> serve_kafka(actors::node& node, const storage::store& store,
                                                events::command_reader reader,
                                                const events::office_directory& offices,
                                                const kafka_source_options& options,
                                                kafka_health& health);

}  // namespace antrian::ingest
