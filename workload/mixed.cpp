#include "workload/mixed.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "events/assert.hpp"
#include "events/vocabulary.hpp"
#include "workload/json_tree.hpp"
#include "workload/line_writer.hpp"
#include "workload/mixed_bodies.hpp"
#include "workload/mixed_guess.hpp"
#include "workload/mixed_scene.hpp"

namespace antrian::workload {
namespace {

using events::command_type;

constexpr std::uint64_t commands_per_day = 200;
constexpr std::size_t remembered_lines = 256;
constexpr std::size_t wire_types = events::command_type_count - 1;
static_assert(command_type::release_replaced == command_type{wire_types});

/// How often each command type is sent in a phase, in the order of command_type.
constexpr std::array<std::array<std::uint32_t, wire_types>, 4> type_weights{{
    {7000, 200, 5, 5, 2000, 200, 100, 200, 100, 100, 100, 100, 100},
    {400, 300, 5, 5, 7000, 1300, 300, 200, 100, 100, 100, 100, 100},
    {50, 150, 10, 10, 2100, 300, 2400, 1000, 600, 1700, 500, 1100, 400},
    {50, 100, 400, 2500, 1600, 500, 1500, 600, 300, 900, 300, 500, 200},
}};

struct target {
  command_type type;
  scene_day* day;
};

}  // namespace

struct mixed_generator::impl {
  impl(const config::configuration& configuration, const mixed_options& wanted)
      : options(wanted),
        random(mix(wanted.seed)),
        offices(choose_offices(configuration, wanted.offices)),
        niks(make_niks(wanted.people, random.next())),
        steps(commands_per_day * offices.size() * wanted.days) {
    ANTRIAN_ASSERT(options.days > 0 && options.people >= 8 && options.accounts > 0);
    begin_round();
  }

  void begin_round();
  bool next_line(std::string& line);
  json_value new_command(const scene_time& time);
  /// A quarter of all people, another one each round: so most begin a round free of the last one's
  /// places and blocks.
  [[nodiscard]] std::span<const std::string> own_people() const {
    const std::size_t quarter = niks.size() / 4;
    return std::span(niks).subspan(round % 4 * quarter, quarter);
  }
  target choose_target(const scene_time& time);
  scene_day& choose_day(const scene_time& time, command_type type);
  events::instant choose_time(const scene_time& time, const scene_day& day);
  void remember(const std::string& line);

  mixed_options options;
  random_source random;
  std::vector<scene_office> offices;
  std::vector<std::string> niks;
  std::uint64_t steps;
  std::uint64_t given = 0;
  std::uint64_t step = 0;
  std::uint32_t round = 0;
  std::vector<scene_day> days;       ///< of this round
  std::vector<scene_day> last_days;  ///< of the round before
  scene_day unopened;                ///< a day after the round's last
  std::uint64_t turn = 0;
  busy_people busy;
  std::vector<std::string> lines;
  std::vector<events::uuid> ids;
};

void mixed_generator::impl::begin_round() {
  last_days = std::move(days);
  days.clear();
  const std::int32_t first = options.from.days + static_cast<std::int32_t>(round * options.days);
  for (std::uint32_t office = 0; office < offices.size(); ++office) {
    for (std::uint32_t day = 0; day < options.days; ++day) {
      days.push_back({office, {first + static_cast<std::int32_t>(day)}, {}, {}});
    }
  }
  unopened = {0, {first + static_cast<std::int32_t>(options.days)}, {}, {}};
  step = 0;
}

bool mixed_generator::impl::next_line(std::string& line) {
  if (given == options.commands) return false;
  ++given;
  if (step == steps) {
    ++round;
    begin_round();
  }
  const auto time = time_of(step++, steps, options.days);
  if (!lines.empty() && random.chance(options.repeated)) {
    line = lines[random.below(lines.size())];
    return true;
  }
  json_value command = new_command(time);
  if (random.chance(options.mutated)) mutate(command, random);
  line.clear();
  command.append_to(line);
  remember(line);
  return true;
}

json_value mixed_generator::impl::new_command(const scene_time& time) {
  const auto [type, chosen_day] = choose_target(time);
  scene_day& day = *chosen_day;
  const bool reused = !ids.empty() && random.chance(options.reused);
  const auto id = reused ? ids[random.below(ids.size())] : random_uuid(random);
  if (ids.size() < remembered_lines) {
    ids.push_back(id);
  } else {
    ids[random.below(ids.size())] = id;
  }

  const auto at = choose_time(time, day);
  json_value command = json_value::object();
  command.add("id", json_value::text(events::to_text(id)));
  command.add("type", json_value::text(std::string(events::name_of(type))));
  command.add("office", json_value::text(offices[day.office].code));
  command.add("date", json_value::text(events::to_text(day.date)));
  command.add("at", json_value::text(events::to_text(at)));
  if (random.below(5) == 0) command.add("by", json_value::text("officer-1"));
  mixed_bodies bodies{random, niks, own_people(), turn, options.accounts, days, last_days, busy};
  bodies.add(command, {type, id, at, offices[day.office].utc_offset_minutes}, day);
  return command;
}

target mixed_generator::impl::choose_target(const scene_time& time) {
  if (time.now == phase::opening) {
    // Days that nobody ended would hold their people for ever.
    for (auto& day : last_days) {
      if (!day.guess.is_over && random.below(4) == 0) return {command_type::end_day, &day};
    }
  }
  const auto type =
      static_cast<command_type>(random.weighted(type_weights[static_cast<std::size_t>(time.now)]));
  scene_day& day = choose_day(time, type);
  const bool is_call = type == command_type::call_next;
  const bool is_about_number =
      type == command_type::recall || type == command_type::serve || type == command_type::miss;
  const bool is_idle =
      (is_call && day.guess.waiting == 0) || (is_about_number && day.guess.called == 0);
  // Where nobody waits or is called, mostly somebody comes first.
  if (is_idle && random.below(4) != 0) return {command_type::check_in, &day};
  return {type, &day};
}

scene_day& mixed_generator::impl::choose_day(const scene_time& time, command_type type) {
  const std::size_t office = random.below(offices.size());
  if (type == command_type::open_day) {
    // Mostly one that has not been opened: else there would be nothing to do on it.
    const std::size_t start = random.below(days.size());
    for (std::size_t i = 0; i < days.size() && random.below(10) != 0; ++i) {
      scene_day& day = days[(start + i) % days.size()];
      if (!day.guess.is_open) return day;
    }
    return days[start];
  }
  if (random.below(60) == 0) return unopened;
  if (!last_days.empty() && random.below(60) == 0) return last_days[random.below(last_days.size())];
  const bool on_the_day = time.now == phase::counter || time.now == phase::closing;
  const std::size_t current = office * options.days + time.day;
  const std::uint64_t elsewhere = type == command_type::book ? 5 : 2;
  if (on_the_day && random.below(10) >= elsewhere) return days[current];
  // Days that are over are of less interest than those to come.
  const std::size_t other = random.below(options.days);
  return days[office * options.days + std::max<std::size_t>(other, random.below(3) ? time.day : 0)];
}

events::instant mixed_generator::impl::choose_time(const scene_time& time, const scene_day& day) {
  const std::uint64_t how = random.below(100);
  const std::int64_t spread = how < 75 ? 40 : how < 97 ? 6 * 60 : 3 * 24 * 60;
  const auto shift =
      static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(2 * spread)));
  const std::int64_t first =
      (options.from.days + std::int64_t{round} * options.days) * events::day_ms;
  std::int64_t local = first + time.local_ms + (shift - spread) * events::minute_ms +
                       static_cast<std::int64_t>(random.below(60'000));
  // Rules change on the stroke: of half an hour, of a minute, of the release.
  const std::uint64_t stroke = random.below(8);
  const std::int64_t step_ms = (stroke < 2 ? 30 : 1) * events::minute_ms;
  if (stroke < 4) local -= local % step_ms;
  const events::instant at{local - offices[day.office].utc_offset_minutes * events::minute_ms};
  const bool is_released_now =
      time.now == phase::booking && day.guess.release_at.ms != 0 && random.below(60) == 0;
  return is_released_now ? day.guess.release_at : at;
}

void mixed_generator::impl::remember(const std::string& line) {
  if (lines.size() < remembered_lines) {
    lines.push_back(line);
  } else {
    lines[random.below(lines.size())] = line;
  }
}

mixed_generator::mixed_generator(const config::configuration& configuration,
                                 const mixed_options& options)
    : impl_(std::make_unique<impl>(configuration, options)) {}
mixed_generator::~mixed_generator() = default;

bool mixed_generator::next_line(std::string& line) {
  return impl_->next_line(line);
}

void mixed_generator::learn_code(const events::uuid& booking, events::booking_code code) {
  for (auto& day : impl_->days) {
    for (auto& sent : day.bookings) {
      if (sent.id == booking) sent.code = code;
    }
  }
}

}  // namespace antrian::workload
