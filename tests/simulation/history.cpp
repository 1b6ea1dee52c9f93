#include "tests/simulation/history.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

#include "events/personal.hpp"

namespace antrian::tests {
namespace {

using type = events::command_type;

/// How often each type comes, of the sum of all.
constexpr std::array<std::pair<type, std::uint32_t>, 13> weights{{{type::book, 120},
                                                                  {type::cancel, 40},
                                                                  {type::check_in, 50},
                                                                  {type::walk_in, 25},
                                                                  {type::call_next, 25},
                                                                  {type::serve, 25},
                                                                  {type::undo_check_in, 15},
                                                                  {type::miss, 10},
                                                                  {type::recall, 6},
                                                                  {type::change_capacity, 8},
                                                                  {type::open_day, 5},
                                                                  {type::end_day, 2},
                                                                  {type::close_day, 1}}};

events::applicant_list* people_of(events::command& command) {
  if (auto* wish = std::get_if<events::book>(&command.body)) return &wish->applicants;
  if (auto* wish = std::get_if<events::walk_in>(&command.body)) return &wish->applicants;
  return nullptr;
}

}  // namespace

history::history(std::uint64_t seed) : random_(seed) {
  for (const std::uint32_t day : {0U, 1U, 2U}) {
    step opening;
    opening.type = type::open_day;
    opening.day = day;
    opening.choice = day + 15;  // the largest slots, so that most families find a place
    auto command = player_.command_of(opening);
    add({command, command.id, {}});
  }
}

void history::grow(std::size_t lines) {
  for (std::size_t i = 0; i < lines; ++i) add(any_line());
}

void history::add(line next) {
  if (const auto known = next.id ? answers_.find(*next.id) : answers_.end();
      known != answers_.end()) {
    next.expected = known->second;
  } else if (next.command) {
    const auto caused = country_.submit(*next.command);
    next.expected = without_position(events::result_of(caused, 0));
    commands_.emplace(next.command->id, *next.command);
    answers_.emplace(next.command->id, next.expected);
  } else {
    next.expected.outcome = events::outcome::invalid;
  }
  lines_.push_back(std::move(next));
}

line history::any_line() {
  const auto kind = below(24);
  if (kind == 0) return unreadable();
  if (kind <= 2) return repeat();
  auto command = player_.command_of(any_step());
  if (std::holds_alternative<events::book>(command.body)) {
    const auto what = below(8);
    if (what <= 1) move_somebody(command);
    if (what == 2) make_odd(command);
  }
  const auto id = command.id;
  return {std::move(command), id, {}};
}

step history::any_step() {
  step made;
  std::uint32_t sum = 0;
  for (const auto& [_, weight] : weights) sum += weight;
  auto drawn = below(sum);
  for (const auto& [kind, weight] : weights) {
    made.type = kind;
    if (drawn < weight) break;
    drawn -= weight;
  }
  made.day = std::min(below(9) / 2, 3U);
  made.person = below(random_people);
  made.family = below(3) == 0 ? 1 + below(4) : 1;
  made.account = below(random_accounts);
  made.choice = below(24);
  made.time = below(64);
  made.pick = below(64);
  made.odd = below(8);
  return made;
}

/// A line whose id was used before: the same again, another command under the same id, or
/// something unreadable that names it.
line history::repeat() {
  const auto& before =
      lines_[lines_.size() - 1 -
             below(static_cast<std::uint32_t>(std::min<std::size_t>(lines_.size(), 60)))];
  if (!before.id) return unreadable();
  line again{before.command, before.id, {}};
  switch (below(4)) {
    case 0:
      again.command.reset();
      break;
    case 1:
      again.command = player_.command_of(any_step());
      again.command->id = *before.id;
      break;
    default:
      break;
  }
  return again;
}

line history::unreadable() {
  // An id that nothing else has, if any.
  if (below(2) == 0) return {};
  return {std::nullopt, uuid_of(2'000'000 + lines_.size()), {}};
}

/// Makes the command a reschedule of somebody's live booking, by those whom it is for.
void history::move_somebody(events::command& command) {
  auto& wish = std::get<events::book>(command.body);
  const auto* claim = country_.claims().person(person(below(random_people)));
  if (claim == nullptr || !claim->live) return;
  const auto& home = country_.day(claim->day);
  const auto& moved = *home.find(claim->booking);
  wish.replaces = moved.id;
  if (moved.account) wish.account = *moved.account;
  wish.applicants.clear();
  for (std::size_t i = 0; i < moved.applicants; ++i) {
    wish.applicants.push_back({home.places[moved.first_place + i].subject});
  }
  if (below(2) == 0) std::reverse(wish.applicants.begin(), wish.applicants.end());
  wish.lane = events::lane::online;
  wish.slot = tests::wish("any");
  command.at = {events::to_instant({date("2026-11-30").days - 1}, {600}, 0).ms};
}

/// Makes the command replace itself or one that is yet to come, or gives it an odd name.
void history::make_odd(events::command& command) {
  auto& wish = std::get<events::book>(command.body);
  std::uint64_t number = 0;
  std::memcpy(&number, command.id.bytes.data(), sizeof number);
  if (below(3) != 0) {
    wish.replaces = uuid_of(number + below(6));
    return;
  }
  // The name that the engine's own release of a recent move has, or would have.
  for (auto recent = lines_.rbegin(); recent != lines_.rend(); ++recent) {
    if (!recent->command) continue;
    const auto* moved = std::get_if<events::book>(&recent->command->body);
    if (moved == nullptr || !moved->replaces) continue;
    command.id = domain::release_command_id(recent->command->id);
    return;
  }
}

std::string personal_record() {
  std::string record;
  events::append_personal(record, "1272014107890001", "SITI AMINAH", "+6281260000001", "");
  return record;
}

std::unique_ptr<events::command_batch> batch_of(std::span<const line> lines,
                                                const events::source_progress& progress) {
  auto batch = std::make_unique<events::command_batch>();
  batch->progress = progress;
  batch->personal = personal_record();
  const auto size = static_cast<std::uint32_t>(batch->personal.size());
  for (const line& each : lines) {
    if (each.command) {
      batch->items.push_back({static_cast<std::uint32_t>(batch->commands.size()), true});
      batch->commands.push_back(*each.command);
      if (auto* people = people_of(batch->commands.back())) {
        for (auto& one : *people) one.personal_size = size;
      }
    } else {
      batch->items.push_back({static_cast<std::uint32_t>(batch->invalid.size()), false});
      batch->invalid.push_back({each.id, "type", "expected a type"});
    }
  }
  return batch;
}

}  // namespace antrian::tests
