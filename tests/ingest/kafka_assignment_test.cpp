// Goal: a topic is read from where the store has read it, and nothing of it is ever lost in
// silence. Method: what a store remembers against what brokers may say, each refusal with its
// control beside it; offsets in every order against a plain set.
#include "ingest/kafka_assignment.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace antrian::ingest {
namespace {

constexpr message_mark mark{1'000, 42};

kafka_progress read_before() {
  kafka_progress progress;
  progress.cluster = "cluster";
  progress.partitions = {{100, 80, mark, 0}, {50, 50, mark, 0}};
  progress.known_position = 7;
  progress.unanswered = {{{0, 90}}, {{0, 100}}};
  return progress;
}

topic_found unchanged() {
  return {"cluster", {{10, 200, mark}, {0, 50, mark}}};
}

class an_assignment : public ::testing::Test {
 protected:
  [[nodiscard]] result<assignment> assign(bool accept_gap = false) const {
    return assign_partitions("topic", remembered_, found_, accept_gap);
  }
  /// The error that says all of these; and reading on nevertheless works if it is accepted.
  [[nodiscard]] assignment refuses(const std::vector<std::string>& said) const {
    const auto refused = assign();
    EXPECT_FALSE(refused);
    if (!refused) {
      EXPECT_EQ(refused.error().code, errc::input);
      for (const auto& part : said) {
        EXPECT_NE(refused.error().message.find(part), std::string::npos)
            << part << " is not in: " << refused.error().message;
      }
      EXPECT_NE(refused.error().message.find("--accept-gap"), std::string::npos);
    }
    const auto accepted = assign(true);
    EXPECT_TRUE(accepted);
    if (!accepted) return {};
    EXPECT_FALSE(accepted->notices.empty());
    // Sound as bytes, too: the next batch carries it.
    EXPECT_EQ(parse_kafka_progress(to_bytes(accepted->progress)), accepted->progress);
    return *accepted;
  }

  std::optional<kafka_progress> remembered_ = read_before();
  topic_found found_ = unchanged();
};

TEST_F(an_assignment, goes_on_where_the_store_has_read) {
  const auto assigned = assign();
  ASSERT_TRUE(assigned) << assigned.error().message;
  EXPECT_EQ(assigned->progress, read_before());
  EXPECT_TRUE(assigned->notices.empty());
  EXPECT_EQ(assign(true)->progress, read_before());
}

TEST_F(an_assignment, of_a_new_store_begins_with_what_is_there_and_says_so) {
  remembered_.reset();
  const auto assigned = assign();
  ASSERT_TRUE(assigned);
  EXPECT_EQ(assigned->progress.cluster, "cluster");
  EXPECT_EQ(assigned->progress.partitions,
            (std::vector<partition_progress>{{10, 10, std::nullopt, 0}, {0, 0, std::nullopt, 0}}));
  ASSERT_EQ(assigned->notices.size(), 1U);
  EXPECT_NE(assigned->notices[0].find("10 offsets"), std::string::npos);
  found_.partitions[0].low = 0;
  EXPECT_TRUE(assign()->notices.empty());
}

TEST_F(an_assignment, takes_partitions_that_were_added) {
  found_.partitions.push_back({0, 5, std::nullopt});
  EXPECT_EQ(assign()->progress.partitions.at(2), partition_progress{});
  found_.partitions[2].low = 3;  // what was there before anyone read it is lost
  const auto accepted = refuses({"partition 2", "offset 3", "messages 0 to 2"});
  EXPECT_EQ(accepted.progress.partitions.at(2), (partition_progress{3, 3, std::nullopt, 3}));
}

TEST_F(an_assignment, refuses_another_cluster) {
  found_.cluster = "another";
  const auto accepted = refuses({"cluster", "another"});
  EXPECT_EQ(accepted.progress.cluster, "another");
  EXPECT_EQ(accepted.progress.partitions[0].answered, 10U);
  EXPECT_TRUE(accepted.progress.unanswered.empty());
}

TEST_F(an_assignment, refuses_a_topic_with_fewer_partitions) {
  found_.partitions.pop_back();
  EXPECT_EQ(refuses({"1 partitions", "2 were read"}).progress.partitions.size(), 1U);
}

TEST_F(an_assignment, refuses_a_topic_that_ends_before_what_was_read) {
  found_.partitions[1].high = 49;
  found_.partitions[1].last.reset();
  const auto accepted = refuses({"partition 1", "ends at offset 49", "up to offset 50"});
  EXPECT_EQ(accepted.progress.partitions[1].answered, 0U);
  EXPECT_EQ(accepted.progress.partitions[0].answered, 80U);
}

TEST_F(an_assignment, refuses_a_topic_with_another_message_where_the_last_one_was) {
  found_.partitions[0].last = message_mark{2'000, 42};
  EXPECT_EQ(refuses({"partition 0", "offset 99", "1000 ms", "2000 ms", "made anew"})
                .progress.partitions[0]
                .answered,
            10U);
  found_.partitions[0].last = message_mark{1'000, 43};
  (void)refuses({"offset 99"});
  found_.partitions[0].last.reset();  // it is not there any more: nothing can be said of it
  EXPECT_TRUE(assign());
}

TEST_F(an_assignment, refuses_to_skip_what_retention_has_removed) {
  found_.partitions[1] = {51, 60, std::nullopt};
  const auto accepted = refuses({"partition 1", "begins at offset 51", "messages 50 to 50"});
  EXPECT_EQ(accepted.progress.partitions[1], (partition_progress{51, 51, std::nullopt, 1}));
  found_.partitions[1].low = 50;  // all that was read may be gone
  EXPECT_TRUE(assign());
}

TEST_F(an_assignment, refuses_to_leave_answers_away) {
  found_.partitions[0].low = 81;
  const auto accepted = refuses({"partition 0", "messages 80 to 80", "answers"});
  EXPECT_EQ(accepted.progress.partitions[0], (partition_progress{81, 81, std::nullopt, 0}));
  found_.partitions[0].low = 80;
  EXPECT_TRUE(assign());
}

TEST_F(an_assignment, says_how_many_partitions_are_concerned) {
  found_.partitions[0].low = 101;
  found_.partitions[1] = {51, 60, std::nullopt};
  EXPECT_EQ(refuses({"partition 0", "1 more partition"}).notices.size(), 2U);
}

TEST(an_offset_watch, takes_each_message_once_and_in_order) {
  offset_watch watch({5, 0});
  EXPECT_TRUE(watch.take(0, 5));
  EXPECT_TRUE(watch.take(0, 6));
  EXPECT_FALSE(watch.take(0, 6));
  EXPECT_FALSE(watch.take(0, 2));
  EXPECT_TRUE(watch.take(1, 0));
  EXPECT_EQ(watch.next(0), 7U);
  EXPECT_EQ(watch.next(1), 1U);
  EXPECT_TRUE(watch.gaps().empty());
}

TEST(an_offset_watch, keeps_the_first_gap_of_each_partition_until_it_is_explained) {
  offset_watch watch({5, 0});
  EXPECT_TRUE(watch.take(0, 7));
  EXPECT_TRUE(watch.take(0, 10));
  EXPECT_TRUE(watch.take(1, 1));
  EXPECT_EQ(watch.gaps(), (std::vector<offset_gap>{{0, 5, 7}, {1, 0, 1}}));
  watch.gaps_are_explained();
  EXPECT_TRUE(watch.gaps().empty());
  EXPECT_TRUE(watch.take(0, 12));
  EXPECT_EQ(watch.gaps(), (std::vector<offset_gap>{{0, 11, 12}}));
}

RC_GTEST_PROP(an_offset_watch_property, takes_rising_offsets_and_notices_each_hole, ()) {
  offset_watch watch({0});
  std::uint64_t next = 0;
  bool hole = false;
  for (const auto offset :
       *rc::gen::container<std::vector<std::uint64_t>>(rc::gen::inRange<std::uint64_t>(0, 30))) {
    RC_ASSERT(watch.take(0, offset) == (offset >= next));
    hole = hole || offset > next;
    next = std::max(next, offset + 1);
    RC_ASSERT(watch.next(0) == next);
    RC_ASSERT(watch.gaps().empty() != hole);
  }
}

TEST(a_gap, is_accepted_only_if_the_broker_still_has_that_part_of_the_log) {
  EXPECT_FALSE(gap_fault("topic", {3, 50, 60}, 50));
  EXPECT_FALSE(gap_fault("topic", {3, 50, 60}, 0));
  const auto fault = gap_fault("topic", {3, 50, 60}, 51);
  ASSERT_TRUE(fault);
  for (const char* part : {"partition 3 of topic", "offset 60", "after 50", "retention"}) {
    EXPECT_NE(fault->find(part), std::string::npos) << *fault;
  }
}

TEST(an_offset_that_is_not_there, is_explained) {
  EXPECT_NE(out_of_range_fault("topic", 1, 5, 9, 20).find("messages 5 to 8 were removed"),
            std::string::npos);
  EXPECT_NE(out_of_range_fault("topic", 1, 30, 9, 20).find("made anew"), std::string::npos);
}

}  // namespace
}  // namespace antrian::ingest
