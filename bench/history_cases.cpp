// Cases about the past: replay, and opening a store with a year in it.
#include <cstdio>
#include <string>

#include <boost/unordered/unordered_flat_map.hpp>
#include <sys/wait.h>
#include <unistd.h>

#include "bench/bench_node.hpp"
#include "bench/cases.hpp"
#include "bench/rush_batches.hpp"
#include "bench/year_of_the_nation.hpp"
#include "domain/claims.hpp"
#include "domain/office_day.hpp"
#include "events/event_codec.hpp"
#include "storage/event_log.hpp"

namespace antrian::bench {
namespace {

/// Folds the whole log into office days and claims, as an audit does; returns the events.
std::uint64_t replay(const storage::store& store, const events::office_directory& offices) {
  boost::unordered_flat_map<events::office_day_key, domain::office_day, events::office_day_key_hash>
      days;
  domain::claims claims;
  std::vector<events::event> decoded;
  std::uint64_t count = 0;
  const auto read = storage::for_each_record(store, 1, [&](const storage::record_view& record) {
    const auto key = offices.parse_stream(record.stream);
    decoded.clear();
    if (!key || !events::parse_events(record.events, decoded)) give_up("a record cannot be read");
    auto& day = days[*key];
    for (const events::event& event : decoded) {
      evolve(day, event);
      claims.apply(*key, event);
    }
    count += decoded.size();
    return true;
  });
  if (!read) give_up(read.error().message());
  return count;
}

double seconds_to_open(const std::string& path, const config::configuration& configuration) {
  const stopwatch watch;
  bench_node engine(path, configuration);
  const double seconds = watch.seconds();
  engine.stop();
  return seconds;
}

/// The first command to an office day that is not in memory yet, answered.
double seconds_to_wake(const std::string& path, const config::configuration& configuration,
                       const year_options& year) {
  bench_node engine(path, configuration);
  auto batches = commands_of_day(year, year.days - 1);
  auto one = std::make_unique<events::command_batch>();
  one->items.push_back({0, true});
  one->commands.push_back(batches.front()->commands[1]);
  one->commands.front().id.bytes[0] ^= 0xFF;
  std::vector<std::unique_ptr<events::command_batch>> single;
  single.push_back(std::move(one));
  const stopwatch watch;
  engine.run(std::move(single));
  const double seconds = watch.seconds();
  engine.stop();
  return seconds;
}

/// Runs half a day's commands in a child that is gone without a word, as after a power cut.
void run_and_vanish(const std::string& path, const config::configuration& configuration,
                    const year_options& year) {
  const auto child = ::fork();
  if (child == 0) {
    bench_node engine(path, configuration);
    engine.run(commands_of_day(year, year.days));
    ::_exit(0);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
}

}  // namespace

void replay_case(const bench_setup& setup) {
  std::printf("replay of the log of a rush, into office days and claims\n");
  const auto& configuration = *setup.configuration;
  const events::local_date monday{20'787};
  const scratch_folder scratch(setup.folder);
  bench_node engine(scratch.at("store"), configuration);
  engine.run(read_batches(configuration, open_lines(configuration, monday, 5), 8'192));
  engine.run(read_batches(configuration,
                          rush_lines(configuration, monday, 5, setup.commands, setup.seed), 8'192));
  engine.stop();
  const stopwatch watch;
  const auto count = replay(*engine.store, configuration.offices);
  print_row("events", static_cast<double>(count), "");
  print_row("events a second", static_cast<double>(count) / watch.seconds(), "/s");
}

void year_case(const bench_setup& setup) {
  const year_options year;
  std::printf("a year of the nation: 5 million bookings, 20 million refusals, days played\n");
  const auto& configuration = *setup.configuration;
  const scratch_folder scratch(setup.folder);
  const auto path = scratch.at("store");
  {
    bench_node engine(path, configuration);
    double busy = 0;
    std::uint64_t commands = 0;
    for (std::uint32_t day = 0; day < year.days; ++day) {
      auto batches = commands_of_day(year, day);
      for (const auto& batch : batches) commands += batch->commands.size();
      const stopwatch watch;
      engine.run(std::move(batches));
      busy += watch.seconds();
    }
    print_row("commands", static_cast<double>(commands), "");
    print_row("commands a second over the year", static_cast<double>(commands) / busy, "/s");
    print_row("events", static_cast<double>(engine.node->status().durable_position), "");
    const stopwatch watch;
    engine.stop();
    print_row("clean stop", watch.seconds(), "s");
  }
  print_row("open after a clean stop", seconds_to_open(path, configuration), "s");
  run_and_vanish(path, configuration, year);
  print_row("open after vanishing with a day's commands since",
            seconds_to_open(path, configuration), "s");
  print_row("first answer of a sleeping office day",
            seconds_to_wake(path, configuration, year) * 1e3, "ms");
  const auto store = [&] {
    storage::store_options options;
    options.path = path;
    return must(storage::store::open(options));
  }();
  const stopwatch watch;
  const auto count = replay(*store, configuration.offices);
  print_row("replay, events a second", static_cast<double>(count) / watch.seconds(), "/s");
}

}  // namespace antrian::bench
