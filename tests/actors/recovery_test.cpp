// Goal: a partition comes back with everything that it has promised: the first answer to every id,
// wherever it is kept, and the release of a place whose owner has moved. Method: the engine under
// the deterministic scheduler, ended in every way, and a log that holds half a move.
#include <gtest/gtest.h>

#include "domain/reschedule.hpp"
#include "storage/derived.hpp"
#include "tests/actors/engine_desk.hpp"
#include "tests/simulation/store_checks.hpp"

namespace antrian::actors {
namespace {

class first_answers : public engine_desk {
 protected:
  /// More events than lie between two checkpoints.
  std::vector<tests::line> many() {
    std::vector<tests::line> lines{open(monday, 3)};
    for (std::uint64_t i = 1; i < 60; ++i) lines.push_back(book(monday, i));
    return lines;
  }
  /// All lines again are answered as they were first, and nothing is written.
  void expect_first_answers(const std::vector<tests::line>& lines) {
    const auto position = engine_->status().decided_position;
    const auto repeats = engine_->status().repeats;
    ask(lines);
    EXPECT_EQ(engine_->status().decided_position, position);
    EXPECT_EQ(engine_->status().repeats, repeats + lines.size());
    for (const auto& each : lines) {
      ASSERT_GE(answers_[*each.id].size(), 2U);
      EXPECT_EQ(answers_[*each.id].back(), answers_[*each.id].front());
    }
  }
};

TEST_F(first_answers, are_given_again_from_memory) {
  start();
  const std::vector<tests::line> lines{open(monday), book(monday, 1), book(monday, 1)};
  ask(lines);
  EXPECT_TRUE(storage::commands_empty(*store_));
  expect_first_answers(lines);
}

TEST_F(first_answers, are_given_again_while_a_checkpoint_is_being_written) {
  start();
  engine_->hold(part::keeper);
  const auto lines = many();
  ask(lines);
  EXPECT_TRUE(storage::commands_empty(*store_));
  EXPECT_EQ(storage::checkpoint_position(*store_).value(), 0U);
  expect_first_answers(lines);
  engine_->let_go();
  engine_->run();
  EXPECT_EQ(storage::checkpoint_position(*store_).value(), lines.size());
  expect_first_answers(lines);
}

TEST_F(first_answers, are_given_again_from_the_store) {
  start();
  const auto lines = many();
  ask(lines);
  const auto later = book(tuesday, 1);
  ask({later});  // with which the answers of the checkpoint leave the memory
  expect_first_answers(lines);
  expect_first_answers({later});
}

TEST_F(first_answers, are_given_again_after_an_orderly_end) {
  start();
  const auto lines = many();
  ask(lines);
  end();
  start();
  EXPECT_EQ(storage::checkpoint_position(*store_).value(), lines.size());
  expect_first_answers(lines);
}

TEST_F(first_answers, are_given_again_from_the_log_alone) {
  choices_.limits = {};
  start();
  const auto lines = many();
  ask(lines);
  end(false);
  start();
  EXPECT_EQ(storage::checkpoint_position(*store_).value(), 0U);
  expect_first_answers(lines);
}

TEST_F(first_answers, are_given_to_repeats_that_cannot_be_read) {
  start();
  const auto answered = open(monday);
  ask({answered});
  const tests::line unreadable{std::nullopt, answered.id, {}};
  const auto fresh = book(monday, 1);
  const tests::line unreadable_fresh{std::nullopt, fresh.id, {}};
  // Before the command of its id, a line that cannot be read is only that.
  hand_in({unreadable_fresh, unreadable, fresh, unreadable_fresh});
  engine_->run();
  EXPECT_EQ(answers_[*answered.id].back(), answers_[*answered.id].front());
  ASSERT_EQ(answers_[*fresh.id].size(), 3U);
  EXPECT_EQ(answers_[*fresh.id][0].outcome, events::outcome::invalid);
  EXPECT_TRUE(accepted(answers_[*fresh.id][1]));
  EXPECT_EQ(answers_[*fresh.id][2], answers_[*fresh.id][1]);
  ask({unreadable_fresh});
  EXPECT_EQ(answers_[*fresh.id].back(), answers_[*fresh.id][1]);
}

TEST_F(first_answers, are_not_those_of_the_engines_own_commands) {
  choices_.limits = {};
  start();
  const auto old = book(monday, 1);
  ask({open(monday), open(tuesday), old});
  auto move = book(tuesday, 1, old.id);
  move.command->at = old.command->at;  // before the old place's time has come
  // Somebody uses the very id with which the engine gives the old place up, on that office day.
  auto same_id = book(monday, 2);
  same_id.id = same_id.command->id = domain::release_command_id(*move.id);
  ask({move, same_id});
  EXPECT_TRUE(accepted(answers_[*move.id].front()));
  EXPECT_TRUE(accepted(answers_[*same_id.id].front()));
  end(false);
  start();
  expect_first_answers({move, same_id});
}

/// A log whose last commit holds a new booking, but not the release of the place that it replaces.
class half_a_move : public engine_desk {
 protected:
  tests::line old_ = book(monday, 1);
  events::uuid new_ = tests::uuid_of(5000);

  void write_half_a_move() {
    open_store();
    const auto writer = storage::must(storage::log_writer::open(*store_));
    events::booking_confirmed moved;
    moved.facts = {new_, tests::account(1), events::lane::online, "new_passport"};
    moved.applicants.push_back({tests::person(1), tests::clock("08:00")});
    moved.code.value = 77;
    moved.replaces = old_.id;
    moved.replacements = 1;
    storage::log_append append;
    append.first_position = writer->last_position() + 1;
    append.streams.push_back(
        {tests::offices().stream_name(tuesday),
         {{new_, events::to_instant(monday.date, {0}, 420), std::nullopt, moved}},
         0});
    const storage::log_append* appends[]{&append};
    ASSERT_TRUE(writer->commit(appends));
  }
  std::vector<tests::logged_group> releases() {
    std::vector<tests::logged_group> found;
    for (auto& group : tests::groups_of_log(*store_)) {
      if (group.is_release) found.push_back(std::move(group));
    }
    return found;
  }
  void expect_released_once() {
    write_half_a_move();
    EXPECT_TRUE(releases().empty());
    start();
    engine_->run();
    ASSERT_EQ(releases().size(), 1U);
    const auto release = releases().front();
    EXPECT_EQ(release.day, monday);
    const auto& gone = std::get<events::booking_cancelled>(release.events.front().body);
    EXPECT_EQ(gone.facts.booking, *old_.id);
    EXPECT_EQ(gone.replaced_by, new_);
    end();
    start();
    engine_->run();
    EXPECT_EQ(releases().size(), 1U);
    // Its only place is free, and the person's live booking is the new one.
    EXPECT_TRUE(accepted(ask({book(monday, 2)}).front()));
    EXPECT_EQ(ask({book(monday, 1)}).front().reason, events::decline_reason::nik_has_booking);
    EXPECT_EQ(failure(), "");
  }
};

TEST_F(half_a_move, is_completed_where_the_log_alone_knows_the_old_place) {
  choices_.limits = {};
  start();
  ask({open(monday, 1), open(tuesday, 1), old_});
  end(false);
  expect_released_once();
}

TEST_F(half_a_move, is_completed_where_the_old_place_is_older_than_the_checkpoint) {
  start();
  ask({open(monday, 1), open(tuesday, 1), old_});
  end();
  expect_released_once();
}

TEST_F(half_a_move, ends_the_start_where_the_old_place_is_nowhere) {
  choices_.limits = {};
  start();
  ask({open(monday, 1), open(tuesday, 1)});
  end(false);
  write_half_a_move();
  start();
  engine_->run();
  EXPECT_NE(failure().find(events::to_text(*old_.id)), std::string::npos) << failure();
}

class starting : public engine_desk {};

TEST_F(starting, says_which_office_is_missing) {
  open_store();
  const auto writer = storage::must(storage::log_writer::open(*store_));
  storage::log_append append;
  append.first_position = 1;
  append.streams.push_back({"NOWHERE/2026-11-30", {storage::event_of(1)}, 0});
  const storage::log_append* appends[]{&append};
  ASSERT_TRUE(writer->commit(appends));
  start();
  engine_->run();
  EXPECT_NE(failure().find("NOWHERE/2026-11-30"), std::string::npos) << failure();
  EXPECT_NE(failure().find("offices.csv"), std::string::npos) << failure();
}

TEST_F(starting, refuses_claims_that_cannot_be_read) {
  open_store();
  storage::raw_put(*store_, storage::table::claims, "?", "?");
  start();
  engine_->run();
  EXPECT_NE(failure().find("claims"), std::string::npos) << failure();
}

TEST_F(starting, an_office_day_goes_on_without_its_snapshot) {
  start();
  std::vector<tests::line> lines{open(monday, 3)};
  for (std::uint64_t i = 1; i < 30; ++i) lines.push_back(book(monday, i));
  ask(lines);
  end();
  open_store();
  const auto stream = tests::offices().stream_name(monday);
  const auto stored = storage::must(storage::read_snapshot(*store_, stream));
  ASSERT_TRUE(stored);
  auto damaged = *stored;
  damaged.state.back() = static_cast<char>(damaged.state.back() ^ 1);
  ASSERT_TRUE(storage::write_snapshot(*store_, stream, damaged));
  start();
  EXPECT_EQ(ask({book(monday, 99)}).front().reason, events::decline_reason::day_full);
  EXPECT_EQ(failure(), "");
}

}  // namespace
}  // namespace antrian::actors
