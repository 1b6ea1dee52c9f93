#include "cli/generate.hpp"
#include "cli/line_output.hpp"
#include "cli/progress_bar.hpp"
#include "cli/session.hpp"
#include "projections/report_numbers.hpp"
#include "workload/mixed.hpp"
#include "workload/openings.hpp"

namespace antrian::cli {
namespace {

constexpr std::uint64_t lines_between_progress = 4096;
/// The days were opened so long before the first of them: before any rule releases them.
constexpr std::int64_t opened_ms_before = 21 * events::day_ms;

/// Writes every line of the generator; false if a signal stopped it.
template <class Generator>
ingest::result<bool> write_all(Generator& generator, const generate_request& request,
                               line_output& out) {
  progress_bar bar("generating", "commands", request.quiet);
  std::string line;
  std::uint64_t lines = 0;
  bool stopped = false;
  while (!stopped && generator.next_line(line)) {
    if (const auto written = out.add(line); !written) return tl::unexpected(written.error());
    if (++lines % lines_between_progress != 0) continue;
    bar.update(static_cast<double>(lines) / static_cast<double>(request.rush.commands), lines);
    stopped = stop_requested();
  }
  if (const auto written = out.finish(); !written) return tl::unexpected(written.error());
  return !stopped;
}

/// Writes the lines that open the days; the error of the output, if there is one.
ingest::result<std::uint64_t> write_openings(const config::configuration& configuration,
                                             const workload::rush_options& rush, line_output& out) {
  std::uint64_t lines = 0;
  ingest::status written;
  const events::instant at{rush.from.days * events::day_ms - opened_ms_before};
  workload::for_each_opening(configuration, rush.from, rush.days, at, [&](std::string_view line) {
    if (!written) return;
    written = out.add(line);
    ++lines;
  });
  if (!written) return tl::unexpected(written.error());
  return lines;
}

}  // namespace

ingest::result<generate_report> generate_rush(const config::configuration& configuration,
                                              const generate_request& request) {
  auto out = line_output::open(request.out);
  if (!out) return tl::unexpected(out.error());
  generate_report report;
  if (request.openings) {
    const auto written = write_openings(configuration, request.rush, *out);
    if (!written) return tl::unexpected(written.error());
    report.openings = *written;
  }
  workload::rush_generator rush(configuration, request.rush);
  const auto whole = write_all(rush, request, *out);
  if (!whole) return tl::unexpected(whole.error());
  report.stopped = !*whole;
  report.rush = rush.counts();
  return report;
}

ingest::result<bool> generate_mixed(const config::configuration& configuration,
                                    const generate_request& request) {
  auto out = line_output::open(request.out);
  if (!out) return tl::unexpected(out.error());
  workload::mixed_options options;
  options.seed = request.rush.seed;
  options.commands = request.rush.commands;
  options.from = request.rush.from;
  workload::mixed_generator mixed(configuration, options);
  return write_all(mixed, request, *out);
}

std::string sentence_of(const generate_report& report) {
  using projections::grouped;
  const auto& made = report.rush;
  std::string text;
  if (report.openings > 0) text += grouped(report.openings) + " days opened, ";
  return text + grouped(made.first) + " families book, " + grouped(made.repeat) +
         " commands sent again, " + grouped(made.retry) + " try another day or office, " +
         grouped(made.cancel) + " cancel, " + grouped(made.reschedule) + " reschedule, " +
         grouped(made.tout) + " by touts, " + grouped(made.mistaken) +
         " ask for what is not there, " + grouped(made.malformed) + " malformed";
}

}  // namespace antrian::cli
