#include "bench/rush_batches.hpp"

#include <cstdio>
#include <cstdlib>

#include "config/opening_plan.hpp"
#include "events/command_reader.hpp"
#include "workload/rush.hpp"

namespace antrian::bench {

std::vector<std::string> open_lines(const config::configuration& configuration,
                                    events::local_date from, std::uint32_t days) {
  std::vector<std::string> lines;
  for (std::uint16_t i = 0; i < configuration.offices.offices().size(); ++i) {
    const events::office_ref office{i};
    const auto& code = configuration.offices.at(office).code;
    for (const auto date : config::working_days(configuration, office, from, days)) {
      const auto plan = config::plan_day(configuration, office, date);
      if (!plan) continue;
      std::string line;
      const events::instant long_before{events::to_instant(from, {}, 0).ms - 30 * events::day_ms};
      config::append_open_day_command(line, config::open_day_id(code, date), code, date,
                                      long_before, *plan);
      lines.push_back(std::move(line));
    }
  }
  return lines;
}

std::vector<std::string> rush_lines(const config::configuration& configuration,
                                    events::local_date from, std::uint32_t days,
                                    std::uint64_t commands, std::uint64_t seed) {
  workload::rush_options options;
  options.seed = seed;
  options.commands = commands;
  options.from = from;
  options.days = days;
  workload::rush_generator generator(configuration, options);
  std::vector<std::string> lines;
  lines.reserve(commands);
  std::string line;
  while (generator.next_line(line)) lines.push_back(line);
  return lines;
}

std::vector<std::unique_ptr<events::command_batch>> read_batches(
    const config::configuration& configuration, const std::vector<std::string>& lines,
    std::size_t size) {
  const events::pseudonymiser pseudonyms(bench_secret);
  events::command_reader reader(configuration.offices, pseudonyms,
                                [&](events::office_ref office) -> const events::day_policy& {
                                  return configuration.policy_of(office);
                                });
  std::vector<std::unique_ptr<events::command_batch>> batches;
  for (const std::string& line : lines) {
    if (batches.empty() || batches.back()->items.size() == size) {
      batches.push_back(std::make_unique<events::command_batch>());
    }
    reader.read(line, 0, events::instant{}, *batches.back());
  }
  return batches;
}

}  // namespace antrian::bench
