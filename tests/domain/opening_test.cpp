// Goal: nothing happens on a day that is not open, and opening records all that decisions need.
// Method: every type of command on a day in each status.
#include <gtest/gtest.h>

#include "tests/domain/fixtures.hpp"

namespace antrian::tests {
namespace {

using events::decline_reason;

/// One command of every type but `open_day` that can be refused.
std::vector<events::command_body> every_other_command() {
  events::book book;
  book.account = account(1);
  book.applicants = people({1});
  book.service = "new_passport";
  return {events::change_capacity{{slot("08:00", "09:00", 1)}},
          events::close_day{"flood"},
          events::end_day{},
          book,
          events::cancel{uuid_of(1), std::nullopt},
          events::check_in{uuid_of(1), person(1)},
          events::walk_in{people({1}), "new_passport"},
          events::undo_check_in{uuid_of(1), person(1)},
          events::call_next{"1"},
          events::recall{1},
          events::serve{1},
          events::miss{1}};
}

TEST_F(one_day, declines_everything_but_opening_before_it_is_open) {
  for (const auto& body : every_other_command()) {
    EXPECT_TRUE(is_declined(day.submit(body, day.at("08:00")), decline_reason::day_not_open));
  }
}

TEST_F(open_day, declines_everything_after_it_was_closed) {
  ASSERT_TRUE(is_accepted(day.close()));
  for (const auto& body : every_other_command()) {
    EXPECT_TRUE(is_declined(day.submit(body, day.at("08:00")), decline_reason::day_closed));
  }
}

TEST_F(open_day, declines_everything_after_it_has_ended) {
  ASSERT_TRUE(is_accepted(day.end()));
  for (const auto& body : every_other_command()) {
    EXPECT_TRUE(is_declined(day.submit(body, day.at("08:00")), decline_reason::day_closed));
  }
}

TEST_F(open_day, is_opened_once_whatever_became_of_it) {
  const std::vector<events::slot_definition> slots{slot("08:00", "09:00", 9)};
  EXPECT_TRUE(is_declined(day.open(slots), decline_reason::already_open));
  ASSERT_TRUE(is_accepted(day.close()));
  EXPECT_TRUE(is_declined(day.open(slots), decline_reason::already_open));
}

TEST_F(open_day, that_has_ended_is_not_opened_again) {
  ASSERT_TRUE(is_accepted(day.end()));
  EXPECT_TRUE(is_declined(day.open({slot("08:00", "09:00", 9)}), decline_reason::already_open));
}

TEST_F(one_day, records_all_that_a_decision_depends_on_when_it_is_opened) {
  const std::vector<events::slot_definition> slots{slot("08:00", "09:00", 3, 2, 1)};
  const events::day_policy policy{15, 20, 4, 10, 2, {"replacement"}};
  const auto release = day.at("14:00", -3);
  const auto opened = day.open(slots, policy, release);
  ASSERT_EQ(opened.caused.size(), 1U);
  EXPECT_EQ(*opened.get<events::day_opened>(), (events::day_opened{slots, release, policy, 420}));
  EXPECT_EQ(day.state().policy, policy);
  EXPECT_EQ(day.state().release_at, release);
  EXPECT_EQ(day.state().utc_offset_minutes, 420);
  EXPECT_EQ(day.state().free_places(events::lane::online), 3U);
  EXPECT_EQ(day.state().free_places(events::lane::priority), 2U);
  EXPECT_EQ(day.state().free_places(events::lane::walk_in), 1U);
}

TEST_F(one_day, an_event_names_the_command_its_time_and_who_acted) {
  auto command = day.command(events::open_day{{slot("08:00", "09:00", 1)}, std::nullopt, {}, 420},
                             day.at("07:00"));
  command.by = account(77);
  const auto caused = country.submit(command);
  ASSERT_EQ(caused.size(), 1U);
  EXPECT_EQ(caused[0].command, command.id);
  EXPECT_EQ(caused[0].at, command.at);
  EXPECT_EQ(caused[0].by, account(77));
}

}  // namespace
}  // namespace antrian::tests
