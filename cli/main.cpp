// antrian: the booking engine behind a national online passport queue.
#include <csignal>
#include <exception>
#include <iostream>
#include <new>
#include <vector>

#include <CLI/CLI.hpp>

#include "cli/exit_code.hpp"
#include "cli/subcommand.hpp"
#include "cli/wrong_call.hpp"

namespace antrian::cli {
namespace {

int run(int argc, char** argv) {
  CLI::App program{
      "antrian: the booking engine behind a national online passport queue.\n"
      "Try `antrian demo` first; `antrian SUBCOMMAND --help` explains each."};
  program.require_subcommand(0, 1);
  program.set_version_flag("--version", ANTRIAN_VERSION);
  program.footer(
      "Data goes to standard output, messages and progress to standard error.\n\n"
      "Exit codes: 0 done   1 failed   2 wrong usage or configuration   3 problems found\n"
      "            4 another process uses the store   130 interrupted, run again to go on\n\n"
      "Example:    antrian demo\n"
      "            antrian open && antrian ingest commands.jsonl --results results.jsonl");
  const std::vector<subcommand> subcommands{
      add_demo(program),   add_generate(program),    add_open(program),   add_ingest(program),
      add_report(program), add_show(program),        add_export(program), add_erase(program),
      add_audit(program),  add_projections(program), add_kafka(program),  add_produce(program),
      add_serve(program)};
  try {
    program.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return answer_call(program, error);
  }
  for (const subcommand& chosen : subcommands) {
    if (chosen.app->parsed()) return chosen.run();
  }
  return refuse_empty_call(program);
}

}  // namespace
}  // namespace antrian::cli

int main(int argc, char** argv) {
  // A reader that goes away is a failed write, which is said and ends the work in good order.
  std::signal(SIGPIPE, SIG_IGN);
  // What was not foreseen. What is on disk stays good; only the message would be missing.
  try {
    return antrian::cli::run(argc, argv);
  } catch (const std::bad_alloc&) {
    std::cerr << "antrian: out of memory\n";
  } catch (const std::exception& fault) {
    std::cerr << "antrian: " << fault.what() << '\n';
  }
  return antrian::cli::failed;
}
