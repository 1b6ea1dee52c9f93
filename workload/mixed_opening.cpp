// The bodies of `open_day` and `change_capacity`.
#include <algorithm>
#include <array>

#include "workload/mixed_bodies.hpp"
#include "workload/mixed_scene.hpp"

namespace antrian::workload {

void mixed_bodies::add_open_day(json_value& command, const command_frame& frame, scene_day& day) {
  day_guess guess;
  add_slots(command, guess);
  if (random.below(2) == 0) {
    // While people book already: in the first day of the three before the round's first.
    const auto hours = static_cast<std::int64_t>(random.below(24));
    const events::local_date begin{days.front().date.days - 3};
    const auto first = events::to_instant(begin, {}, frame.utc_offset_minutes);
    guess.release_at = {first.ms + hours * 60 * events::minute_ms};
    command.add("release_at", json_value::text(events::to_text(guess.release_at)));
  }
  guess.services = {"new_passport", "replacement"};
  if (random.below(4) == 0) {
    guess.services = services_of_a_day();
    command.add("services", json_value::texts(guess.services));
  }
  if (random.below(40) != 0) command.add("policy", some_policy());
  guess.is_open = true;
  if (!day.guess.is_open) day.guess = guess;
}

void mixed_bodies::add_slots(json_value& command, day_guess& guess) {
  constexpr std::array<std::array<std::uint32_t, 4>, events::lane_count> capacities{
      {{0, 2, 3, 5}, {0, 0, 1, 3}, {0, 1, 2, 4}}};
  json_value slots = json_value::list();
  guess.starts.clear();
  guess.left = {};
  const std::size_t always = random.below(scene_slots.size());
  for (std::size_t i = 0; i < scene_slots.size(); ++i) {
    if (i != always && random.below(10) >= 7) continue;
    json_value capacity = json_value::object();
    for (std::size_t lane = 0; lane < events::lane_count; ++lane) {
      const auto places = capacities[lane][random.below(4)];
      guess.left[lane] += places;
      capacity.add(std::string(events::name_of(events::all_lanes[lane])),
                   json_value::number(places));
    }
    json_value slot = json_value::object();
    slot.add("start", json_value::text(scene_slots[i].start));
    slot.add("end", json_value::text(random.below(5) == 0 ? scene_slots[i].other_end
                                                          : scene_slots[i].end));
    slot.add("capacity", std::move(capacity));
    slots.push(std::move(slot));
    guess.starts.push_back(events::parse_clock(scene_slots[i].start).value());
  }
  // The order in which slots are given means nothing.
  if (random.below(10) == 0) std::reverse(slots.items().begin(), slots.items().end());
  command.add("slots", std::move(slots));
}

json_value mixed_bodies::some_policy() {
  json_value policy = json_value::object();
  const auto maybe = [&](const char* name, std::uint64_t least, std::uint64_t most,
                         std::uint64_t unit) {
    if (random.below(2) == 0) return;
    policy.add(name, json_value::number(unit * (least + random.below(most - least + 1))));
  };
  maybe("early_minutes", 0, 4, 30);
  maybe("late_minutes", 0, 45, 2);
  maybe("account_limit", 1, 7, 1);
  maybe("reschedule_limit", 0, 3, 1);
  policy.add("no_show_block_days", json_value::number(random.below(scene_block_days_max + 1)));
  if (random.below(20) == 0)
    policy.add("services", json_value::texts({"new_passport", "replacement"}));
  return policy;
}

std::vector<std::string> mixed_bodies::services_of_a_day() {
  if (random.below(2) == 0) return {"new_passport"};
  return {"new_passport", "visa_extension"};
}

}  // namespace antrian::workload
