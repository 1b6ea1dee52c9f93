#include "events/event_csv.hpp"

#include <optional>
#include <string_view>
#include <variant>

#include "events/json_append.hpp"

namespace antrian::events {
namespace {

/// The columns that depend on the type of the event; the texts point into it.
struct type_columns {
  std::optional<uuid> booking;
  std::string subject_ids;
  std::optional<events::lane> lane;
  std::string_view service;
  std::string slots;
  std::string_view reason;
  std::string_view cause;
  std::optional<std::uint32_t> queue_number;
  std::string_view counter;
  std::optional<std::int64_t> waited_ms;
  std::optional<std::int64_t> service_ms;

  void add(const subject_id& subject) {
    if (!subject_ids.empty()) subject_ids.push_back(' ');
    append_hex(subject_ids, subject.bytes.data(), subject.bytes.size());
  }
  void add(clock_time slot) {
    if (!slots.empty()) slots.push_back(' ');
    append_clock(slots, slot);
  }
  void add(const placement& place) {
    add(place.subject);
    add(place.slot);
  }
  void add(const booking_facts& facts) {
    booking = facts.booking;
    lane = facts.lane;
    service = facts.service;
  }
  template <class Event>
  void add_number(const Event& e) {
    add(e.facts);
    add(e.place);
    queue_number = e.queue_number;
  }
  void add(const slot_wish& wish) {
    if (wish.which == slot_wish::kind::named) return add(wish.start);
    if (wish.which == slot_wish::kind::morning) slots = "morning";
    if (wish.which == slot_wish::kind::afternoon) slots = "afternoon";
    if (wish.which == slot_wish::kind::any) slots = "any";
  }
};

void fill(type_columns& row, const day_opened& e) {
  for (const auto& slot : e.slots) row.add(slot.start);
}
void fill(type_columns& row, const capacity_changed& e) {
  for (const auto& slot : e.slots) row.add(slot.start);
}
void fill(type_columns& row, const day_closed& e) {
  row.reason = e.reason;
}
void fill(type_columns& row, const day_ended& e) {
  for (const auto& one : e.unserved) row.add(one.place);
}
void fill(type_columns& row, const booking_confirmed& e) {
  row.add(e.facts);
  for (const auto& place : e.applicants) row.add(place);
}
void fill(type_columns& row, const booking_declined& e) {
  row.booking = e.booking;
  for (const auto& subject : e.subjects) row.add(subject);
  row.lane = e.lane;
  row.service = e.service;
  if (e.wish) row.add(*e.wish);
  row.reason = name_of(e.reason);
  if (e.queue_number != 0) row.queue_number = e.queue_number;
}
void fill(type_columns& row, const booking_cancelled& e) {
  row.add(e.facts);
  for (const auto& place : e.applicants) row.add(place);
  row.cause = name_of(e.cause);
}
void fill(type_columns& row, const booking_missed& e) {
  row.add(e.facts);
  for (const auto& place : e.applicants) row.add(place);
}
void fill(type_columns& row, const applicant_checked_in& e) {
  row.add_number(e);
}
void fill(type_columns& row, const check_in_undone& e) {
  row.add_number(e);
}
void fill(type_columns& row, const number_called& e) {
  row.add_number(e);
  row.counter = e.counter;
  row.waited_ms = e.waited_ms;
}
void fill(type_columns& row, const applicant_served& e) {
  row.add_number(e);
  row.service_ms = e.service_ms;
}
void fill(type_columns& row, const applicant_missed& e) {
  row.add_number(e);
}

/// A field after the first, quoted where it must be.
void text_column(std::string& out, std::string_view text) {
  out.push_back(',');
  if (text.find_first_of("\",\r\n") == std::string_view::npos) {
    out.append(text);
    return;
  }
  out.push_back('"');
  for (const char c : text) {
    if (c == '"') out.push_back('"');
    out.push_back(c);
  }
  out.push_back('"');
}

template <class Number>
void number_column(std::string& out, const std::optional<Number>& value) {
  out.push_back(',');
  if (value) append_number(out, *value);
}

void append_type_columns(std::string& out, const type_columns& row) {
  out.push_back(',');
  if (row.booking) append_uuid(out, *row.booking);
  text_column(out, row.subject_ids);
  text_column(out, row.lane ? name_of(*row.lane) : std::string_view());
  text_column(out, row.service);
  text_column(out, row.slots);
  text_column(out, row.reason);
  text_column(out, row.cause);
  number_column(out, row.queue_number);
  text_column(out, row.counter);
  number_column(out, row.waited_ms);
  number_column(out, row.service_ms);
}

}  // namespace

void append_csv_header(std::string& out) {
  out.append(
      "position,time,office,date,sequence,type,command,booking,subject_ids,lane,service,slots,"
      "reason,cause,queue_number,counter,waited_ms,service_ms");
}

void append_csv_row(std::string& out, const event& event, const event_place& place) {
  const auto slash = place.stream.rfind('/');
  const bool has_date = slash != std::string_view::npos;
  append_number(out, place.position);
  out.push_back(',');
  append_instant(out, event.at);
  text_column(out, place.stream.substr(0, slash));
  text_column(out, has_date ? place.stream.substr(slash + 1) : std::string_view());
  out.push_back(',');
  append_number(out, place.sequence);
  text_column(out, name_of(event.body));
  out.push_back(',');
  append_uuid(out, event.command);
  type_columns row;
  std::visit([&row](const auto& e) { fill(row, e); }, event.body);
  append_type_columns(out, row);
}

}  // namespace antrian::events
