// Goal: an event that cannot be true of the state stops the process before it can reach the disk.
// Method: for every invariant that the fold asserts, an event that breaks it; and the same event
// where it is true, so that the assertion is seen to be about the breach alone.
#include <gtest/gtest.h>

#include "tests/domain/fixtures.hpp"

namespace antrian::tests {
namespace {

using events::lane;

/// One booking (uuid 10) of persons 1 and 2 in the only online places, at 08:00.
class fold_death : public ::testing::Test {
 protected:
  void SetUp() override {
    apply(events::day_opened{{slot("08:00", "09:00", 2, 1)}, std::nullopt, {}, 420});
    apply(confirmed(10, 1, {1, 2}));
  }
  void apply(events::event_body body) {
    evolve(state, {uuid_of(1), {}, std::nullopt, std::move(body)});
  }
  static events::booking_facts facts(std::uint64_t booking) {
    return {uuid_of(booking), account(1), lane::online, "new_passport"};
  }
  static events::placement seat(std::uint64_t who, std::string_view at = "08:00") {
    return {person(who), clock(at)};
  }
  static events::booking_confirmed confirmed(std::uint64_t booking, std::uint32_t code,
                                             std::initializer_list<std::uint64_t> who,
                                             std::string_view at = "08:00") {
    events::booking_confirmed e{facts(booking), {}, {code}, std::nullopt, 0};
    for (const auto n : who) e.applicants.push_back(seat(n, at));
    return e;
  }
  domain::office_day state;
};

TEST_F(fold_death, on_a_place_given_twice) {
  EXPECT_DEATH(apply(confirmed(11, 2, {3})), "taken\\[i\\] <= where.capacity\\[i\\]");
  apply(events::booking_cancelled{facts(10), {seat(1)}, {}, std::nullopt});
  apply(confirmed(11, 2, {3}));
  EXPECT_EQ(state.free_places(lane::online), 0U);
}

TEST_F(fold_death, on_a_place_in_a_slot_that_was_taken_away) {
  apply(events::capacity_changed{{slot("09:00", "10:00", 5)}, {}});
  EXPECT_DEATH(apply(confirmed(11, 2, {3})), "taken\\[i\\] <= where.capacity\\[i\\]");
}

TEST_F(fold_death, on_a_slot_that_is_not_there) {
  EXPECT_DEATH(apply(confirmed(11, 2, {3}, "10:00")), "found != nullptr");
}

TEST_F(fold_death, on_a_day_opened_twice) {
  EXPECT_DEATH(apply(events::day_opened{}), "day_status::not_open");
}

TEST_F(fold_death, on_a_booking_or_code_given_twice) {
  apply(events::capacity_changed{{slot("08:00", "09:00", 9)}, {}});
  EXPECT_DEATH(apply(confirmed(10, 2, {3})), "new_id && new_code");
  EXPECT_DEATH(apply(confirmed(11, 1, {3})), "new_id && new_code");
}

TEST_F(fold_death, on_a_service_that_the_day_does_not_have) {
  apply(events::capacity_changed{{slot("08:00", "09:00", 9)}, {}});
  auto e = confirmed(11, 2, {3});
  e.facts.service = "visa";
  EXPECT_DEATH(apply(e), "service != services.end");
}

TEST_F(fold_death, on_a_booking_or_person_that_is_not_there) {
  EXPECT_DEATH(apply(events::booking_cancelled{facts(11), {seat(1)}, {}, std::nullopt}),
               "owner != nullptr");
  EXPECT_DEATH(apply(events::booking_cancelled{facts(10), {seat(3)}, {}, std::nullopt}),
               "somebody who is not of the booking");
}

TEST_F(fold_death, on_a_place_given_up_twice) {
  apply(events::booking_cancelled{facts(10), {seat(1)}, {}, std::nullopt});
  EXPECT_DEATH(apply(events::booking_cancelled{facts(10), {seat(1)}, {}, std::nullopt}),
               "who.live\\(\\)");
  EXPECT_DEATH(apply(events::booking_missed{facts(10), {seat(1)}, {}}), "who.live\\(\\)");
}

TEST_F(fold_death, on_counts_that_would_go_below_nothing) {
  state.slots[0].taken[0] = 0;
  EXPECT_DEATH(apply(events::booking_cancelled{facts(10), {seat(1)}, {}, std::nullopt}),
               "taken > 0");
  state.slots[0].live = 0;
  EXPECT_DEATH(apply(events::booking_cancelled{facts(10), {seat(1)}, {}, std::nullopt}),
               "where.live > 0");
}

TEST_F(fold_death, on_a_queue_number_with_a_gap_or_a_repeat) {
  apply(events::applicant_checked_in{facts(10), seat(1), 1});
  EXPECT_DEATH(apply(events::applicant_checked_in{facts(10), seat(2), 1}), "queue_number ==");
  EXPECT_DEATH(apply(events::applicant_checked_in{facts(10), seat(2), 3}), "queue_number ==");
  apply(events::check_in_undone{facts(10), seat(1), 1});
  // An undone number is void, not free.
  EXPECT_DEATH(apply(events::applicant_checked_in{facts(10), seat(1), 1}), "queue_number ==");
  apply(events::applicant_checked_in{facts(10), seat(1), 2});
  EXPECT_EQ(state.first_waiting(lane::online), 2U);
}

TEST_F(fold_death, on_steps_in_the_queue_out_of_order) {
  EXPECT_DEATH(apply(events::check_in_undone{facts(10), seat(1), 1}), "place_state::checked_in");
  EXPECT_DEATH(apply(events::number_called{facts(10), seat(1), 1, "1", false, 0}),
               "place_state::checked_in");
  apply(events::applicant_checked_in{facts(10), seat(1), 1});
  EXPECT_DEATH(apply(events::applicant_checked_in{facts(10), seat(1), 2}),
               "place_state::confirmed");
  apply(events::number_called{facts(10), seat(1), 1, "1", false, 0});
  EXPECT_DEATH(apply(events::number_called{facts(10), seat(1), 1, "1", false, 0}),
               "place_state::checked_in");
  apply(events::applicant_served{facts(10), seat(1), 1, 0});
  EXPECT_DEATH(apply(events::applicant_missed{facts(10), seat(1), 1}), "who.live\\(\\)");
}

TEST_F(fold_death, a_refusal_changes_nothing) {
  const auto before = state;
  apply(events::booking_declined{});
  EXPECT_EQ(state, before);
}

}  // namespace
}  // namespace antrian::tests
