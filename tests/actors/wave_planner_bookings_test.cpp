// Goal: what a command changes or reads of one booking holds up nobody but those whom that booking
// is about, and what one office day knows itself is waited for by nobody on it. Method: small
// batches whose waves are known, each compared with the sequential reference as well.
#include <gtest/gtest.h>

#include "tests/actors/planner_fixture.hpp"

namespace antrian::actors {
namespace {

using events::decline_reason;

class wave_planner_bookings : public wave_planner_test {
 protected:
  events::command call(std::uint32_t on) {
    return make(on, events::call_next{"1", {true, true, true}}, "08:40");
  }
  events::command serve(std::uint32_t on, std::uint32_t number) {
    return make(on, events::serve{number}, "08:50");
  }
  static std::optional<decline_reason> declined(const planned_command& done) {
    return tests::answer{done.caused}.declined();
  }
};

// One booking changes.

TEST_F(wave_planner_bookings, a_cancellation_makes_only_its_own_people_wait) {
  open_days(2);
  const auto gone = book(0, {1});
  country_.play({gone, book(0, {2})});
  EXPECT_EQ(waves_of({cancel(0, gone.id), book(1, {2}), walk_in(1, {2})}), (waves{1, 1, 1}));
  EXPECT_EQ(waves_of({book(0, {3}), cancel(0, gone.id), book(1, {1})}), (waves{1, 1, 1}));
}

TEST_F(wave_planner_bookings, a_cancellation_makes_only_its_own_account_wait) {
  open_days(2, 100, 1);
  const auto gone = book(0, {1}, 7);
  country_.play({gone, book(0, {2}, 8)});
  EXPECT_EQ(waves_of({cancel(0, gone.id), book(1, {3}, 8)}), (waves{1, 1}));
}

TEST_F(wave_planner_bookings, an_account_waits_for_each_of_its_bookings_that_may_go) {
  open_days(2, 100, 2);
  const auto first = book(0, {1}, 7);
  const auto second = book(0, {2}, 7);
  country_.play({first, second});
  EXPECT_EQ(waves_of({cancel(0, second.id), book(1, {3}, 7)}), (waves{1, 2}));
  EXPECT_EQ(waves_of({cancel(0, first.id), book(1, {4}, 7)}), (waves{1, 2}));
}

TEST_F(wave_planner_bookings, a_cancellation_waits_only_for_those_who_read_its_booking) {
  open_days(3);
  const auto gone = book(0, {1});
  country_.play({gone, book(0, {2})});
  EXPECT_EQ(waves_of({book(1, {2}), cancel(0, gone.id)}), (waves{1, 1}));
  const auto next = book(0, {1});
  country_.play({next});
  // The second waits for person 5, and must find person 2 booked: that is no matter of person 1.
  EXPECT_EQ(waves_of({book(1, {5}), book(2, {5, 2}), cancel(0, next.id)}), (waves{1, 2, 1}));
}

TEST_F(wave_planner_bookings, what_changes_a_whole_day_waits_for_every_reader_of_it) {
  open_days(3);
  country_.play({book(0, {1})});
  EXPECT_EQ(waves_of({book(1, {1}), make(0, events::end_day{})}), (waves{1, 2}));
}

TEST_F(wave_planner_bookings, a_move_waits_only_for_those_who_read_the_booking_that_it_leaves) {
  open_days(3);
  const auto old = book(0, {1});
  country_.play({old, book(0, {2})});
  EXPECT_EQ(waves_of({book(1, {2}), book(2, {1}, std::nullopt, old.id)}), (waves{1, 1}));
}

TEST_F(wave_planner_bookings, a_check_in_holds_up_only_a_move) {
  open_days(3);
  const auto held = book(0, {1});
  const auto done = country_.play({held});
  const auto code = std::get<events::booking_confirmed>(done[0].caused[0].body).code;
  EXPECT_EQ(waves_of({book(1, {1}), check_in(0, held.id, 1), book(2, {1})}), (waves{1, 1, 1}));
  const auto undo = make(0, events::undo_check_in{held.id, tests::person(1)}, "08:10");
  EXPECT_EQ(waves_of({undo, book(1, {1})}), (waves{1, 1}));
  const auto by_code = make(0, events::check_in{code, tests::person(1)}, "08:20");
  const auto moved = country_.play({by_code, book(1, {1}, std::nullopt, held.id)});
  EXPECT_EQ(moved[1].wave, 2U);
  EXPECT_EQ(declined(moved[1]), decline_reason::not_live);
}

TEST_F(wave_planner_bookings, a_check_in_waits_for_a_move_that_was_refused_before_it) {
  open_days(2, 1);
  const auto held = book(0, {1});
  country_.play({held, book(1, {2})});
  EXPECT_EQ(waves_of({book(1, {1}, std::nullopt, held.id), check_in(0, held.id, 1)}),
            (waves{1, 2}));
}

TEST_F(wave_planner_bookings, accounts_know_their_bookings_after_a_restart) {
  open_days(2, 100, 1);
  const auto gone = book(0, {1}, 7);
  country_.play({gone, book(0, {2}, 8)});
  country_.reload_claims();
  EXPECT_EQ(waves_of({cancel(0, gone.id), book(1, {3}, 8), book(1, {4}, 7)}), (waves{1, 1, 2}));
}

// One office day knows.

TEST_F(wave_planner_bookings, a_second_booking_of_a_person_on_the_same_day_goes_at_once) {
  open_days(1);
  const auto done = country_.play({book(0, {1, 2}), book(0, {2}), book(0, {3})});
  EXPECT_EQ(country_.waves(), 1U);
  EXPECT_EQ(declined(done[1]), decline_reason::nik_has_booking);
  const auto walked = country_.play({walk_in(0, {11}), walk_in(0, {11}), book(0, {11})});
  EXPECT_EQ(country_.waves(), 1U);
  EXPECT_EQ(declined(walked[1]), decline_reason::nik_has_booking);
}

TEST_F(wave_planner_bookings, who_gave_a_place_of_this_wave_up_may_have_another) {
  open_days(1);
  const auto first = book(0, {1});
  const auto done = country_.play({first, book(0, {1}), cancel(0, first.id), book(0, {1})});
  EXPECT_EQ(country_.waves(), 1U);
  EXPECT_EQ(declined(done[1]), decline_reason::nik_has_booking);
  EXPECT_FALSE(declined(done[3]));
}

TEST_F(wave_planner_bookings, who_was_served_in_this_wave_may_come_again) {
  open_days(1);
  const auto done =
      country_.play({walk_in(0, {1}), call(0), serve(0, 1), walk_in(0, {1}), walk_in(0, {1})});
  EXPECT_EQ(country_.waves(), 1U);
  EXPECT_FALSE(declined(done[3]));
  EXPECT_EQ(declined(done[4]), decline_reason::nik_has_booking);
}

TEST_F(wave_planner_bookings, an_account_that_books_on_one_day_only_goes_at_once) {
  open_days(2, 100, 1);
  const auto first = book(0, {1}, 7);
  const auto done = country_.play({first, book(0, {2}, 7), cancel(0, first.id), book(0, {3}, 7)});
  EXPECT_EQ(country_.waves(), 1U);
  EXPECT_EQ(declined(done[1]), decline_reason::account_limit);
  EXPECT_FALSE(declined(done[3]));
}

TEST_F(wave_planner_bookings, another_day_waits_for_what_only_one_day_knows) {
  open_days(2, 100, 2);
  EXPECT_EQ(waves_of({book(0, {1, 2}, 7), book(0, {3}, 7), book(1, {4}, 7)}), (waves{1, 1, 2}));
  EXPECT_EQ(waves_of({book(0, {11}, 8), book(1, {12}, 8), book(0, {13}, 8)}), (waves{1, 1, 2}));
  EXPECT_EQ(waves_of({book(0, {21}), book(0, {21}), book(1, {21})}), (waves{1, 1, 2}));
}

TEST_F(wave_planner_bookings, who_may_have_given_up_an_older_place_waits_on_the_same_day_too) {
  open_days(1, 100, 1);
  const auto old = book(0, {1}, 7);
  country_.play({old});
  EXPECT_EQ(waves_of({cancel(0, old.id), book(0, {1}, 7)}), (waves{1, 2}));
  const auto again = country_.reference().claims().person(tests::person(1))->booking;
  EXPECT_EQ(waves_of({cancel(0, again), book(0, {2}, 7)}), (waves{1, 2}));
}

TEST_F(wave_planner_bookings, an_account_waits_on_the_new_day_until_the_old_place_is_given_up) {
  open_days(2);
  const auto old = book(0, {1, 2}, 7);
  country_.play({old});
  const auto done = country_.play({book(1, {1, 2}, 7, old.id), book(1, {3, 4}, 7)});
  EXPECT_EQ(done[1].wave, 3U);  // in the second the old place is given up
  EXPECT_FALSE(declined(done[1]));
}

// Refusals that are certain.

TEST_F(wave_planner_bookings, a_refusal_of_who_is_booked_passes_others_and_holds_nobody_up) {
  open_days(3);
  const auto held = book(0, {1});
  country_.play({held});
  // The third waits for its office day only, and the last must not wait for the third.
  EXPECT_EQ(waves_of({book(1, {5}), book(2, {5}), book(2, {1}), book(1, {1}), walk_in(1, {1})}),
            (waves{1, 2, 2, 1, 1}));
  EXPECT_EQ(waves_of({book(1, {6}), book(2, {6}), walk_in(2, {1}), walk_in(1, {1}), book(1, {1})}),
            (waves{1, 2, 2, 1, 1}));
  // What it was refused for stays until it is decided.
  EXPECT_EQ(waves_of({book(1, {7}), book(2, {7}), book(2, {1}), cancel(0, held.id)}),
            (waves{1, 2, 2, 3}));
}

TEST_F(wave_planner_bookings, all_of_the_people_must_be_booked_for_that) {
  open_days(2);
  country_.play({book(0, {1})});
  // Were the first missed at the end of its day, the last would be told so.
  EXPECT_EQ(waves_of({book(0, {8}), make(0, events::end_day{}), book(1, {1, 8})}),
            (waves{1, 1, 2}));
}

TEST_F(wave_planner_bookings, who_is_booked_passes_what_waits_of_the_account) {
  open_days(3);
  country_.play({book(0, {1})});
  EXPECT_EQ(waves_of({book(1, {5}), book(2, {5}, 7), book(1, {1}, 7)}), (waves{1, 2, 1}));
}

TEST_F(wave_planner_bookings, a_refusal_for_the_limit_passes_others_and_holds_nobody_up) {
  open_days(3);
  const auto held = book(0, {1, 2, 3, 4}, 7);
  country_.play({held});
  // The second waits for a person and may book; the third breaks the limit without it.
  EXPECT_EQ(waves_of({book(1, {5}), book(2, {5}, 7), book(1, {11, 12}, 7)}), (waves{1, 2, 1}));
  // The third waits for its office day only; the last one may book whatever becomes of it.
  EXPECT_EQ(waves_of({book(1, {6}), book(2, {6}), book(2, {13, 14}, 7), book(1, {15}, 7)}),
            (waves{1, 2, 2, 1}));
  EXPECT_EQ(waves_of({book(1, {8}), book(2, {8}), book(2, {16}, 7), cancel(0, held.id)}),
            (waves{1, 2, 2, 3}));
}

TEST_F(wave_planner_bookings, the_people_of_a_waiting_refusal_for_the_limit_wait_too) {
  open_days(3);
  country_.play({book(0, {1, 2, 3, 4, 5}, 7)});
  EXPECT_EQ(waves_of({book(1, {6}), book(2, {6}), book(2, {8}, 7), book(1, {8})}),
            (waves{1, 2, 2, 2}));
}

TEST_F(wave_planner_bookings, waiting_refusals_let_others_pass_that_only_read) {
  open_days(3);
  country_.play({book(0, {1}, 7), book(0, {11, 12, 13, 14, 15}, 8)});
  // The third is refused for its person, so its account may go on.
  EXPECT_EQ(waves_of({book(1, {5}), book(2, {5}), book(2, {1}, 7), book(1, {6}, 7)}),
            (waves{1, 2, 2, 1}));
  // The third and the last are refused for their account, whoever else books their person.
  EXPECT_EQ(waves_of({book(1, {7}), book(2, {7}), book(2, {8}, 8), book(1, {8}, 8)}),
            (waves{1, 2, 2, 1}));
}

TEST_F(wave_planner_bookings, who_may_be_moved_by_a_waiting_command_waits) {
  open_days(4);
  const auto old = book(0, {1}, 7);
  country_.play({old});
  EXPECT_EQ(waves_of({book(2, {9}, 7), book(1, {1}, 7, old.id), book(3, {1})}), (waves{1, 2, 3}));
}

TEST_F(wave_planner_bookings, an_account_well_below_its_limit_waits_for_no_cancellation) {
  open_days(2);
  const auto gone = book(0, {1}, 7);
  country_.play({gone});
  EXPECT_EQ(waves_of({cancel(0, gone.id), book(1, {2}, 7)}), (waves{1, 1}));
}

}  // namespace
}  // namespace antrian::actors
