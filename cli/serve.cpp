// antrian serve: a node that takes its commands from Kafka.
#include <atomic>
#include <chrono>
#include <iostream>
#include <mutex>

#include "cli/kafka_access.hpp"
#include "cli/session.hpp"
#include "cli/subcommand.hpp"
#include "ingest/kafka_publisher.hpp"
#include "ingest/kafka_source.hpp"

namespace antrian::cli {
namespace {

using steady = std::chrono::steady_clock;

/// After SIGTERM, for the answers and then for the events that are still on their way: together
/// with the last checkpoint less than the ten seconds that a supervisor waits.
constexpr auto answers_drain = std::chrono::milliseconds(3'500);
constexpr auto events_drain = std::chrono::milliseconds(2'500);

struct options : common_options {
  std::string brokers;
  bool accept_gap = false;
  bool quiet = false;
};

void say(const std::string& sentence) {
  std::cerr << "antrian: " + sentence + "\n";  // one write, for several threads speak
}

/// The publisher's last word, told on its thread.
class publisher_failure {
 public:
  void tell(const std::string& why) {
    const std::lock_guard lock(mutex_);
    why_ = why;
    failed_ = true;
  }
  [[nodiscard]] bool happened() const { return failed_; }
  [[nodiscard]] std::string why() const {
    const std::lock_guard lock(mutex_);
    return why_;
  }

 private:
  mutable std::mutex mutex_;
  std::string why_;
  std::atomic<bool> failed_ = false;
};

std::string count_of(std::uint64_t count, const char* what) {
  return std::to_string(count) + " " + what;
}

/// Tells the operator that messages are refused, at most once a minute: a producer that sends wrong
/// keys should not be found out by its dead letters alone.
class refusals_teller {
 public:
  explicit refusals_teller(std::string dead_letters) : dead_letters_(std::move(dead_letters)) {}
  void look_at(const ingest::answer_counts& counts) {
    const auto now = steady::now();
    if (counts.invalid == told_ || now < next_) return;
    say(count_of(counts.invalid - told_, "more messages were no valid commands") +
        "; why is in the headers of " + dead_letters_ + ".");
    told_ = counts.invalid;
    next_ = now + pause;
  }

 private:
  static constexpr auto pause = std::chrono::minutes(1);
  std::string dead_letters_;
  std::uint64_t told_ = 0;
  steady::time_point next_;
};

std::string farewell(const ingest::answer_counts& counts) {
  return "stopped in good order: " + count_of(counts.lines, "messages answered (") +
         count_of(counts.accepted, "accepted, ") + count_of(counts.declined, "declined, ") +
         count_of(counts.invalid, "invalid).");
}

ingest::kafka_source_options source_options(const session& open, const options& wanted,
                                            const ingest::kafka_cluster& cluster) {
  ingest::kafka_source_options source;
  source.cluster = cluster;
  source.commands_topic = open.config.kafka.commands.name;
  source.results_topic = open.config.kafka.results.name;
  source.dead_letters_topic = open.config.kafka.dead_letters.name;
  source.other_topics = {open.config.kafka.events.name};
  source.batch_commands = open.config.node.batch_commands;
  source.accept_gap = wanted.accept_gap;
  source.now = wall_clock;
  source.drain_ms_max = static_cast<std::uint32_t>(answers_drain.count());
  source.ready = [quiet = wanted.quiet, topic = source.commands_topic](std::size_t partitions) {
    if (!quiet) say("ready: reading " + count_of(partitions, "partitions of ") + topic + ".");
  };
  return source;
}

int serve(session& open, actors::node& node, const options& wanted,
          const ingest::kafka_cluster& cluster) {
  publisher_failure failure;
  ingest::kafka_health health(notices_on_stderr());
  std::unique_ptr<ingest::kafka_publisher> publisher;
  auto source = source_options(open, wanted, cluster);
  // Not before the topic of commands was found to be the one that this store has read: events must
  // not go to a cluster that is there by mistake.
  source.ready = [&, told = source.ready](std::size_t partitions) {
    auto started =
        ingest::kafka_publisher::start(*open.store,
                                       {cluster, open.config.kafka.events.name,
                                        [&](const std::string& why) { failure.tell(why); }},
                                       health);
    if (!started) return failure.tell(started.error().message);
    publisher = std::move(*started);
    told(partitions);
  };
  refusals_teller refusals(source.dead_letters_topic);
  source.progress = [&](const ingest::answer_counts& counts) { refusals.look_at(counts); };
  source.stop = [&] { return stop_requested() || failure.happened(); };
  const auto answered =
      ingest::serve_kafka(node, *open.store, open.reader(), open.config.offices, source, health);
  const auto until = steady::now() + events_drain;
  const bool published =
      publisher == nullptr || publisher->finish([&] { return steady::now() < until; });
  if (!answered) return complain(failed, answered.error().message);
  if (failure.happened()) return complain(failed, failure.why());
  if (!published) say("Not all events could be published in time; the next run publishes them.");
  if (!wanted.quiet) say(farewell(*answered));
  return done;
}

int run(const options& wanted) {
  return with_session(wanted, if_missing::create, [&](session& open) {
    const auto cluster = kafka_cluster_of(open.config, wanted.brokers);
    if (!cluster) return complain(usage, cluster.error().text());
    (void)stop_requested();  // from here on a signal ends in good order
    return with_node(open, [&](actors::node& node) { return serve(open, node, wanted, *cluster); });
  });
}

}  // namespace

subcommand add_serve(CLI::App& program) {
  auto* app = program.add_subcommand("serve", "Take booking commands from Kafka, until stopped");
  auto wanted = std::make_shared<options>();
  add_brokers_option(*app, wanted->brokers);
  app->add_flag("--accept-gap", wanted->accept_gap,
                "Go on where messages were removed before they were read, or where the topic is "
                "not the one that was read before; says what is lost. Without it that is an error");
  app->add_flag("--quiet", wanted->quiet, "Say nothing but what is wrong");
  add_store_option(*app, *wanted);
  add_config_option(*app, *wanted);
  app->footer(
      "Each message of the commands topic is one command, its key the office's code. Results, "
      "dead\n"
      "letters and events go to topics of their own (`antrian kafka init` makes them; names in\n"
      "antrian.toml). How far the topic is read is in the store, with the events: kill the "
      "program\n"
      "when you like, and start it again. Brokers that are away are waited for. SIGTERM and "
      "Ctrl-C\n"
      "stop it in good order, within ten seconds.\n\n"
      "Exit codes: 0 stopped in good order   1 failed   2 wrong usage or configuration\n"
      "            4 another process uses the store\n\n"
      "Example:    antrian serve --brokers localhost:9092");
  return {app, [wanted] { return run(*wanted); }};
}

}  // namespace antrian::cli
