// Goal: a wave takes as much as can be decided at once and nothing that cannot. Method: small
// batches whose waves are known, each compared with the sequential reference as well; and batches
// in which everything depends on everything, whose number of waves must stay small.
#include "actors/wave_planner.hpp"

#include <random>

#include <gtest/gtest.h>

#include "tests/actors/planner_fixture.hpp"

namespace antrian::actors {
namespace {

using events::decline_reason;

TEST_F(wave_planner_test, strangers_do_not_wait_for_each_other) {
  open_days(4);
  EXPECT_EQ(waves_of({book(0, {1}), book(1, {2}), book(0, {3}), book(2, {4}), book(3, {5})}),
            (waves{1, 1, 1, 1, 1}));
}

TEST_F(wave_planner_test, an_office_day_takes_its_commands_in_order) {
  const auto first = book(0, {1});
  const auto done = country_.play(
      {open(0, 1), first, book(0, {2}), cancel(0, first.id), book(0, {3}), book(0, {4})});
  EXPECT_EQ(country_.waves(), 1U);
  EXPECT_EQ(tests::answer{done[2].caused}.declined(), decline_reason::lane_full);
  EXPECT_FALSE(tests::answer{done[4].caused}.declined());
  EXPECT_EQ(tests::answer{done[5].caused}.declined(), decline_reason::lane_full);
}

// People.

TEST_F(wave_planner_test, a_second_booking_of_a_person_waits_for_the_first) {
  open_days(2);
  EXPECT_EQ(waves_of({book(0, {1}), book(1, {1})}), (waves{1, 2}));
  EXPECT_EQ(waves_of({book(0, {11, 12}), book(1, {13, 12})}), (waves{1, 2}));
  EXPECT_EQ(waves_of({book(0, {21}), walk_in(1, {21})}), (waves{1, 2}));
  EXPECT_EQ(waves_of({walk_in(0, {31}), book(1, {31})}), (waves{1, 2}));
  EXPECT_EQ(waves_of({walk_in(0, {41}), walk_in(1, {41})}), (waves{1, 2}));
}

TEST_F(wave_planner_test, what_follows_a_waiting_command_on_its_day_waits_too) {
  open_days(3);
  EXPECT_EQ(waves_of({book(0, {1}), book(1, {1}), book(1, {2}), book(2, {3})}),
            (waves{1, 2, 2, 1}));
}

TEST_F(wave_planner_test, who_is_named_by_a_waiting_command_waits_too) {
  open_days(4);
  // Person 2 is free, but the second command, which waits for person 1, may book them.
  EXPECT_EQ(waves_of({book(0, {1}), book(1, {1, 2}), book(2, {2}), book(3, {2})}),
            (waves{1, 2, 2, 3}));
}

TEST_F(wave_planner_test, refusals_of_a_person_who_has_a_booking_go_at_once) {
  open_days(9);
  country_.play({book(0, {1})});
  std::vector<events::command> batch;
  for (std::uint32_t n = 1; n < 9; ++n) batch.push_back(book(n, {1}));
  EXPECT_EQ(waves_of(batch), waves(8, 1));
  batch.clear();
  for (std::uint32_t n = 1; n < 9; ++n) batch.push_back(walk_in(n, {1}));
  EXPECT_EQ(waves_of(batch), waves(8, 1));
}

TEST_F(wave_planner_test, refusals_of_a_full_day_hold_nobody_up) {
  open_days(3, 1);
  country_.play({book(0, {1}), walk_in(0, {2})});
  EXPECT_EQ(waves_of({book(0, {3}), book(1, {3})}), (waves{1, 1}));
  EXPECT_EQ(waves_of({walk_in(0, {4}), book(2, {4})}), (waves{1, 1}));
}

TEST_F(wave_planner_test, a_full_day_that_may_have_got_a_place_holds_up_again) {
  open_days(2, 1);
  const auto only = book(0, {1});
  country_.play({only});
  EXPECT_EQ(waves_of({cancel(0, only.id), book(0, {3}), book(1, {3})}), (waves{1, 1, 2}));
}

TEST_F(wave_planner_test, a_wider_day_holds_up_again) {
  open_days(2, 1);
  country_.play({book(0, {1})});
  const auto wider = make(0, events::change_capacity{{tests::slot("08:00", "09:00", 2)}});
  EXPECT_EQ(waves_of({wider, book(0, {3}), book(1, {3})}), (waves{1, 1, 2}));
}

TEST_F(wave_planner_test, a_day_that_is_being_opened_holds_up) {
  open_days(1);
  country_.play({book(1, {1})});  // known not to be open
  EXPECT_EQ(waves_of({book(1, {2}), book(0, {2})}), (waves{1, 1}));
  EXPECT_EQ(waves_of({open(1), book(1, {3}), book(0, {3})}), (waves{1, 1, 2}));
}

TEST_F(wave_planner_test, refusals_before_the_release_hold_nobody_up) {
  open_days(1);
  auto opening = open(1);
  std::get<events::open_day>(opening.body).release_at = opening.at;
  country_.play({opening});
  auto early = book(1, {1});
  early.at.ms -= 1;
  EXPECT_EQ(waves_of({early, book(0, {1})}), (waves{1, 1}));
  EXPECT_EQ(waves_of({book(1, {2}), book(0, {2})}), (waves{1, 2}));
}

TEST_F(wave_planner_test, an_unknown_day_may_have_places) {
  open_days(2, 1);
  country_.play({book(0, {1})});
  country_.forget_hints();
  EXPECT_EQ(waves_of({book(0, {3}), book(1, {3})}), (waves{1, 2}));
}

// Claims that are given up.

TEST_F(wave_planner_test, a_person_whose_booking_may_go_waits) {
  open_days(2);
  const auto held = book(0, {1});
  country_.play({held});
  EXPECT_EQ(waves_of({cancel(0, held.id), book(1, {1})}), (waves{1, 2}));
  const auto other = book(0, {2});
  country_.play({other});
  EXPECT_EQ(waves_of({cancel(0, other.id), walk_in(1, {2})}), (waves{1, 2}));
}

TEST_F(wave_planner_test, each_command_that_may_free_a_person_is_waited_for) {
  open_days(9);
  std::uint32_t on = 0;
  const auto expect_waits = [&](const events::command& last, std::uint64_t who) {
    EXPECT_EQ(waves_of({last, book(8, {who})}), (waves{1, 2})) << name_of(last.type());
    ++on;
  };
  const auto called = [&](std::uint64_t who) {
    country_.play({walk_in(on, {who}), make(on, events::call_next{"1", {true, true, true}})});
  };
  called(1);
  expect_waits(make(on, events::serve{1}), 1);
  called(2);
  expect_waits(make(on, events::miss{1}), 2);
  country_.play({book(on, {3})});
  expect_waits(make(on, events::end_day{}), 3);
  country_.play({book(on, {4})});
  expect_waits(make(on, events::close_day{"flood"}), 4);
}

TEST_F(wave_planner_test, an_account_whose_booking_may_go_waits) {
  open_days(3, 100, 1);
  const auto held = book(0, {1}, 7);
  country_.play({held});
  EXPECT_EQ(waves_of({cancel(0, held.id), book(1, {2}, 7)}), (waves{1, 2}));
}

// What a waiting command has yet to read.

TEST_F(wave_planner_test, a_cancellation_waits_for_who_must_still_see_the_booking) {
  open_days(3);
  const auto held = book(0, {1});
  country_.play({held});
  // The second waits for person 2, and must find person 1 booked.
  EXPECT_EQ(waves_of({book(1, {2}), book(2, {2, 1}), cancel(0, held.id)}), (waves{1, 2, 3}));
}

TEST_F(wave_planner_test, a_cancellation_waits_for_who_must_still_see_a_booking_of_this_wave) {
  open_days(2);
  const auto first = book(0, {1});
  EXPECT_EQ(waves_of({first, book(1, {1}), cancel(0, first.id)}), (waves{1, 2, 3}));
  const auto walk = walk_in(0, {11});
  EXPECT_EQ(waves_of({walk, walk_in(1, {11}), make(0, events::end_day{})}), (waves{1, 2, 3}));
}

TEST_F(wave_planner_test, a_cancellation_waits_for_an_account_that_must_still_count_the_booking) {
  open_days(3, 100, 1);
  const auto first = book(0, {1}, 7);
  EXPECT_EQ(waves_of({first, book(1, {2}, 7), cancel(0, first.id), book(2, {3}, 7)}),
            (waves{1, 2, 3, 4}));
}

TEST_F(wave_planner_test, a_cancellation_waits_for_an_account_that_waits_for_another) {
  open_days(4, 100, 1);
  const auto held = book(0, {1}, 7);
  country_.play({held});
  // The second waits for person 9, and must find account 7 at its limit.
  EXPECT_EQ(waves_of({book(1, {9}), book(2, {9}, 7), cancel(0, held.id)}), (waves{1, 2, 2}));
}

TEST_F(wave_planner_test, a_cancellation_goes_after_the_refusal_that_the_booking_caused) {
  open_days(3, 100, 1);
  const auto held = book(0, {1}, 7);
  country_.play({held});
  // Within a wave the log may put any day first; it must not show the refusal after the reason is
  // gone.
  EXPECT_EQ(waves_of({book(1, {1}), cancel(0, held.id)}), (waves{1, 2}));
  const auto again = book(0, {1}, 7);
  country_.play({again});
  EXPECT_EQ(waves_of({book(1, {2}, 7), cancel(0, again.id)}), (waves{1, 2}));
  // On its own day the order is kept anyway.
  const auto third = book(0, {1}, 7);
  country_.play({third});
  EXPECT_EQ(waves_of({book(0, {1}), cancel(0, third.id)}), (waves{1, 1}));
}

// Accounts.

TEST_F(wave_planner_test, an_account_well_below_its_limit_is_not_waited_for) {
  open_days(4);
  EXPECT_EQ(waves_of({book(0, {1}, 7), book(1, {2, 3}, 7), book(2, {4, 5}, 7)}), (waves{1, 1, 1}));
}

TEST_F(wave_planner_test, the_booking_that_may_break_the_limit_waits) {
  open_days(4);
  EXPECT_EQ(waves_of({book(0, {1, 2, 3}, 7), book(1, {4, 5}, 7), book(2, {6}, 7), book(3, {8}, 7)}),
            (waves{1, 1, 2, 2}));
}

TEST_F(wave_planner_test, an_account_whose_limit_is_not_known_waits) {
  open_days(2);
  country_.forget_hints();
  EXPECT_EQ(waves_of({book(0, {1}, 7), book(1, {2}, 7)}), (waves{1, 2}));
  EXPECT_EQ(waves_of({book(0, {3}, 7), book(1, {4}, 7)}), (waves{1, 1}));
}

TEST_F(wave_planner_test, every_booking_of_a_wave_stays_within_the_limit_of_its_own_day) {
  country_.play({open(0, 100, 1), open(1, 100, 5)});
  // Were the second written first, the first would break the limit of its day.
  EXPECT_EQ(waves_of({book(0, {1}, 7), book(1, {2}, 7)}), (waves{1, 2}));
  EXPECT_EQ(waves_of({book(1, {11}, 8), book(0, {12}, 8)}), (waves{1, 2}));
}

TEST_F(wave_planner_test, an_account_at_its_limit_is_refused_at_once) {
  open_days(9);
  country_.play({book(0, {1, 2, 3, 4, 5}, 7)});
  std::vector<events::command> batch;
  for (std::uint32_t n = 1; n < 9; ++n) batch.push_back(book(n, {10 + n}, 7));
  EXPECT_EQ(waves_of(batch), waves(8, 1));
}

TEST_F(wave_planner_test, who_is_refused_for_the_limit_of_an_account_is_held_up_by_nothing) {
  open_days(3);
  country_.play({book(0, {1, 2, 3, 4, 5}, 7)});
  EXPECT_EQ(waves_of({book(1, {6}, 7), book(2, {6})}), (waves{1, 1}));
}

// Reschedules.

TEST_F(wave_planner_test, the_old_day_waits_until_the_old_place_is_given_up) {
  open_days(3, 1);
  const auto old = book(0, {1});
  country_.play({old});
  const auto done = country_.play({book(1, {1}, std::nullopt, old.id), book(0, {2}), book(2, {3})});
  EXPECT_EQ(done[0].wave, 1U);
  EXPECT_EQ(done[1].wave, 2U);
  EXPECT_EQ(done[2].wave, 1U);
  EXPECT_FALSE(tests::answer{done[1].caused}.declined());  // the old place is theirs
}

TEST_F(wave_planner_test, a_move_within_a_day_needs_no_second_wave) {
  open_days(1, 3);
  const auto old = book(0, {1});
  country_.play({old});
  EXPECT_EQ(waves_of({book(0, {1}, std::nullopt, old.id), book(0, {2})}), (waves{1, 1}));
}

TEST_F(wave_planner_test, a_move_waits_for_the_booking_that_it_moves) {
  open_days(3);
  const auto first = book(0, {1});
  const auto second = book(1, {1}, std::nullopt, first.id);
  const auto third = book(2, {1}, std::nullopt, second.id);
  const auto done = country_.play({first, second, third, book(0, {2}), book(1, {3})});
  EXPECT_LT(done[0].wave, done[1].wave);
  EXPECT_LT(done[1].wave, done[2].wave);
  EXPECT_FALSE(tests::answer{done[2].caused}.declined());
  EXPECT_EQ(country_.reference().day(day(0)).bookings.size(), 2U);
}

TEST_F(wave_planner_test, a_move_waits_for_a_check_in_of_the_old_booking) {
  open_days(2);
  const auto old = book(0, {1});
  country_.play({old});
  auto move = book(1, {1}, std::nullopt, old.id);
  const auto done = country_.play({check_in(0, old.id, 1), move});
  EXPECT_EQ(done[1].wave, 2U);
  EXPECT_EQ(tests::answer{done[1].caused}.declined(), decline_reason::not_live);
}

TEST_F(wave_planner_test, a_check_in_waits_for_the_move_before_it) {
  open_days(3);
  const auto old = book(0, {1});
  country_.play({old});
  // The move waits for its account; the check-in on the old day must come after it.
  const auto done =
      country_.play({book(2, {9}, 1001), book(1, {1}, 1001, old.id), check_in(0, old.id, 1)});
  EXPECT_FALSE(tests::answer{done[1].caused}.declined());
  EXPECT_EQ(tests::answer{done[2].caused}.declined(), decline_reason::not_live);
}

TEST_F(wave_planner_test, a_move_waits_for_the_refusal_that_the_old_booking_caused) {
  open_days(2);
  const auto old = book(0, {1});
  country_.play({old});
  // The refusal is on the old day itself, but the move changes the claim from another one.
  EXPECT_EQ(waves_of({book(0, {1}), book(1, {1}, std::nullopt, old.id)}), (waves{1, 2}));
}

TEST_F(wave_planner_test, a_move_waits_for_the_other_bookings_of_its_account) {
  country_.play({open(0, 100, 5), open(1, 100, 1), open(2, 100, 5)});
  const auto old = book(0, {1}, 7);
  country_.play({old});
  const auto done = country_.play({book(2, {9}, 7), book(1, {1}, 7, old.id)});
  EXPECT_EQ(done[1].wave, 2U);
  EXPECT_EQ(tests::answer{done[1].caused}.declined(), decline_reason::account_limit);
}

TEST_F(wave_planner_test, the_old_day_waits_for_a_move_that_waits) {
  open_days(3, 1);
  const auto old = book(0, {1}, 7);
  country_.play({old});
  const auto done = country_.play({book(2, {9}, 7), book(1, {1}, 7, old.id), book(0, {5})});
  EXPECT_EQ(done[1].wave, 2U);
  EXPECT_EQ(done[2].wave, 3U);
  EXPECT_FALSE(tests::answer{done[2].caused}.declined());  // the place that was given up
}

TEST_F(wave_planner_test, what_a_move_was_refused_for_stays_until_the_next_wave) {
  country_.play({open(0, 100, 5), open(1, 100, 1), open(2, 100, 5)});
  const auto old = book(0, {1}, 7);
  const auto other = book(2, {9}, 7);
  country_.play({old, other});
  EXPECT_EQ(waves_of({book(1, {1}, 7, old.id), cancel(2, other.id)}), (waves{1, 2}));
  country_.play({check_in(0, old.id, 1)});
  const auto undo = make(0, events::undo_check_in{old.id, tests::person(1)}, "08:10");
  EXPECT_EQ(waves_of({book(1, {1}, 7, old.id), undo}), (waves{1, 2}));
}

TEST_F(wave_planner_test, a_booking_cannot_replace_itself_or_one_that_is_yet_to_come) {
  open_days(2);
  auto itself = book(0, {1});
  std::get<events::book>(itself.body).replaces = itself.id;
  auto before = book(0, {2});
  const auto later = book(1, {2});
  std::get<events::book>(before.body).replaces = later.id;
  const auto done = country_.play({itself, before, later});
  EXPECT_EQ(tests::answer{done[0].caused}.declined(), decline_reason::unknown_booking);
  EXPECT_EQ(tests::answer{done[1].caused}.declined(), decline_reason::unknown_booking);
  EXPECT_FALSE(tests::answer{done[2].caused}.declined());
}

TEST_F(wave_planner_test, a_refused_move_holds_no_day_up) {
  open_days(3, 1);
  const auto old = book(0, {1});
  country_.play({old, book(1, {2})});
  EXPECT_EQ(waves_of({book(1, {1}, std::nullopt, old.id), book(0, {3}), book(2, {3})}),
            (waves{1, 1, 1}));
}

TEST_F(wave_planner_test, who_moves_a_strangers_booking_holds_no_day_up) {
  open_days(3);
  const auto old = book(0, {1});
  country_.play({old});
  const auto done = country_.play({book(1, {5}, std::nullopt, old.id), book(0, {3})});
  EXPECT_EQ(tests::answer{done[0].caused}.declined(), decline_reason::not_live);
  EXPECT_EQ(done[1].wave, 1U);
}

// How many waves.

class many_commands : public wave_planner_test {
 protected:
  /// One account, thousands of commands, each for other people, over many office days.
  std::vector<events::command> tout(std::uint32_t commands, std::uint32_t days) {
    std::vector<events::command> batch;
    for (std::uint32_t i = 0; i < commands; ++i) batch.push_back(book(i % days, {10'000 + i}, 7));
    return batch;
  }
};

TEST_F(many_commands, of_one_account_cost_a_few_waves) {
  open_days(300);
  country_.play(tout(5'000, 300));
  EXPECT_LE(country_.waves(), 3U);
}

TEST_F(many_commands, of_one_account_cost_a_wave_for_each_day_that_is_not_known) {
  open_days(300);
  country_.forget_hints();
  country_.play(tout(5'000, 300));
  EXPECT_LE(country_.waves(), 302U);
}

TEST_F(many_commands, of_one_person_cost_a_few_waves) {
  open_days(300);
  std::vector<events::command> batch;
  for (std::uint32_t i = 0; i < 5'000; ++i) batch.push_back(book(i % 300, {1}));
  country_.play(batch);
  EXPECT_LE(country_.waves(), 3U);
}

TEST_F(many_commands, of_a_rush_on_full_days_cost_a_few_waves) {
  open_days(30, 3);
  std::mt19937_64 random(1);
  std::vector<events::command> batch;
  for (int i = 0; i < 5'000; ++i) {
    batch.push_back(book(static_cast<std::uint32_t>(random() % 30), {random() % 2'000}));
  }
  country_.play(batch);
  EXPECT_LE(country_.waves(), 5U);
}

}  // namespace
}  // namespace antrian::actors
