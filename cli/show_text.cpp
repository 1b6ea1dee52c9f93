#include "cli/show_day.hpp"
#include "projections/report_numbers.hpp"
#include "projections/text_table.hpp"

namespace antrian::cli {
namespace {

using projections::align;
using projections::grouped;
using projections::text_table;

/// Enough of a pseudonym to tell people apart on one sheet; the JSON form has all of it.
constexpr std::size_t subject_digits = 8;
constexpr std::size_t next_numbers_max = 10;

/// `14:05`, or `2026-11-27 14:00` where the date is another one than the day's.
std::string local_text(const shown_day& day, events::instant at) {
  const auto local = events::to_local(at, day.availability.utc_offset_minutes);
  const auto date = events::date_of(local);
  const auto minutes = (local.ms - date.days * events::day_ms) / events::minute_ms;
  const auto clock = events::to_text(events::clock_time{static_cast<std::uint16_t>(minutes)});
  return date == day.availability.date ? clock : events::to_text(date) + " " + clock;
}

std::string time_or_nothing(const shown_day& day, events::instant at) {
  return at.ms == 0 ? std::string() : local_text(day, at);
}

void append_head(std::string& out, const shown_day& day) {
  const auto& about = day.availability;
  out += about.office + " " + events::to_text(about.date) + ": " +
         std::string(name_of(about.status)) + ".  " + day.office.name + ", " + day.office.city +
         ".\n";
  if (about.release_at) out += "Bookable from " + local_text(day, *about.release_at) + ". ";
  out += "Services:";
  for (const auto& service : about.services) out += " " + service;
  out += ".\n";
  if (!about.close_reason.empty()) out += "Closed: " + about.close_reason + "\n";
}

void append_slots(std::string& out, const shown_day& day) {
  std::vector<projections::text_column> columns{{"slot", align::left}};
  for (const auto lane : events::all_lanes) {
    for (const auto* heading : {"", " taken", " free"}) {
      columns.push_back({std::string(events::name_of(lane)) + heading});
    }
  }
  text_table table(std::move(columns));
  std::vector<projections::lane_availability> totals(events::lane_count);
  const auto add_lanes = [](std::vector<std::string>& cells, const auto& lanes) {
    for (const auto& lane : lanes) {
      cells.push_back(grouped(lane.capacity));
      cells.push_back(grouped(lane.taken));
      cells.push_back(grouped(lane.free));
    }
  };
  for (const auto& slot : day.availability.slots) {
    std::vector<std::string> cells{events::to_text(slot.start) + "-" + events::to_text(slot.end)};
    add_lanes(cells, slot.lanes);
    table.add(std::move(cells));
    for (std::size_t i = 0; i < events::lane_count; ++i) {
      totals[i].capacity += slot.lanes[i].capacity;
      totals[i].taken += slot.lanes[i].taken;
      totals[i].free += slot.lanes[i].free;
    }
  }
  table.add_rule();
  std::vector<std::string> cells{"total"};
  add_lanes(cells, totals);
  table.add(std::move(cells));
  out.push_back('\n');
  table.append_to(out);
}

std::string state_text(const projections::desk_place& place) {
  std::string text(name_of(place.state));
  if (place.state == projections::place_state::cancelled) {
    text += " (" + std::string(events::name_of(place.cause)) + ")";
  }
  return text;
}

void append_person(std::vector<std::string>& cells, const shown_day& day,
                   const events::subject_id& subject) {
  if (!day.people) {
    cells.push_back(events::to_hex(subject).substr(0, subject_digits));
    return;
  }
  const auto& person = day.people->at(subject);
  cells.push_back(person ? person->nik : "(not in the vault)");
  cells.push_back(person ? person->name : "");
  cells.push_back(person ? person->phone : "");
  cells.push_back(person ? person->email : "");
}

void append_sheet(std::string& out, const shown_day& day) {
  std::vector<projections::text_column> columns{
      {"code", align::left},    {"slot", align::left},    {"lane", align::left},
      {"service", align::left}, {"state", align::left},   {"number"},
      {"counter", align::left}, {"booked", align::left},  {"came", align::left},
      {"called", align::left},  {"finished", align::left}};
  if (day.people) {
    for (const auto* heading : {"NIK", "name", "phone", "email"}) {
      columns.push_back({heading, align::left});
    }
  } else {
    columns.push_back({"subject", align::left});
  }
  text_table table(std::move(columns));
  for (const auto* booking : day.bookings) {
    for (const auto& place : day.sheet.places_of(*booking)) {
      std::vector<std::string> cells{
          events::to_text(booking->code),
          events::to_text(place.slot),
          std::string(events::name_of(booking->lane)),
          day.sheet.service_name(*booking),
          state_text(place),
          place.queue_number == 0 ? std::string() : std::to_string(place.queue_number),
          std::string(day.sheet.counter_name(place)),
          local_text(day, booking->booked_at),
          time_or_nothing(day, place.checked_in_at),
          time_or_nothing(day, place.called_at),
          time_or_nothing(day, place.finished_at)};
      append_person(cells, day, place.subject);
      table.add(std::move(cells));
    }
  }
  out.push_back('\n');
  if (day.bookings.empty()) {
    out += "Nobody has booked.\n";
  } else {
    table.append_to(out);
  }
}

void append_queue(std::string& out, const shown_day& day) {
  const auto queue = queue_of(day.sheet);
  if (queue.last_number == 0) return;
  out += "\nQueue: numbers 1 to " + std::to_string(queue.last_number) + " given.";
  for (const auto& called : queue.being_called) {
    out +=
        " Number " + std::to_string(called.queue_number) + " is at counter " + called.counter + ".";
  }
  const auto waiting = in_call_order(queue);
  out += " " + grouped(waiting.size()) + " waiting";
  for (std::size_t i = 0; i < waiting.size() && i < next_numbers_max; ++i) {
    out += (i == 0 ? "; next: " : ", ") + std::to_string(waiting[i].queue_number);
  }
  out += ".\n";
}

}  // namespace

std::string day_as_text(const shown_day& day) {
  std::string out;
  append_head(out, day);
  if (!day.one_booking) append_slots(out, day);
  append_sheet(out, day);
  if (!day.one_booking) append_queue(out, day);
  return out;
}

}  // namespace antrian::cli
