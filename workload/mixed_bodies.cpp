#include "workload/mixed_bodies.hpp"

#include <algorithm>
#include <array>

#include "workload/line_writer.hpp"
#include "workload/mixed_scene.hpp"

namespace antrian::workload {
namespace {

using events::command_type;

json_value text(std::string value) {
  return json_value::text(std::move(value));
}

/// Local milliseconds since the day's midnight.
std::int64_t local_ms(const command_frame& frame, const scene_day& day) {
  return events::to_local(frame.at, frame.utc_offset_minutes).ms -
         events::at_clock(day.date, {}).ms;
}

}  // namespace

void mixed_bodies::add(json_value& command, const command_frame& frame, scene_day& day) {
  switch (frame.type) {
    case command_type::open_day:
      return add_open_day(command, frame, day);
    case command_type::change_capacity:
      return add_slots(command, day.guess);
    case command_type::close_day:
      note_over(day, day.date, busy);
      return command.add("reason", text("flood"));
    case command_type::book:
      return add_book(command, frame, day);
    case command_type::cancel:
      return add_cancel(command, day);
    case command_type::check_in:
      return add_check_in(command, day);
    case command_type::walk_in:
      return add_walk_in(command, frame, day);
    case command_type::undo_check_in:
      return add_undo(command, day);
    case command_type::call_next:
      return add_call_next(command, day);
    case command_type::recall:
    case command_type::serve:
    case command_type::miss:
      return add_queue_number(command, day);
    case command_type::end_day:
      return note_over(day, {day.date.days + scene_block_days_max}, busy);
    case command_type::release_replaced:
      return;
  }
}

std::string mixed_bodies::some_service() {
  const std::uint64_t choice = random.below(100);
  return choice < 80 ? "new_passport" : choice < 96 ? "replacement" : "visa_extension";
}

std::string mixed_bodies::some_wish() {
  const std::uint64_t choice = random.below(100);
  if (choice < 45) return "any";
  if (choice < 58) return "morning";
  if (choice < 72) return "afternoon";
  return scene_slots[random.below(scene_slots.size())].start;
}

std::vector<std::string> mixed_bodies::some_niks(std::size_t most, events::local_date on) {
  std::vector<std::string> chosen;
  const std::size_t count = 1 + std::min(random.below(most), random.below(most));
  // Three of four take the round's own people in turn, and of them those who probably have no
  // place yet.
  const bool in_turn = random.below(4) != 0;
  for (std::size_t i = 0; in_turn && i < own.size() && chosen.size() < count; ++i) {
    const auto& nik = own[turn++ % own.size()];
    if (!busy.any_busy({nik}, on)) chosen.push_back(nik);
  }
  while (chosen.size() < count) {
    const auto& nik = niks[random.below(niks.size())];
    if (std::find(chosen.begin(), chosen.end(), nik) == chosen.end()) chosen.push_back(nik);
  }
  return chosen;
}

json_value mixed_bodies::applicants_of(const std::vector<std::string>& chosen) {
  json_value applicants = json_value::list();
  for (const auto& nik : chosen) {
    json_value applicant = json_value::object();
    applicant.add("nik", text(nik));
    applicant.add("name", text("Siti Rahayu"));
    if (random.below(3) == 0) applicant.add("phone", text("0812-3456-7890"));
    if (random.below(3) == 0) applicant.add("email", text("siti@example.id"));
    applicants.push(std::move(applicant));
  }
  return applicants;
}

void mixed_bodies::add_book(json_value& command, const command_frame& frame, scene_day& day) {
  const auto today = events::date_of(events::to_local(frame.at, frame.utc_offset_minutes));
  sent_booking sent;
  sent.id = frame.id;
  sent.account = "account" + std::to_string(random.below(accounts));
  sent.niks = some_niks(5, today);
  sent.service = some_service();
  sent.wish = some_wish();
  std::optional<events::uuid> replaces;
  if (random.below(4) == 0) replaces = replace_something(sent, day);
  command.add("account", text(sent.account));
  command.add("applicants", applicants_of(sent.niks));
  command.add("service", text(sent.service));
  command.add("slot", text(sent.wish));
  const std::uint64_t lane = random.below(10);
  if (lane < 2) sent.lane = events::lane::priority;
  if (lane < 3) command.add("lane", text(std::string(events::name_of(sent.lane))));
  if (replaces) command.add("replaces", text(events::to_text(*replaces)));
  note_booking(day, std::move(sent), frame.at, local_ms(frame, day), busy);
}

events::uuid mixed_bodies::replace_something(sent_booking& sent, scene_day& target) {
  auto& pool = !last_days.empty() && random.below(15) == 0 ? last_days : days;
  // Often within the day itself, also while it runs.
  auto& day = random.below(3) == 0 ? target : pool[random.below(pool.size())];
  const bool again = random.below(2) == 0;
  const auto old = some_booking(day, [&](const sent_booking& one) {
    return !one.has_come && !one.wish.empty() && one.is_moved == again;
  });
  // Mostly the same people; their order means nothing.
  if (random.below(10) != 0) sent.niks = old.niks;
  if (random.below(10) != 0 && !old.account.empty()) sent.account = old.account;
  if (random.below(4) == 0) std::reverse(sent.niks.begin(), sent.niks.end());
  sent.is_moved = true;
  // Moves go wrong often, and a booking that is wrongly believed in breeds more.
  if (random.below(2) == 0) note_gone(day, old, busy);
  return old.id;
}

void mixed_bodies::add_walk_in(json_value& command, const command_frame& frame, scene_day& day) {
  const auto today = events::date_of(events::to_local(frame.at, frame.utc_offset_minutes));
  sent_booking sent;
  sent.id = frame.id;
  sent.niks = some_niks(3, today);
  sent.lane = random.below(3) == 0 ? events::lane::priority : events::lane::walk_in;
  sent.service = some_service();
  command.add("applicants", applicants_of(sent.niks));
  command.add("service", text(sent.service));
  command.add("lane", text(std::string(events::name_of(sent.lane))));
  note_booking(day, std::move(sent), frame.at, local_ms(frame, day), busy);
}

sent_booking mixed_bodies::some_booking(const scene_day& day, const booking_test& wanted) {
  constexpr int tries_max = 5;
  auto booking = some_booking(day);
  for (int tries = 1; tries < tries_max && !wanted(booking); ++tries) booking = some_booking(day);
  return booking;
}

sent_booking mixed_bodies::some_booking(const scene_day& day) {
  const scene_day* chosen = &day;
  if (random.below(25) == 0) chosen = &days[random.below(days.size())];
  const auto& bookings = chosen->bookings;
  if (bookings.empty() || random.below(40) == 0) {
    sent_booking unknown;
    unknown.id = random_uuid(random);
    unknown.account = "account0";
    unknown.niks = some_niks(2, day.date);
    return unknown;
  }
  const auto& holders = chosen->guess.holders;
  if (!holders.empty() && random.below(10) != 0) {
    return bookings[holders[random.below(holders.size())]];
  }
  return bookings[random.below(bookings.size())];
}

std::string mixed_bodies::some_nik(const sent_booking& booking) {
  const auto& pool = random.below(12) == 0 ? niks : booking.niks;
  return pool[random.below(pool.size())];
}

void mixed_bodies::add_cancel(json_value& command, scene_day& day) {
  const auto booking = some_booking(day);
  command.add("booking", text(events::to_text(booking.id)));
  if (random.below(3) == 0) {
    command.add("nik", text(some_nik(booking)));
  } else if (random.below(3) != 0) {
    // Now and then it is not noticed, and the booking is used as if it were still there.
    note_gone(day, booking, busy);
  }
}

void mixed_bodies::add_undo(json_value& command, const scene_day& day) {
  const auto booking =
      some_booking(day, [](const sent_booking& one) { return one.has_come || one.wish.empty(); });
  command.add("booking", text(events::to_text(booking.id)));
  command.add("nik", text(some_nik(booking)));
}

void mixed_bodies::add_check_in(json_value& command, scene_day& day) {
  ++day.guess.waiting;
  const auto booking =
      some_booking(day, [](const sent_booking& one) { return !one.has_come && !one.wish.empty(); });
  for (auto& sent : day.bookings) sent.has_come = sent.has_come || sent.id == booking.id;
  const bool by_code = random.below(booking.code ? 3 : 16) == 0;
  const events::booking_code guess{
      static_cast<std::uint32_t>(random.below(events::booking_code_count))};
  if (by_code) command.add("code", text(events::to_text(booking.code.value_or(guess))));
  if (!by_code || random.below(10) == 0) {
    command.add("booking", text(events::to_text(booking.id)));
  }
  command.add("nik", text(some_nik(booking)));
}

void mixed_bodies::add_call_next(json_value& command, scene_day& day) {
  if (day.guess.waiting > 0) {
    --day.guess.waiting;
    ++day.guess.called;
  }
  const std::uint64_t counter = 1 + random.below(4);
  command.add("counter", random.below(4) == 0 ? json_value::number(counter)
                                              : text("counter " + std::to_string(counter)));
  if (random.below(3) != 0) return;
  json_value lanes = json_value::list();
  do {
    lanes.push(text(std::string(events::name_of(events::all_lanes[random.below(3)]))));
  } while (random.below(2) == 0);
  command.add("lanes", std::move(lanes));
}

void mixed_bodies::add_queue_number(json_value& command, const scene_day& day) {
  // Around the number that was probably called last.
  const std::uint64_t newest = day.guess.called + 1;
  const std::uint64_t back = random.below(6);
  command.add("queue_number", json_value::number(newest > back ? newest - back : 1));
}

}  // namespace antrian::workload
