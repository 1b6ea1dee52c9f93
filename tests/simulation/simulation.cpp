#include "tests/simulation/simulation.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "events/result_writer.hpp"
#include "storage/event_log.hpp"
#include "tests/simulation/store_checks.hpp"

namespace antrian::tests {
namespace {

constexpr std::size_t window = 6;
constexpr const char* source_name = "simulation";

std::string text_of(const events::uuid& id, const events::result& result) {
  if (result.outcome == events::outcome::invalid) return "invalid";
  std::string text;
  events::append_result_json(text, id, result);
  return text;
}

}  // namespace

simulation::simulation(std::uint64_t seed, test_decider decide, const actors::engine_limits& limits)
    : seed_(seed),
      random_(seed + 1'000'000'007),
      decide_(std::move(decide)),
      limits_(limits),
      memory_(rocksdb::NewMemEnv(rocksdb::Env::Default())),
      disk_(std::make_shared<storage::faulty_file_system>(memory_->GetFileSystem())),
      env_(rocksdb::NewCompositeEnv(disk_)),
      history_(seed) {
  open_store();
  start();
}

simulation::~simulation() = default;

void simulation::wrong(std::string what) {
  faults_.push_back("seed " + std::to_string(seed_) + ": " + std::move(what));
}

void simulation::open_store() {
  storage::store_options options;
  options.path = "/store";
  options.env = env_.get();
  options.secret = &secret_;
  auto opened = storage::store::open(options);
  if (!opened) throw std::runtime_error(opened.error().message());
  store_ = std::move(*opened);
}

void simulation::start() {
  engine_choices choices;
  choices.limits = limits_;
  choices.decide = decide_;
  choices.seed = random_();
  engine_ = std::make_unique<scheduled_engine>(*store_, offices(), std::move(choices));
  ++life_;
  committed_before_ = batches_committed();
  under_way_ = 0;
  last_answered_ = 0;
}

void simulation::stop() {
  if (!engine_->shut_down()) wrong("the engine does not come to an end");
  for (const auto& failure : engine_->failures()) wrong("the engine failed: " + failure);
  engine_.reset();
}

void simulation::restart() {
  stop();
  store_.reset();
  open_store();
  start();
}

/// Loses power: the engine stops where it is, and the disk keeps what was synced and perhaps more.
void simulation::crash() {
  disk_->cut_power();
  ++life_;
  resubmitted_ = true;
  engine_.reset();
  store_.reset();
  disk_->restore_power([&](std::uint64_t unsynced) { return random_() % (unsynced + 1); });
  open_store();
  check_committed();
  // A source either remembers itself what was answered, or goes on where the store says.
  next_ = below(2) == 0 ? first_unanswered() : batches_committed();
  start();
}

/// Cuts the lines that are in no batch yet.
void simulation::cut_batches() {
  std::size_t first = batches_.empty() ? 0 : batches_.back().first + batches_.back().count;
  while (first < history_.lines().size()) {
    const auto longest = below(4) == 0 ? 60U : 12U;
    const auto count = std::min(1 + below(longest), history_.lines().size() - first);
    batches_.push_back({first, count, false});
    first += count;
  }
}

void simulation::submit(std::size_t number) {
  const auto& [first, count, _] = batches_[number];
  // Batches that are read again do not take the source back.
  const auto progress = std::max(number + 1, committed_before_);
  auto made = batch_of(std::span(history_.lines()).subspan(first, count),
                       {source_name, std::to_string(progress)});
  ++under_way_;
  engine_->submit(std::move(made), [this, number, life = life_](const actors::batch_ptr& flow) {
    if (life == life_) answered(number, *flow->batch, flow->results);
  });
}

void simulation::answered(std::size_t number, const events::command_batch& read,
                          const std::vector<events::result>& results) {
  --under_way_;
  if (number < last_answered_) wrong("batches are answered out of order");
  last_answered_ = number + 1;
  batches_[number].answered = true;
  const auto& [first, count, _] = batches_[number];
  if (results.size() != count || read.items.size() != count) {
    return wrong("a batch has not an answer for each line");
  }
  for (std::size_t i = 0; i < count; ++i) {
    const line& asked = history_.lines()[first + i];
    const auto id = asked.id.value_or(events::uuid{});
    if (!is_right(asked, results[i])) {
      wrong("line " + std::to_string(first + i) + " was answered " + text_of(id, results[i]) +
            ", expected " + text_of(id, asked.expected));
    }
    if (results[i].outcome == events::outcome::invalid) continue;
    const auto& before = answers_.try_emplace(id, results[i]).first->second;
    if (before != results[i]) {
      wrong("line " + std::to_string(first + i) + " was answered " + text_of(id, results[i]) +
            " after " + text_of(id, before));
    }
  }
}

/// What is invalid is judged afresh each time, until its id was answered as a later line's: read
/// again after a crash, it may be either.
bool simulation::is_right(const line& asked, const events::result& answer) const {
  const auto plain = without_position(answer);
  if (plain == asked.expected) return true;
  if (asked.command || !asked.id || !resubmitted_) return false;
  const auto later = history_.answers().find(*asked.id);
  return later != history_.answers().end() && later->second == plain;
}

/// Submits and steps at random until all batches are answered, or so many steps were made.
void simulation::run_until_answered(std::size_t steps_max) {
  for (std::size_t steps = 0; steps < steps_max; ++steps) {
    const bool more = next_ < batches_.size() && under_way_ < window;
    if (more && below(6) == 0) {
      submit(next_++);
    } else if (!engine_->step()) {
      if (!more) break;
      submit(next_++);
    }
  }
}

void simulation::play(std::size_t lines) {
  history_.grow(lines);
  cut_batches();
  run_until_answered(SIZE_MAX);
  if (first_unanswered() != batches_.size()) wrong("a batch is never answered");
}

void simulation::play_with_crashes(std::size_t lines, std::size_t crashes) {
  history_.grow(lines);
  cut_batches();
  for (std::size_t i = 0; i < crashes; ++i) {
    // Now and then the power goes in the middle of a write.
    if (below(2) == 0) disk_->cut_power_after(below(80));
    run_until_answered(20 + below(1'500));
    // And now and then one of the threads has not got on for a while.
    constexpr std::array<scheduled_engine::part, 3> parts{scheduled_engine::part::journal,
                                                          scheduled_engine::part::keeper,
                                                          scheduled_engine::part::projector};
    if (below(2) == 0) engine_->hold(parts[below(parts.size())]);
    run_until_answered(below(500));
    crash();
  }
  run_until_answered(SIZE_MAX);
  // Those whose answers a crash swallowed.
  restart();
  next_ = first_unanswered();
  run_until_answered(SIZE_MAX);
}

std::size_t simulation::first_unanswered() const {
  const auto found = std::find_if(batches_.begin(), batches_.end(),
                                  [](const batch& each) { return !each.answered; });
  return static_cast<std::size_t>(found - batches_.begin());
}

std::size_t simulation::batches_committed() const {
  const auto state = storage::source_state(*store_, source_name);
  if (!state) throw std::runtime_error(state.error().message());
  return *state ? std::stoul(**state) : 0;
}

/// A batch is in the log whole or not at all, with its source's progress, and no answer is lost.
void simulation::check_committed() {
  const auto committed = batches_committed();
  std::map<events::uuid, bool> expected;
  for (std::size_t number = 0; number < committed; ++number) {
    for (std::size_t i = 0; i < batches_[number].count; ++i) {
      const auto& each = history_.lines()[batches_[number].first + i];
      if (each.expected.outcome != events::outcome::invalid) expected[*each.id] = false;
    }
  }
  for (std::size_t number = committed; number < batches_.size(); ++number) {
    if (batches_[number].answered) wrong("an answered batch is lost");
  }
  for (const auto& group : groups_of_log(*store_)) {
    if (group.is_release) continue;
    const auto found = expected.find(group.command());
    if (found == expected.end()) {
      wrong("the log holds a command of a batch that it does not hold whole");
    } else if (std::exchange(found->second, true)) {
      wrong("the log holds a command twice");
    }
  }
  for (const auto& [id, there] : expected) {
    if (!there) wrong("the log lacks a command of a committed batch: " + events::to_text(id));
  }
}

void simulation::check_store() {
  stop();
  for (auto& fault : store_faults(*store_, history_, answers_)) wrong(std::move(fault));
}

void simulation::check_repeats() {
  const auto last = storage::last_position(*store_).value();
  store_.reset();
  open_store();
  start();
  for (batch& each : batches_) each.answered = false;
  next_ = 0;
  resubmitted_ = true;
  run_until_answered(SIZE_MAX);
  if (first_unanswered() != batches_.size()) wrong("a batch is never answered");
  if (last != storage::last_position(*store_).value())
    wrong("a repeat was taken for a new command");
}

}  // namespace antrian::tests
