// Goal: a checkpoint never says more than what has arrived. Method: examples, and any order of
// arrivals against a set of numbers.
#include "ingest/delivery_window.hpp"

#include <algorithm>
#include <numeric>
#include <set>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace antrian::ingest {
namespace {

TEST(delivery_window, begins_with_what_was_done_before) {
  EXPECT_EQ(delivery_window(41).done(), 41U);
}

TEST(delivery_window, waits_for_the_gap) {
  delivery_window window(10);
  window.arrived(12);
  window.arrived(13);
  EXPECT_EQ(window.done(), 10U);
  window.arrived(11);
  EXPECT_EQ(window.done(), 13U);
}

TEST(delivery_window, does_not_take_the_same_arrival_twice) {
  delivery_window window(0);
  window.arrived(2);
  EXPECT_DEATH(window.arrived(2), "");
  window.arrived(1);
  EXPECT_DEATH(window.arrived(1), "");
}

RC_GTEST_PROP(delivery_window, is_done_up_to_the_first_that_is_missing, ()) {
  const auto begin = *rc::gen::inRange<std::uint64_t>(0, 1'000'000);
  const auto count = *rc::gen::inRange<std::uint64_t>(1, 60);
  std::vector<std::uint64_t> order(count);
  std::iota(order.begin(), order.end(), begin + 1);
  for (std::size_t i = order.size() - 1; i > 0; --i) {
    std::swap(order[i], order[*rc::gen::inRange<std::size_t>(0, i + 1)]);
  }
  delivery_window window(begin);
  std::set<std::uint64_t> seen;
  for (const auto number : order) {
    window.arrived(number);
    seen.insert(number);
    auto expected = begin;
    while (seen.contains(expected + 1)) ++expected;
    RC_ASSERT(window.done() == expected);
  }
}

}  // namespace
}  // namespace antrian::ingest
