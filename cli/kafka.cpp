// antrian kafka: the topics.
#include <array>
#include <iostream>

#include "cli/kafka_access.hpp"
#include "cli/session.hpp"
#include "cli/subcommand.hpp"
#include "ingest/kafka_topics.hpp"

namespace antrian::cli {
namespace {

constexpr int answer_ms = 15'000;
constexpr std::int64_t day_ms = 24LL * 60 * 60 * 1000;

struct options : common_options {
  std::string brokers;
  bool check = false;
};

ingest::kafka_topic_plan plan_of(const config::kafka_settings& settings,
                                 const config::kafka_topic_settings& topic, bool personal_data) {
  ingest::kafka_topic_plan plan;
  plan.name = topic.name;
  plan.partitions = static_cast<std::int32_t>(settings.partitions);
  plan.replication = static_cast<std::int32_t>(settings.replication);
  plan.retention_ms = topic.retention_days == 0 ? ingest::kafka_keep_for_ever
                                                : std::int64_t{topic.retention_days} * day_ms;
  plan.personal_data = personal_data;
  return plan;
}

std::array<ingest::kafka_topic_plan, 4> plans_of(const config::kafka_settings& settings) {
  return {plan_of(settings, settings.commands, true), plan_of(settings, settings.results, false),
          plan_of(settings, settings.events, false),
          plan_of(settings, settings.dead_letters, true)};
}

const char* word_for(ingest::kafka_finding::kind kind) {
  switch (kind) {
    case ingest::kafka_finding::kind::right:
      return "ok     ";
    case ingest::kafka_finding::kind::note:
      return "note   ";
    case ingest::kafka_finding::kind::mended:
      return "done   ";
    case ingest::kafka_finding::kind::wrong:
      return "differs";
  }
  return "";
}

int run_init(const options& wanted) {
  const auto configuration = config::load(wanted.config_path());
  if (!configuration) return complain(usage, configuration.error().text());
  const auto cluster = kafka_cluster_of(*configuration, wanted.brokers);
  if (!cluster) return complain(usage, cluster.error().text());
  const auto complain_about = [&](const ingest::error& error) {
    return complain(error.code == ingest::errc::input ? usage : failed,
                    error.message + " (brokers: " + cluster->brokers + ")");
  };
  ingest::kafka_health health(notices_on_stderr());
  auto admin = ingest::kafka_admin::open(*cluster, health, answer_ms);
  if (!admin) return complain_about(admin.error());
  const auto mode = wanted.check ? ingest::kafka_topic_mode::look : ingest::kafka_topic_mode::mend;
  bool all_right = true;
  for (const auto& plan : plans_of(configuration->kafka)) {
    const auto findings = ingest::settle_topic(*admin, plan, mode);
    if (!findings) return complain_about(findings.error());
    for (const auto& finding : *findings) {
      std::cout << word_for(finding.what) << "  " << finding.topic << ' ' << finding.text << '\n';
      all_right = all_right && finding.what != ingest::kafka_finding::kind::wrong;
    }
  }
  return all_right ? int{done} : int{found_problems};
}

}  // namespace

subcommand add_kafka(CLI::App& program) {
  auto* app = program.add_subcommand("kafka", "Make and check the topics of this installation");
  app->require_subcommand(1);
  auto wanted = std::make_shared<options>();
  auto* init = app->add_subcommand(
      "init",
      "Make the topics that are missing, and say of each that is there how it differs from the\n"
      "configuration. Settings are changed only where no message is lost by it; can be run again\n"
      "at any time.");
  init->add_flag("--check", wanted->check, "Change nothing");
  add_brokers_option(*init, wanted->brokers);
  add_config_option(*init, *wanted);
  init->footer(
      "Exit codes: 0 all topics are as configured   1 failed   2 wrong usage or configuration\n"
      "            3 a topic differs, and was left as it is\n\n"
      "Example:    antrian kafka init --check --brokers localhost:9092");
  app->footer("Example:    antrian kafka init");
  return {app, [wanted] { return run_init(*wanted); }};
}

}  // namespace antrian::cli
