// What is said about a call that cannot be understood: what was expected, and what was probably
// meant.
#pragma once

#include <CLI/CLI.hpp>

namespace antrian::cli {

/// Says on standard error what is wrong with the call, or prints the help or version that it asked
/// for. Returns an exit code.
int answer_call(const CLI::App& program, const CLI::ParseError& error);

/// A call that names no subcommand.
int refuse_empty_call(const CLI::App& program);

}  // namespace antrian::cli
