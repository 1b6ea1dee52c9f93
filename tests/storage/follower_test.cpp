// Goal: a follower goes on where it stopped, and a store that lost part of its log is noticed.
// Method: positions written and read back, with reopening; a checkpoint beyond the log.
#include "storage/follower.hpp"

#include <gtest/gtest.h>

#include "tests/storage/fixtures.hpp"

namespace antrian::storage {
namespace {

class follower : public on_any_disk {};
ON_ANY_DISK(follower);

TEST_P(follower, begins_before_the_first_event) {
  test_log log(disk_.options());
  log.commit({{"BATAM/2026-11-30", 3}});
  EXPECT_EQ(must(follower_position(log.store(), "kafka:antrian.events")), 0U);
}

TEST_P(follower, goes_on_where_it_stopped) {
  test_log log(disk_.options());
  log.commit({{"BATAM/2026-11-30", 3}});
  must(store_follower_position(log.store(), "kafka:antrian.events", 3));
  must(store_follower_position(log.store(), "kafka:other", 2));
  log.reopen();
  EXPECT_EQ(must(follower_position(log.store(), "kafka:antrian.events")), 3U);
  EXPECT_EQ(must(follower_position(log.store(), "kafka:other")), 2U);
}

TEST_P(follower, cannot_be_ahead_of_the_log) {
  test_log log(disk_.options());
  log.commit({{"BATAM/2026-11-30", 3}});
  must(store_follower_position(log.store(), "kafka:antrian.events", 4));
  const auto read = follower_position(log.store(), "kafka:antrian.events");
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, errc::damaged);
  EXPECT_NE(read.error().detail.find("position 4"), std::string::npos);
  EXPECT_NE(read.error().detail.find("ends at 3"), std::string::npos);
}

}  // namespace
}  // namespace antrian::storage
