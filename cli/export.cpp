// antrian export: the log as events for others, without personal data.
#include <cstdio>
#include <functional>
#include <iostream>
#include <limits>

#include "cli/arguments.hpp"
#include "cli/line_output.hpp"
#include "cli/progress_bar.hpp"
#include "cli/session.hpp"
#include "cli/subcommand.hpp"
#include "events/event_codec.hpp"
#include "events/event_csv.hpp"
#include "events/event_json.hpp"
#include "projections/day_name.hpp"
#include "projections/report_numbers.hpp"
#include "storage/event_log.hpp"

namespace antrian::cli {
namespace {

constexpr std::uint64_t records_between_progress = 1024;

struct options : common_options {
  std::string format = "cloudevents";
  std::uint64_t from_position = 1;
  std::uint64_t to_position = std::numeric_limits<std::uint64_t>::max();
  std::optional<std::string> office;
  std::optional<events::local_date> date;
  std::string out = "-";
  bool quiet = false;
};

/// One run over the log, or over one stream of it.
class export_run {
 public:
  export_run(const options& wanted, const session& open, line_output& out, std::uint64_t last)
      : wanted_(wanted),
        store_(*open.store),
        out_(out),
        last_(std::min(last, wanted.to_position)),
        bar_("exporting", "events", wanted.quiet) {}

  int run() {
    if (wanted_.format == "csv") {
      events::append_csv_header(out_.line());
      written_ = out_.end_line();
    }
    const auto visit = [this](const storage::record_view& record) { return take(record); };
    const auto read =
        wanted_.office && wanted_.date
            ? storage::for_each_stream_record(
                  store_, projections::stream_name(*wanted_.office, *wanted_.date), 0, visit)
            : storage::for_each_record(store_, wanted_.from_position, visit);
    bar_.clear();
    if (!read) return complain(read.error());
    if (!fault_.empty()) return complain(failed, fault_);
    if (written_) written_ = out_.finish();
    if (!written_) return complain(failed, written_.error().message);
    return stopped_ ? complain(interrupted, "stopped; the export is not complete") : int{done};
  }

  [[nodiscard]] std::uint64_t exported() const { return exported_; }

 private:
  bool take(const storage::record_view& record) {
    if (record.first_position > last_) return false;
    if (++records_ % records_between_progress == 0) {
      bar_.update(static_cast<double>(record.first_position) / static_cast<double>(last_),
                  exported_);
      stopped_ = stop_requested();
    }
    if (!wanted(record.stream)) return !stopped_;
    decoded_.clear();
    if (!events::parse_events(record.events, decoded_)) {
      fault_ = "the events at position " + std::to_string(record.first_position) +
               " cannot be read; run: antrian audit verify";
      return false;
    }
    for (std::size_t i = 0; i < decoded_.size() && written_; ++i) {
      const auto position = record.first_position + i;
      if (position < wanted_.from_position || position > last_) continue;
      append(decoded_[i], {position, record.first_sequence + i, record.stream});
    }
    return written_ && !stopped_;
  }

  [[nodiscard]] bool wanted(std::string_view stream) const {
    if (!wanted_.office && !wanted_.date) return true;
    const auto day = projections::parse_day_name(stream);
    return day && (!wanted_.office || day->office == *wanted_.office) &&
           (!wanted_.date || day->date == *wanted_.date);
  }

  void append(const events::event& event, const events::event_place& place) {
    if (wanted_.format == "csv") {
      events::append_csv_row(out_.line(), event, place);
    } else {
      events::append_cloud_event(out_.line(), event, place, store_.installation());
    }
    written_ = out_.end_line();
    ++exported_;
  }

  const options& wanted_;
  const storage::store& store_;
  line_output& out_;
  std::uint64_t last_;
  progress_bar bar_;
  std::vector<events::event> decoded_;
  std::uint64_t records_ = 0;
  std::uint64_t exported_ = 0;
  ingest::status written_;
  std::string fault_;
  bool stopped_ = false;
};

/// True if the log has an event of this date, of the office if one is given. An office of the log
/// is always in the configuration.
storage::result<bool> has_date(const options& wanted, const session& open) {
  for (const auto& office : open.config.offices.offices()) {
    if (wanted.office && office.code != *wanted.office) continue;
    bool found = false;
    const auto read = storage::for_each_stream_record(
        *open.store, projections::stream_name(office.code, *wanted.date), 0,
        [&found](const storage::record_view&) {
          found = true;
          return false;
        });
    if (!read) return tl::unexpected(read.error());
    if (found) return true;
  }
  return false;
}

int run(const options& wanted) {
  return with_session_to_read(wanted, reading::changes_nothing, [&](session& open) {
    if (wanted.office) {
      const auto known = find_office(open.config, *wanted.office);
      if (!known) return complain(usage, known.error());
    }
    const auto last = storage::last_position(*open.store);
    if (!last) return complain(last.error());
    if (wanted.from_position > wanted.to_position) {
      return complain(usage, "--to-position " + std::to_string(wanted.to_position) +
                                 " is before --from-position " +
                                 std::to_string(wanted.from_position));
    }
    if (wanted.from_position > *last + 1) {
      return complain(usage, "no event from position " + std::to_string(wanted.from_position) +
                                 " on; expected 1 to " + std::to_string(*last) +
                                 ", which the log holds, or the next one");
    }
    if (wanted.date) {
      const auto found = has_date(wanted, open);
      if (!found) return complain(found.error());
      if (!*found) {
        return complain(usage, "this store has no event of " +
                                   (wanted.office ? *wanted.office + " on " : std::string()) +
                                   events::to_text(*wanted.date));
      }
    }
    auto out = line_output::open(wanted.out);
    if (!out) return complain(failed, out.error().message);
    export_run exporting(wanted, open, *out, *last);
    const int code = exporting.run();
    if (code == done && !wanted.quiet) {
      std::cerr << projections::grouped(exporting.exported())
                << " events exported; the log ends at "
                << "position " << *last << ".\n";
    }
    return code;
  });
}

}  // namespace

subcommand add_export(CLI::App& program) {
  auto* app = program.add_subcommand("export",
                                     "Write the events of the log, in order, for analytics and "
                                     "archives: CloudEvents 1.0 as JSONL,\n"
                                     "or one CSV table. People appear as pseudonyms only.");
  auto wanted = std::make_shared<options>();
  app->add_option("--format", wanted->format, "cloudevents (whole) or csv (what fits a table)")
      ->check(CLI::IsMember({"cloudevents", "csv"}))
      ->capture_default_str()
      ->type_name("FORMAT");
  app->add_option("--from-position", wanted->from_position,
                  "First position; to go on from an earlier export, its last position plus one")
      ->capture_default_str()
      ->check(CLI::Range(std::uint64_t{1}, std::numeric_limits<std::uint64_t>::max()))
      ->type_name("N");
  app->add_option("--to-position", wanted->to_position, "Last position (default: the log's end)")
      ->type_name("N");
  app->add_option("--office", wanted->office, "Only this office, by its code")->type_name("CODE");
  add_date_option(*app, "--date", wanted->date, "Only office days of this date");
  app->add_option("--out", wanted->out, "File to write; - is standard output")
      ->capture_default_str()
      ->type_name("FILE");
  app->add_flag("--quiet", wanted->quiet, "No progress and no summary on standard error");
  add_store_option(*app, *wanted);
  add_config_option(*app, *wanted);
  app->footer(
      "The id of an event is its position: consumers drop what they have seen by it. The source "
      "is\n"
      "antrian/<installation>. Fields and types: docs/wire.md, Events.\n\n"
      "Exit codes: 0 done   1 failed   2 wrong usage, unknown office, no such position or date\n"
      "            4 another process uses the store   130 interrupted\n\n"
      "Example:    antrian export --out events.jsonl\n"
      "            antrian export --format csv --office BATAM --date 2026-11-30 --out batam.csv");
  return {app, [wanted] { return run(*wanted); }};
}

}  // namespace antrian::cli
