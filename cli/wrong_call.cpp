#include "cli/wrong_call.hpp"

#include <string>
#include <vector>

#include "cli/session.hpp"
#include "config/table_reader.hpp"

namespace antrian::cli {
namespace {

/// The subcommand that the call came to, and the words that lead there.
struct called {
  const CLI::App* app;
  std::string words;
};

called innermost(const CLI::App& program) {
  called at{&program, "antrian"};
  while (!at.app->get_subcommands().empty()) {
    at.app = at.app->get_subcommands().front();
    at.words += " " + at.app->get_name();
  }
  return at;
}

std::string subcommands_of(const CLI::App& app) {
  std::string names;
  for (const auto* known : app.get_subcommands({})) names += " " + known->get_name();
  return names;
}

std::string unknown_option(const called& at, const std::string& word) {
  std::vector<std::string> names;
  for (const auto* option : at.app->get_options()) {
    for (const auto& name : option->get_lnames()) names.push_back(name);
  }
  const auto option = word.substr(0, word.find('='));
  const auto meant = config::nearest(option.substr(option.find_first_not_of('-')), names);
  return at.words + " has no option " + option + (meant ? "; did you mean --" + *meant + "?" : "");
}

std::string fault_of(const called& at, const CLI::ParseError& error) {
  // Words that nobody took belong to the subcommand, or to the program if they came before it.
  const auto extra = at.app->remaining(true);
  const bool wants_subcommand = !at.app->get_subcommands({}).empty();
  if (wants_subcommand && (extra.empty() || extra.front().rfind('-', 0) != 0)) {
    return (extra.empty() ? "expected a subcommand" : "there is no subcommand " + extra.front()) +
           "; there are:" + subcommands_of(*at.app);
  }
  if (wants_subcommand) {
    return "options such as " + extra.front() +
           " come after the subcommand; there are:" + subcommands_of(*at.app);
  }
  if (dynamic_cast<const CLI::ExtrasError*>(&error) == nullptr || extra.empty()) {
    return error.what();
  }
  if (extra.front().rfind('-', 0) == 0) return unknown_option(at, extra.front());
  return at.words + " does not expect " + extra.front();
}

}  // namespace

int answer_call(const CLI::App& program, const CLI::ParseError& error) {
  if (error.get_exit_code() == 0) {
    program.exit(error);
    return done;
  }
  const auto at = innermost(program);
  return complain(usage, fault_of(at, error) + "\nRun " + at.words + " --help for how to call it.");
}

int refuse_empty_call(const CLI::App& program) {
  return complain(usage, "expected a subcommand; there are:" + subcommands_of(program) +
                             "\nRun antrian --help for what they do; start with antrian demo.");
}

}  // namespace antrian::cli
