// Goal: what was committed is what is read, from any position and in any stream, now and after
// reopening; and nothing that breaks the order of the log gets into it.
// Method: commits on a real disk and in memory compared with what was given; death tests for the
// writer's assertions.
#include "storage/event_log.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "storage/head.hpp"
#include "tests/storage/fixtures.hpp"

namespace antrian::storage {
namespace {

std::vector<logged_record> of_stream(const std::vector<logged_record>& records,
                                     std::string_view stream, std::uint64_t from = 1) {
  std::vector<logged_record> some;
  for (const auto& record : records) {
    if (record.stream == stream && record.first_sequence + record.events.size() > from) {
      some.push_back(record);
    }
  }
  return some;
}

std::vector<logged_record> from_position(const std::vector<logged_record>& records,
                                         std::uint64_t from) {
  std::vector<logged_record> some;
  for (const auto& record : records) {
    if (record.first_position + record.events.size() > from) some.push_back(record);
  }
  return some;
}

class the_log : public on_any_disk {};
ON_ANY_DISK(the_log);

TEST_P(the_log, is_empty_when_new) {
  test_log log(disk_.options());
  EXPECT_EQ(log.writer().last_position(), 0U);
  EXPECT_EQ(must(last_position(log.store())), 0U);
  EXPECT_TRUE(read_log(log.store(), 0).empty());
  EXPECT_TRUE(read_stream(log.store(), "a").empty());
}

TEST_P(the_log, gives_back_what_was_committed) {
  test_log log(disk_.options());
  log.commit({{"a", 3}, {"b", 2}});
  log.commit({{"b", 1}});
  EXPECT_EQ(log.writer().last_position(), 6U);
  EXPECT_EQ(must(last_position(log.store())), 6U);
  EXPECT_EQ(read_log(log.store()), log.committed());
}

TEST_P(the_log, goes_on_where_it_was_after_reopening) {
  test_log log(disk_.options());
  log.commit({{"a", 3}, {"b", 2}});
  log.reopen();
  EXPECT_EQ(log.writer().last_position(), 5U);
  log.commit({{"a", 1}, {"c", 1}});
  log.reopen();
  EXPECT_EQ(read_log(log.store()), log.committed());
  EXPECT_EQ(read_stream(log.store(), "a"), of_stream(log.committed(), "a"));
}

TEST_P(the_log, is_read_from_the_record_that_holds_the_position) {
  test_log log(disk_.options());
  log.commit({{"a", 3}, {"b", 2}});
  log.commit({{"a", 4}});
  for (std::uint64_t from = 0; from <= 11; ++from) {
    EXPECT_EQ(read_log(log.store(), from), from_position(log.committed(), from)) << from;
  }
}

TEST_P(the_log, stops_when_told_to) {
  test_log log(disk_.options());
  log.commit({{"a", 1}, {"b", 1}, {"c", 1}});
  int seen = 0;
  EXPECT_TRUE(for_each_record(log.store(), 1, [&](const record_view&) { return ++seen < 2; }));
  EXPECT_EQ(seen, 2);
  seen = 0;
  log.commit({{"a", 1}});
  EXPECT_TRUE(
      for_each_stream_record(log.store(), "a", 1, [&](const record_view&) { return ++seen < 1; }));
  EXPECT_EQ(seen, 1);
}

TEST_P(the_log, gives_a_stream_from_the_record_that_holds_the_sequence) {
  test_log log(disk_.options());
  log.commit({{"a", 3}, {"b", 2}});
  log.commit({{"a", 2}, {"b", 2}});
  log.commit({{"a", 4}});
  for (std::uint64_t from = 0; from <= 11; ++from) {
    EXPECT_EQ(read_stream(log.store(), "a", from), of_stream(log.committed(), "a", from)) << from;
  }
  EXPECT_TRUE(read_stream(log.store(), "nobody's").empty());
}

TEST_P(the_log, keeps_streams_apart_whose_names_begin_alike) {
  test_log log(disk_.options());
  log.commit({{"a", 1}, {"a/", 2}, {"aa", 3}, {std::string("a\x01"), 4}});
  log.commit({{"aa", 1}, {"a", 2}, {"a/", 3}});
  for (const std::string stream : {"a", "a/", "aa", "a\x01"}) {
    EXPECT_EQ(read_stream(log.store(), stream), of_stream(log.committed(), stream)) << stream;
  }
}

TEST_P(the_log, commits_several_batches_as_one) {
  test_log log(disk_.options());
  std::vector<log_append> group;
  group.push_back(log.append_after(0, {{"a", 2}, {"b", 1}}));
  group.push_back(log.append_after(3, {{"a", 1}, {"a", 2}}));
  group.push_back(log.append_after(6, {}));
  group.push_back(log.append_after(6, {{"c", 1}}));
  const auto done = log.commit_group(group);
  ASSERT_TRUE(done) << done.error().message();
  EXPECT_EQ(done->last_position, 7U);
  EXPECT_GT(done->bytes, 0U);
  EXPECT_EQ(read_log(log.store()), log.committed());
  EXPECT_EQ(read_stream(log.store(), "a").size(), 3U);
  EXPECT_TRUE(raw_get(log.store(), table::commits, position_key(1)));
  EXPECT_FALSE(raw_get(log.store(), table::commits, position_key(4))) << "it is one commit";
}

TEST_P(the_log, keeps_how_far_each_source_was_read) {
  test_log log(disk_.options());
  EXPECT_EQ(must(source_state(log.store(), "file")), std::nullopt);
  std::vector<log_append> group;
  group.push_back(log.append_after(0, {{"a", 1}}));
  group.back().progress = {"file", "line 10"};
  group.push_back(log.append_after(1, {{"a", 1}}));
  group.back().progress = {"kafka/3", "offset 7"};
  group.push_back(log.append_after(2, {{"a", 1}}));
  group.back().progress = {"file", "line 20"};
  ASSERT_TRUE(log.commit_group(group));
  log.reopen();
  EXPECT_EQ(must(source_state(log.store(), "file")), "line 20");
  EXPECT_EQ(must(source_state(log.store(), "kafka/3")), "offset 7");
  EXPECT_EQ(must(source_state(log.store(), "kafka")), std::nullopt);
}

TEST_P(the_log, keeps_the_progress_of_a_batch_without_events) {
  test_log log(disk_.options());
  log.commit({{"a", 1}});
  std::vector<log_append> group;
  group.push_back(log.append_after(1, {}));
  group.back().progress = {"file", "line 30"};
  ASSERT_TRUE(log.commit_group(group));
  EXPECT_EQ(log.writer().last_position(), 1U);
  log.reopen();
  EXPECT_EQ(must(source_state(log.store(), "file")), "line 30");
  log.commit({{"a", 1}});
  EXPECT_EQ(read_log(log.store()), log.committed());
}

TEST_P(the_log, counts_its_commits_in_the_head) {
  test_log log(disk_.options());
  log.commit({{"a", 2}});
  log.commit({{"a", 2}});
  const auto head = read_head(log.store().db(), log.store().family(table::meta));
  ASSERT_TRUE(head);
  EXPECT_EQ(head->commits, 2U);
  EXPECT_EQ(head->last_position, 4U);
  const auto commit =
      parse_commit(3, raw_get(log.store(), table::commits, position_key(3)).value());
  ASSERT_TRUE(commit);
  EXPECT_EQ(commit->hash, head->hash);
}

RC_GTEST_PROP(any_log, gives_back_what_was_committed_from_anywhere, ()) {
  const disk memory(disk_kind::memory);
  test_log log(memory.options());
  const auto commits = *rc::gen::inRange(1, 8);
  for (int i = 0; i < commits; ++i) {
    const auto shares = *rc::gen::resize(
        5,
        rc::gen::container<std::vector<stream_share>>(rc::gen::pair(
            rc::gen::element<std::string>("a", "b", "ab"), rc::gen::inRange<std::size_t>(1, 4))));
    log.commit(shares);
    if (*rc::gen::inRange(0, 4) == 0) log.reopen();
  }
  const auto from = *rc::gen::inRange<std::uint64_t>(0, log.writer().last_position() + 2);
  RC_ASSERT(read_log(log.store(), from) == from_position(log.committed(), from));
  for (const std::string stream : {"a", "b", "ab"}) {
    RC_ASSERT(read_stream(log.store(), stream, from) == of_stream(log.committed(), stream, from));
  }
}

class the_writer : public ::testing::Test {
 protected:
  the_writer() { ::testing::FLAGS_gtest_death_test_style = "threadsafe"; }
  void commit(const log_append& append) {
    const log_append* group[]{&append};
    (void)log_.writer().commit(group);
  }
  disk disk_{disk_kind::memory};
  test_log log_{disk_.options()};
};
using the_writer_death_test = the_writer;

TEST_F(the_writer_death_test, refuses_a_gap_between_positions) {
  log_.commit({{"a", 1}});
  EXPECT_DEATH(commit(log_.append_after(2, {{"a", 1}})), "broken invariant.*first_position");
}

TEST_F(the_writer_death_test, refuses_positions_that_were_used) {
  log_.commit({{"a", 1}});
  EXPECT_DEATH(commit(log_.append_after(0, {{"a", 1}})), "broken invariant.*first_position");
}

TEST_F(the_writer_death_test, refuses_a_gap_inside_a_group) {
  const auto first = log_.append_after(0, {{"a", 2}});
  const auto second = log_.append_after(3, {{"a", 1}});
  const log_append* group[]{&first, &second};
  EXPECT_DEATH((void)log_.writer().commit(group), "broken invariant.*first_position");
}

TEST_F(the_writer_death_test, refuses_a_stream_without_events) {
  EXPECT_DEATH(commit(log_.append_after(0, {{"a", 0}})), "broken invariant.*events");
}

TEST_F(the_writer_death_test, refuses_a_name_that_would_mix_streams) {
  EXPECT_DEATH(commit(log_.append_after(0, {{std::string("a\0b", 3), 1}})),
               "broken invariant.*stream");
  EXPECT_DEATH(commit(log_.append_after(0, {{"", 1}})), "broken invariant.*stream");
  EXPECT_DEATH(commit(log_.append_after(0, {{std::string(256, 'a'), 1}})),
               "broken invariant.*stream");
}

}  // namespace
}  // namespace antrian::storage
