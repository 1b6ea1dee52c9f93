// antrian projections: how far the read models have come, and folding them again.
#include <iostream>

#include "cli/progress_bar.hpp"
#include "cli/projected.hpp"
#include "cli/subcommand.hpp"
#include "events/json_append.hpp"
#include "projections/checkpoint.hpp"
#include "projections/report_numbers.hpp"
#include "projections/text_table.hpp"
#include "storage/event_log.hpp"

namespace antrian::cli {
namespace {

using projections::grouped;
using projections::projection_set;

constexpr std::uint64_t rebuild_step_events = 200'000;

struct options : common_options {
  std::string name;
  bool json = false;
  bool quiet = false;
};

struct projection_state {
  std::string_view name;
  projections::projection_checkpoint saved;
};

/// As stored: reading it changes nothing.
storage::result<std::vector<projection_state>> read_states(const storage::store& store) {
  std::vector<projection_state> states;
  for (const auto name : projection_set::names) {
    const auto saved = projections::read_checkpoint(store, name);
    if (!saved) return tl::unexpected(saved.error());
    projection_state state{name, saved->value_or(projections::projection_checkpoint{})};
    states.push_back(state);
  }
  return states;
}

std::string states_as_text(const std::vector<projection_state>& states, std::uint64_t last) {
  using projections::align;
  projections::text_table table({{"projection", align::left},
                                 {"folded up to"},
                                 {"events to fold"},
                                 {"rebuilding up to", align::left}});
  for (const auto& state : states) {
    const auto& saved = state.saved;
    table.add({std::string(state.name), grouped(saved.position), grouped(last - saved.position),
               saved.next_generation == 0 ? "-" : grouped(saved.next_position)});
  }
  std::string text;
  table.append_to(text);
  return text + "\nThe log ends at position " + grouped(last) +
         ". What is not folded yet is folded by the next command that needs it.\n";
}

std::string states_as_json(const std::vector<projection_state>& states, std::uint64_t last) {
  using events::append_member;
  std::string out{"{"};
  append_member(out, "last_position", last);
  events::append_key(out, "projections");
  out.push_back('[');
  for (const auto& state : states) {
    events::append_separator(out);
    out.push_back('{');
    append_member(out, "name", state.name);
    append_member(out, "position", state.saved.position);
    append_member(out, "lag", last - state.saved.position);
    if (state.saved.next_generation != 0) {
      append_member(out, "rebuild_position", state.saved.next_position);
    }
    out.push_back('}');
  }
  return out + "]}\n";
}

int run_status(const options& wanted) {
  return with_session_to_read(wanted, reading::changes_nothing, [&](session& open) {
    const auto last = storage::last_position(*open.store);
    if (!last) return complain(last.error());
    const auto states = read_states(*open.store);
    if (!states) return complain(states.error());
    for (const auto& state : *states) {
      if (state.saved.position <= *last) continue;
      return complain(failed, "the projection " + std::string(state.name) +
                                  " is ahead of the log; run: antrian audit verify");
    }
    std::cout << (wanted.json ? states_as_json(*states, *last) : states_as_text(*states, *last));
    return printed();
  });
}

int rebuild(const options& wanted, projection_set& set) {
  const auto started = set.start_rebuild(wanted.name);
  if (!started) return complain(started.error());
  if (!*started) {
    std::string known;
    for (const auto name : projection_set::names) known += " " + std::string(name);
    return complain(usage, "there is no projection " + wanted.name + "; expected one of:" + known);
  }
  progress_bar bar("rebuilding", "events", wanted.quiet);
  while (set.rebuilding()) {
    if (const auto stepped = set.rebuild_step(rebuild_step_events); !stepped) {
      bar.clear();
      return complain(stepped.error());
    }
    const auto position = set.rebuild_position().value_or(set.position());
    bar.update(static_cast<double>(position) / static_cast<double>(set.position()), position);
    if (!stop_requested()) continue;
    bar.clear();
    if (const auto saved = set.save(); !saved) return complain(saved.error());
    return complain(interrupted, "stopped; the next rebuild goes on from here");
  }
  bar.clear();
  const auto what = wanted.name.empty() ? std::string("All projections") : wanted.name;
  std::cerr << what << " rebuilt from " << grouped(set.position()) << " events.\n";
  return done;
}

int run_rebuild(const options& wanted) {
  return with_session(wanted, if_missing::refuse, [&](session& open) {
    return with_projections(open, wanted.quiet,
                            [&](projection_set& set) { return rebuild(wanted, set); });
  });
}

}  // namespace

subcommand add_projections(CLI::App& program) {
  auto* app = program.add_subcommand("projections",
                                     "Look after the read models (availability, front_desk, "
                                     "reports): they follow the log and can\n"
                                     "be folded again from it at any time.");
  app->require_subcommand(1);
  auto wanted = std::make_shared<options>();
  auto* status = app->add_subcommand("status", "Tell how far each has come; changes nothing");
  status->add_flag("--json", wanted->json, "Print one JSON object");
  auto* rebuild = app->add_subcommand(
      "rebuild", "Fold one, or all of them, again from the first event, then switch to it at once");
  rebuild->add_option("NAME", wanted->name, "Which one (default: all)");
  rebuild->add_flag("--quiet", wanted->quiet, "No progress");
  for (auto* each : {status, rebuild}) {
    add_store_option(*each, *wanted);
    add_config_option(*each, *wanted);
  }
  status->footer(
      "Exit codes: 0 done   1 failed   2 wrong usage   4 another process uses the store\n\n"
      "Example:    antrian projections status --json");
  rebuild->footer(
      "The old rows are read until the new ones are complete. A rebuild that is stopped, even by\n"
      "kill -9, goes on where it was.\n\n"
      "Exit codes: 0 done   1 failed   2 wrong usage or no such projection\n"
      "            4 another process uses the store   130 interrupted\n\n"
      "Example:    antrian projections rebuild reports");
  app->footer("Example:    antrian projections status");
  return {app, [wanted, rebuild] {
            return rebuild->parsed() ? run_rebuild(*wanted) : run_status(*wanted);
          }};
}

}  // namespace antrian::cli
