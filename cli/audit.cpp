// antrian audit: is the store what was written?
#include <iostream>

#include "cli/audit_text.hpp"
#include "cli/noted_head.hpp"
#include "cli/progress_bar.hpp"
#include "cli/session.hpp"
#include "cli/subcommand.hpp"

namespace antrian::cli {
namespace {

struct options : common_options {
  std::string noted;
  bool json = false;
  bool quiet = false;
};

double part_of(std::uint64_t position, std::uint64_t last) {
  return last == 0 ? 1 : static_cast<double>(position) / static_cast<double>(last);
}

storage::result<storage::audit_report> check_chain(const session& open, bool quiet) {
  progress_bar bar("checking the chain", "events", quiet);
  return storage::verify_chain(*open.store, [&](std::uint64_t position, std::uint64_t last) {
    bar.update(part_of(position, last), position);
  });
}

storage::result<replay_report> check_replay(session& open, bool quiet) {
  progress_bar bar("replaying", "events", quiet);
  return replay_log(*open.store, open.config.offices,
                    [&](std::uint64_t position, std::uint64_t last) {
                      bar.update(part_of(position, last), position);
                      return !stop_requested();
                    });
}

int verify(const options& wanted, session& open) {
  audit_outcome outcome;
  auto chain = check_chain(open, wanted.quiet);
  if (!chain) return complain(chain.error());
  outcome.chain = std::move(*chain);
  if (stop_requested()) return complain(interrupted, "stopped; nothing is said about the store");
  if (outcome.chain.whole()) {
    auto replay = check_replay(open, wanted.quiet);
    if (!replay) return complain(replay.error());
    outcome.replay = std::move(*replay);
  }
  if (stop_requested()) return complain(interrupted, "stopped; nothing is said about the store");
  if (!wanted.noted.empty()) {
    const auto found = find_noted_head(*open.store, *parse_hash(wanted.noted));
    if (!found) return complain(found.error());
    outcome.noted_asked = true;
    outcome.noted_position = *found;
  }
  std::cout << (wanted.json ? audit_as_json(outcome) : audit_as_text(outcome));
  return printed(outcome.clean() ? done : found_problems);
}

int run(const options& wanted) {
  if (!wanted.noted.empty() && !parse_hash(wanted.noted)) {
    return complain(usage, "--noted: expected the 64 hexadecimal digits of a head");
  }
  return with_session_to_read(wanted, reading::changes_nothing,
                              [&](session& open) { return verify(wanted, open); });
}

}  // namespace

subcommand add_audit(CLI::App& program) {
  auto* app = program.add_subcommand("audit", "Prove that the store is what was written");
  app->require_subcommand(1);
  auto wanted = std::make_shared<options>();
  auto* verify = app->add_subcommand(
      "verify",
      "Check every hash of the log, record by record and commit by commit; then replay the whole\n"
      "log and compare snapshots, claims, answers and projections with it. Changes nothing.");
  verify
      ->add_option("--noted", wanted->noted,
                   "Head noted at an earlier audit: prove that it is still part of the log")
      ->type_name("HASH");
  verify->add_flag("--json", wanted->json, "Print one JSON object");
  verify->add_flag("--quiet", wanted->quiet, "No progress");
  add_store_option(*verify, *wanted);
  add_config_option(*verify, *wanted);
  verify->footer(
      "A record that was changed, removed or put elsewhere is found by the chain. What the chain\n"
      "cannot show by itself is a log that was written anew as a whole, or whose end was cut off:\n"
      "so note the head's hash down somewhere else, and give it to a later audit with --noted.\n\n"
      "Exit codes: 0 all is as it was written   1 the store cannot be read   2 wrong usage\n"
      "            3 something was found   4 another process uses the store   130 interrupted\n\n"
      "Example:    antrian audit verify\n"
      "            antrian audit verify --json --noted 5f0c...");
  app->footer("Example:    antrian audit verify");
  return {app, [wanted] { return run(*wanted); }};
}

}  // namespace antrian::cli
