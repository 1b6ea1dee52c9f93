// Goal: those who wait are called in a fair order, and nobody is called or served twice.
// Method: queues over all lanes, calls of some lanes, and the counter's commands at every stage of
// a number.
#include <gtest/gtest.h>

#include "tests/domain/fixtures.hpp"

namespace antrian::tests {
namespace {

using events::decline_reason;
using events::lane;

/// Numbers 1 to 6: walk-in, online, priority, online, priority, walk-in.
class full_waiting_room : public one_day {
 protected:
  void SetUp() override {
    day.open({slot("08:00", "09:00", 9, 9, 9)});
    const lane lanes[] = {lane::walk_in, lane::online,   lane::priority,
                          lane::online,  lane::priority, lane::walk_in};
    for (std::uint64_t i = 0; i < 6; ++i) {
      const auto who = i + 1;
      if (lanes[i] == lane::walk_in) {
        ASSERT_TRUE(is_accepted(day.walk_in({who})));
        continue;
      }
      const auto booked = day.book({.people = {who}, .account = who, .lane = lanes[i]});
      ASSERT_TRUE(is_accepted(day.check_in(booked.booking(), who)));
    }
  }
};

TEST_F(full_waiting_room, priority_comes_first_and_the_others_by_number) {
  for (const std::uint32_t expected : {3U, 5U, 1U, 2U, 4U, 6U}) {
    EXPECT_EQ(called(day.call()), expected);
  }
  EXPECT_TRUE(is_declined(day.call(), decline_reason::queue_empty));
}

TEST_F(full_waiting_room, a_counter_may_call_some_lanes_only) {
  EXPECT_EQ(called(day.call({lane::online})), 2U);
  EXPECT_EQ(called(day.call({lane::walk_in, lane::online})), 1U);
  EXPECT_EQ(called(day.call({lane::walk_in, lane::priority})), 3U);
  EXPECT_EQ(called(day.call({lane::priority})), 5U);
  EXPECT_TRUE(is_declined(day.call({lane::priority}), decline_reason::queue_empty));
  EXPECT_EQ(called(day.call({lane::walk_in, lane::priority})), 6U);
  EXPECT_EQ(called(day.call()), 4U);
}

TEST_F(full_waiting_room, a_call_says_who_where_and_after_how_long) {
  const auto call = day.call({lane::online}, "08:20");
  ASSERT_EQ(call.caused.size(), 1U);
  const auto& e = *call.get<events::number_called>();
  EXPECT_EQ(e.place.subject, person(2));
  EXPECT_EQ(e.facts.lane, lane::online);
  EXPECT_EQ(e.counter, "3");
  EXPECT_FALSE(e.again);
  EXPECT_EQ(e.waited_ms, 20 * events::minute_ms);
}

TEST_F(full_waiting_room, a_number_is_called_again_only_while_it_is_called) {
  EXPECT_TRUE(is_declined(day.recall(3), decline_reason::unknown_queue_number));
  ASSERT_EQ(called(day.call()), 3U);
  for (int i = 0; i < 2; ++i) {
    const auto again = day.recall(3);
    ASSERT_EQ(called(again), 3U);
    EXPECT_TRUE(again.get<events::number_called>()->again);
  }
  ASSERT_TRUE(is_accepted(day.serve(3)));
  EXPECT_TRUE(is_declined(day.recall(3), decline_reason::unknown_queue_number));
}

TEST_F(full_waiting_room, a_number_is_served_or_missed_once) {
  ASSERT_EQ(called(day.call()), 3U);
  ASSERT_EQ(called(day.call()), 5U);
  const auto served = day.serve(3);
  ASSERT_TRUE(is_accepted(served));
  EXPECT_EQ(served.get<events::applicant_served>()->place.subject, person(3));
  EXPECT_EQ(served.get<events::applicant_served>()->service_ms, 10 * events::minute_ms);
  const auto missed = day.miss(5);
  ASSERT_TRUE(is_accepted(missed));
  EXPECT_EQ(missed.get<events::applicant_missed>()->place.subject, person(5));
  for (const std::uint32_t number : {3U, 5U}) {
    EXPECT_TRUE(is_declined(day.serve(number), decline_reason::unknown_queue_number));
    EXPECT_TRUE(is_declined(day.miss(number), decline_reason::unknown_queue_number));
    EXPECT_TRUE(is_declined(day.recall(number), decline_reason::unknown_queue_number));
  }
}

TEST_F(full_waiting_room, a_number_that_is_waiting_or_was_never_given_is_not_called) {
  for (const std::uint32_t number : {1U, 6U, 7U, 0U, UINT32_MAX}) {
    EXPECT_TRUE(is_declined(day.serve(number), decline_reason::unknown_queue_number));
    EXPECT_TRUE(is_declined(day.miss(number), decline_reason::unknown_queue_number));
    EXPECT_TRUE(is_declined(day.recall(number), decline_reason::unknown_queue_number));
  }
}

TEST_F(full_waiting_room, who_is_served_or_missed_is_free_to_book_again) {
  ASSERT_EQ(called(day.call()), 3U);
  EXPECT_TRUE(
      is_declined(day.book({.people = {3}, .account = 9}), decline_reason::nik_has_booking));
  ASSERT_TRUE(is_accepted(day.serve(3)));
  EXPECT_TRUE(is_accepted(day.book({.people = {3}, .account = 9})));
  ASSERT_EQ(called(day.call()), 5U);
  ASSERT_TRUE(is_accepted(day.miss(5)));
  // Missed at the counter is no no-show, so it does not block.
  EXPECT_TRUE(is_accepted(day.book({.people = {5}, .account = 9})));
}

TEST_F(full_waiting_room, a_served_place_is_not_given_to_another) {
  EXPECT_EQ(day.state().free_places(lane::priority), 7U);
  ASSERT_EQ(called(day.call()), 3U);
  ASSERT_TRUE(is_accepted(day.serve(3)));
  EXPECT_EQ(day.state().free_places(lane::priority), 7U);
}

TEST_F(full_waiting_room, is_called_on_where_it_was_after_a_restart) {
  ASSERT_EQ(called(day.call()), 3U);
  ASSERT_EQ(called(day.call()), 5U);
  ASSERT_EQ(called(day.call()), 1U);
  country.restart(offices());
  for (const std::uint32_t expected : {2U, 4U, 6U}) EXPECT_EQ(called(day.call()), expected);
  EXPECT_TRUE(is_declined(day.call(), decline_reason::queue_empty));
  EXPECT_TRUE(is_accepted(day.serve(5)));
}

TEST_F(open_day, nobody_is_called_from_an_empty_queue) {
  EXPECT_TRUE(is_declined(day.call(), decline_reason::queue_empty));
  ASSERT_TRUE(is_accepted(day.book({.people = {1}, .slot = "08:00"})));
  EXPECT_TRUE(is_declined(day.call(), decline_reason::queue_empty));
}

}  // namespace
}  // namespace antrian::tests
