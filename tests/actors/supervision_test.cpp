// Goal: what fails is started again where that is safe, and stops the node with a clear reason
// where it is not; nobody is told anything that is not so. Method: the engine under the
// deterministic scheduler with deciders that throw and disks that fail.
#include <gtest/gtest.h>

#include "tests/actors/engine_desk.hpp"
#include "tests/simulation/simulation.hpp"

namespace antrian::actors {
namespace {

/// Decides as the rules say, but throws at some decisions.
class falling_decider {
 public:
  /// `falls` is asked before each decision.
  explicit falling_decider(std::function<bool(const events::command&)> falls)
      : falls_(std::move(falls)) {}
  void operator()(const domain::office_day& day, const events::command& command,
                  const domain::claim_facts& facts, std::vector<events::event>& out) const {
    domain::decide(day, command, facts, out);
    if (falls_(command)) throw std::runtime_error("the decider fell over");
  }

 private:
  std::function<bool(const events::command&)> falls_;
};

class supervision : public engine_desk {};

TEST_F(supervision, an_office_day_that_falls_once_is_started_again) {
  bool fallen = false;
  choices_.decide = falling_decider([&fallen](const events::command& command) {
    return command.type() == events::command_type::book && !std::exchange(fallen, true);
  });
  start();
  const auto answers = ask({open(monday, 1), book(monday, 1), book(monday, 2)});
  ASSERT_EQ(answers.size(), 3U);
  EXPECT_TRUE(accepted(answers[0]));
  EXPECT_TRUE(accepted(answers[1]));  // decided again, once
  EXPECT_EQ(answers[2].reason, events::decline_reason::day_full);
  EXPECT_EQ(engine_->status().restarts, 1U);
  EXPECT_EQ(engine_->status().decided_position, 3U);
  EXPECT_EQ(failure(), "");
}

TEST_F(supervision, an_office_day_comes_back_with_what_is_not_on_disk_yet) {
  bool fall = false;
  choices_.decide =
      falling_decider([&fall](const events::command&) { return std::exchange(fall, false); });
  start();
  ask({open(monday, 3), open(tuesday, 3)});
  engine_->hold(part::journal);
  hand_in({book(monday, 1), book(tuesday, 2)});
  hand_in({book(monday, 3), book(tuesday, 4)});
  engine_->run();
  fall = true;  // one of the two days falls: its first booking is on its way to the disk
  hand_in({book(monday, 5), book(tuesday, 6), book(monday, 7), book(tuesday, 8)});
  engine_->run();
  EXPECT_EQ(answered_, 1U);
  engine_->let_go();
  engine_->run();
  EXPECT_EQ(answered_, 4U);
  EXPECT_EQ(engine_->status().restarts, 1U);
  std::size_t booked = 0;
  for (const auto& [id, answers] : answers_) booked += accepted(answers.front()) ? 1U : 0U;
  EXPECT_EQ(booked, 8U);  // two days opened, and three places on each
}

TEST_F(supervision, an_office_day_that_falls_over_and_over_ends_the_node_with_the_reason) {
  choices_.decide = falling_decider([](const events::command& command) {
    const auto* wish = std::get_if<events::book>(&command.body);
    return wish != nullptr && wish->account == tests::account(666);
  });
  start();
  ask({open(monday), book(monday, 1)});
  const auto good = book(monday, 2);
  const auto bad = book(monday, 666);
  hand_in({good, bad});
  hand_in({book(monday, 3)});
  engine_->run();
  EXPECT_NE(failure().find("PEMATANGSIANTAR/2026-11-30"), std::string::npos) << failure();
  EXPECT_NE(failure().find("the decider fell over"), std::string::npos) << failure();
  EXPECT_EQ(engine_->failures().size(), 1U);
  EXPECT_EQ(answered_, 1U);  // of the first batch; nothing of the others is told or written
  EXPECT_EQ(storage::last_position(*store_).value(), 2U);
  EXPECT_EQ(engine_->status().failure, failure());
  EXPECT_TRUE(engine_->shut_down());
  end(false);

  choices_.decide = {};
  start();
  EXPECT_TRUE(accepted(ask({good}).front()));
}

TEST_F(supervision, falls_at_random_change_no_answer) {
  std::size_t falls = 0;
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    // Never twice within one batch.
    std::size_t decisions = 0;
    tests::simulation run(seed, falling_decider([&](const events::command&) {
                            const bool falls_now = ++decisions > 130 + seed;
                            if (falls_now) decisions = 0;
                            falls += falls_now ? 1U : 0U;
                            return falls_now;
                          }));
    run.play(400);
    run.check_store();
    for (const auto& fault : run.faults()) ADD_FAILURE() << fault;
  }
  EXPECT_GT(falls, 40U);
}

class on_a_failing_disk : public engine_desk {
 protected:
  void SetUp() override {
    memory_.reset(rocksdb::NewMemEnv(rocksdb::Env::Default()));
    disk_ = std::make_shared<storage::faulty_file_system>(memory_->GetFileSystem());
    env_ = rocksdb::NewCompositeEnv(disk_);
    reopen();
  }
  void reopen() {
    storage::store_options options;
    options.path = "/store";
    options.env = env_.get();
    options.secret = &storage::test_secret;
    store_ = storage::must(storage::store::open(options));
    start();
  }
  void TearDown() override {
    engine_.reset();
    store_.reset();
  }

  std::unique_ptr<rocksdb::Env> memory_;
  std::shared_ptr<storage::faulty_file_system> disk_;
  std::unique_ptr<rocksdb::Env> env_;
};

TEST_F(on_a_failing_disk, a_batch_that_cannot_be_written_is_not_answered) {
  ask({open(monday, 1)});
  disk_->fail_syncs_after(0);
  const auto lost = book(monday, 1);
  hand_in({lost});
  hand_in({book(monday, 2)});
  engine_->run();
  EXPECT_EQ(answered_, 1U);
  EXPECT_NE(failure().find("writing a commit"), std::string::npos) << failure();
  EXPECT_EQ(engine_->failures().size(), 1U);
  // What comes later is not taken either, even if the disk has recovered.
  disk_->restore_power();
  hand_in({book(monday, 3)});
  engine_->run();
  EXPECT_EQ(answered_, 1U);
  EXPECT_TRUE(engine_->shut_down());

  engine_.reset();
  store_.reset();
  reopen();
  EXPECT_TRUE(accepted(ask({lost}).front()));
  EXPECT_FALSE(accepted(ask({book(monday, 4)}).front()));
}

TEST_F(on_a_failing_disk, derived_tables_that_cannot_be_written_end_the_node) {
  engine_->hold(part::keeper);
  std::vector<tests::line> lines{open(monday, 5)};
  for (std::uint64_t i = 1; i < 60; ++i) lines.push_back(book(monday, i));
  hand_in(lines);
  engine_->run();
  EXPECT_EQ(answered_, 1U);
  disk_->cut_power();
  engine_->let_go();
  engine_->run();
  EXPECT_NE(failure().find("writing"), std::string::npos) << failure();
  EXPECT_EQ(engine_->failures().size(), 1U);
}

TEST_F(supervision, a_projection_that_cannot_follow_ends_the_node) {
  start();
  ask({open(monday, 1)});
  engine_->hold(part::projector);
  for (std::uint64_t i = 0; i < projector_batches_max + 4; ++i) ask({book(monday, i)});
  // What the projector has to read itself is not there.
  storage::raw_delete(*store_, storage::table::log,
                      storage::position_key(projector_batches_max + 3));
  engine_->let_go();
  engine_->run();
  EXPECT_EQ(failure().rfind("projections: ", 0), 0U) << failure();
  EXPECT_EQ(engine_->failures().size(), 1U);
  EXPECT_NE(engine_->projections_status().failure, "");
  end(false);
}

}  // namespace
}  // namespace antrian::actors
