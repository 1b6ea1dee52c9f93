// Goal: what is remembered of a topic is read as it was written, and nothing else is taken for it.
// Method: an example, every cut of its bytes, contradictions one by one, and random progress.
#include "ingest/kafka_progress.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace antrian::ingest {
namespace {

kafka_progress sample() {
  kafka_progress progress;
  progress.cluster = "MkU3OEVBNTcwNTJENDM2Qk";
  progress.partitions = {{1'000, 900, message_mark{1'795'762'800'000, 77}, 3},
                         {0, 0, std::nullopt, 0},
                         {UINT64_MAX, UINT64_MAX - 1, message_mark{-1, UINT64_MAX}, 0}};
  progress.known_position = 12'345;
  progress.unanswered = {{{0, 950}, {2, UINT64_MAX}}, {{0, 1'000}}};
  return progress;
}

TEST(kafka_progress_bytes, are_read_as_they_were_written) {
  EXPECT_EQ(parse_kafka_progress(to_bytes(sample())), sample());
  EXPECT_EQ(parse_kafka_progress(to_bytes(kafka_progress{})), kafka_progress{});
}

TEST(kafka_progress_bytes, of_another_length_or_version_are_refused) {
  const auto bytes = to_bytes(sample());
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_FALSE(parse_kafka_progress(bytes.substr(0, size))) << size;
  }
  EXPECT_FALSE(parse_kafka_progress(bytes + '\0'));
  auto newer = bytes;
  ++newer.front();
  EXPECT_FALSE(parse_kafka_progress(newer));
}

TEST(kafka_progress_bytes, with_batches_that_do_not_lead_to_what_is_committed_are_refused) {
  const auto refused = [](auto&& change) {
    auto progress = sample();
    change(progress);
    return !parse_kafka_progress(to_bytes(progress));
  };
  EXPECT_FALSE(refused([](auto&) {}));
  EXPECT_TRUE(refused([](auto& p) { p.unanswered.pop_back(); }));
  EXPECT_TRUE(refused([](auto& p) { p.unanswered.clear(); }));
  EXPECT_TRUE(refused([](auto& p) { p.unanswered.push_back({{0, 1'000}}); }));
  EXPECT_TRUE(refused([](auto& p) { std::swap(p.unanswered[0], p.unanswered[1]); }));
  EXPECT_TRUE(refused([](auto& p) { p.unanswered[0][0].end = 900; }));
  EXPECT_TRUE(refused([](auto& p) { p.partitions[1].answered = 1; }));
}

RC_GTEST_PROP(kafka_progress_property, any_progress_is_read_as_it_was_written, ()) {
  kafka_progress progress;
  progress.cluster = *rc::gen::string<std::string>();
  const auto count = *rc::gen::inRange<std::uint32_t>(1, 9);
  for (std::uint32_t i = 0; i < count; ++i) {
    partition_progress partition;
    partition.next = partition.answered = *rc::gen::inRange<std::uint64_t>(0, 1'000'000'000'000);
    partition.passed_over = *rc::gen::arbitrary<std::uint64_t>();
    if (*rc::gen::arbitrary<bool>()) {
      partition.last =
          message_mark{*rc::gen::arbitrary<std::int64_t>(), *rc::gen::arbitrary<std::uint64_t>()};
    }
    progress.partitions.push_back(partition);
  }
  const auto batches = *rc::gen::inRange(0, 30);
  for (int i = 0; i < batches; ++i) {
    auto& batch = progress.unanswered.emplace_back();
    for (std::uint32_t p = 0; p < count; ++p) {
      const auto step = *rc::gen::inRange<std::uint64_t>(0, 300);
      if (step == 0) continue;
      progress.partitions[p].next += step;
      batch.push_back({p, progress.partitions[p].next});
    }
  }
  progress.known_position = *rc::gen::arbitrary<std::uint64_t>();
  RC_ASSERT(parse_kafka_progress(to_bytes(progress)) == progress);
}

RC_GTEST_PROP(kafka_progress_property, no_bytes_do_harm, ()) {
  auto bytes = to_bytes(sample());
  const auto changes = *rc::gen::inRange(1, 6);
  for (int i = 0; i < changes; ++i) {
    bytes[*rc::gen::inRange<std::size_t>(0, bytes.size())] = *rc::gen::arbitrary<char>();
  }
  // Whatever is accepted is sound: what it is written as is read as the same.
  if (const auto read = parse_kafka_progress(bytes)) {
    RC_ASSERT(parse_kafka_progress(to_bytes(*read)) == read);
  }
}

TEST(the_mark_of_a_message, tells_its_time_its_key_and_its_value_apart) {
  const auto mark = mark_of_message(5, "key", "value");
  EXPECT_EQ(mark, mark_of_message(5, "key", "value"));
  EXPECT_NE(mark, mark_of_message(6, "key", "value"));
  EXPECT_NE(mark, mark_of_message(5, "kez", "value"));
  EXPECT_NE(mark, mark_of_message(5, "key", "valuf"));
  EXPECT_NE(mark_of_message(5, "a", "b"), mark_of_message(5, "b", "a"));
}

}  // namespace
}  // namespace antrian::ingest
