#include "tests/simulation/command_maker.hpp"

#include <algorithm>
#include <array>

namespace antrian::tests {
namespace {

using type = events::command_type;

/// How often each type comes, of the sum of all.
constexpr std::array<std::pair<type, std::uint32_t>, 13> weights{{{type::book, 130},
                                                                  {type::cancel, 40},
                                                                  {type::check_in, 45},
                                                                  {type::walk_in, 20},
                                                                  {type::call_next, 25},
                                                                  {type::serve, 20},
                                                                  {type::undo_check_in, 15},
                                                                  {type::miss, 8},
                                                                  {type::recall, 5},
                                                                  {type::change_capacity, 8},
                                                                  {type::open_day, 6},
                                                                  {type::end_day, 4},
                                                                  {type::close_day, 2}}};

/// The n-th office day that is opened: three offices, one date after the other.
events::office_day_key day_number(std::uint32_t n) {
  return {{static_cast<std::uint16_t>(n % 3)},
          {date("2026-11-30").days + static_cast<std::int32_t>(n / 3)}};
}

}  // namespace

events::command command_maker::next() {
  std::uint32_t sum = 0;
  for (const auto& [_, weight] : weights) sum += weight;
  auto drawn = below(sum);
  auto chosen = type::book;
  for (const auto& [kind, weight] : weights) {
    chosen = kind;
    if (drawn < weight) break;
    drawn -= weight;
  }
  if (chosen == type::open_day) return opening();
  events::command c{uuid_of(++made_), often() ? open_day() : any_day(), {}, std::nullopt, {}};
  switch (chosen) {
    case type::change_capacity:
      c.body = events::change_capacity{slots()};
      c.at = at(c.day, "08:00", -1);
      break;
    case type::close_day:
    case type::end_day:
      close(c, chosen);
      break;
    case type::cancel:
      cancel(c);
      break;
    case type::check_in:
      check_in(c);
      break;
    case type::walk_in:
      walk_in(c);
      break;
    case type::undo_check_in:
      undo(c);
      break;
    case type::call_next:
      call(c);
      break;
    case type::recall:
    case type::serve:
    case type::miss:
      about_number(c, chosen);
      break;
    default:
      book(c);
  }
  return c;
}

events::command command_maker::opening() {
  const auto n = often() ? opened_++ : below(opened_ + 1);
  events::command c{uuid_of(++made_), day_number(n), {}, std::nullopt, {}};
  events::open_day body;
  body.slots = slots();
  body.policy.account_limit = 3 + n % 4;
  body.policy.reschedule_limit = 1 + n % 3;
  body.policy.no_show_block_days = n % 2 * 3;
  body.utc_offset_minutes = offices().at(c.day.office).utc_offset_minutes;
  if (n % 2 == 0) body.release_at = at(c.day, "00:00", -4);
  c.at = at(c.day, "08:00", -7);
  c.body = std::move(body);
  return c;
}

events::office_day_key command_maker::any_day() {
  return day_number(below(opened_ + 2));
}

events::office_day_key command_maker::open_day() {
  for (int i = 0; i < 20; ++i) {
    const auto day = any_day();
    if (country_.day(day).status == domain::day_status::open) return day;
  }
  return any_day();
}

std::optional<command_maker::held_place> command_maker::place_of(std::uint32_t who) const {
  const auto* claim = country_.claims().person(person(who));
  if (claim == nullptr || !claim->live) return std::nullopt;
  const auto& day = country_.day(claim->day);
  const auto* booking = day.find(claim->booking);
  for (std::size_t i = 0; i < booking->applicants; ++i) {
    const auto& place = day.places[booking->first_place + i];
    if (place.subject == person(who)) return held_place{claim->day, booking, &place};
  }
  return std::nullopt;
}

/// Somebody whose live place is in this state, if a few tries find one.
std::optional<command_maker::held_place> command_maker::somebody(domain::place_state state) {
  for (int i = 0; i < 12; ++i) {
    const auto held = place_of(below(people_count));
    if (held && held->place->state == state) return held;
  }
  return std::nullopt;
}

events::instant command_maker::at(const events::office_day_key& day, std::string_view text,
                                  std::int32_t days) const {
  return events::to_instant({day.date.days + days}, clock(text),
                            offices().at(day.office).utc_offset_minutes);
}

std::vector<events::slot_definition> command_maker::slots() {
  switch (below(4)) {
    case 0:
      return {slot("08:00", "09:00", 2, 1, 1), slot("10:00", "11:00", 1),
              slot("13:00", "14:00", 2)};
    case 1:
      return {slot("08:00", "10:00", 1, 1, 2)};
    default:
      return {slot("08:00", "09:00", 6, 2, 3), slot("09:00", "10:00", 6, 0, 3)};
  }
}

events::applicant_list command_maker::family() {
  const auto size = below(3) == 0 ? 2 + below(2) : 1;
  const auto first = below(people_count);
  events::applicant_list list;
  for (std::uint32_t i = 0; i < size; ++i) list.push_back({person((first + i) % people_count)});
  return list;
}

events::slot_wish command_maker::slot_wish(const events::office_day_key& day) {
  const auto& slots = country_.day(day).slots;
  switch (below(8)) {
    case 0:
      return wish("morning");
    case 1:
      return wish("afternoon");
    case 2:
      return wish(often() ? "any" : "11:30");
    case 3:
    case 4:
      if (slots.empty()) return wish("08:00");
      return {events::slot_wish::kind::named,
              slots[below(static_cast<std::uint32_t>(slots.size()))].start};
    default:
      return wish("any");
  }
}

void command_maker::book(events::command& c) {
  events::book body;
  body.account = account(below(account_count));
  body.applicants = family();
  body.service = below(40) == 0 ? "visa" : "new_passport";
  body.slot = slot_wish(c.day);
  if (below(6) == 0) body.lane = events::lane::priority;
  constexpr std::array<std::pair<const char*, std::int32_t>, 4> odd_times{
      {{"10:00", -5}, {"08:30", 0}, {"12:30", 0}, {"18:00", 0}}};
  const auto& [text, days] = odd_times[below(4)];
  c.at = often() ? at(c.day, "10:00", -1) : at(c.day, text, days);
  c.body = std::move(body);
  if (below(3) == 0) {
    if (const auto held = somebody(domain::place_state::confirmed)) move(c, *held);
  } else if (below(20) == 0) {
    // Itself, one that is yet to come, or one that was just sent.
    std::get<events::book>(c.body).replaces = uuid_of(made_ + below(8) - std::min(made_, 3UL));
  }
}

/// By those whom it is for, mostly, and while it can be moved.
void command_maker::move(events::command& c, const held_place& held) {
  auto& wish = std::get<events::book>(c.body);
  wish.replaces = held.booking->id;
  wish.slot.which = often() ? events::slot_wish::kind::any : wish.slot.which;
  wish.lane = events::lane::online;
  c.at = std::min(at(c.day, "10:00", -1), at(held.day, "07:00"));
  if (held.booking->account && often()) wish.account = *held.booking->account;
  if (!often()) return;
  const auto& places = country_.day(held.day).places;
  wish.applicants.clear();
  for (std::size_t i = 0; i < held.booking->applicants; ++i) {
    wish.applicants.push_back({places[held.booking->first_place + i].subject});
  }
  if (below(2) == 0) std::reverse(wish.applicants.begin(), wish.applicants.end());
}

void command_maker::cancel(events::command& c) {
  events::cancel body{coming(0), std::nullopt};
  c.at = at(c.day, often() ? "10:00" : "12:00", often() ? -1 : 0);
  if (const auto held = somebody(domain::place_state::confirmed); held && often()) {
    c.day = held->day;
    c.at = at(c.day, "10:00", often() ? -1 : 0);
    body.booking = held->booking->id;
    if (below(3) == 0) body.subject = often() ? held->place->subject : person(0);
  } else if (const auto& bookings = country_.day(c.day).bookings; !bookings.empty()) {
    body.booking = bookings[below(static_cast<std::uint32_t>(bookings.size()))].id;
  }
  c.body = body;
}

void command_maker::check_in(events::command& c) {
  const auto held =
      somebody(often() ? domain::place_state::confirmed : domain::place_state::checked_in);
  if (!held) {
    c.at = at(c.day, "08:00");
    c.body = events::check_in{coming(0), person(below(people_count))};
    return;
  }
  c.day = held->day;
  const auto start = events::to_instant(c.day.date, held->place->slot,
                                        offices().at(c.day.office).utc_offset_minutes);
  constexpr std::array<std::int64_t, 3> odd_minutes{-90, 30, 400};
  c.at = {start.ms + (often() ? 0 : odd_minutes[below(3)]) * events::minute_ms};
  events::check_in body{held->booking->id, often() ? held->place->subject : person(0)};
  if (below(2) == 0) body.booking = held->booking->code;
  c.body = body;
}

void command_maker::walk_in(events::command& c) {
  c.at = at(c.day, often() ? "08:30" : "15:00");
  c.body = events::walk_in{family(), below(40) == 0 ? "visa" : "new_passport",
                           below(4) == 0 ? events::lane::priority : events::lane::walk_in};
}

void command_maker::undo(events::command& c) {
  events::undo_check_in body{coming(0), person(below(people_count))};
  if (const auto held =
          somebody(often() ? domain::place_state::checked_in : domain::place_state::confirmed)) {
    c.day = held->day;
    body.booking = held->booking->id;
    if (often()) body.subject = held->place->subject;
  }
  c.at = at(c.day, "08:40");
  c.body = body;
}

void command_maker::call(events::command& c) {
  if (const auto held = somebody(domain::place_state::checked_in)) c.day = held->day;
  c.at = at(c.day, "09:00");
  c.body = events::call_next{"1", {below(3) != 0, below(4) != 0, below(5) != 0}};
}

void command_maker::about_number(events::command& c, type kind) {
  std::uint32_t number = 1 + below(8);
  if (const auto held = somebody(domain::place_state::serving); held && often()) {
    c.day = held->day;
    number = held->place->queue_number;
  }
  c.at = at(c.day, "09:10");
  if (kind == type::recall) c.body = events::recall{number};
  if (kind == type::serve) c.body = events::serve{number};
  if (kind == type::miss) c.body = events::miss{number};
}

/// A day that ends makes room for another one to be opened.
void command_maker::close(events::command& c, type kind) {
  c.at = at(c.day, "17:00");
  if (kind == type::close_day) {
    c.body = events::close_day{"flood"};
  } else {
    c.body = events::end_day{};
  }
}

}  // namespace antrian::tests
