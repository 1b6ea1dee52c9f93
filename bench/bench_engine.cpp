// bench_engine: the engine end to end, and the ratios that say what bounds it.
#include <cstdio>
#include <functional>
#include <map>

#include <CLI/CLI.hpp>

#include "bench/bench_node.hpp"
#include "bench/cases.hpp"

int main(int argc, char** argv) {
  using namespace antrian;
  const std::map<std::string, std::function<void(const bench::bench_setup&)>> cases{
      {"pipeline", bench::pipeline_case}, {"ingest", bench::ingest_case},
      {"tout", bench::tout_case},         {"latency", bench::latency_case},
      {"memory", bench::memory_case},     {"replay", bench::replay_case},
      {"year", bench::year_case}};
  std::vector<std::string> wanted{"pipeline", "ingest", "tout", "latency", "memory", "replay"};
  bench::bench_setup setup;
  setup.folder = std::filesystem::current_path();
  std::string config;

  CLI::App app{
      "Measures the engine end to end. Cases: pipeline ingest tout latency memory replay "
      "(the default) and year (a store with a year of the nation: minutes, and 6 GB)."};
  app.add_option("CASE", wanted, "Cases to run, in order");
  app.add_option("--commands", setup.commands, "Commands per case")->capture_default_str();
  app.add_option("--seed", setup.seed, "Seed of the rush")->capture_default_str();
  app.add_option("--folder", setup.folder, "Where stores are made; decides which disk is measured");
  app.add_option("--config", config, "Configuration file or folder");
  CLI11_PARSE(app, argc, argv);

  const auto path = config.empty() ? std::nullopt : std::optional<std::filesystem::path>(config);
  const auto configuration = config::load(path);
  if (!configuration) bench::give_up(configuration.error().text());
  setup.configuration = &*configuration;
  for (const auto& name : wanted) {
    const auto found = cases.find(name);
    if (found == cases.end()) bench::give_up("no case is called " + name);
    found->second(setup);
  }
  return 0;
}
