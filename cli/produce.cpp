// antrian produce: a file of commands to Kafka.
#include <iostream>

#include "cli/kafka_access.hpp"
#include "cli/progress_bar.hpp"
#include "cli/session.hpp"
#include "cli/subcommand.hpp"
#include "ingest/produce_file.hpp"
#include "projections/report_numbers.hpp"

namespace antrian::cli {
namespace {

struct options : common_options {
  std::string input;
  std::string brokers;
  bool strict = false;
  bool quiet = false;
};

/// Numbers of the lines that were not sent, as far as they are kept.
std::string lines_left_out(const ingest::produce_summary& summary) {
  std::string text = summary.left_out == 1 ? " (line" : " (lines";
  for (const auto number : summary.first_left_out) text += " " + std::to_string(number);
  return text + (summary.first_left_out.size() < summary.left_out ? " ...)" : ")");
}

std::string sentence_of(const ingest::produce_summary& summary, const std::string& topic) {
  using projections::grouped;
  std::string text =
      grouped(summary.delivered) + " of " + grouped(summary.lines) + " lines are in topic " + topic;
  if (summary.keyless > 0) {
    text += "; " + grouped(summary.keyless) + " of them without a key, as they name no office";
  }
  if (summary.unknown > 0) {
    text += "; " + grouped(summary.unknown) + " of them for offices that are not configured";
  }
  if (summary.left_out > 0) {
    text += "; " + grouped(summary.left_out) + " were not sent" + lines_left_out(summary);
  }
  return text + ".\n";
}

int run(const options& wanted) {
  const auto configuration = config::load(wanted.config_path());
  if (!configuration) return complain(usage, configuration.error().text());
  const auto cluster = kafka_cluster_of(*configuration, wanted.brokers);
  if (!cluster) return complain(usage, cluster.error().text());

  progress_bar bar("producing", "commands", wanted.quiet);
  ingest::produce_options produce;
  produce.input = wanted.input;
  produce.topic = configuration->kafka.commands.name;
  produce.strict = wanted.strict;
  produce.known_office = [&](std::string_view code) {
    return configuration->offices.find(code).has_value();
  };
  produce.stop = stop_requested;
  produce.progress = [&](std::uint64_t bytes, std::uint64_t size, std::uint64_t delivered) {
    bar.update(size > 0 ? static_cast<double>(bytes) / static_cast<double>(size) : -1, delivered);
  };
  ingest::kafka_health health(notices_on_stderr());
  const auto summary = ingest::produce_file(*cluster, health, produce);
  if (!summary) {
    return complain(summary.error().code == ingest::errc::input ? usage : failed,
                    summary.error().message);
  }
  if (!wanted.quiet || summary->left_out > 0) std::cerr << sentence_of(*summary, produce.topic);
  if (summary->stopped) {
    return complain(interrupted, "stopped; send the whole file again: repeats do no harm");
  }
  return summary->left_out > 0 ? int{found_problems} : int{done};
}

}  // namespace

subcommand add_produce(CLI::App& program) {
  auto* app = program.add_subcommand(
      "produce",
      "Send a file of commands to Kafka, each under the key of its office. Lines that are no "
      "valid\n"
      "command are sent as well: `antrian serve` answers them with a dead letter.");
  auto wanted = std::make_shared<options>();
  app->add_option("FILE", wanted->input, "File with one command per line; - is standard input")
      ->required();
  app->add_flag("--strict", wanted->strict,
                "Do not send lines whose office cannot be read or is not configured");
  app->add_flag("--quiet", wanted->quiet, "No progress and no summary on standard error");
  add_brokers_option(*app, wanted->brokers);
  add_config_option(*app, *wanted);
  app->footer(
      "It ends when the brokers have acknowledged everything, and waits for them while they are\n"
      "away. Sending a file again is harmless: a command's id makes it a repeat.\n\n"
      "Exit codes: 0 all lines are in the topic   1 failed   2 wrong usage or configuration\n"
      "            3 some lines were not sent   130 interrupted\n\n"
      "Example:    antrian produce rush.jsonl --brokers localhost:9092");
  return {app, [wanted] { return run(*wanted); }};
}

}  // namespace antrian::cli
