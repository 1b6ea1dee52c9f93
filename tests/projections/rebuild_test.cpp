// Goal: rebuilding gives every row byte for byte, while readers go on reading, events go on coming
// and the process may end at any time. Method: random days rebuilt in steps of random size.
#include <gtest/gtest.h>
#include <rocksdb/db.h>
#include <rocksdb/write_batch.h>

#include "projections/checkpoint.hpp"
#include "tests/projections/random_nation.hpp"

namespace antrian::projections {
namespace {

void finish(projection_set& projections, std::uint64_t events_max = 50) {
  for (int step = 0; projections.rebuilding(); ++step) {
    ASSERT_LT(step, 10'000) << "the rebuild does not come to an end";
    const auto done = projections.rebuild_step(events_max);
    ASSERT_TRUE(done) << done.error().message();
  }
}

class rebuild_of_any_history : public ::testing::TestWithParam<std::uint64_t> {
 protected:
  test_store store_;
  random_nation nation_{GetParam()};
  std::mt19937_64 random_{GetParam()};
};
INSTANTIATE_TEST_SUITE_P(seed, rebuild_of_any_history, ::testing::Range<std::uint64_t>(0, 12));

TEST_P(rebuild_of_any_history, equals_the_original) {
  nation_.act(150);
  commit_all(store_, nation_);
  auto projections = store_.projections();
  ASSERT_TRUE(projections->catch_up(store_.end()));
  const auto before = bytes_of(*projections);
  ASSERT_TRUE(projections->start_rebuild().value());
  finish(*projections, 1 + GetParam() * 7);
  EXPECT_TRUE(bytes_of(*projections) == before);
  projections.reset();
  store_.reopen();
  projections = store_.projections();
  EXPECT_EQ(projections->position(), store_.end());
  EXPECT_TRUE(bytes_of(*projections) == before);
}

TEST_P(rebuild_of_any_history,
       equals_the_original_while_events_keep_coming_and_the_process_may_end) {
  projection_options options;
  options.save_every_events = 40;
  auto projections = store_.projections(options);
  nation_.act(60);
  commit_all(store_, nation_);
  ASSERT_TRUE(projections->catch_up(store_.end()));
  ASSERT_TRUE(projections->start_rebuild().value());
  for (int round = 0; round < 20; ++round) {
    nation_.act(5);
    for (auto i = commit_all(store_, nation_); i < store_.records().size(); ++i) {
      apply(*projections, store_.records()[i]);
    }
    if (random_() % 2 == 0) {
      ASSERT_TRUE(projections->rebuild_step(1 + random_() % 30));
    }
    if (random_() % 5 == 0) {
      ASSERT_TRUE(projections->save());
    }
    if (random_() % 7 == 0) {
      projections.reset();
      store_.reopen();
      projections = store_.projections(options);
      ASSERT_TRUE(projections->catch_up(store_.end()));
    }
  }
  finish(*projections);
  EXPECT_TRUE(bytes_of(*projections) == bytes_folded_once(store_.records()));
}

class rebuild_test : public ::testing::Test {
 protected:
  void SetUp() override {
    store_.commit(monday_stream, {happened(opened({slot("08:00", "09:00", 5)}))});
    for (std::uint64_t i = 1; i <= 4; ++i) book(i);
    projections_ = store_.projections();
    ASSERT_TRUE(projections_->catch_up(store_.end()));
  }
  const committed_record& book(std::uint64_t booking) {
    return store_.commit(monday_stream,
                         {happened(confirmed(facts(booking), {place(booking, "08:00")}))});
  }
  std::uint32_t taken() {
    return find_availability(projections_->availability(), monday.office, monday.date)
        .value()
        .value()
        .slots.at(0)
        .lanes[0]
        .taken;
  }
  std::uint32_t generation(std::string_view projection) {
    return read_checkpoint(store_.store(), projection).value().value().generation;
  }
  void restart() {
    projections_.reset();
    store_.reopen();
    projections_ = store_.projections();
  }

  test_store store_;
  std::unique_ptr<projection_set> projections_;
};

TEST_F(rebuild_test, readers_see_the_old_rows_until_the_new_ones_are_complete) {
  ASSERT_TRUE(projections_->start_rebuild().value());
  EXPECT_TRUE(projections_->rebuilding());
  EXPECT_EQ(projections_->rebuild_position(), 0U);
  ASSERT_TRUE(projections_->rebuild_step(2));
  EXPECT_EQ(projections_->rebuild_position(), 2U);
  EXPECT_EQ(taken(), 4U);
  apply(*projections_, book(5));
  EXPECT_EQ(taken(), 5U);
  finish(*projections_);
  EXPECT_EQ(taken(), 5U);
}

TEST_F(rebuild_test, of_one_projection_leaves_the_others_alone) {
  ASSERT_TRUE(projections_->start_rebuild("reports").value());
  finish(*projections_);
  EXPECT_EQ(generation("reports"), 2U);
  EXPECT_EQ(generation("availability"), 1U);
  EXPECT_EQ(generation("front_desk"), 1U);
}

TEST_F(rebuild_test, of_an_unknown_projection_is_not_begun) {
  EXPECT_FALSE(projections_->start_rebuild("repotrs").value());
  EXPECT_FALSE(projections_->rebuilding());
}

TEST_F(rebuild_test, asked_for_again_goes_on_where_it_is) {
  ASSERT_TRUE(projections_->start_rebuild().value());
  ASSERT_TRUE(projections_->rebuild_step(2));
  ASSERT_TRUE(projections_->start_rebuild().value());
  EXPECT_EQ(projections_->rebuild_position(), 2U);
}

TEST_F(rebuild_test, goes_on_after_a_restart_where_it_was_saved) {
  ASSERT_TRUE(projections_->start_rebuild().value());
  ASSERT_TRUE(projections_->rebuild_step(3));
  ASSERT_TRUE(projections_->save());
  restart();
  EXPECT_EQ(projections_->rebuild_position(), 3U);
  finish(*projections_);
  EXPECT_EQ(taken(), 4U);
}

TEST_F(rebuild_test, is_remembered_even_if_nothing_of_it_was_saved) {
  ASSERT_TRUE(projections_->start_rebuild().value());
  restart();
  EXPECT_EQ(projections_->rebuild_position(), 0U);
}

TEST_F(rebuild_test, deletes_the_old_rows_and_keeps_the_new_ones) {
  ASSERT_TRUE(projections_->start_rebuild().value());
  finish(*projections_);
  for (const auto table :
       {storage::table::availability, storage::table::front_desk, storage::table::reports}) {
    EXPECT_FALSE((row_store{store_.store(), table, 1}.get(monday_stream).value()));
    EXPECT_TRUE((row_store{store_.store(), table, 2}.get(monday_stream).value()));
  }
  restart();
  EXPECT_FALSE(projections_->rebuilding());
  EXPECT_EQ(taken(), 4U);
}

TEST_F(rebuild_test, repairs_rows_that_are_wrong) {
  apply(*projections_, book(5));
  ASSERT_TRUE(projections_->save());
  // Somebody writes into the table: the row of another moment.
  const row_store rows{store_.store(), storage::table::availability, 1};
  const auto wrong = folded<availability_row>({happened(opened({slot("08:00", "09:00", 99)}))});
  std::string bytes;
  wrong.encode(bytes);
  rocksdb::WriteBatch batch;
  rows.stage_put(batch, monday_stream, bytes);
  rocksdb::WriteOptions options;
  options.sync = false;
  ASSERT_TRUE(store_.store().db().Write(options, &batch).ok());
  restart();
  ASSERT_EQ(taken(), 0U);
  ASSERT_TRUE(projections_->start_rebuild("availability").value());
  finish(*projections_);
  EXPECT_EQ(taken(), 5U);
}

TEST_F(rebuild_test, of_an_empty_log_is_complete_at_once) {
  test_store empty;
  const auto projections = empty.projections();
  ASSERT_TRUE(projections->start_rebuild().value());
  ASSERT_TRUE(projections->rebuild_step(1));
  EXPECT_FALSE(projections->rebuilding());
}

TEST_F(rebuild_test, a_step_of_any_size_comes_nearer_to_the_end) {
  ASSERT_TRUE(projections_->start_rebuild().value());
  ASSERT_TRUE(projections_->rebuild_step(0));
  EXPECT_EQ(projections_->rebuild_position(), 1U);
  ASSERT_TRUE(projections_->rebuild_step(std::numeric_limits<std::uint64_t>::max()));
  EXPECT_FALSE(projections_->rebuilding());
}

TEST_F(rebuild_test, a_step_without_a_rebuild_does_nothing) {
  EXPECT_TRUE(projections_->rebuild_step(1));
  EXPECT_FALSE(projections_->rebuilding());
}

}  // namespace
}  // namespace antrian::projections
