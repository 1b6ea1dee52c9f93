// antrian demo: the whole engine in one go, on the rush of a week.
#include <algorithm>
#include <chrono>
#include <filesystem>
#include <iostream>

#include "cli/arguments.hpp"
#include "cli/demo_day.hpp"
#include "cli/demo_folder.hpp"
#include "cli/demo_report.hpp"
#include "cli/generate.hpp"
#include "cli/ingest_run.hpp"
#include "cli/open_days.hpp"
#include "cli/projected.hpp"
#include "cli/subcommand.hpp"
#include "projections/report_numbers.hpp"
#include "projections/report_text.hpp"
#include "storage/event_log.hpp"
#include "workload/random.hpp"

namespace antrian::cli {
namespace {

using projections::grouped;

constexpr std::uint32_t demo_days = 5;

struct options : common_options {
  std::uint64_t commands = 1'000'000;
  std::uint64_t seed = 1;
  std::string office = "PEMATANGSIANTAR";
  std::optional<events::local_date> from;
  bool fresh = true;
  bool quiet = false;
  std::string program;  ///< as it was called
};

double seconds_since(std::chrono::steady_clock::time_point begun) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
}

std::string with_two_decimals(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.2f", value);
  return text;
}

std::uint64_t bytes_in(const std::string& folder) {
  std::uint64_t sum = 0;
  std::error_code ignored;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder, ignored)) {
    if (entry.is_regular_file(ignored)) sum += entry.file_size(ignored);
  }
  return sum;
}

/// Runs the steps in order; each returns an exit code, and the first that is not `done` ends it.
class demo_run {
 public:
  demo_run(const options& wanted, const demo_paths& paths, session& open)
      : wanted_(wanted),
        paths_(paths),
        open_(open),
        from_(wanted.from.value_or(next_monday(wall_clock()))) {}

  int run() {
    for (const auto step : {&demo_run::open_offices, &demo_run::generate, &demo_run::ingest_rush,
                            &demo_run::write_day, &demo_run::ingest_day, &demo_run::report}) {
      if (const int code = (this->*step)(); code != done) return code;
    }
    tell_speed();
    tell_next();
    return printed();
  }

 private:
  void headline(const std::string& text) {
    std::cout << "\n== " << ++step_ << ". " << text << "\n\n" << std::flush;
  }

  int open_offices() {
    const auto offices = *find_offices(open_.config, {});
    headline("Open the next five working days of " + grouped(offices.size()) + " offices, from " +
             events::to_text(from_) + " on");
    return with_node(open_, [&](actors::node& node) {
      const auto opened = open_days(open_, node, {offices, from_, demo_days});
      if (!opened) return complain(failed, opened.error());
      std::uint64_t places = 0;
      for (const auto& office : opened->offices) {
        for (const auto lane : office.places) places += lane;
        if (office.first) last_ = std::max(last_, office.last);
      }
      if (opened->offices.empty()) {
        return complain(usage, "no office opens from " + events::to_text(from_) + " on");
      }
      std::cout << opening_sentence(*opened) << ' ' << grouped(places)
                << " places in three lanes.\n";
      return int{done};
    });
  }

  int generate() {
    headline("Imagine " + grouped(wanted_.commands) +
             " commands: Friday 14:00, the week's places " + "are released");
    generate_request request;
    request.rush.seed = wanted_.seed;
    request.rush.commands = wanted_.commands;
    request.rush.from = from_;
    request.rush.days = demo_days;
    request.out = paths_.commands();
    request.quiet = wanted_.quiet;
    const auto made = generate_rush(open_.config, request);
    if (!made) return complain(failed, made.error().message);
    if (made->stopped) return complain(interrupted, "stopped; run antrian demo again");
    std::cout << sentence_of(*made) << ".\n" << paths_.commands() << '\n';
    return done;
  }

  int ingest_rush() {
    headline("Ingest them: every answer on disk before it is given");
    return with_node(open_, [&](actors::node& node) {
      return ingest(
          node, {paths_.commands(), "", paths_.dead_letters(), wanted_.quiet, "ingesting"}, rush_);
    });
  }

  int ingest(actors::node& node, const ingest_request& request, ingest_report& into) {
    const auto report = run_ingest(open_, node, request);
    if (!report) return complain(failed, report.error().message);
    into = *report;
    std::cout << summary_text(*report);
    if (!report->summary.stopped) return done;
    return complain(interrupted, "stopped; antrian demo --keep goes on where it stopped");
  }

  int write_day() {
    const auto office = find_office(open_.config, wanted_.office);
    if (!office) return complain(usage, office.error());
    const auto dates = config::working_days(open_.config, *office, from_, 1);
    if (dates.empty()) return complain(usage, wanted_.office + " does not open in these days");
    workload::office_day_options options;
    // Another seed than the rush has, or both would draw the same command ids.
    options.seed = workload::mix(wanted_.seed ^ 0xDA1);
    options.office = *office;
    options.date = played_ = dates.front();
    headline("Play " + wanted_.office + " on " + events::to_text(played_) + " from door to door");
    return with_projections(open_, wanted_.quiet, [&](projections::projection_set& set) {
      const auto bookings = confirmed_bookings(*open_.store, set, wanted_.office, played_);
      if (!bookings) return complain(bookings.error());
      std::size_t people = 0;
      for (const auto& booking : *bookings) people += booking.niks.size();
      const auto lines = write_office_day(open_.config, options, *bookings, paths_.day());
      if (!lines) return complain(failed, lines.error().message);
      std::cout << grouped(people) << " people hold a place in " << grouped(bookings->size())
                << " bookings; " << grouped(*lines)
                << " commands tell who comes, walks in, is called and served.\n";
      return int{done};
    });
  }

  int ingest_day() {
    return with_node(open_, [&](actors::node& node) {
      ingest_report day;
      return ingest(node, {paths_.day(), "", "", wanted_.quiet, "playing"}, day);
    });
  }

  int report() {
    return with_projections(open_, wanted_.quiet, [&](projections::projection_set& set) {
      headline("The week, for the nation");
      if (const int code = print_report(
              {{std::nullopt, from_, last_}, grouping_of(projections::report_level::nation)},
              set.reports());
          code != done) {
        return code;
      }
      headline("Full cities, half-empty towns");
      const auto ends = crowded_and_empty(set.reports(), open_.config, from_, last_);
      if (!ends) return complain(ends.error());
      std::cout << *ends;
      headline("The day that was played, for the head of " + wanted_.office);
      return print_report(
          {{wanted_.office, played_, played_}, grouping_of(projections::report_level::slot)},
          set.reports());
    });
  }

  int print_report(const projections::report_query& query,
                   const projections::reports_projection& reports) {
    const auto made = make_report(reports, query);
    if (!made) return complain(made.error());
    std::cout << report_as_text(*made);
    return done;
  }

  void tell_speed() {
    headline("How fast it went");
    const auto lines = rush_.summary.counts.lines;
    std::cout << grouped(lines) << " commands in " << with_two_decimals(rush_.seconds) << " s: "
              << grouped(static_cast<std::uint64_t>(static_cast<double>(lines) / rush_.seconds))
              << " a second, read from a file, decided, and synced to disk.\n";
    const auto events = storage::last_position(*open_.store);
    std::cout << "The store holds " << (events ? grouped(*events) : "?") << " events in "
              << grouped(bytes_in(paths_.store) >> 20) << " MiB; the demo took "
              << with_two_decimals(seconds_since(begun_)) << " s in all.\n";
  }

  void tell_next() {
    headline("What to try next");
    std::string store = " --store " + paths_.store;
    if (!wanted_.config.empty()) store += " --config " + wanted_.config;
    const auto date = events::to_text(played_);
    const auto& antrian = wanted_.program;
    std::cout << antrian << " report" << store << " --by office\n"
              << antrian << " report" << store << " --office " << wanted_.office << "\n"
              << antrian << " show" << store << " " << wanted_.office << " " << date << "\n"
              << antrian << " export" << store << " --office " << wanted_.office << " --date "
              << date << "\n"
              << antrian << " audit verify" << store << "\n"
              << antrian << " ingest" << store << " " << paths_.commands()
              << "      (all read before: nothing happens twice)\n";
  }

  const options& wanted_;
  const demo_paths& paths_;
  session& open_;
  events::local_date from_;
  events::local_date last_;
  events::local_date played_;
  ingest_report rush_;
  int step_ = 0;
  std::chrono::steady_clock::time_point begun_ = std::chrono::steady_clock::now();
};

int run(const options& wanted) {
  const demo_paths paths(wanted.store);
  const auto configuration = config::load(wanted.config_path());
  if (!configuration) return complain(usage, configuration.error().text());
  if (const auto office = find_office(*configuration, wanted.office); !office) {
    return complain(usage, office.error());
  }
  if (const int code = make_room_for_demo(paths, !wanted.fresh); code != done) return code;
  return with_session(wanted, if_missing::create_silently, [&](session& open) {
    if (!mark_as_demo(paths, *open.store)) {
      return complain(failed, "cannot write " + paths.marker());
    }
    return demo_run(wanted, paths, open).run();
  });
}

}  // namespace

subcommand add_demo(CLI::App& program) {
  auto* app = program.add_subcommand(
      "demo",
      "Show the whole engine on the rush of a week: open the next five working days of every\n"
      "office, make a million commands, ingest them, play one office day to its end, and report.");
  auto wanted = std::make_shared<options>();
  add_store_option(*app, *wanted);
  wanted->store = default_demo_store();
  auto* store = app->get_option("--store");
  store->description(
      "Folder of the demo's store; its files are in a folder beside it, STORE-files");
  store->capture_default_str();
  // A demo must never land in the installation's own store.
  store->envname("");
  app->add_option("--commands", wanted->commands, "How many commands to make")
      ->capture_default_str()
      ->check(CLI::Range(std::uint64_t{1'000}, std::uint64_t{1'000'000'000}))
      ->type_name("N");
  app->add_option("--seed", wanted->seed, "Which of the possible rushes")
      ->capture_default_str()
      ->check(CLI::NonNegativeNumber)
      ->type_name("N");
  app->add_option("--office", wanted->office, "Whose first day is played")
      ->capture_default_str()
      ->type_name("CODE");
  add_date_option(*app, "--from", wanted->from,
                  "First day looked at (default: the Monday after today)");
  app->add_flag("--fresh,!--keep", wanted->fresh,
                "--fresh, the default, removes the store of an earlier demo first (and nothing "
                "else); --keep goes on with it");
  app->add_flag("--quiet", wanted->quiet, "No progress");
  add_config_option(*app, *wanted);
  app->footer(
      "The people are invented. The store stays, to be looked at with the other subcommands.\n\n"
      "Exit codes: 0 done   1 failed   2 wrong usage, or a folder that no demo made\n"
      "            4 another process uses the store   130 interrupted (--keep goes on)\n\n"
      "Example:    antrian demo\n"
      "            antrian demo --commands 50000 --office BATAM --store /tmp/demo");
  return {app, [app, wanted] {
            wanted->program = app->get_parent()->get_name();
            return run(*wanted);
          }};
}

}  // namespace antrian::cli
