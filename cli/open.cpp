// antrian open: office days from the configuration.
#include <iostream>

#include "cli/arguments.hpp"
#include "cli/open_days.hpp"
#include "cli/session.hpp"
#include "cli/subcommand.hpp"

namespace antrian::cli {
namespace {

struct options : common_options {
  std::optional<events::local_date> from;
  std::uint32_t days = 5;
  std::vector<std::string> offices;
  bool dry_run = false;
  bool json = false;
};

tl::expected<opening_request, std::string> request_of(const config::configuration& configuration,
                                                      const options& wanted) {
  auto offices = find_offices(configuration, wanted.offices);
  if (!offices) return tl::unexpected(offices.error());
  if (wanted.from && *wanted.from < today(wall_clock())) {
    complain(done, "warning: --from " + events::to_text(*wanted.from) + " is in the past");
  }
  return opening_request{std::move(*offices), wanted.from.value_or(next_monday(wall_clock())),
                         wanted.days};
}

int print_commands(const options& wanted) {
  const auto configuration = config::load(wanted.config_path());
  if (!configuration) return complain(usage, configuration.error().text());
  const auto request = request_of(*configuration, wanted);
  if (!request) return complain(usage, request.error());
  for_each_planned_day(*configuration, *request, wall_clock(),
                       [](const planned_day& day) { std::cout << day.command << '\n'; });
  return printed();
}

int run(const options& wanted) {
  if (wanted.dry_run) return print_commands(wanted);
  return with_session(wanted, if_missing::create, [&](session& open) {
    const auto request = request_of(open.config, wanted);
    if (!request) return complain(usage, request.error());
    return with_node(open, [&](actors::node& node) {
      const auto report = open_days(open, node, *request);
      if (!report) return complain(failed, report.error());
      if (report->offices.empty()) {
        return complain(usage, "no office of these opens from " + events::to_text(request->from) +
                                   " on; see the opening patterns in " + open.config.file.string());
      }
      if (wanted.json) {
        std::cout << opening_json(open.config, *report);
      } else {
        std::cout << opening_table(open.config, *report) << '\n'
                  << opening_sentence(*report) << '\n';
      }
      return printed();
    });
  });
}

}  // namespace

subcommand add_open(CLI::App& program) {
  auto* app = program.add_subcommand(
      "open",
      "Open office days from the configuration: opening patterns, holidays, quotas and lanes say\n"
      "which days and with how many places. Opening a day twice does no harm.");
  auto wanted = std::make_shared<options>();
  add_date_option(*app, "--from", wanted->from,
                  "First date looked at (default: the Monday after today)");
  app->add_option("--days", wanted->days, "Working days to open at each office")
      ->capture_default_str()
      ->check(CLI::Range(1U, 366U))
      ->type_name("N");
  app->add_option("--office", wanted->offices,
                  "Only this office, by its code (may be given again; default: all)")
      ->type_name("CODE")
      ->allow_extra_args(false);
  app->add_flag("--dry-run", wanted->dry_run,
                "Print the commands that would open the days (JSONL), and change nothing");
  app->add_flag("--json", wanted->json, "Print the summary as JSON");
  add_store_option(*app, *wanted);
  add_config_option(*app, *wanted);
  app->footer(
      "A day is opened once, with what the configuration says then; to change an open day, send a\n"
      "change_capacity command (docs/wire.md).\n\n"
      "Exit codes: 0 done (days that were open already are no fault)   1 failed\n"
      "            2 wrong usage or configuration   4 another process uses the store\n\n"
      "Example:    antrian open --from 2026-11-30 --days 5\n"
      "            antrian open --from 2026-11-30 --office BATAM --office MEDAN --dry-run");
  return {app, [wanted] { return run(*wanted); }};
}

}  // namespace antrian::cli
