#include "workload/day_lines.hpp"

namespace antrian::workload {

day_lines::day_lines(const events::office& office, events::local_date date, const line_sink& sink)
    : office_(office),
      date_(events::to_text(date)),
      midnight_ms_(events::to_instant(date, {}, office.utc_offset_minutes).ms),
      sink_(sink) {}

line_writer day_lines::begin(std::int64_t at_ms, const events::uuid& id, std::string_view type) {
  return {line_, id, type, office_.code, date_, {midnight_ms_ + at_ms}};
}

void day_lines::finish(line_writer& json) {
  json.end();
  sink_(line_);
}

void day_lines::check_in(std::int64_t at_ms, const events::uuid& id, const events::uuid& booking,
                         std::string_view nik) {
  auto json = begin(at_ms, id, "check_in");
  json.id("booking", booking);
  json.text("nik", nik);
  finish(json);
}

void day_lines::check_in(std::int64_t at_ms, const events::uuid& id, events::booking_code code,
                         std::string_view nik) {
  auto json = begin(at_ms, id, "check_in");
  events::append_code(json.begin_text("code"), code);
  json.end_text();
  json.text("nik", nik);
  finish(json);
}

void day_lines::undo_check_in(std::int64_t at_ms, const events::uuid& id,
                              const events::uuid& booking, std::string_view nik) {
  auto json = begin(at_ms, id, "undo_check_in");
  json.id("booking", booking);
  json.text("nik", nik);
  finish(json);
}

void day_lines::walk_in(std::int64_t at_ms, const events::uuid& id, std::span<const person> people,
                        std::string_view service, events::lane lane) {
  auto json = begin(at_ms, id, "walk_in");
  json.begin("applicants").push_back('[');
  for (std::size_t i = 0; i < people.size(); ++i) {
    line_.append(i == 0 ? "{" : ",{");
    append_person_members(line_, people[i]);
    line_.push_back('}');
  }
  line_.push_back(']');
  json.text("service", service);
  json.text("lane", events::name_of(lane));
  finish(json);
}

void day_lines::call_next(std::int64_t at_ms, const events::uuid& id, std::uint32_t counter) {
  auto json = begin(at_ms, id, "call_next");
  json.text("counter", std::to_string(counter));
  finish(json);
}

void day_lines::about_number(std::int64_t at_ms, const events::uuid& id, std::string_view type,
                             std::uint32_t counter, std::uint32_t queue_number) {
  auto json = begin(at_ms, id, type);
  json.text("by", "counter-" + std::to_string(counter));
  json.number("queue_number", queue_number);
  finish(json);
}

void day_lines::end_day(std::int64_t at_ms, const events::uuid& id) {
  auto json = begin(at_ms, id, "end_day");
  finish(json);
}

}  // namespace antrian::workload
