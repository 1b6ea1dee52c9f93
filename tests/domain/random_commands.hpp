// Random histories of a small country: four office days, twelve people and three accounts, so that
// everybody gets in everybody's way. A step is a few small numbers, which RapidCheck shrinks; what
// command it is depends on the state of the nation, so that most commands are about something.
#pragma once

#include <array>
#include <cstdint>
#include <ostream>
#include <utility>
#include <vector>

#include <rapidcheck.h>

#include "tests/domain/fixtures.hpp"

namespace antrian::tests {

struct step {
  events::command_type type = events::command_type::book;
  std::uint32_t day = 0;
  std::uint32_t person = 0;
  std::uint32_t family = 1;
  std::uint32_t account = 0;
  std::uint32_t choice = 0;  ///< of a slot wish, a slot list or a set of lanes
  std::uint32_t time = 0;
  std::uint32_t pick = 0;  ///< which booking or number
  std::uint32_t odd = 1;   ///< 0: something about the command is odd
};

inline std::ostream& operator<<(std::ostream& out, const step& s) {
  return out << name_of(s.type) << " day " << s.day << " person " << s.person << " x " << s.family
             << " account " << s.account << " choice " << s.choice << " time " << s.time << " pick "
             << s.pick << " odd " << s.odd;
}

inline constexpr std::uint32_t random_people = 12;
inline constexpr std::uint32_t random_accounts = 3;
inline constexpr std::array<std::pair<events::office_ref, std::int32_t>, 4> random_days{
    {{pematangsiantar, 0}, {jayapura, 0}, {pematangsiantar, 1}, {denpasar, 40}}};

[[nodiscard]] inline rc::Gen<step> any_step() {
  using type = events::command_type;
  const auto number = [](std::uint32_t below) { return rc::gen::inRange<std::uint32_t>(0, below); };
  return rc::gen::build<step>(
      rc::gen::set(&step::type, rc::gen::weightedElement<type>({{120, type::book},
                                                                {80, type::check_in},
                                                                {32, type::walk_in},
                                                                {32, type::call_next},
                                                                {28, type::cancel},
                                                                {28, type::serve},
                                                                {20, type::undo_check_in},
                                                                {16, type::miss},
                                                                {12, type::recall},
                                                                {8, type::change_capacity},
                                                                {4, type::open_day},
                                                                {3, type::end_day},
                                                                {1, type::close_day}})),
      rc::gen::set(&step::day,
                   rc::gen::weightedElement<std::uint32_t>({{8, 0U}, {4, 1U}, {4, 2U}, {1, 3U}})),
      rc::gen::set(&step::person, number(random_people)),
      rc::gen::set(&step::family, rc::gen::weightedElement<std::uint32_t>(
                                      {{6, 1U}, {3, 2U}, {1, 3U}, {1, 4U}, {1, 5U}})),
      rc::gen::set(&step::account, number(random_accounts)),
      rc::gen::set(&step::choice, number(24)), rc::gen::set(&step::time, number(64)),
      rc::gen::set(&step::pick, number(64)), rc::gen::set(&step::odd, number(8)));
}
[[nodiscard]] inline rc::Gen<std::vector<step>> any_history() {
  // Three times as long as RapidCheck's lists are, for a day to fill up.
  return rc::gen::scale(3.0, rc::gen::container<std::vector<step>>(any_step()));
}

/// Turns steps into commands. Depends on the steps and the nation's state alone.
class player {
 public:
  explicit player(nation& country) : country_(country) {}

  /// Three of the four days are open when a history begins.
  void open_days() {
    for (const std::uint32_t day : {0U, 1U, 2U}) {
      step opening;
      opening.type = events::command_type::open_day;
      opening.day = day;
      opening.choice = day;
      play(opening);
    }
  }
  std::pair<events::command, std::vector<events::event>> play(const step& s) {
    auto command = command_of(s);
    auto caused = country_.submit(command);
    return {std::move(command), std::move(caused)};
  }
  void play_all(const std::vector<step>& steps) {
    for (const step& s : steps) play(s);
  }

  [[nodiscard]] events::command command_of(const step& s) {
    events::command command;
    command.id = uuid_of(++commands_);
    command.day = key_of(s.day);
    command.at = time_of(s);
    command.body = body_of(s);
    return command;
  }

 private:
  [[nodiscard]] static events::office_day_key key_of(std::uint32_t day) {
    const auto& [office, days] = random_days[day];
    return {office, {date("2026-11-30").days + days}};
  }
  [[nodiscard]] const domain::office_day& state(const step& s) const {
    return country_.day(key_of(s.day));
  }

  /// At and around everything that is a matter of time, as minutes of the office day.
  [[nodiscard]] static events::instant time_of(const step& s) {
    constexpr std::int64_t day{24 * 60};
    constexpr std::array<std::int64_t, 16> visits{419, 420, 450, 480, 481, 510, 540, 541,
                                                  570, 600, 631, 720, 780, 840, 901, 2 * day};
    constexpr std::array<std::int64_t, 8> before{-3 * day, -day, -day, -day, -day, -day, 420, 480};
    const bool citizen =
        s.type == events::command_type::book || s.type == events::command_type::cancel;
    const auto minutes =
        citizen && s.time % 4 != 0 ? before[s.time / 4 % before.size()] : visits[s.time / 4];
    const auto offset = offices().at(random_days[s.day].first).utc_offset_minutes;
    const auto midnight = events::to_instant(key_of(s.day).date, {0}, offset);
    return {midnight.ms + minutes * events::minute_ms};
  }

  [[nodiscard]] static std::vector<events::slot_definition> slots_of(const step& s) {
    switch (s.choice % 5) {
      case 0:
        return {slot("08:00", "09:00", 2, 1, 1), slot("09:00", "10:00", 1, 1, 1),
                slot("10:00", "11:00", 2), slot("13:00", "14:00", 2, 1, 1)};
      case 1:
        return {slot("08:00", "09:00", 1, 0, 1), slot("10:00", "11:00", 3, 1)};
      case 2:
        return {slot("08:00", "09:00", 6, 2, 2), slot("09:00", "10:00", 6, 2, 2)};
      case 3:
        return {slot("09:00", "10:00", 1, 1), slot("13:00", "14:00", 0, 2, 2)};
      default:
        return {slot("08:00", "10:00", 1, 0, 1)};
    }
  }
  [[nodiscard]] static events::day_policy policy_of(const step& s) {
    events::day_policy policy;
    if (s.choice % 3 == 1) policy = {15, 0, 3, 1, 0, {"new_passport"}};
    if (s.choice % 3 == 2) policy.reschedule_limit = 3;
    return policy;
  }

  [[nodiscard]] static events::applicant_list family_of(const step& s) {
    events::applicant_list list;
    for (std::uint32_t i = 0; i < s.family; ++i) {
      list.push_back({person((s.person + i) % random_people)});
    }
    return list;
  }
  [[nodiscard]] static std::string service_of(const step& s) {
    return s.odd == 0 && s.pick % 4 == 0 ? "visa" : "new_passport";
  }

  [[nodiscard]] events::command_body book_of(const step& s) const {
    static const std::array<const char*, 8> wishes{"11:00", "morning", "afternoon", "any",
                                                   "any",   "any",     "any",       "any"};
    const auto& slots = state(s).slots;
    events::book body;
    body.account = account(s.account);
    body.applicants = family_of(s);
    body.service = service_of(s);
    body.slot = wish(wishes[s.choice % wishes.size()]);
    if (!slots.empty() && s.choice % 8 > 4) {
      body.slot = {events::slot_wish::kind::named, slots[s.pick % slots.size()].start};
    }
    if (s.choice / 8 == 1) body.lane = events::lane::priority;
    if (s.odd > 2) return body;
    // A move of some booking, by those whom it is for unless something is odd.
    const auto& home = country_.day(key_of(s.pick % 4));
    if (home.bookings.empty()) {
      if (s.odd == 1) body.replaces = uuid_of(999'999);
      return body;
    }
    const auto& moved = home.bookings[s.pick / 4 % home.bookings.size()];
    body.replaces = moved.id;
    if (s.odd == 0) return body;
    body.account = moved.account.value_or(body.account);
    body.applicants.clear();
    for (std::size_t i = 0; i < moved.applicants; ++i) {
      body.applicants.push_back({home.places[moved.first_place + i].subject});
    }
    return body;
  }

  /// Some booking of the day and somebody of it, unless something is odd.
  [[nodiscard]] std::pair<events::uuid, events::subject_id> holder_of(const step& s) const {
    const auto& bookings = state(s).bookings;
    if (bookings.empty() || (s.odd == 0 && s.choice % 2 == 0)) {
      return {uuid_of(999'999), person(s.person)};
    }
    // The newest first: it is the one most likely to be live.
    const auto& b = bookings[bookings.size() - 1 - s.pick % bookings.size()];
    if (s.odd == 0) return {b.id, person(s.person)};
    return {b.id, state(s).places[b.first_place + s.person % b.applicants].subject};
  }

  /// A number that is called, unless something is odd or there is none.
  [[nodiscard]] std::uint32_t number_of(const step& s) const {
    const auto& day = state(s);
    if (s.odd != 0) {
      for (std::uint32_t i = 0; i < day.queue.size(); ++i) {
        const auto number = static_cast<std::uint32_t>((i + s.pick) % day.queue.size() + 1);
        const auto* holder = day.holder_of(number);
        if (holder != nullptr && holder->state == domain::place_state::serving) return number;
      }
    }
    return s.pick % 8 + 1;
  }

  [[nodiscard]] events::command_body check_in_of(const step& s) const {
    const auto [booking, who] = holder_of(s);
    const auto* known = state(s).find(booking);
    if (known != nullptr && s.choice % 2 == 0) return events::check_in{known->code, who};
    return events::check_in{booking, who};
  }

  [[nodiscard]] events::command_body body_of(const step& s) const {
    using type = events::command_type;
    switch (s.type) {
      case type::open_day: {
        const auto& office = offices().at(random_days[s.day].first);
        const events::instant release{
            events::to_instant(key_of(s.day).date, {0}, office.utc_offset_minutes).ms -
            2 * events::day_ms};
        return events::open_day{slots_of(s), release, policy_of(s), office.utc_offset_minutes};
      }
      case type::change_capacity:
        return events::change_capacity{slots_of(s)};
      case type::close_day:
        return events::close_day{"flood"};
      case type::end_day:
        return events::end_day{};
      case type::book:
        return book_of(s);
      case type::cancel: {
        const auto [booking, who] = holder_of(s);
        events::cancel body{booking, std::nullopt};
        if (s.choice % 2 == 1) body.subject = who;
        return body;
      }
      case type::check_in:
        return check_in_of(s);
      case type::walk_in:
        return events::walk_in{family_of(s), service_of(s),
                               s.choice % 3 == 0 ? events::lane::priority : events::lane::walk_in};
      case type::undo_check_in: {
        const auto [booking, who] = holder_of(s);
        return events::undo_check_in{booking, who};
      }
      case type::call_next:
        return events::call_next{"1", {s.choice % 3 != 0, s.choice % 4 != 0, s.choice % 5 != 0}};
      case type::recall:
        return events::recall{number_of(s)};
      case type::serve:
        return events::serve{number_of(s)};
      case type::miss:
        return events::miss{number_of(s)};
      case type::release_replaced:
        break;
    }
    return events::end_day{};
  }

  nation& country_;
  std::uint64_t commands_ = 0;
};

}  // namespace antrian::tests
