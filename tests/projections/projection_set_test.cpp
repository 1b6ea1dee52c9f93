// Goal: following the log gives the same rows live, catching up, after a crash and with little
// memory; whatever cannot be folded stops it loudly. Method: what happened is committed to a log in
// memory and folded in several ways, whose rows' bytes are compared.
#include "projections/projection_set.hpp"

#include <gtest/gtest.h>
#include <rocksdb/db.h>
#include <rocksdb/write_batch.h>

#include "events/event_codec.hpp"
#include "projections/checkpoint.hpp"
#include "storage/record.hpp"
#include "tests/projections/random_nation.hpp"

namespace antrian::projections {
namespace {

/// Each of these opens stores, so a few seeds are tried and not hundreds.
class any_history : public ::testing::TestWithParam<std::uint64_t> {
 protected:
  test_store store_;
  random_nation nation_{GetParam()};
  std::mt19937_64 random_{GetParam()};
};
INSTANTIATE_TEST_SUITE_P(seed, any_history, ::testing::Range<std::uint64_t>(0, 12));

TEST_P(any_history, gives_the_same_rows_live_and_catching_up) {
  nation_.act(150);
  commit_all(store_, nation_);
  const auto live = store_.projections();
  for (const auto& record : store_.records()) apply(*live, record);
  projection_options options;
  options.save_every_events = 1 + GetParam() * 7;
  const auto catching_up = store_.projections(options);
  ASSERT_TRUE(catching_up->catch_up(store_.end()));
  EXPECT_EQ(catching_up->position(), store_.end());
  EXPECT_TRUE(bytes_of(*catching_up) == bytes_of(*live));
  EXPECT_FALSE(bytes_of(*live).empty());
}

TEST_P(any_history, a_crash_loses_nothing_but_time) {
  auto projections = store_.projections();
  for (int life = 0; life < 5; ++life) {
    nation_.act(30);
    for (auto i = commit_all(store_, nation_); i < store_.records().size(); ++i) {
      apply(*projections, store_.records()[i]);
      if (random_() % 8 == 0) {
        ASSERT_TRUE(projections->save());
      }
    }
    projections.reset();
    store_.reopen();
    projections = store_.projections();
    ASSERT_LE(projections->position(), store_.end());
    ASSERT_TRUE(projections->catch_up(store_.end()));
  }
  EXPECT_TRUE(bytes_of(*projections) == bytes_folded_once(store_.records()));
}

TEST_P(any_history, gives_the_same_rows_with_hardly_any_memory) {
  nation_.act(150);
  commit_all(store_, nation_);
  projection_options options;
  options.memory_bytes_max = 1;
  const auto projections = store_.projections(options);
  for (const auto& record : store_.records()) {
    apply(*projections, record);
    ASSERT_TRUE(projections->save());
    ASSERT_EQ(projections->front_desk().rows().rows_in_memory(), 0U);
  }
  EXPECT_TRUE(bytes_of(*projections) == bytes_folded_once(store_.records()));
}

TEST_P(any_history, is_folded_in_memory_where_nothing_may_be_written) {
  nation_.act(100);
  commit_all(store_, nation_);
  const auto end = store_.end();
  ASSERT_TRUE(store_.projections()->catch_up(end / 2));
  store_.reopen_to_read();
  projection_options options;
  options.memory_bytes_max = 1;
  options.save_every_events = 20;
  const auto projections = store_.projections(options);
  EXPECT_EQ(projections->position(), end / 2);
  ASSERT_TRUE(projections->catch_up(end));
  EXPECT_EQ(projections->position(), end);
  EXPECT_TRUE(bytes_of(*projections) == bytes_folded_once(store_.records()));
  EXPECT_EQ(store_.projections()->position(), end / 2);
}

class projection_set_test : public ::testing::Test {
 protected:
  const committed_record& open_monday() {
    return store_.commit(monday_stream, {happened(opened({slot("08:00", "09:00", 5)}))});
  }
  const committed_record& book(std::uint64_t first_booking, std::size_t count = 1) {
    std::vector<events::event> booked;
    for (std::uint64_t i = 0; i < count; ++i) {
      booked.push_back(
          happened(confirmed(facts(first_booking + i), {place(first_booking + i, "08:00")})));
    }
    return store_.commit(monday_stream, std::move(booked));
  }
  static std::uint32_t taken(const projection_set& projections) {
    const auto day = find_availability(projections.availability(), monday.office, monday.date);
    if (!day || !*day) return 0;
    return (*day)->slots.at(0).lanes[0].taken;
  }

  test_store store_;
};

TEST_F(projection_set_test, starts_at_the_beginning_and_catches_up_as_far_as_it_is_told) {
  open_monday();
  book(1, 3);
  const auto projections = store_.projections();
  EXPECT_EQ(projections->position(), 0U);
  ASSERT_TRUE(projections->catch_up(2));
  EXPECT_EQ(projections->position(), 2U);
  EXPECT_EQ(taken(*projections), 1U);
}

TEST_F(projection_set_test, goes_on_in_the_middle_of_a_record) {
  open_monday();
  const auto record = book(1, 3);
  const auto projections = store_.projections();
  ASSERT_TRUE(projections->catch_up(3));
  apply(*projections, record);
  EXPECT_EQ(projections->position(), 4U);
  EXPECT_EQ(taken(*projections), 3U);
}

TEST_F(projection_set_test, passes_over_what_is_folded_already) {
  const auto first = open_monday();
  const auto second = book(1, 2);
  const auto projections = store_.projections();
  for (int repeat = 0; repeat < 3; ++repeat) {
    apply(*projections, first);
    apply(*projections, second);
  }
  EXPECT_EQ(projections->position(), 3U);
  EXPECT_EQ(taken(*projections), 2U);
}

TEST_F(projection_set_test, catching_up_beyond_the_end_stops_at_the_end) {
  open_monday();
  const auto projections = store_.projections();
  ASSERT_TRUE(projections->catch_up(1'000));
  EXPECT_EQ(projections->position(), 1U);
}

TEST_F(projection_set_test, catches_up_in_steps_that_save_as_often_as_a_whole_run) {
  open_monday();
  for (std::uint64_t i = 0; i < 6; ++i) book(10 + i);
  projection_options options;
  options.save_every_events = 4;
  {
    const auto projections = store_.projections(options);
    for (const std::uint64_t reached : {2U, 4U, 6U, 6U}) {
      ASSERT_TRUE(projections->catch_up_step(6, 2));
      EXPECT_EQ(projections->position(), reached);
    }
  }
  EXPECT_EQ(store_.projections()->position(), 4U);  // what was saved
}

TEST_F(projection_set_test, tells_its_progress_and_stops_when_told) {
  open_monday();
  for (std::uint64_t i = 0; i < 6; ++i) book(10 + i);
  projection_options options;
  options.save_every_events = 2;
  const auto projections = store_.projections(options);
  std::vector<std::uint64_t> told;
  ASSERT_TRUE(projections->catch_up(7, [&told](std::uint64_t position) {
    told.push_back(position);
    return told.size() < 2;
  }));
  EXPECT_EQ(told, (std::vector<std::uint64_t>{2, 4}));
  EXPECT_EQ(projections->position(), 4U);
}

TEST_F(projection_set_test, only_what_was_saved_outlives_it) {
  auto projections = store_.projections();
  apply(*projections, open_monday());
  ASSERT_TRUE(projections->save());
  apply(*projections, book(1));
  projections.reset();
  store_.reopen();
  projections = store_.projections();
  EXPECT_EQ(projections->position(), 1U);
  EXPECT_EQ(taken(*projections), 0U);
  ASSERT_TRUE(projections->catch_up(2));
  EXPECT_EQ(taken(*projections), 1U);
}

TEST_F(projection_set_test, a_gap_in_what_it_is_given_stops_the_process) {
  const auto first = open_monday();
  book(1);
  const auto third = book(2);
  const auto projections = store_.projections();
  apply(*projections, first);
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_DEATH(apply(*projections, third), "first_position");
}

TEST_F(projection_set_test, an_event_that_does_not_fit_stops_it_and_says_where) {
  const auto first = open_monday();
  const auto bad = store_.commit(
      monday_stream, {happened(confirmed(facts(1), {place(1, "08:00")})),
                      happened(cancelled(facts(2), {place(2, "08:00"), place(3, "08:00")}))});
  auto projections = store_.projections();
  apply(*projections, first);
  ASSERT_TRUE(projections->save());
  const auto stopped =
      projections->apply(bad.first_position, bad.stream, bad.first_sequence, bad.events);
  ASSERT_FALSE(stopped);
  EXPECT_EQ(stopped.error().code, storage::errc::damaged);
  EXPECT_NE(stopped.error().message().find("position 3 (PEMATANGSIANTAR/2026-11-30, sequence 3)"),
            std::string::npos)
      << stopped.error().message();
  // It stays stopped, and what is half folded is never saved.
  EXPECT_FALSE(projections->save());
  EXPECT_FALSE(projections->catch_up(3));
  EXPECT_FALSE(projections->start_rebuild());
  EXPECT_FALSE(projections->rebuild_step(10));
  EXPECT_FALSE(
      projections->apply(first.first_position, first.stream, first.first_sequence, first.events));
  store_.reopen();
  projections = store_.projections();
  EXPECT_EQ(projections->position(), 1U);
  EXPECT_EQ(taken(*projections), 0U);
}

TEST_F(projection_set_test, a_stream_that_is_no_office_day_stops_it) {
  const auto strange = store_.commit("elsewhere", {happened(events::day_ended{})});
  auto live = store_.projections();
  EXPECT_FALSE(live->apply(1, strange.stream, 1, strange.events));
  const auto following = store_.projections();
  EXPECT_EQ(following->catch_up(1).error().code, storage::errc::damaged);
}

class damaged_log : public projection_set_test {
 protected:
  static std::string key(std::uint64_t position) {
    std::string bytes;
    storage::append_big_endian(bytes, position);
    return bytes;
  }
  void remove_record(std::uint64_t position) {
    ASSERT_TRUE(store_.store().db().Delete(options_, log(), key(position)).ok());
  }
  void replace_record(const storage::record_view& record) {
    std::string bytes;
    storage::append_record(bytes, record);
    ASSERT_TRUE(store_.store().db().Put(options_, log(), key(record.first_position), bytes).ok());
  }
  void expect_stopped(std::string_view why) {
    const auto projections = store_.projections();
    const auto stopped = projections->catch_up(store_.end());
    ASSERT_FALSE(stopped);
    EXPECT_EQ(stopped.error().code, storage::errc::damaged);
    EXPECT_NE(stopped.error().detail.find(why), std::string::npos) << stopped.error().detail;
  }

 private:
  rocksdb::ColumnFamilyHandle* log() { return store_.store().family(storage::table::log); }
  rocksdb::WriteOptions options_;
};

TEST_F(damaged_log, without_a_record_in_the_middle_stops_it) {
  open_monday();
  book(1);
  book(2);
  remove_record(2);
  expect_stopped("position 2");
}

TEST_F(damaged_log, without_its_last_record_stops_it) {
  open_monday();
  book(1);
  remove_record(2);
  expect_stopped("position 2");
}

TEST_F(damaged_log, with_events_that_cannot_be_read_stops_it) {
  open_monday();
  storage::record_view record;
  record.first_position = 1;
  record.stream = monday_stream;
  record.first_sequence = 1;
  record.count = 1;
  record.events = "?";
  replace_record(record);
  expect_stopped("at position 1 cannot be read");
}

TEST_F(damaged_log, with_fewer_events_than_a_record_claims_stops_it) {
  const auto opening = open_monday();
  store_.commit(monday_stream, {happened(events::day_closed{}), happened(events::day_closed{})});
  std::string one_event;
  events::append_events(one_event, opening.events.data(), 1);
  storage::record_view record;
  record.first_position = 2;
  record.stream = monday_stream;
  record.first_sequence = 2;
  record.count = 2;
  record.events = one_event;
  replace_record(record);
  expect_stopped("at position 2 cannot be read");
}

TEST_F(projection_set_test, nothing_to_apply_is_no_error) {
  const auto projections = store_.projections();
  EXPECT_TRUE(projections->apply(1, monday_stream, 1, {}));
  EXPECT_EQ(projections->position(), 0U);
}

class stored_checkpoint : public projection_set_test {
 protected:
  void SetUp() override {
    open_monday();
    book(1, 2);
    ASSERT_TRUE(store_.projections()->catch_up(3));
  }
  projection_checkpoint read() {
    return read_checkpoint(store_.store(), "availability").value().value();
  }
  void write(const projection_checkpoint& value) {
    rocksdb::WriteBatch batch;
    stage_checkpoint(store_.store(), batch, "availability", value);
    rocksdb::WriteOptions options;
    options.sync = false;
    ASSERT_TRUE(store_.store().db().Write(options, &batch).ok());
  }
};

TEST_F(stored_checkpoint, beyond_the_end_of_the_log_is_refused) {
  auto ahead = read();
  EXPECT_EQ(ahead.position, 3U);
  ahead.position = 4;
  write(ahead);
  const auto opened = projection_set::open(store_.store());
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, storage::errc::damaged);
}

TEST_F(stored_checkpoint, of_another_version_of_the_rows_folds_that_projection_again) {
  auto older = read();
  ++older.row_version;
  write(older);
  auto projections = store_.projections();
  EXPECT_EQ(projections->position(), 0U);
  EXPECT_EQ(projections->reports().position(), 3U);
  EXPECT_EQ(taken(*projections), 0U);
  ASSERT_TRUE(projections->catch_up(3));
  EXPECT_EQ(taken(*projections), 2U);
  // The rows of the other version are gone.
  const row_store old_rows{store_.store(), storage::table::availability, older.generation};
  EXPECT_FALSE(old_rows.get(monday_stream).value());
  EXPECT_EQ(read().generation, older.generation + 1);
}

TEST_F(stored_checkpoint, far_behind_the_others_is_not_overtaken_by_its_own_rebuild) {
  auto older = read();
  ++older.row_version;
  write(older);
  const auto projections = store_.projections();
  ASSERT_TRUE(projections->start_rebuild().value());
  ASSERT_TRUE(projections->rebuild_step(10));
  EXPECT_FALSE(projections->rebuilding());
  EXPECT_EQ(projections->availability().position(), 0U);
  ASSERT_TRUE(projections->catch_up(3));
  EXPECT_EQ(taken(*projections), 2U);
}

TEST_F(stored_checkpoint, that_is_damaged_is_refused) {
  rocksdb::WriteOptions options;
  options.sync = false;
  ASSERT_TRUE(
      store_.store()
          .db()
          .Put(options, store_.store().family(storage::table::meta), "projection/availability", "?")
          .ok());
  EXPECT_EQ(projection_set::open(store_.store()).error().code, storage::errc::damaged);
}

}  // namespace
}  // namespace antrian::projections
