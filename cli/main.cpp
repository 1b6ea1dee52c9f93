// antrian: the booking engine behind a national online passport queue.
#include <iostream>
#include <vector>

#include <CLI/CLI.hpp>

#include "cli/subcommand.hpp"

namespace {

/// What is wrong with a call that names no subcommand.
int refuse_call(const CLI::App& program, const std::vector<std::string>& unknown) {
  std::cerr << "antrian: "
            << (unknown.empty() ? "expected a subcommand"
                                : "there is no subcommand " + unknown.front())
            << "; there are:";
  for (const auto* known : program.get_subcommands({})) std::cerr << ' ' << known->get_name();
  std::cerr << "\nRun antrian --help for what they do; start with antrian demo.\n";
  return antrian::cli::usage;
}

}  // namespace

int main(int argc, char** argv) {
  using namespace antrian::cli;
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
      add_demo(program),   add_generate(program),   add_open(program),   add_ingest(program),
      add_report(program), add_show(program),       add_export(program), add_erase(program),
      add_audit(program),  add_projections(program)};
  try {
    program.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const bool unknown = program.get_subcommands().empty() && !program.remaining().empty();
    if (unknown) return refuse_call(program, program.remaining());
    const int code = program.exit(error);
    return code == 0 ? int{done} : int{usage};
  }
  for (const subcommand& chosen : subcommands) {
    if (chosen.app->parsed()) return chosen.run();
  }
  return refuse_call(program, {});
}
