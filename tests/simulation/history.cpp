#include "tests/simulation/history.hpp"

#include <algorithm>
#include <utility>

#include "events/personal.hpp"

namespace antrian::tests {
namespace {

events::applicant_list* people_of(events::command& command) {
  if (auto* wish = std::get_if<events::book>(&command.body)) return &wish->applicants;
  if (auto* wish = std::get_if<events::walk_in>(&command.body)) return &wish->applicants;
  return nullptr;
}

}  // namespace

history::history(std::uint64_t seed) : maker_(country_, seed) {
  for (int i = 0; i < 6; ++i) {
    auto command = maker_.opening();
    const auto id = command.id;
    add({std::move(command), id, {}});
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
  const auto kind = maker_.below(24);
  if (kind == 0) return unreadable();
  if (kind <= 2) return repeat();
  auto command = maker_.next();
  if (maker_.below(30) == 0) command.id = release_of_recent_move().value_or(command.id);
  const auto id = command.id;
  return {std::move(command), id, {}};
}

/// A line whose id was used before: the same again, another command under the same id, or
/// something unreadable that names it.
line history::repeat() {
  const auto& before =
      lines_[lines_.size() - 1 -
             maker_.below(static_cast<std::uint32_t>(std::min<std::size_t>(lines_.size(), 60)))];
  if (!before.id) return unreadable();
  line again{before.command, before.id, {}};
  switch (maker_.below(4)) {
    case 0:
      again.command.reset();
      break;
    case 1:
      again.command = maker_.next();
      again.command->id = *before.id;
      break;
    default:
      break;
  }
  return again;
}

line history::unreadable() {
  // An id that nothing else has, if any.
  if (maker_.below(2) == 0) return {};
  return {std::nullopt, uuid_of(2'000'000 + lines_.size()), {}};
}

/// The name that the engine's own release of a recent move has, or would have: a command may bear
/// it too, by chance or by malice.
std::optional<events::uuid> history::release_of_recent_move() const {
  for (auto recent = lines_.rbegin(); recent != lines_.rend(); ++recent) {
    if (!recent->command) continue;
    const auto* moved = std::get_if<events::book>(&recent->command->body);
    if (moved == nullptr || !moved->replaces) continue;
    return domain::release_command_id(recent->command->id);
  }
  return std::nullopt;
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
