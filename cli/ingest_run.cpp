#include "cli/ingest_run.hpp"

#include <chrono>
#include <cstdio>

#include "cli/progress_bar.hpp"
#include "events/json_append.hpp"
#include "events/vocabulary.hpp"

namespace antrian::cli {
namespace {

std::string row(const char* name, std::uint64_t count) {
  char text[80];
  std::snprintf(text, sizeof text, "  %-24s %12llu\n", name,
                static_cast<unsigned long long>(count));
  return text;
}

}  // namespace

ingest::result<ingest_report> run_ingest(session& open, actors::node& node,
                                         const ingest_request& request) {
  progress_bar bar(request.what, "commands", request.quiet);
  ingest::file_source_options options;
  options.input = request.input;
  options.results = request.results;
  options.dead_letters = request.dead_letters;
  options.batch_commands = open.config.node.batch_commands;
  options.now = wall_clock;
  options.stop = stop_requested;
  options.progress = [&](std::uint64_t bytes, std::uint64_t size,
                         const ingest::answer_counts& counts) {
    const double fraction = size > 0 ? static_cast<double>(bytes) / static_cast<double>(size) : -1;
    bar.update(fraction, counts.lines);
  };
  const auto repeats_before = node.status().repeats;
  const auto begun = std::chrono::steady_clock::now();
  auto summary = ingest::ingest_file(node, *open.store, open.reader(), options);
  if (!summary) return tl::unexpected(summary.error());
  ingest_report report;
  report.summary = *summary;
  report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
  report.repeats = node.status().repeats - repeats_before;
  if (!node.wait_projected()) {
    return ingest::fail(ingest::errc::node, node.failure().value_or("the node has stopped"));
  }
  return report;
}

std::string summary_text(const ingest_report& report) {
  const auto& counts = report.summary.counts;
  std::string text;
  if (report.summary.resumed_lines > 0) {
    text += row("lines read before", report.summary.resumed_lines);
  }
  text += row("lines", counts.lines);
  text += row("accepted", counts.accepted);
  text += row("declined", counts.declined);
  for (std::size_t i = 0; i < counts.by_reason.size(); ++i) {
    if (counts.by_reason[i] == 0) continue;
    const std::string name =
        "  " + std::string(events::name_of(static_cast<events::decline_reason>(i)));
    text += row(name.c_str(), counts.by_reason[i]);
  }
  text += row("invalid", counts.invalid);
  if (report.summary.resumed_lines > 0) {
    text += row("invalid, in all", report.summary.invalid_in_all);
  }
  text += row("repeats among these", report.repeats);
  char rate[120];
  std::snprintf(rate, sizeof rate, "  %.2f s, %.0f commands a second, all on disk\n",
                report.seconds, static_cast<double>(counts.lines) / report.seconds);
  text += rate;
  if (counts.lines == 0 && report.summary.resumed_lines > 0 && !report.summary.stopped) {
    text += "  this file was read completely before; nothing to do\n";
  }
  if (report.summary.stopped) text += "  interrupted; run the same command again to go on\n";
  return text;
}

std::string summary_json(const ingest_report& report) {
  const auto& counts = report.summary.counts;
  char head[400];
  std::snprintf(head, sizeof head,
                "{\"resumed_lines\":%llu,\"lines\":%llu,\"accepted\":%llu,\"declined\":%llu,"
                "\"invalid\":%llu,\"invalid_in_all\":%llu,\"repeats\":%llu,\"seconds\":%.6f,"
                "\"stopped\":%s,\"reasons\":{",
                static_cast<unsigned long long>(report.summary.resumed_lines),
                static_cast<unsigned long long>(counts.lines),
                static_cast<unsigned long long>(counts.accepted),
                static_cast<unsigned long long>(counts.declined),
                static_cast<unsigned long long>(counts.invalid),
                static_cast<unsigned long long>(report.summary.invalid_in_all),
                static_cast<unsigned long long>(report.repeats), report.seconds,
                report.summary.stopped ? "true" : "false");
  std::string text = head;
  bool first = true;
  for (std::size_t i = 0; i < counts.by_reason.size(); ++i) {
    if (counts.by_reason[i] == 0) continue;
    if (!std::exchange(first, false)) text.push_back(',');
    events::append_json_string(text, events::name_of(static_cast<events::decline_reason>(i)));
    text += ":" + std::to_string(counts.by_reason[i]);
  }
  return text + "}}\n";
}

std::string first_invalid_sentence(const ingest::answer_counts& counts) {
  const auto& first = *counts.first_invalid;
  std::string text = "line " + std::to_string(first.number) + " is no valid command: ";
  if (!first.field.empty()) text += first.field + ": ";
  text += first.message;
  if (counts.invalid > 1) text += " (the first of " + std::to_string(counts.invalid) + ")";
  return text + "; --dead-letters FILE keeps all such lines";
}

}  // namespace antrian::cli
