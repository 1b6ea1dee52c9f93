// antrian show: one office day, as the officer at the counter needs it.
#include <iostream>

#include "cli/arguments.hpp"
#include "cli/projected.hpp"
#include "cli/show_day.hpp"
#include "cli/subcommand.hpp"
#include "projections/day_name.hpp"
#include "storage/vault.hpp"

namespace antrian::cli {
namespace {

struct options : common_options {
  std::string office;
  std::optional<events::local_date> date;
  std::string booking;
  bool reveal = false;
  bool json = false;
  bool quiet = false;
};

int no_such_day(const options& wanted, const projections::projection_set& set) {
  const auto demand =
      set.reports().rows().read(projections::stream_name(wanted.office, *wanted.date));
  if (!demand) return complain(demand.error());
  if (*demand) {
    return complain(usage, wanted.office + " on " + events::to_text(*wanted.date) +
                               " was never opened: whatever came for it was refused. To open it: "
                               "antrian open --office " +
                               wanted.office + " --from " + events::to_text(*wanted.date) +
                               " --days 1");
  }
  const auto stored = dates_in_store(set, wanted.office);
  if (!stored) return complain(stored.error());
  const std::string where = wanted.office + " has no office day " + events::to_text(*wanted.date);
  if (!*stored) {
    return complain(usage, where + ", nor any other in this store; open some with: antrian open");
  }
  return complain(usage, where + "; expected a working day from " +
                             events::to_text((*stored)->first) + " to " +
                             events::to_text((*stored)->last));
}

/// All bookings of the sheet, or the one asked for; none if that is not there.
std::vector<const projections::desk_booking*> chosen_bookings(
    const options& wanted, const projections::front_desk_row& sheet) {
  std::vector<const projections::desk_booking*> chosen;
  if (wanted.booking.empty()) {
    for (const auto& booking : sheet.bookings()) chosen.push_back(&booking);
    return chosen;
  }
  const projections::desk_booking* found = nullptr;
  if (const auto code = events::parse_code(wanted.booking)) found = sheet.find(*code);
  if (const auto id = events::parse_uuid(wanted.booking)) found = sheet.find(*id);
  if (found != nullptr) chosen.push_back(found);
  return chosen;
}

storage::status add_people(shown_day& day, const storage::store& store) {
  day.people.emplace();
  for (const auto* booking : day.bookings) {
    for (const auto& place : day.sheet.places_of(*booking)) {
      auto person = storage::read_person(store, place.subject);
      if (!person) return tl::unexpected(person.error());
      (*day.people)[place.subject] = std::move(*person);
    }
  }
  return {};
}

int show(const options& wanted, session& open, const projections::projection_set& set,
         const events::office& office) {
  auto availability = find_availability(set.availability(), wanted.office, *wanted.date);
  if (!availability) return complain(availability.error());
  auto sheet = find_sheet(set.front_desk(), wanted.office, *wanted.date);
  if (!sheet) return complain(sheet.error());
  if (!*availability || !*sheet) return no_such_day(wanted, set);
  shown_day day{office, std::move(**availability), std::move(**sheet), {}, false, {}};
  day.bookings = chosen_bookings(wanted, day.sheet);
  day.one_booking = !wanted.booking.empty();
  if (day.one_booking && day.bookings.empty()) {
    return complain(usage, "no booking " + wanted.booking +
                               " on this day; expected the six characters of its code, or its id");
  }
  if (wanted.reveal) {
    if (const auto read = add_people(day, *open.store); !read) return complain(read.error());
    std::cerr << "antrian: what follows is personal data of " << day.people->size()
              << " people; keep it no longer than you need it\n";
  }
  std::cout << (wanted.json ? day_as_json(day) : day_as_text(day));
  return printed();
}

int run(const options& wanted) {
  return with_session_to_read(wanted, reading::saves_projections, [&](session& open) {
    const auto office = find_office(open.config, wanted.office);
    if (!office) return complain(usage, office.error());
    return with_projections(open, wanted.quiet, [&](projections::projection_set& set) {
      return show(wanted, open, set, open.config.offices.at(*office));
    });
  });
}

}  // namespace

subcommand add_show(CLI::App& program) {
  auto* app = program.add_subcommand(
      "show",
      "Show one office day: places by slot and lane, every booking with its code and state, and\n"
      "the queue at the counters.");
  auto wanted = std::make_shared<options>();
  app->add_option("OFFICE", wanted->office, "Code of the office")->required();
  add_date_option(*app, "DATE", wanted->date, "The day")->required();
  app->add_option("--booking", wanted->booking, "Only this booking, by its code or its id")
      ->type_name("CODE");
  app->add_flag("--reveal", wanted->reveal,
                "Show NIK, name, phone and email of the applicants. This is personal data under "
                "UU 27/2022: for those who may see it, and for as long as they need it");
  app->add_flag("--json", wanted->json, "Print one JSON object; its times are UTC");
  app->add_flag("--quiet", wanted->quiet, "No progress");
  add_store_option(*app, *wanted);
  add_config_option(*app, *wanted);
  app->footer(
      "Without --reveal people appear as pseudonyms: the same person has the same one everywhere\n"
      "in this installation, and nobody can tell from it who it is.\n\n"
      "Exit codes: 0 done   1 failed   2 wrong usage, unknown office, day or booking\n"
      "            4 another process uses the store\n\n"
      "Example:    antrian show PEMATANGSIANTAR 2026-11-30\n"
      "            antrian show PEMATANGSIANTAR 2026-11-30 --booking 7K3M9Q --reveal");
  return {app, [wanted] { return run(*wanted); }};
}

}  // namespace antrian::cli
