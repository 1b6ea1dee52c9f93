#include "workload/office_day.hpp"

#include <algorithm>
#include <set>
#include <tuple>

#include "workload/agenda.hpp"
#include "workload/day_lines.hpp"
#include "workload/day_room.hpp"
#include "workload/population.hpp"

#include "config/opening_plan.hpp"
#include "events/assert.hpp"

namespace antrian::workload {
namespace {

constexpr std::int64_t second_ms = 1000;
constexpr std::int64_t minute_ms = events::minute_ms;
constexpr std::int64_t service_ms_mean = 9 * minute_ms;
constexpr std::int64_t overtime_ms_max = 4 * 60 * minute_ms;

/// One applicant at the office.
struct visitor {
  events::uuid booking;
  std::optional<events::booking_code> code;
  std::string nik;
  events::lane lane = events::lane::online;
  events::clock_time slot;
  std::uint32_t number = 0;  ///< 0: not checked in
  bool is_called = false;
  events::uuid last_check_in;  ///< id of the command
};

enum class act : std::uint8_t {
  try_wrong_person,
  check_in,
  try_again,
  undo,
  walk_in,
  call,
  recall,
  serve,
  miss
};
struct action {
  act what;
  std::size_t who = 0;        ///< index of the visitor; of a walk-in: how many people
  std::uint32_t counter = 0;  ///< of a call and what follows it
};

class day_play {
 public:
  day_play(const config::configuration& configuration, const office_day_options& options,
           const config::day_plan& plan, const std::function<void(std::string_view)>& sink)
      : options_(options),
        office_(configuration.offices.at(options.office)),
        plan_(plan),
        room_(plan),
        lines_(office_, options.date, sink),
        // Not the numbers of a rush of the same seed: its ids would be taken for repeats.
        random_(mix(mix(options.seed ^ 0x6F66666963656461ULL) +
                    static_cast<std::uint64_t>(options.date.days) * 65'536 +
                    options.office.index)) {}

  void play(std::span<const confirmed_booking> bookings) {
    for (const auto& booking : bookings) plan_booking(booking);
    plan_walk_ins();
    plan_counters();
    while (const auto next = agenda_.next()) {
      now_ms_ = next->at_ms;
      perform(next->action);
    }
    now_ms_ = std::max(now_ms_, closing_ms()) + 5 * minute_ms;
    lines_.end_day(now_ms_, random_uuid(random_));
  }

 private:
  // Times are local milliseconds since midnight.
  [[nodiscard]] std::int64_t opening_ms() const {
    return plan_.slots.front().start.minutes * minute_ms;
  }
  [[nodiscard]] std::int64_t closing_ms() const {
    return (plan_.slots.back().end.minutes + plan_.policy.late_minutes) * minute_ms;
  }
  [[nodiscard]] std::int64_t some_ms(std::int64_t from, std::int64_t to) {
    return from + static_cast<std::int64_t>(random_.below(static_cast<std::uint64_t>(to - from)));
  }
  [[nodiscard]] events::clock_time end_of(events::clock_time slot) const {
    for (const auto& each : plan_.slots) {
      if (each.start == slot) return each.end;
    }
    return slot;
  }

  void plan_booking(const confirmed_booking& booking) {
    ANTRIAN_ASSERT(booking.niks.size() == booking.slots.size());
    const bool comes = !random_.chance(options_.no_show);
    const bool too_late = random_.chance(options_.too_late);
    const std::int64_t head_start = some_ms(-20 * minute_ms, 25 * minute_ms);
    for (std::size_t i = 0; i < booking.niks.size(); ++i) {
      room_.take(booking.slots[i], booking.lane);
      visitors_.push_back({booking.booking,
                           booking.code,
                           booking.niks[i],
                           booking.lane,
                           booking.slots[i],
                           0,
                           false,
                           {}});
      if (!comes) continue;
      const std::int64_t start = booking.slots[i].minutes * minute_ms;
      const std::int64_t last =
          (end_of(booking.slots[i]).minutes + plan_.policy.late_minutes) * minute_ms;
      const std::int64_t first = start - plan_.policy.early_minutes * minute_ms;
      std::int64_t arrival = std::clamp(start - head_start, first, last);
      if (too_late) arrival = last + some_ms(minute_ms, 20 * minute_ms);
      plan_arrival(arrival + static_cast<std::int64_t>(i) * 20 * second_ms, first);
    }
  }

  /// Of the visitor added last.
  void plan_arrival(std::int64_t arrival, std::int64_t first) {
    const std::size_t who = visitors_.size() - 1;
    if (random_.chance(options_.wrong_person)) {
      agenda_.plan(arrival - 90 * second_ms, {act::try_wrong_person, who});
    }
    if (random_.chance(options_.too_early)) {
      agenda_.plan(first - some_ms(minute_ms, 40 * minute_ms), {act::check_in, who});
    }
    agenda_.plan(arrival, {act::check_in, who});
    if (random_.chance(options_.twice)) {
      agenda_.plan(arrival + some_ms(second_ms, 2 * minute_ms), {act::try_again, who});
    }
    if (random_.chance(options_.undone)) {
      const std::int64_t noticed = arrival + some_ms(10 * second_ms, 3 * minute_ms);
      agenda_.plan(noticed, {act::undo, who});
      agenda_.plan(noticed + minute_ms, {act::check_in, who});
    }
  }

  void plan_walk_ins() {
    const std::uint64_t wanted =
        std::uint64_t{room_.left(events::lane::walk_in)} * options_.walk_in_demand / 1'000'000;
    for (std::uint64_t i = 0; i < wanted; ++i) {
      const std::size_t people = random_.below(5) == 0 ? 2 : 1;
      agenda_.plan(some_ms(opening_ms() - 10 * minute_ms, closing_ms()), {act::walk_in, people});
    }
  }

  void plan_counters() {
    std::uint64_t places = 0;
    for (const auto& slot : plan_.slots) {
      for (const auto capacity : slot.capacity) places += capacity;
    }
    const auto open_ms = static_cast<std::uint64_t>(closing_ms() - opening_ms());
    const std::uint64_t needed = 1 + places * service_ms_mean / open_ms;
    const auto counters =
        options_.counters != 0 ? options_.counters : static_cast<std::uint32_t>(needed);
    for (std::uint32_t counter = 1; counter <= counters; ++counter) {
      agenda_.plan(opening_ms() + some_ms(0, 5 * minute_ms), {act::call, 0, counter});
    }
  }

  void perform(const action& what) {
    switch (what.what) {
      case act::try_wrong_person:
        return write_check_in(visitors_[what.who], some_nik(), random_uuid(random_));
      case act::check_in:
        return check_in(visitors_[what.who], what.who);
      case act::try_again:
        // Half of them are the same command, sent again by a machine that got no answer.
        return write_check_in(
            visitors_[what.who], visitors_[what.who].nik,
            random_.below(2) == 0 ? visitors_[what.who].last_check_in : random_uuid(random_));
      case act::undo:
        return undo(visitors_[what.who], what.who);
      case act::walk_in:
        return walk_in(what.who);
      case act::call:
        return call(what.counter);
      case act::recall:
        return recall(what);
      case act::serve:
      case act::miss:
        write_number(what.what == act::serve ? "serve" : "miss", what);
        return agenda_.plan(now_ms_ + some_ms(10 * second_ms, minute_ms),
                            {act::call, 0, what.counter});
    }
  }

  void check_in(visitor& one, std::size_t who) {
    one.last_check_in = random_uuid(random_);
    write_check_in(one, one.nik, one.last_check_in);
    const std::int64_t first =
        (one.slot.minutes - std::int64_t{plan_.policy.early_minutes}) * minute_ms;
    const std::int64_t last = (end_of(one.slot).minutes + plan_.policy.late_minutes) * minute_ms;
    if (one.number == 0 && now_ms_ >= first && now_ms_ <= last) give_number(one, who);
  }

  void give_number(visitor& one, std::size_t who) {
    one.number = ++last_number_;
    waiting_.emplace(one.lane != events::lane::priority, one.number, who);
  }

  void undo(visitor& one, std::size_t who) {
    lines_.undo_check_in(now_ms_, random_uuid(random_), one.booking, one.nik);
    if (one.number == 0 || one.is_called) return;
    waiting_.erase({one.lane != events::lane::priority, one.number, who});
    one.number = 0;
  }

  void walk_in(std::size_t people) {
    const auto lane = random_.below(8) == 0 ? events::lane::priority : events::lane::walk_in;
    const auto id = random_uuid(random_);
    const std::size_t first = visitors_.size();
    std::vector<person> persons;
    for (std::size_t i = 0; i < people; ++i) {
      persons.push_back({random_.next(), province_code(office_.province), age_band::any});
      visitors_.push_back({id, std::nullopt, {}, lane, {}, 0, false, {}});
      append_nik(visitors_.back().nik, persons.back());
    }
    const auto& services = plan_.policy.services;
    lines_.walk_in(now_ms_, id, persons, services[random_.below(services.size())], lane);
    if (!room_.take_walk_in(now_ms_, lane, static_cast<std::uint32_t>(people))) return;
    for (std::size_t i = first; i < visitors_.size(); ++i) give_number(visitors_[i], i);
  }

  void call(std::uint32_t counter) {
    const bool idle = waiting_.empty();
    if (idle && now_ms_ > closing_ms()) return;
    if (now_ms_ > closing_ms() + overtime_ms_max) return;
    if (!idle || random_.below(10) == 0) {
      lines_.call_next(now_ms_, random_uuid(random_), counter);
    }
    if (idle)
      return agenda_.plan(now_ms_ + some_ms(minute_ms, 3 * minute_ms), {act::call, 0, counter});
    const std::size_t who = std::get<2>(*waiting_.begin());
    waiting_.erase(waiting_.begin());
    visitors_[who].is_called = true;
    if (random_.chance(options_.absent)) {
      agenda_.plan(now_ms_ + some_ms(minute_ms, 2 * minute_ms), {act::recall, who, counter});
    } else {
      plan_service(who, counter);
    }
  }

  void plan_service(std::size_t who, std::uint32_t counter) {
    const std::int64_t length = some_ms(service_ms_mean / 2, service_ms_mean * 3 / 2);
    agenda_.plan(now_ms_ + length, {act::serve, who, counter});
  }

  void recall(const action& what) {
    write_number("recall", what);
    if (random_.below(2) == 0) return plan_service(what.who, what.counter);
    agenda_.plan(now_ms_ + minute_ms, {act::miss, what.who, what.counter});
  }

  void write_number(std::string_view type, const action& what) {
    lines_.about_number(now_ms_, random_uuid(random_), type, what.counter,
                        visitors_[what.who].number);
  }

  void write_check_in(const visitor& one, std::string_view nik, const events::uuid& id) {
    if (one.code && random_.below(2) == 0) {
      lines_.check_in(now_ms_, id, *one.code, nik);
    } else {
      lines_.check_in(now_ms_, id, one.booking, nik);
    }
  }

  [[nodiscard]] std::string some_nik() {
    std::string nik;
    append_nik(nik, {random_.next(), province_code(office_.province), age_band::adult});
    return nik;
  }

  const office_day_options& options_;
  const events::office& office_;
  const config::day_plan& plan_;
  day_room room_;
  day_lines lines_;
  random_source random_;
  agenda<action> agenda_;
  std::vector<visitor> visitors_;
  /// (not priority, number, index): in the order in which the counters call.
  std::set<std::tuple<bool, std::uint32_t, std::size_t>> waiting_;
  std::uint32_t last_number_ = 0;
  std::int64_t now_ms_ = 0;
};

}  // namespace

void play_office_day(const config::configuration& configuration, const office_day_options& options,
                     std::span<const confirmed_booking> bookings,
                     const std::function<void(std::string_view line)>& sink) {
  const auto plan = config::plan_day(configuration, options.office, options.date);
  ANTRIAN_ASSERT(plan.has_value());
  day_play(configuration, options, *plan, sink).play(bookings);
}

}  // namespace antrian::workload
