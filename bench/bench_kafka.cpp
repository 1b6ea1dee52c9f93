// bench_kafka: commands from a real broker to committed events, beside what librdkafka alone reads
// in the same run on the same cores. The broker is started before: scripts/kafka up.
#include <atomic>
#include <cstdio>
#include <fstream>

#include <CLI/CLI.hpp>

#include "bench/bare_consumer.hpp"
#include "bench/bench_node.hpp"
#include "bench/measure.hpp"
#include "bench/rush_batches.hpp"
#include "events/command_reader.hpp"
#include "ingest/kafka_publisher.hpp"
#include "ingest/kafka_source.hpp"
#include "ingest/kafka_topics.hpp"
#include "ingest/produce_file.hpp"

namespace antrian::bench {
namespace {

constexpr std::uint32_t days = 5;
constexpr int admin_wait_ms = 30'000;
constexpr events::local_date monday{20'787};  // 2026-11-30, the first day of the rush

struct kafka_bench {
  const config::configuration* configuration = nullptr;
  ingest::kafka_cluster cluster;
  std::string topics;  ///< how their names begin
  std::filesystem::path folder;
  std::int32_t partitions = 8;
  std::uint64_t commands = 1'000'000;
  std::uint64_t seed = 1;

  [[nodiscard]] std::string topic(const char* kind) const { return topics + "." + kind; }
};

template <class Outcome>
auto good(Outcome&& outcome) {
  if (!outcome) give_up(outcome.error().message);
  return std::move(*outcome);
}

void make_topics(const kafka_bench& setup, ingest::kafka_health& health) {
  auto admin = good(ingest::kafka_admin::open(setup.cluster, health, admin_wait_ms));
  for (const char* kind : {"commands", "results", "events", "dead-letters"}) {
    ingest::kafka_topic_plan plan;
    plan.name = setup.topic(kind);
    plan.partitions = setup.partitions;
    (void)good(ingest::settle_topic(admin, plan, ingest::kafka_topic_mode::mend));
  }
}

/// The days' openings and the rush, as a file; returns the number of lines.
std::uint64_t write_commands(const kafka_bench& setup, const std::string& path) {
  std::uint64_t lines = 0;
  std::ofstream file(path, std::ios::binary);
  const auto write = [&](const std::vector<std::string>& some) {
    for (const auto& line : some) file << line << '\n';
    lines += some.size();
  };
  write(open_lines(*setup.configuration, monday, days));
  write(rush_lines(*setup.configuration, monday, days, setup.commands, setup.seed));
  return lines;
}

void produce(const kafka_bench& setup, ingest::kafka_health& health, const std::string& path) {
  ingest::produce_options options;
  options.input = path;
  options.topic = setup.topic("commands");
  options.known_office = [](std::string_view) { return true; };
  options.stop = [] { return false; };
  options.progress = [](std::uint64_t, std::uint64_t, std::uint64_t) {};
  const stopwatch watch;
  const auto sent = good(ingest::produce_file(setup.cluster, health, options));
  print_row("produced, lines a second", static_cast<double>(sent.delivered) / watch.seconds(),
            "/s");
}

/// Reads the whole topic through a node of its own; returns the seconds from the first answered
/// batch's reading to the last answer.
double serve(const kafka_bench& setup, ingest::kafka_health& health, const std::string& store,
             std::uint64_t count, bool publish) {
  bench_node engine(store, *setup.configuration);
  const events::pseudonymiser pseudonyms(engine.store->secret());
  events::command_reader reader(setup.configuration->offices, pseudonyms,
                                [&](events::office_ref office) -> const events::day_policy& {
                                  return setup.configuration->policy_of(office);
                                });
  std::unique_ptr<ingest::kafka_publisher> publisher;
  if (publish) {
    publisher = good(ingest::kafka_publisher::start(
        *engine.store, {setup.cluster, setup.topic("events"), {}}, health));
  }
  std::atomic<bool> done = false;
  std::optional<stopwatch> watch;
  double seconds = 0;
  ingest::kafka_source_options options;
  options.cluster = setup.cluster;
  options.commands_topic = setup.topic("commands");
  options.results_topic = setup.topic("results");
  options.dead_letters_topic = setup.topic("dead-letters");
  options.batch_commands = setup.configuration->node.batch_commands;
  options.now = [] { return events::instant{}; };
  options.stop = [&] { return done.load(); };
  options.ready = [&](std::size_t) { watch.emplace(); };
  options.progress = [&](const ingest::answer_counts& counts) {
    if (counts.lines < count || done) return;
    seconds = watch->seconds();
    done = true;
  };
  (void)good(ingest::serve_kafka(*engine.node, *engine.store, std::move(reader),
                                 setup.configuration->offices, options, health));
  if (publisher && !publisher->finish([] { return true; })) give_up("not everything was published");
  if (publish) {
    print_row("published too, commands a second", static_cast<double>(count) / watch->seconds(),
              "/s");
  }
  engine.stop();
  return seconds;
}

void run(const kafka_bench& setup) {
  ingest::kafka_health health([](const std::string& notice) { give_up(notice); });
  make_topics(setup, health);
  const scratch_folder scratch(setup.folder);
  std::printf("from Kafka: %llu rush commands in %d partitions, broker on the same cores\n",
              static_cast<unsigned long long>(setup.commands), static_cast<int>(setup.partitions));
  const auto count = write_commands(setup, scratch.at("commands.jsonl"));
  produce(setup, health, scratch.at("commands.jsonl"));
  const auto lines = static_cast<double>(count);
  const double bare =
      consume_and_discard(setup.cluster.brokers, setup.topic("commands"), setup.partitions, count);
  print_row("bare librdkafka consumer, messages a second", lines / bare, "/s");
  const double alone = serve(setup, health, scratch.at("store"), count, false);
  print_row("committed and answered, commands a second", lines / alone, "/s");
  print_row("ratio to the bare consumer", bare / alone, "");
  const double published = serve(setup, health, scratch.at("published"), count, true);
  print_row("committed and answered while events are published", lines / published, "/s");
}

}  // namespace
}  // namespace antrian::bench

int main(int argc, char** argv) {
  using namespace antrian;
  bench::kafka_bench setup;
  setup.folder = std::filesystem::current_path();
  setup.topics = "bench";
  std::string config;

  CLI::App app{
      "Measures the way from a Kafka topic to committed events and delivered results. Start a\n"
      "broker before: scripts/kafka up. Makes topics of its own; use new --topics for each run."};
  app.add_option("--brokers", setup.cluster.brokers, "host:port of the broker")->required();
  app.add_option("--topics", setup.topics, "How the topics' names begin")->capture_default_str();
  app.add_option("--partitions", setup.partitions, "Of each topic")->capture_default_str();
  app.add_option("--commands", setup.commands, "Commands of the rush")->capture_default_str();
  app.add_option("--seed", setup.seed, "Seed of the rush")->capture_default_str();
  app.add_option("--folder", setup.folder, "Where stores are made; decides which disk is measured");
  app.add_option("--config", config, "Configuration file or folder");
  CLI11_PARSE(app, argc, argv);

  const auto path = config.empty() ? std::nullopt : std::optional<std::filesystem::path>(config);
  const auto configuration = config::load(path);
  if (!configuration) bench::give_up(configuration.error().text());
  setup.configuration = &*configuration;
  bench::run(setup);
  return 0;
}
