// antrian ingest: commands from a file or standard input into the store.
#include <chrono>
#include <iostream>

#include "cli/ingest_run.hpp"
#include "cli/session.hpp"
#include "cli/subcommand.hpp"

namespace antrian::cli {
namespace {

struct options : common_options {
  ingest_request request;
  bool strict = false;
  bool json = false;
};

int run(const options& wanted) {
  return with_session(wanted, if_missing::create, [&](session& open) {
    return with_node(open, [&](actors::node& node) {
      const auto report = run_ingest(open, node, wanted.request);
      if (!report)
        return complain(report.error().code == ingest::errc::input ? usage : failed,
                        report.error().message);
      const auto& summary = report->summary;
      if (summary.counts.first_invalid && wanted.request.dead_letters.empty()) {
        complain(done, first_invalid_sentence(summary.counts));
      }
      auto& to = wanted.request.results == "-" ? std::cerr : std::cout;
      to << (wanted.json ? summary_json(*report) : summary_text(*report));
      to.flush();
      if (!to) return complain(failed, "everything is on disk, but the summary cannot be written");
      if (summary.stopped) return int{interrupted};
      return wanted.strict && summary.invalid_in_all > 0 ? int{found_problems} : int{done};
    });
  });
}

}  // namespace

subcommand add_ingest(CLI::App& program) {
  auto* app = program.add_subcommand("ingest", "Read booking commands from a JSONL file");
  auto wanted = std::make_shared<options>();
  app->add_option("FILE", wanted->request.input,
                  "File with one command per line; - is standard input")
      ->required();
  app->add_option("--results", wanted->request.results,
                  "Write one result per command, in order, to this file (- is standard output)")
      ->type_name("FILE");
  app->add_option("--dead-letters", wanted->request.dead_letters,
                  "Write lines that are no valid command, with the reason, to this file; they are "
                  "kept unchanged, so keep the file as carefully as the input")
      ->type_name("FILE");
  app->add_flag(
      "--strict", wanted->strict,
      "Exit with 3 if any line of the file was invalid, in this run or in one before that "
      "it goes on from");
  app->add_flag("--json", wanted->json, "Print the summary as JSON");
  app->add_flag("--quiet", wanted->request.quiet, "No progress");
  add_store_option(*app, *wanted);
  add_config_option(*app, *wanted);
  app->footer(
      "Results are written only after their batch is on disk. If the program is stopped, even by\n"
      "kill -9, run the same command again: it goes on where it stopped, and the results file "
      "ends\n"
      "as if nothing had happened.\n\n"
      "Exit codes: 0 everything read and answered (refusals and invalid lines are answers)\n"
      "            1 failed   2 wrong usage or input   3 invalid lines, with --strict\n"
      "            4 another process uses the store    130 interrupted\n\n"
      "Example:    antrian ingest rush.jsonl --results results.jsonl --dead-letters dead.jsonl");
  return {app, [wanted] { return run(*wanted); }};
}

}  // namespace antrian::cli
