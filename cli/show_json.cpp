#include "cli/show_day.hpp"
#include "events/json_append.hpp"

namespace antrian::cli {
namespace {

using events::append_key;
using events::append_member;

void append_time(std::string& out, std::string_view key, events::instant at) {
  if (at.ms != 0) append_member(out, key, events::to_text(at));
}

void append_slots(std::string& out, const projections::day_availability& about) {
  append_key(out, "slots");
  out.push_back('[');
  for (const auto& slot : about.slots) {
    events::append_separator(out);
    out.push_back('{');
    append_member(out, "start", events::to_text(slot.start));
    append_member(out, "end", events::to_text(slot.end));
    for (const auto lane : events::all_lanes) {
      const auto& places = slot.lanes[static_cast<std::size_t>(lane)];
      append_key(out, events::name_of(lane));
      out.push_back('{');
      append_member(out, "capacity", places.capacity);
      append_member(out, "taken", places.taken);
      append_member(out, "free", places.free);
      out.push_back('}');
    }
    out.push_back('}');
  }
  out.push_back(']');
}

void append_person(std::string& out, const shown_day& day, const events::subject_id& subject) {
  append_member(out, "subject_id", events::to_hex(subject));
  if (!day.people) return;
  const auto& person = day.people->at(subject);
  if (!person) return;
  append_member(out, "nik", person->nik);
  append_member(out, "name", person->name);
  if (!person->phone.empty()) append_member(out, "phone", person->phone);
  if (!person->email.empty()) append_member(out, "email", person->email);
}

void append_place(std::string& out, const shown_day& day, const projections::desk_place& place) {
  events::append_separator(out);
  out.push_back('{');
  append_person(out, day, place.subject);
  append_member(out, "slot", events::to_text(place.slot));
  append_member(out, "state", name_of(place.state));
  if (place.state == projections::place_state::cancelled) {
    append_member(out, "cause", events::name_of(place.cause));
  }
  if (place.queue_number != 0) append_member(out, "queue_number", place.queue_number);
  if (place.counter != 0) append_member(out, "counter", day.sheet.counter_name(place));
  if (place.calls != 0) append_member(out, "calls", place.calls);
  append_time(out, "checked_in_at", place.checked_in_at);
  append_time(out, "called_at", place.called_at);
  append_time(out, "finished_at", place.finished_at);
  out.push_back('}');
}

void append_booking(std::string& out, const shown_day& day,
                    const projections::desk_booking& booking) {
  events::append_separator(out);
  out.push_back('{');
  append_member(out, "booking", events::to_text(booking.id));
  append_member(out, "code", events::to_text(booking.code));
  append_member(out, "lane", events::name_of(booking.lane));
  append_member(out, "service", day.sheet.service_name(booking));
  append_key(out, "walk_in");
  events::append_bool(out, booking.walk_in);
  append_member(out, "booked_at", events::to_text(booking.booked_at));
  if (booking.replaces) append_member(out, "replaces", events::to_text(*booking.replaces));
  if (booking.replaced_by) append_member(out, "replaced_by", events::to_text(*booking.replaced_by));
  append_key(out, "applicants");
  out.push_back('[');
  for (const auto& place : day.sheet.places_of(booking)) append_place(out, day, place);
  out.append("]}");
}

void append_queue(std::string& out, const projections::front_desk_row& sheet) {
  const auto queue = queue_of(sheet);
  append_key(out, "queue");
  out.push_back('{');
  append_member(out, "last_number", queue.last_number);
  append_key(out, "being_called");
  out.push_back('[');
  for (const auto& called : queue.being_called) {
    events::append_separator(out);
    out.push_back('{');
    append_member(out, "queue_number", called.queue_number);
    append_member(out, "counter", called.counter);
    out.push_back('}');
  }
  out.push_back(']');
  append_key(out, "waiting");
  out.push_back('[');
  for (const auto& next : in_call_order(queue)) {
    events::append_separator(out);
    events::append_number(out, next.queue_number);
  }
  out.append("]}");
}

}  // namespace

std::string day_as_json(const shown_day& day) {
  const auto& about = day.availability;
  std::string out{"{"};
  append_member(out, "office", about.office);
  append_member(out, "date", events::to_text(about.date));
  append_member(out, "status", name_of(about.status));
  append_member(out, "utc_offset_minutes", about.utc_offset_minutes);
  if (about.release_at) append_member(out, "release_at", events::to_text(*about.release_at));
  if (!about.close_reason.empty()) append_member(out, "close_reason", about.close_reason);
  append_key(out, "services");
  out.push_back('[');
  for (const auto& service : about.services) {
    events::append_separator(out);
    events::append_json_string(out, service);
  }
  out.push_back(']');
  if (!day.one_booking) append_slots(out, about);
  append_key(out, "bookings");
  out.push_back('[');
  for (const auto* booking : day.bookings) append_booking(out, day, *booking);
  out.push_back(']');
  if (!day.one_booking) append_queue(out, day.sheet);
  return out + "}\n";
}

}  // namespace antrian::cli
