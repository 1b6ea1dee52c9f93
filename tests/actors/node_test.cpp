// Goal: a node keeps its promises to those who know nothing of actors: back-pressure, answers in
// order and only for what is on disk, an end that loses nothing, and clear failures. Method: real
// nodes with their threads. Nothing here depends on how fast they are.
#include "actors/node.hpp"

#include <future>
#include <mutex>
#include <thread>

#include <gtest/gtest.h>

#include "tests/projections/fixtures.hpp"
#include "tests/simulation/history.hpp"
#include "tests/simulation/scheduled_engine.hpp"
#include "tests/simulation/store_checks.hpp"
#include "tests/storage/faulty_file_system.hpp"
#include "tests/storage/fixtures.hpp"

namespace antrian::actors {
namespace {

class node_test : public ::testing::Test {
 protected:
  void start(storage::disk& disk) {
    if (!store_) store_ = storage::must(storage::store::open(disk.options()));
    node_ = storage::must(node::start(*store_, tests::offices(), options_));
  }
  /// A batch with the one command to open the n-th office day.
  static std::unique_ptr<events::command_batch> opening(std::uint32_t n) {
    events::open_day body;
    body.slots = {tests::slot("08:00", "09:00", 3)};
    events::command made{tests::uuid_of(n + 1),
                         {tests::denpasar, {20'787 + static_cast<std::int32_t>(n)}},
                         {0},
                         std::nullopt,
                         std::move(body)};
    const tests::line only{made, made.id, {}};
    return tests::batch_of({&only, 1});
  }
  [[nodiscard]] bool submit(std::uint32_t n) {
    return node_->submit(opening(n), [this](const batch_ptr& flow) { note(flow); });
  }
  void note(const batch_ptr& flow) {
    const std::lock_guard lock(mutex_);
    answered_.push_back(flow->batch->commands.front().id);
    results_.push_back(flow->results.front());
  }
  void expect_answers(std::size_t count) {
    const std::lock_guard lock(mutex_);
    ASSERT_EQ(answered_.size(), count);
    for (std::uint32_t i = 0; i < count; ++i) {
      EXPECT_EQ(answered_[i], tests::uuid_of(i + 1));
      EXPECT_EQ(results_[i].outcome, events::outcome::accepted);
      EXPECT_EQ(results_[i].position, i + 1);
    }
  }

  storage::disk disk_{storage::disk_kind::real};
  node_options options_;
  std::unique_ptr<storage::store> store_;
  std::mutex mutex_;
  std::vector<events::uuid> answered_;
  std::vector<events::result> results_;
  std::unique_ptr<node> node_;
};

TEST_F(node_test, answers_in_order_and_only_what_is_on_disk) {
  start(disk_);
  std::vector<std::uint64_t> on_disk;
  for (std::uint32_t i = 0; i < 50; ++i) {
    ASSERT_TRUE(node_->submit(opening(i), [&](const batch_ptr& flow) {
      note(flow);
      on_disk.push_back(storage::last_position(*store_).value());
    }));
  }
  EXPECT_TRUE(node_->wait_idle());
  expect_answers(50);
  for (std::size_t i = 0; i < 50; ++i) EXPECT_GE(on_disk[i], i + 1);
}

TEST_F(node_test, takes_no_more_than_its_window) {
  options_.limits.batches_in_flight = 2;
  start(disk_);
  std::promise<void> go_on;
  auto wait = go_on.get_future().share();
  // The first answer is not finished before it is told to, so the window stays full.
  ASSERT_TRUE(node_->submit(opening(0), [this, wait](const batch_ptr& flow) {
    wait.wait();
    note(flow);
  }));
  ASSERT_TRUE(submit(1));
  auto refused = opening(2);
  EXPECT_FALSE(node_->try_submit(refused, [](const batch_ptr&) { FAIL(); }));
  ASSERT_TRUE(refused);  // stays with the caller
  bool taken = false;
  std::thread waiting([&] { taken = submit(2); });
  go_on.set_value();
  waiting.join();
  EXPECT_TRUE(taken);
  EXPECT_TRUE(node_->wait_idle());
  auto more = opening(3);
  EXPECT_TRUE(node_->try_submit(more, [this](const batch_ptr& flow) { note(flow); }));
  EXPECT_TRUE(node_->wait_idle());
  expect_answers(4);
}

TEST_F(node_test, answers_everything_before_it_stops) {
  start(disk_);
  for (std::uint32_t i = 0; i < 40; ++i) ASSERT_TRUE(submit(i));
  EXPECT_TRUE(node_->stop());
  expect_answers(40);
  EXPECT_FALSE(submit(40));
  auto late = opening(40);
  EXPECT_FALSE(node_->try_submit(late, [](const batch_ptr&) { FAIL(); }));
  node_.reset();
  EXPECT_EQ(storage::checkpoint_position(*store_).value(), 40U);
  EXPECT_EQ(storage::must(projections::projection_set::open(*store_))->position(), 40U);
}

TEST_F(node_test, may_be_dropped_with_batches_under_way) {
  for (std::uint32_t round = 0; round < 5; ++round) {
    start(disk_);
    for (std::uint32_t i = 0; i < 8; ++i) ASSERT_TRUE(submit(round * 8 + i));
    node_.reset();
  }
  start(disk_);
  const auto status = node_->status();
  EXPECT_EQ(status.durable_position, storage::last_position(*store_).value());
  EXPECT_EQ(status.failure, "");
}

TEST_F(node_test, lets_go_of_a_batch_that_is_answered) {
  start(disk_);
  struct answered {
    batch_ptr flow;
  };
  std::weak_ptr<batch_flow> batch;
  {
    // As a source does: what it keeps for the answer keeps the batch, too.
    auto kept = std::make_shared<answered>();
    ASSERT_TRUE(node_->submit(opening(0), [&batch, kept](const batch_ptr& flow) {
      kept->flow = flow;
      batch = flow;
    }));
  }
  EXPECT_TRUE(node_->stop());
  EXPECT_TRUE(batch.expired());
}

TEST_F(node_test, waits_until_the_projections_have_followed) {
  start(disk_);
  for (std::uint32_t i = 0; i < 30; ++i) ASSERT_TRUE(submit(i));
  EXPECT_TRUE(node_->wait_idle());
  EXPECT_TRUE(node_->wait_projected());
  EXPECT_EQ(node_->projections_status().position, 30U);
}

TEST_F(node_test, rebuilds_projections_while_batches_keep_coming) {
  start(disk_);
  for (std::uint32_t i = 0; i < 20; ++i) ASSERT_TRUE(submit(i));
  EXPECT_TRUE(node_->rebuild({}));
  EXPECT_FALSE(node_->rebuild("sales"));
  for (std::uint32_t i = 20; i < 60; ++i) ASSERT_TRUE(submit(i));
  EXPECT_TRUE(node_->wait_idle());
  EXPECT_TRUE(node_->wait_projected());
  while (node_->projections_status().rebuilding) EXPECT_EQ(node_->failure(), std::nullopt);
  EXPECT_TRUE(node_->stop());
  node_.reset();
  const auto set = storage::must(projections::projection_set::open(*store_));
  EXPECT_FALSE(set->rebuilding());
  const auto stored = projections::bytes_of(*set);
  EXPECT_EQ(stored.size(), 3U * 60U);  // a row for each day in each projection
  EXPECT_TRUE(set->start_rebuild().value());
  while (set->rebuilding()) storage::must(set->rebuild_step(1'000));
  EXPECT_TRUE(projections::bytes_of(*set) == stored);
}

TEST_F(node_test, does_not_start_on_a_store_that_it_cannot_read) {
  store_ = storage::must(storage::store::open(disk_.options()));
  storage::raw_put(*store_, storage::table::claims, "?", "?");
  const auto refused = node::start(*store_, tests::offices(), options_);
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message().find("claims"), std::string::npos);
}

TEST_F(node_test, stops_taking_and_answering_when_the_disk_fails) {
  const std::unique_ptr<rocksdb::Env> memory(rocksdb::NewMemEnv(rocksdb::Env::Default()));
  const auto disk = std::make_shared<storage::faulty_file_system>(memory->GetFileSystem());
  const auto env = rocksdb::NewCompositeEnv(disk);
  storage::store_options where;
  where.path = "/store";
  where.env = env.get();
  where.secret = &storage::test_secret;
  store_ = storage::must(storage::store::open(where));
  node_ = storage::must(node::start(*store_, tests::offices(), options_));
  ASSERT_TRUE(submit(0));
  ASSERT_TRUE(node_->wait_idle());
  disk->fail_syncs_after(0);
  ASSERT_TRUE(submit(1));
  EXPECT_FALSE(node_->wait_idle());
  EXPECT_FALSE(node_->wait_projected());
  EXPECT_FALSE(submit(2));
  ASSERT_TRUE(node_->failure());
  EXPECT_NE(node_->failure()->find("writing a commit"), std::string::npos) << *node_->failure();
  expect_answers(1);
  const auto stopped = node_->stop();
  ASSERT_FALSE(stopped);
  EXPECT_NE(stopped.error().message().find("writing a commit"), std::string::npos);
  node_.reset();
  store_.reset();
}

TEST_F(node_test, gives_the_answers_of_the_sequential_reference) {
  for (std::uint64_t seed = 0; seed < 6; ++seed) {
    storage::disk disk(storage::disk_kind::memory);
    options_.limits = tests::tiny_limits();
    options_.limits.batches_in_flight = 4;
    tests::history lines(seed);
    lines.grow(600);
    std::vector<events::result> results;
    std::map<events::uuid, events::result> answers;
    start(disk);
    for (std::size_t first = 0; first < lines.lines().size(); first += 25) {
      const auto some =
          std::span(lines.lines())
              .subspan(first, std::min<std::size_t>(25, lines.lines().size() - first));
      ASSERT_TRUE(node_->submit(tests::batch_of(some), [&results](const batch_ptr& flow) {
        results.insert(results.end(), flow->results.begin(), flow->results.end());
      }));
    }
    EXPECT_TRUE(node_->stop());
    node_.reset();
    ASSERT_EQ(results.size(), lines.lines().size());
    for (std::size_t i = 0; i < results.size(); ++i) {
      const auto& asked = lines.lines()[i];
      EXPECT_EQ(tests::without_position(results[i]), asked.expected)
          << "seed " << seed << ", line " << i;
      if (results[i].outcome == events::outcome::invalid) continue;
      EXPECT_EQ(answers.try_emplace(*asked.id, results[i]).first->second, results[i]);
    }
    for (const auto& fault : tests::store_faults(*store_, lines, answers)) ADD_FAILURE() << fault;
    store_.reset();
  }
}

}  // namespace
}  // namespace antrian::actors
