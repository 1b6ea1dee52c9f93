#include "cli/demo_report.hpp"

#include <algorithm>

#include "projections/report_numbers.hpp"
#include "projections/report_view.hpp"
#include "projections/text_table.hpp"

namespace antrian::cli {
namespace {

using projections::align;
using projections::grouped;
using projections::report_line;

constexpr std::size_t crowded_max = 10;
constexpr std::size_t empty_max = 5;

std::string tenths(std::uint64_t part, std::uint64_t whole) {
  if (whole == 0) return "-";
  const auto rounded = (part * 10 + whole / 2) / whole;
  return std::to_string(rounded / 10) + "." + std::to_string(rounded % 10);
}

/// The lines from `from` on, at most `count`.
std::string table_of(const std::vector<report_line>& lines, std::size_t count,
                     const config::configuration& configuration) {
  projections::text_table table({{"office", align::left},
                                 {"city", align::left},
                                 {"places"},
                                 {"held"},
                                 {"fill %"},
                                 {"left"},
                                 {"refused for want of room"},
                                 {"per place"}});
  for (std::size_t i = 0; i < lines.size() && i < count; ++i) {
    const auto& totals = lines[i].totals;
    const auto unmet = totals.refusals.unmet_demand();
    const auto office = configuration.offices.find(lines[i].key.office);
    table.add({lines[i].key.office, office ? configuration.offices.at(*office).city : std::string(),
               grouped(totals.capacity), grouped(totals.held()),
               projections::percent(totals.held(), totals.capacity).value_or("-"),
               grouped(totals.unused), grouped(unmet), tenths(unmet, totals.capacity)});
  }
  std::string text;
  table.append_to(text);
  return text;
}

}  // namespace

storage::result<std::string> crowded_and_empty(const projections::reports_projection& reports,
                                               const config::configuration& configuration,
                                               events::local_date from, events::local_date to) {
  auto report = projections::make_report(
      reports,
      {{std::nullopt, from, to}, projections::grouping_of(projections::report_level::office)});
  if (!report) return tl::unexpected(report.error());
  auto& lines = report->lines;
  std::stable_sort(lines.begin(), lines.end(), [](const report_line& a, const report_line& b) {
    return a.totals.refusals.unmet_demand() > b.totals.refusals.unmet_demand();
  });
  std::string text = "Too few places:\n\n" + table_of(lines, crowded_max, configuration);
  std::stable_sort(lines.begin(), lines.end(), [](const report_line& a, const report_line& b) {
    return a.totals.unused > b.totals.unused;
  });
  return text + "\nPlaces left:\n\n" + table_of(lines, empty_max, configuration);
}

}  // namespace antrian::cli
