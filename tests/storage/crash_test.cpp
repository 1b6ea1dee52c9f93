// Goal: what was acknowledged survives a failing sync and a loss of power at any instant, whole;
// and what was not is there whole or not at all. Method: the same scenario run again and again on a
// file system in memory that loses power at its first, second, third ... change of the disk, until
// the scenario gets through; unsynced bytes are lost, kept in part or kept whole.
#include <gtest/gtest.h>

#include "events/personal.hpp"
#include "storage/audit.hpp"
#include "storage/derived.hpp"
#include "storage/vault.hpp"
#include "tests/storage/faulty_disk.hpp"
#include "tests/storage/fixtures.hpp"

namespace antrian::storage {
namespace {

TEST(a_failing_sync, fails_the_commit_and_every_later_one) {
  const faulty_disk disk;
  test_log log(disk.options());
  log.commit({{"a", 2}});
  disk.files().fail_syncs_after(0);
  const auto failed = log.try_commit({{"a", 1}});
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().code, errc::io);
  const auto again = log.try_commit({{"b", 1}});
  ASSERT_FALSE(again) << "an error is final";
  EXPECT_EQ(again.error().message(), failed.error().message());
}

TEST(a_failing_sync, loses_only_what_was_not_acknowledged) {
  const faulty_disk disk;
  test_log log(disk.options());
  log.commit({{"a", 2}});
  log.commit({{"b", 3}});
  disk.files().fail_syncs_after(0);
  ASSERT_FALSE(log.try_commit({{"a", 1}}));
  log.close();
  disk.files().restore_power();
  log.open();
  EXPECT_EQ(read_log(log.store()), log.committed());
  EXPECT_TRUE(must(verify_chain(log.store(), nullptr)).whole());
  log.commit({{"a", 1}});
  EXPECT_EQ(read_log(log.store()), log.committed());
}

/// The control of these tests: a store that does not sync loses what it acknowledged.
TEST(a_loss_of_power, takes_away_what_was_not_synced) {
  const faulty_disk disk;
  test_log log(disk.options());
  log.commit({{"a", 2}});
  raw_put(log.store(), table::snapshots, "unsynced", "row");
  disk.files().cut_power();
  log.close();
  disk.files().restore_power();
  log.open();
  EXPECT_EQ(raw_get(log.store(), table::snapshots, "unsynced"), std::nullopt);
  EXPECT_EQ(read_log(log.store()), log.committed());
}

const std::string person = [] {
  std::string bytes;
  events::append_personal(bytes, "1271010101900001", "Budi", "", "");
  return bytes;
}();

/// A run of the scenario: what was acknowledged, and what was being asked for when the power went.
class run {
 public:
  explicit run(const faulty_disk& disk) : log_(disk.options(), test_log::closed()) {}

  /// Opens, commits, checkpoints, flushes, closes, and all of it again. Ends where something
  /// fails; false if anything did.
  bool play() {
    for (int round = 0; round < 2; ++round) {
      if (!log_.try_open()) return false;
      for (int i = 0; i < 3; ++i) {
        if (!commit() || !checkpoint()) return false;
        if (i == 1 && !log_.store().db().Flush({}, log_.store().family(table::log)).ok()) {
          return false;
        }
      }
      log_.close();
    }
    return true;
  }

  void close() { log_.close(); }

  /// What must hold after the power is back.
  void check_and_go_on() {
    log_.open();
    if (HasFatalFailure()) return;
    check_commits();
    check_checkpoint();
    EXPECT_TRUE(must(verify_chain(log_.store(), nullptr)).whole());
    const auto last = log_.writer().last_position();
    ASSERT_TRUE(log_.try_commit({{"a", 1}, {"new", 1}}));
    log_.close();
    log_.open();
    EXPECT_EQ(log_.writer().last_position(), last + 2);
    EXPECT_TRUE(must(verify_chain(log_.store(), nullptr)).whole());
  }

 private:
  static bool HasFatalFailure() { return ::testing::Test::HasFatalFailure(); }

  /// One commit with events, the progress of a source and a person.
  bool commit() {
    ++attempted_;
    std::vector<log_append> group;
    group.push_back(
        log_.append_after(log_.writer().last_position(),
                          {{"a", 1 + attempted_ % 3}, {"s" + std::to_string(attempted_), 2}}));
    group.back().progress = {"source", std::to_string(attempted_)};
    group.back().vault = {{numbered<events::subject_id>(attempted_), person}};
    if (!log_.commit_group(group)) return false;
    acknowledged_ = attempted_;
    return true;
  }

  /// A checkpoint of everything committed; every other one is large enough for a file of its own.
  bool checkpoint() {
    storage::checkpoint delta;
    delta.position = log_.writer().last_position();
    delta.claims = {{"position", std::to_string(delta.position)}};
    const std::size_t rows = attempted_ % 2 == 0 ? commands_one_by_one_max + 1 : 5;
    for (std::size_t i = 0; i < rows; ++i) {
      delta.commands.emplace_back(command(delta.position, i), "result");
    }
    return write_checkpoint(log_.store(), std::move(delta)).has_value();
  }
  static events::uuid command(std::uint64_t position, std::size_t number) {
    return numbered<events::uuid>(position << 32 | number);
  }

  /// Every acknowledged commit is there, and the one after it whole or not at all.
  void check_commits() {
    const auto records = read_log(log_.store());
    const auto& acknowledged = log_.committed();
    ASSERT_GE(records.size(), acknowledged.size());
    EXPECT_TRUE(std::equal(acknowledged.begin(), acknowledged.end(), records.begin()));
    const bool one_more = records.size() > acknowledged.size();
    if (one_more) {
      EXPECT_EQ(records.size(), acknowledged.size() + 2);
    }
    const auto commits = acknowledged_ + (one_more ? 1 : 0);
    EXPECT_LE(commits, attempted_);
    EXPECT_EQ(must(source_state(log_.store(), "source")),
              commits == 0 ? std::nullopt : std::optional(std::to_string(commits)));
    for (std::uint64_t step = 1; step <= attempted_; ++step) {
      const auto found = must(read_person(log_.store(), numbered<events::subject_id>(step)));
      EXPECT_EQ(found.has_value(), step <= commits) << step;
    }
  }

  /// The checkpoint may be an older one; it is never ahead of the log, and never in pieces.
  void check_checkpoint() {
    const auto position = must(checkpoint_position(log_.store()));
    EXPECT_LE(position, log_.writer().last_position());
    std::string claim;
    must(for_each_claim(log_.store(),
                        [&](std::string_view, std::string_view value) { claim = value; }));
    EXPECT_EQ(claim, position == 0 ? "" : std::to_string(position));
    if (position == 0) return;
    const std::vector ids{command(position, 0), command(position, 4)};
    for (const auto& found : must(find_commands(log_.store(), ids))) EXPECT_EQ(found, "result");
  }

  test_log log_;
  std::uint64_t attempted_ = 0;
  std::uint64_t acknowledged_ = 0;
};

/// How much of a file's unsynced bytes is still there afterwards.
enum class kept { nothing, a_part, everything };

class losing_power : public ::testing::TestWithParam<kept> {
 protected:
  /// A part that is different for each file and moment, and the same each time the test runs.
  static survival survivors(kept how, std::uint64_t moment) {
    return [how, moment](std::uint64_t unsynced) -> std::uint64_t {
      if (how == kept::nothing) return 0;
      if (how == kept::everything) return unsynced;
      return (moment * 2'654'435'761U + unsynced) % (unsynced + 1);
    };
  }
};

TEST_P(losing_power, at_any_instant_keeps_every_acknowledged_commit) {
  std::uint64_t moments = 0;
  for (bool got_through = false; !got_through; ++moments) {
    const faulty_disk disk;
    run scenario(disk);
    disk.files().cut_power_after(moments);
    got_through = scenario.play();
    disk.files().cut_power();
    scenario.close();
    disk.files().restore_power(survivors(GetParam(), moments));
    scenario.check_and_go_on();
    if (HasFailure()) {
      FAIL() << "power lost after " << moments << " changes of the disk";
    }
  }
  EXPECT_GT(moments, 50U) << "the power was cut in many places";
}
INSTANTIATE_TEST_SUITE_P(keeping, losing_power,
                         ::testing::Values(kept::nothing, kept::a_part, kept::everything),
                         [](const auto& param) {
                           switch (param.param) {
                             case kept::nothing:
                               return "nothing_unsynced";
                             case kept::a_part:
                               return "a_part_of_it";
                             case kept::everything:
                               return "all_of_it";
                           }
                           return "";
                         });

}  // namespace
}  // namespace antrian::storage
