// Goal: the simulated histories are worth simulating: every command is accepted sometimes, every
// refusal happens, moves across office days and second bookings are many. Method: counting.
#include "tests/simulation/history.hpp"

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <set>

#include <gtest/gtest.h>

namespace antrian::tests {
namespace {

struct tally {
  std::map<events::command_type, std::size_t> accepted;
  std::map<events::decline_reason, std::size_t> declined;
  std::size_t invalid = 0;
  std::size_t repeats = 0;
  std::size_t moves_across_days = 0;
  std::size_t chained_moves = 0;
};

tally count(std::uint64_t seeds) {
  tally sum;
  for (std::uint64_t seed = 0; seed < seeds; ++seed) {
    history made(seed);
    made.grow(300);
    std::set<events::uuid> seen;
    for (const line& each : made.lines()) {
      if (each.expected.outcome == events::outcome::invalid) {
        ++sum.invalid;
      } else if (!seen.insert(*each.id).second) {
        ++sum.repeats;
      } else if (each.expected.outcome == events::outcome::declined) {
        ++sum.declined[each.expected.reason];
      } else {
        ++sum.accepted[each.command->type()];
      }
    }
    for (const auto& logged : made.country().log()) {
      if (domain::is_release(logged.event)) ++sum.moves_across_days;
      const auto* confirmed = std::get_if<events::booking_confirmed>(&logged.event.body);
      if (confirmed != nullptr && confirmed->replacements > 1) ++sum.chained_moves;
    }
  }
  return sum;
}

TEST(the_simulated_histories, reach_every_command_and_every_refusal) {
  const auto sum = count(40);
  if (std::getenv("ANTRIAN_TALLY") != nullptr) {
    for (const auto& [type, n] : sum.accepted) std::cout << name_of(type) << ' ' << n << '\n';
    for (const auto& [why, n] : sum.declined) std::cout << "  " << name_of(why) << ' ' << n << '\n';
    std::cout << sum.invalid << " invalid, " << sum.repeats << " repeats, " << sum.moves_across_days
              << " moves across days, " << sum.chained_moves << " chained\n";
  }
  EXPECT_EQ(sum.accepted.size(), events::command_type_count - 1);  // all but release_replaced
  EXPECT_EQ(sum.declined.size(), events::decline_reason_count);
  EXPECT_GT(sum.invalid, 100U);
  EXPECT_GT(sum.repeats, 400U);
  EXPECT_GT(sum.moves_across_days, 200U);
  EXPECT_GT(sum.chained_moves, 20U);
  EXPECT_GT(sum.declined.at(events::decline_reason::account_limit), 100U);
  EXPECT_GT(sum.declined.at(events::decline_reason::nik_has_booking), 200U);
}

}  // namespace
}  // namespace antrian::tests
