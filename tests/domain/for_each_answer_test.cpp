// Goal: the events of a record are told apart by the command that is owed an answer for them, the
// engine's own releases apart. Method: records made by hand, also with the id of a release chosen
// by a producer, right before and right behind it.
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "domain/reschedule.hpp"
#include "tests/domain/fixtures.hpp"

namespace antrian::tests {
namespace {

/// Positions of the last event of each answer, and how many events it has.
using answers = std::vector<std::pair<std::uint64_t, std::size_t>>;

answers answers_of(const std::vector<events::event>& record) {
  answers found;
  domain::for_each_answer(record, 100, [&](std::span<const events::event> caused, auto last) {
    found.emplace_back(last, caused.size());
  });
  return found;
}

events::event event_of(std::uint64_t command, events::event_body body) {
  return {uuid_of(command), {}, std::nullopt, std::move(body)};
}
/// Of a command that a producer sent.
events::event sent(std::uint64_t command) {
  return event_of(command, events::day_closed{});
}
/// Of the engine's own command with this id.
events::event release(std::uint64_t command) {
  events::booking_cancelled gone;
  gone.cause = events::cancel_cause::rescheduled;
  gone.replaced_by = uuid_of(1'000 + command);
  return event_of(command, gone);
}

TEST(for_each_answer, gives_each_command_its_events_and_the_position_of_the_last) {
  EXPECT_EQ(answers_of({}), answers());
  EXPECT_EQ(answers_of({sent(1), sent(2), sent(2), sent(3)}),
            (answers{{100, 1}, {102, 2}, {103, 1}}));
}

TEST(for_each_answer, passes_over_releases) {
  EXPECT_EQ(answers_of({release(1), release(2)}), answers());
  EXPECT_EQ(answers_of({sent(1), release(2), sent(3)}), (answers{{100, 1}, {102, 1}}));
}

TEST(for_each_answer, tells_a_release_from_a_command_that_has_its_id) {
  EXPECT_EQ(answers_of({release(1), sent(1), sent(1)}), (answers{{102, 2}}));
  EXPECT_EQ(answers_of({sent(1), sent(1), release(1)}), (answers{{101, 2}}));
  EXPECT_EQ(answers_of({sent(1), release(1), sent(1)}), (answers{{100, 1}, {102, 1}}));
}

TEST(for_each_answer, takes_a_move_within_the_day_for_the_command_that_it_is) {
  events::booking_cancelled gone;
  gone.cause = events::cancel_cause::rescheduled;
  gone.replaced_by = uuid_of(1);
  EXPECT_EQ(answers_of({event_of(1, events::booking_confirmed{}), event_of(1, gone)}),
            (answers{{101, 2}}));
}

}  // namespace
}  // namespace antrian::tests
