// antrian: the booking engine behind a national online passport queue.
#include <iostream>
#include <vector>

#include <CLI/CLI.hpp>

#include "cli/subcommand.hpp"

int main(int argc, char** argv) {
  using namespace antrian::cli;
  CLI::App program{
      "antrian: the booking engine behind a national online passport queue.\n"
      "Try `antrian demo` first; `antrian SUBCOMMAND --help` explains each."};
  program.require_subcommand(1);
  program.set_version_flag("--version", ANTRIAN_VERSION);
  const std::vector<subcommand> subcommands{add_ingest(program)};
  try {
    program.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const int code = program.exit(error);
    return code == 0 ? int{done} : int{usage};
  }
  for (const subcommand& chosen : subcommands) {
    if (chosen.app->parsed()) return chosen.run();
  }
  return usage;
}
