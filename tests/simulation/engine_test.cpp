// Goal: whatever the order in which actors run, however commands are cut into batches, and wherever
// the process dies, every answer and every state is that of taking the commands one after another.
// Method: the whole engine under a deterministic scheduler, hundreds of seeds, with limits so small
// that checkpoints, passivation and reload happen all the time. ANTRIAN_SEED=n runs the seed n
// alone, ANTRIAN_SEEDS=n the first n.
#include <algorithm>
#include <cstdlib>
#include <optional>
#include <string>

#include <gtest/gtest.h>

#include "tests/simulation/simulation.hpp"

namespace antrian::tests {
namespace {

std::optional<std::uint64_t> number_from(const char* variable) {
  const char* text = std::getenv(variable);
  if (text == nullptr) return std::nullopt;
  return std::strtoull(text, nullptr, 10);
}

/// Runs so many seeds, or what the environment asks for; stops at the third that fails.
template <class Run>
void for_each_seed(std::uint64_t count, const Run& run) {
  const auto only = number_from("ANTRIAN_SEED");
  const auto first = only.value_or(0);
  const auto end = only ? first + 1 : number_from("ANTRIAN_SEEDS").value_or(count);
  int failed = 0;
  for (auto seed = first; seed < end && failed < 3; ++seed) {
    std::vector<std::string> faults = run(seed);
    if (faults.empty()) continue;
    ++failed;
    if (faults.size() > 8) faults.resize(8);
    for (const auto& fault : faults) ADD_FAILURE() << fault;
  }
}

TEST(engine, answers_as_if_commands_were_taken_one_after_another) {
  for_each_seed(160, [](std::uint64_t seed) {
    simulation run(seed);
    run.play(100);
    run.restart();
    run.play(100);
    run.restart();
    run.play(100);
    run.check_store();
    run.check_repeats();
    return run.faults();
  });
}

TEST(engine, loses_and_changes_nothing_when_power_is_lost_at_any_moment) {
  for_each_seed(60, [](std::uint64_t seed) {
    simulation run(seed);
    run.play_with_crashes(300, 4);
    run.check_store();
    run.check_repeats();
    return run.faults();
  });
}

TEST(engine, answers_the_same_with_limits_that_never_bite) {
  for_each_seed(20, [](std::uint64_t seed) {
    simulation run(seed, {}, actors::engine_limits{});
    run.play(300);
    run.check_store();
    run.check_repeats();
    return run.faults();
  });
}

// The canary: were this to fail, the tests above would not see a wrong answer.
TEST(engine, is_caught_exactly_when_it_forgets_a_rule) {
  const auto forgetful = [](const domain::office_day& day, const events::command& command,
                            domain::claim_facts facts, std::vector<events::event>& out) {
    facts.blocked_until = domain::no_block;  // as if nobody ever missed an appointment
    domain::decide(day, command, facts, out);
  };
  std::size_t caught = 0;
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    simulation run(seed, forgetful);
    run.play(300);
    const auto& lines = run.lines().lines();
    const bool matters = std::any_of(lines.begin(), lines.end(), [](const line& each) {
      return each.expected.outcome == events::outcome::declined &&
             each.expected.reason == events::decline_reason::blocked_after_no_show;
    });
    EXPECT_EQ(!run.faults().empty(), matters) << "seed " << seed;
    if (matters) ++caught;
  }
  EXPECT_GE(caught, 5U);
}

}  // namespace
}  // namespace antrian::tests
