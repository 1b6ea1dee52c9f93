// Goal: however many office days the commands name, what is kept of them is bounded, and a day that
// was let go answers as if it had stayed. Method: the engine under the deterministic scheduler with
// small limits.
#include <gtest/gtest.h>

#include "tests/actors/engine_desk.hpp"

namespace antrian::actors {
namespace {

class passivation_of_days : public engine_desk {
 protected:
  static events::office_day_key day(std::int32_t number) {
    return {tests::denpasar, events::local_date{20'800 + number}};
  }
  /// One batch for each of `count` days, with one command.
  void visit(std::int32_t count) {
    for (std::int32_t i = 0; i < count; ++i) ask({open(day(i))});
  }
};

TEST_F(passivation_of_days, lets_go_of_those_above_the_limit) {
  choices_.limits.resident_days = 3;
  start();
  visit(40);
  // Those of the last batch are in use when the batch is done.
  EXPECT_LE(engine_->status().resident_days, 4U);
}

TEST_F(passivation_of_days, lets_go_of_many_at_once) {
  choices_.limits.resident_days = 3;
  start();
  std::vector<tests::line> all;
  for (std::int32_t i = 0; i < 300; ++i) all.push_back(open(day(i)));
  ask(all);
  EXPECT_EQ(engine_->status().resident_days, 300U);
  ask({open(monday)});
  EXPECT_LE(engine_->status().resident_days, 4U);
}

TEST_F(passivation_of_days, keeps_as_many_as_it_may) {
  choices_.limits.resident_days = 30;
  choices_.limits.known_days = 60;
  start();
  visit(40);
  EXPECT_GE(engine_->status().resident_days, 30U);
}

TEST_F(passivation_of_days, forgets_days_at_rest_above_the_limit) {
  choices_.limits.resident_days = 3;
  choices_.limits.known_days = 10;
  start();
  visit(40);
  EXPECT_LE(engine_->status().known_days, 11U);
}

TEST_F(passivation_of_days, forgets_nothing_that_is_not_on_disk_yet) {
  choices_.limits.resident_days = 1;
  choices_.limits.known_days = 1;
  start();
  ask({open(monday, 1)});
  engine_->hold(part::journal);
  hand_in({book(monday, 1)});
  for (std::int32_t i = 0; i < 5; ++i) hand_in({open(day(i))});
  const auto late = book(monday, 2);
  hand_in({late});
  engine_->run();
  engine_->let_go();
  engine_->run();
  EXPECT_EQ(answers_[*late.id].front().reason, events::decline_reason::day_full);
}

TEST_F(passivation_of_days, gives_the_same_answers_after_it) {
  choices_.limits.resident_days = 1;
  choices_.limits.known_days = 1;
  start();
  ask({open(monday, 2), open(tuesday, 1)});
  EXPECT_TRUE(accepted(ask({book(monday, 1)}).front()));
  visit(5);
  EXPECT_TRUE(accepted(ask({book(monday, 2)}).front()));
  visit(5);
  EXPECT_EQ(ask({book(monday, 3)}).front().reason, events::decline_reason::day_full);
}

TEST_F(passivation_of_days, takes_a_snapshot_where_the_fold_would_be_long) {
  choices_.limits.resident_days = 1;
  choices_.limits.snapshot_worth_events = 4;
  start();
  ask({open(monday), book(monday, 1), book(monday, 2), book(monday, 3)});  // four events
  ask({open(tuesday), book(tuesday, 4)});                                  // two
  visit(3);
  EXPECT_TRUE(storage::must(storage::read_snapshot(*store_, tests::offices().stream_name(monday))));
  EXPECT_FALSE(
      storage::must(storage::read_snapshot(*store_, tests::offices().stream_name(tuesday))));
}

TEST_F(passivation_of_days, counts_the_events_of_a_day_that_was_forgotten) {
  choices_.limits.resident_days = 1;
  choices_.limits.known_days = 1;
  choices_.limits.snapshot_worth_events = 4;
  start();
  ask({open(monday)});
  for (std::uint64_t person = 1; person <= 4; ++person) {
    visit(3);
    ask({book(monday, person)});
  }
  visit(3);
  EXPECT_TRUE(storage::must(storage::read_snapshot(*store_, tests::offices().stream_name(monday))));
}

TEST_F(passivation_of_days, ends_in_good_order_with_many_days) {
  choices_.limits.resident_days = 1'000;
  choices_.limits.known_days = 1'000;
  start();
  std::vector<tests::line> all;
  for (std::int32_t i = 0; i < 900; ++i) all.push_back(open(day(i)));
  ask(all);
  EXPECT_TRUE(engine_->shut_down());
  EXPECT_EQ(engine_->status().restarts, 0U);
  EXPECT_EQ(failure(), "");
}

}  // namespace
}  // namespace antrian::actors
