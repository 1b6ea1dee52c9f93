// How an opening is told: a table, an object, a sentence.
#include "cli/open_days.hpp"
#include "events/json_append.hpp"
#include "projections/report_numbers.hpp"
#include "projections/text_table.hpp"

namespace antrian::cli {
namespace {

using projections::grouped;

std::string release_text(const office_opening& opening, std::int32_t utc_offset_minutes) {
  if (!opening.release_at) return "at once";
  const auto local = events::to_local(*opening.release_at, utc_offset_minutes);
  const auto date = events::date_of(local);
  const auto minutes = (local.ms - date.days * events::day_ms) / events::minute_ms;
  return events::to_text(date) + " " +
         events::to_text(events::clock_time{static_cast<std::uint16_t>(minutes)});
}

std::uint64_t all_places(const office_opening& opening) {
  std::uint64_t sum = 0;
  for (const auto places : opening.places) sum += places;
  return sum;
}

}  // namespace

std::string opening_table(const config::configuration& configuration,
                          const opening_report& report) {
  using projections::align;
  projections::text_table table({{"office", align::left},
                                 {"first day", align::left},
                                 {"last day", align::left},
                                 {"opened"},
                                 {"already open"},
                                 {"places"},
                                 {"online"},
                                 {"priority"},
                                 {"walk-in"},
                                 {"bookable from", align::left}});
  std::uint64_t places = 0;
  std::array<std::uint64_t, events::lane_count> lanes{};
  for (const auto& opening : report.offices) {
    const auto& office = configuration.offices.at(opening.office);
    std::vector<std::string> cells{office.code,
                                   events::to_text(*opening.first),
                                   events::to_text(opening.last),
                                   grouped(opening.opened),
                                   grouped(opening.already_open),
                                   grouped(all_places(opening))};
    places += all_places(opening);
    for (std::size_t i = 0; i < events::lane_count; ++i) {
      cells.push_back(grouped(opening.places[i]));
      lanes[i] += opening.places[i];
    }
    cells.push_back(release_text(opening, office.utc_offset_minutes));
    table.add(std::move(cells));
  }
  table.add_rule();
  std::vector<std::string> total{
      "total", "", "", grouped(report.opened()), grouped(report.already_open()), grouped(places)};
  for (const auto lane : lanes) total.push_back(grouped(lane));
  total.emplace_back();
  table.add(std::move(total));
  std::string text;
  table.append_to(text);
  return text;
}

std::string opening_json(const config::configuration& configuration, const opening_report& report) {
  using events::append_key;
  using events::append_member;
  std::string out{"{"};
  append_member(out, "opened", report.opened());
  append_member(out, "already_open", report.already_open());
  append_key(out, "offices");
  out.push_back('[');
  for (const auto& opening : report.offices) {
    events::append_separator(out);
    out.push_back('{');
    append_member(out, "office", configuration.offices.at(opening.office).code);
    append_member(out, "from", events::to_text(*opening.first));
    append_member(out, "to", events::to_text(opening.last));
    append_member(out, "opened", opening.opened);
    append_member(out, "already_open", opening.already_open);
    append_key(out, "places");
    out.push_back('{');
    for (const auto lane : events::all_lanes) {
      append_member(out, events::name_of(lane), opening.places[static_cast<std::size_t>(lane)]);
    }
    out.push_back('}');
    if (opening.release_at) append_member(out, "release_at", events::to_text(*opening.release_at));
    out.push_back('}');
  }
  return out + "]}\n";
}

std::string opening_sentence(const opening_report& report) {
  const auto days = [](std::uint64_t count) {
    return grouped(count) + (count == 1 ? " office day" : " office days");
  };
  if (report.opened() == 0) {
    return days(report.already_open()) + " asked for, already open; nothing was changed.";
  }
  std::string text = "Opened " + days(report.opened());
  if (report.already_open() > 0) text += "; " + days(report.already_open()) + " already open";
  return text + ".";
}

}  // namespace antrian::cli
