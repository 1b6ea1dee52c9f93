// antrian generate: realistic commands from a seed.
#include "cli/generate.hpp"

#include <iostream>

#include "cli/arguments.hpp"
#include "cli/session.hpp"
#include "cli/subcommand.hpp"
#include "config/opening_plan.hpp"

namespace antrian::cli {
namespace {

struct options : common_options {
  generate_request request;
  std::optional<events::local_date> from;
  bool mixed = false;
};

bool any_office_opens(const config::configuration& configuration, events::local_date from) {
  for (std::size_t i = 0; i < configuration.offices.offices().size(); ++i) {
    const events::office_ref office{static_cast<std::uint16_t>(i)};
    if (!config::working_days(configuration, office, from, 1).empty()) return true;
  }
  return false;
}

int run_mixed(const config::configuration& configuration, const generate_request& request) {
  const auto whole = generate_mixed(configuration, request);
  if (!whole) return complain(failed, whole.error().message);
  return *whole ? int{done} : complain(interrupted, "stopped; the file is not complete");
}

int run(options& wanted) {
  const auto configuration = config::load(wanted.config_path());
  if (!configuration) return complain(usage, configuration.error().text());
  auto& rush = wanted.request.rush;
  rush.from = wanted.from.value_or(next_monday(wall_clock()));
  if (wanted.mixed) return run_mixed(*configuration, wanted.request);
  if (!any_office_opens(*configuration, rush.from)) {
    return complain(usage, "no office opens from " + events::to_text(rush.from) +
                               " on; see the opening patterns in " + configuration->file.string());
  }
  const auto report = generate_rush(*configuration, wanted.request);
  if (!report) return complain(failed, report.error().message);
  if (report->stopped) return complain(interrupted, "stopped; the file is not complete");
  if (!wanted.request.quiet) {
    std::cerr << sentence_of(*report) << ".\n";
    if (!wanted.request.openings) {
      std::cerr << "The days must be open before they can be booked: antrian open --from "
                << events::to_text(rush.from) << " --days " << rush.days << '\n';
    }
  }
  return done;
}

}  // namespace

subcommand add_generate(CLI::App& program) {
  auto* app = program.add_subcommand(
      "generate",
      "Make realistic booking commands (JSONL) from a seed: the rush of a Friday 14:00, when a\n"
      "whole country books the places of a week. Far more demand than places in the cities, less\n"
      "in small towns; families, repeated commands, retries, cancellations, touts and malformed\n"
      "lines. The people are invented. The same options give the same bytes.");
  auto wanted = std::make_shared<options>();
  auto& request = wanted->request;
  app->add_option("--seed", request.rush.seed, "Which of the possible rushes")
      ->capture_default_str()
      ->check(CLI::NonNegativeNumber)
      ->type_name("N");
  app->add_option("--commands", request.rush.commands, "Number of lines")
      ->capture_default_str()
      ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{1'000'000'000}))
      ->type_name("N");
  add_date_option(*app, "--from", wanted->from,
                  "First day on offer (default: the Monday after today)");
  auto* days = app->add_option("--days", request.rush.days, "Working days on offer at each office")
                   ->capture_default_str()
                   ->check(CLI::Range(1U, 366U))
                   ->type_name("N");
  auto* openings =
      app->add_flag("--openings", request.openings,
                    "Begin with the commands that open these days, so that the file stands alone");
  app->add_flag("--mixed", wanted->mixed,
                "For tests: commands of every type, right and wrong, on a few office days, which "
                "they open themselves")
      ->excludes(days)
      ->excludes(openings);
  request.out = "-";
  app->add_option("--out", request.out, "File to write; - is standard output")
      ->capture_default_str()
      ->type_name("FILE");
  app->add_flag("--quiet", request.quiet, "No progress and no summary on standard error");
  add_config_option(*app, *wanted);
  app->footer(
      "Exit codes: 0 done   1 cannot write   2 wrong usage or configuration   130 interrupted\n\n"
      "Example:    antrian generate --seed 7 --commands 100000 --from 2026-11-30 --out rush.jsonl\n"
      "            antrian open --from 2026-11-30 --days 5 && antrian ingest rush.jsonl");
  return {app, [wanted] { return run(*wanted); }};
}

}  // namespace antrian::cli
