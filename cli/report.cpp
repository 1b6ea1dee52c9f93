// antrian report: what a head of office wants to know, from the projection of that name.
#include <iostream>

#include "cli/arguments.hpp"
#include "cli/projected.hpp"
#include "cli/subcommand.hpp"
#include "projections/report_text.hpp"
#include "projections/report_view.hpp"

namespace antrian::cli {
namespace {

struct options : common_options {
  std::optional<std::string> office;
  std::optional<events::local_date> from;
  std::optional<events::local_date> to;
  std::string by;  ///< empty: chosen by what is asked for
  std::vector<std::string> split;
  std::string format = "table";
  bool quiet = false;
};

std::vector<std::string> level_names() {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < projections::report_level_count; ++i) {
    names.emplace_back(name_of(static_cast<projections::report_level>(i)));
  }
  return names;
}

/// One day of one office by slot, one office by date, else by office.
projections::report_grouping grouping_of(const options& wanted, const date_range& range) {
  using projections::report_level;
  auto level = report_level::office;
  if (wanted.office) level = range.first == range.last ? report_level::slot : report_level::date;
  if (!wanted.by.empty()) level = *projections::parse_report_level(wanted.by);
  auto grouping = projections::grouping_of(level);
  for (const auto& by : wanted.split) {
    grouping.lane = grouping.lane || by == "lane";
    grouping.service = grouping.service || by == "service";
  }
  return grouping;
}

/// The dates to report on; complains if no office day lies between them.
std::optional<date_range> range_of(const options& wanted, const date_range& stored) {
  const date_range range{wanted.from.value_or(stored.first), wanted.to.value_or(stored.last)};
  if (range.first <= range.last && range.first <= stored.last && stored.first <= range.last) {
    return range;
  }
  if (wanted.from && wanted.to && *wanted.to < *wanted.from) {
    complain(usage, "--to " + events::to_text(*wanted.to) + " is before --from " +
                        events::to_text(*wanted.from));
    return std::nullopt;
  }
  std::string asked = wanted.from ? " from " + events::to_text(*wanted.from) : std::string();
  if (wanted.to) asked += " to " + events::to_text(*wanted.to);
  complain(usage, "no office day" + asked + "; expected dates within " +
                      events::to_text(stored.first) + " to " + events::to_text(stored.last) +
                      ", which this store has");
  return std::nullopt;
}

int print_report(const options& wanted, const projections::projection_set& set) {
  const auto stored = dates_in_store(set, wanted.office);
  if (!stored) return complain(stored.error());
  if (!*stored) {
    return complain(usage, "this store has no office day" +
                               (wanted.office ? " of " + *wanted.office : std::string()) +
                               " yet; open some with: antrian open");
  }
  const auto range = range_of(wanted, **stored);
  if (!range) return usage;
  const auto report = projections::make_report(
      set.reports(), {{wanted.office, range->first, range->last}, grouping_of(wanted, *range)});
  if (!report) return complain(report.error());
  std::cout << (wanted.format == "json"  ? projections::report_as_json(*report)
                : wanted.format == "csv" ? projections::report_as_csv(*report)
                                         : projections::report_as_text(*report));
  return printed();
}

int run(const options& wanted) {
  return with_session_to_read(wanted, reading::saves_projections, [&](session& open) {
    if (wanted.office) {
      const auto known = find_office(open.config, *wanted.office);
      if (!known) return complain(usage, known.error());
    }
    return with_projections(open, wanted.quiet, [&](projections::projection_set& set) {
      return print_report(wanted, set);
    });
  });
}

}  // namespace

subcommand add_report(CLI::App& program) {
  auto* app = program.add_subcommand(
      "report",
      "Tell how places were used: capacity, fill rate, who came, who did not, who was refused and\n"
      "why, waiting and service times; for one office or the nation.");
  auto wanted = std::make_shared<options>();
  app->add_option("--office", wanted->office, "Only this office, by its code (default: all)")
      ->type_name("CODE");
  add_date_option(*app, "--from", wanted->from, "First date (default: the first in the store)");
  add_date_option(*app, "--to", wanted->to, "Last date (default: the last in the store)");
  app->add_option("--by", wanted->by,
                  "One line per slot (arrival time), day (office and date), date, office, or one "
                  "for the whole nation (default: office; of one office by date; of one of its "
                  "days by slot)")
      ->check(CLI::IsMember(level_names()))
      ->type_name("LEVEL");
  app->add_option("--split", wanted->split,
                  "Tell lanes or services apart as well (may be given again)")
      ->check(CLI::IsMember({"lane", "service"}))
      ->type_name("lane|service")
      ->allow_extra_args(false);
  app->add_option("--format", wanted->format, "table for people; csv or json for programs")
      ->check(CLI::IsMember({"table", "csv", "json"}))
      ->capture_default_str()
      ->type_name("FORMAT");
  app->add_flag("--quiet", wanted->quiet, "No progress");
  add_store_option(*app, *wanted);
  add_config_option(*app, *wanted);
  app->footer(
      "No report names a person, not even by pseudonym. What each figure means: "
      "docs/reports.md.\n\n"
      "Exit codes: 0 done   1 failed   2 wrong usage, unknown office, no such dates\n"
      "            4 another process uses the store\n\n"
      "Example:    antrian report --by nation\n"
      "            antrian report --office PEMATANGSIANTAR --from 2026-11-30 --to 2026-11-30\n"
      "            antrian report --by day --format csv > days.csv");
  return {app, [wanted] { return run(*wanted); }};
}

}  // namespace antrian::cli
