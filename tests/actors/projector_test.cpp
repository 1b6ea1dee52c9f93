// Goal: the projections say what the log says, whether the projector is told of every batch, falls
// behind and reads, or rebuilds while commands keep coming. Method: the engine under the
// deterministic scheduler; at the end every row is compared with a rebuild from the first event.
#include <gtest/gtest.h>

#include "tests/actors/engine_desk.hpp"
#include "tests/projections/fixtures.hpp"
#include "tests/simulation/simulation.hpp"

namespace antrian::actors {
namespace {

/// The rows as they are stored, and as a rebuild makes them.
std::pair<projections::all_bytes, projections::all_bytes> stored_and_rebuilt(
    storage::store& store) {
  const auto set = storage::must(projections::projection_set::open(store));
  EXPECT_EQ(set->position(), storage::last_position(store).value());
  auto stored = projections::bytes_of(*set);
  EXPECT_FALSE(stored.empty());
  EXPECT_TRUE(set->start_rebuild().value());
  while (set->rebuilding()) storage::must(set->rebuild_step(1'000'000));
  return {std::move(stored), projections::bytes_of(*set)};
}

TEST(projector, holds_what_the_log_holds_after_any_run) {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    tests::simulation run(seed);
    run.play(100);
    run.restart();
    run.play(100);
    run.check_store();
    const auto [stored, rebuilt] = stored_and_rebuilt(run.store());
    EXPECT_TRUE(stored == rebuilt) << "seed " << seed;
  }
}

TEST(projector, rebuilds_while_commands_keep_coming) {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    tests::simulation run(seed);
    run.play(60);
    EXPECT_TRUE(run.engine().rebuild());
    run.play(60);
    EXPECT_TRUE(run.engine().rebuild());
    run.play(60);
    EXPECT_FALSE(run.engine().projections_status().rebuilding);
    run.check_store();
    const auto [stored, rebuilt] = stored_and_rebuilt(run.store());
    EXPECT_TRUE(stored == rebuilt) << "seed " << seed;
  }
}

class slow_projector : public engine_desk {};

TEST_F(slow_projector, reads_what_it_was_not_told_of) {
  start();
  ask({open(monday), open(tuesday)});
  engine_->hold(part::projector);
  std::uint64_t person = 0;
  for (std::size_t i = 0; i < 3 * projector_batches_max; ++i) {
    ask({book(monday, ++person), book(tuesday, ++person)});
  }
  const auto durable = storage::last_position(*store_).value();
  engine_->let_go();
  EXPECT_EQ(engine_->projections_status().position, durable);
  // And is told again from then on.
  ask({book(monday, ++person)});
  EXPECT_EQ(engine_->projections_status().position, durable + 1);
  EXPECT_TRUE(engine_->shut_down());
  engine_.reset();
  const auto [stored, rebuilt] = stored_and_rebuilt(*store_);
  EXPECT_TRUE(stored == rebuilt);
}

TEST_F(slow_projector, reads_in_steps_that_leave_turns_to_others) {
  choices_.projector_step_events = 5;
  start();
  ask({open(monday)});
  engine_->hold(part::projector);
  std::uint64_t person = 0;
  std::vector<tests::line> lines;
  for (std::size_t i = 0; i < 10; ++i) lines.push_back(book(monday, ++person));
  for (std::size_t i = 0; i < 3 * projector_batches_max; ++i) {
    for (auto& line : lines) line = book(monday, ++person);
    ask(lines);
  }
  const auto durable = storage::last_position(*store_).value();
  engine_->let_go();
  std::size_t turns = 0;
  while (engine_->step()) ++turns;
  EXPECT_EQ(engine_->projections_status().position, durable);
  // A turn for each message, and one for each record that was not sent along: it has more events
  // than a step.
  EXPECT_GT(turns, 5 * projector_batches_max);
}

TEST_F(slow_projector, saves_at_the_end_only_what_it_has_caught_up_with) {
  choices_.projector_step_events = 1;
  start();
  ask({open(monday), open(tuesday)});
  engine_->hold(part::projector);
  std::uint64_t person = 0;
  for (std::size_t i = 0; i < 2 * projector_batches_max; ++i) ask({book(monday, ++person)});
  EXPECT_FALSE(engine_->shut_down());  // it waits for the one that is held
  engine_->let_go();
  EXPECT_TRUE(engine_->shut_down());
  const auto durable = storage::last_position(*store_).value();
  end(false);
  open_store();
  EXPECT_EQ(storage::must(projections::projection_set::open(*store_))->position(), durable);
}

TEST_F(slow_projector, says_whether_it_knows_what_it_is_to_rebuild) {
  start();
  ask({open(monday), book(monday, 1)});
  for (const auto name : projections::projection_set::names) {
    EXPECT_TRUE(engine_->rebuild(std::string{name}));
  }
  EXPECT_FALSE(engine_->rebuild("sales"));
  EXPECT_EQ(failure(), "");
}

TEST_F(slow_projector, is_told_at_the_end_to_save) {
  start();
  ask({open(monday), book(monday, 1)});
  end();
  open_store();
  EXPECT_EQ(storage::must(projections::projection_set::open(*store_))->position(), 2U);
}

}  // namespace
}  // namespace antrian::actors
