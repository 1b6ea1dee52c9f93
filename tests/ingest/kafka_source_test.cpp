// Goal: every message of a topic is answered, in the order of its partition, whatever interrupts
// the reading; a topic that is not the one that was read is refused. Method: whole runs over a node
// in memory against librdkafka's mock cluster, whose brokers go away, come back, and refuse to take
// answers. What only a real broker can do is in tests/kafka.
#include "ingest/kafka_source.hpp"

#include <atomic>
#include <mutex>
#include <thread>

#include <gtest/gtest.h>

#include "events/personal.hpp"
#include "ingest/kafka_answers.hpp"
#include "ingest/kafka_progress.hpp"
#include "storage/event_log.hpp"
#include "tests/domain/fixtures.hpp"
#include "tests/ingest/mock_kafka.hpp"
#include "tests/storage/fixtures.hpp"

namespace antrian::ingest {
namespace {

constexpr const char* office = "PEMATANGSIANTAR";

std::string digits(std::uint64_t number, std::size_t count) {
  auto text = std::to_string(number);
  return std::string(count - std::min(count, text.size()), '0') + text;
}
std::string id_of(std::uint64_t number) {
  return "00000000-0000-4000-8000-" + digits(number, 12);
}
std::string command(std::uint64_t id, std::string_view type, std::string_view rest) {
  return R"({"id":")" + id_of(id) + R"(","type":")" + std::string(type) + R"(","office":")" +
         office + R"(","date":"2026-11-30","at":"2026-11-27T03:00:00.000Z")" + std::string(rest) +
         "}";
}
std::string open_day(std::uint64_t id, std::uint32_t places) {
  return command(id, "open_day",
                 R"(,"slots":[{"start":"08:00","end":"09:00","capacity":{"online":)" +
                     std::to_string(places) + R"(,"priority":0,"walk_in":0}}])");
}
std::string book(std::uint64_t id, std::uint64_t person) {
  return command(
      id, "book",
      R"(,"account":"account )" + std::to_string(person) +
          R"(","service":"new_passport","slot":"any","applicants":[{"nik":"127201410789)" +
          digits(person, 4) + R"(","name":"SITI AMINAH"}])");
}
std::string invalid(std::uint64_t id) {
  return command(id, "serve", R"(,"queue_number":0)");
}

class kafka_source_test : public ::testing::Test {
 protected:
  void SetUp() override {
    kafka_.make_topic("commands", 2);
    kafka_.make_topic("results", 1);
    kafka_.make_topic("dead", 1);
    start();
  }
  void start() {
    node_.reset();
    store_.reset();
    store_ = storage::must(storage::store::open(disk_.options()));
    node_ = storage::must(actors::node::start(*store_, tests::offices(), {}));
    pseudonyms_ = std::make_unique<events::pseudonymiser>(store_->secret());
  }
  void put(std::int32_t partition, std::string_view value) {
    kafka_.put("commands", partition, office, value);
  }

  using condition = std::function<bool(const answer_counts&)>;
  /// Reads until so many messages are answered in this run.
  result<answer_counts> run_until(std::uint64_t answered) {
    return run([=](const answer_counts& counts) { return counts.lines >= answered; });
  }
  result<answer_counts> run(const condition& enough) {
    std::atomic<bool> stop = false;
    const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    kafka_source_options options = options_;
    options.cluster.brokers = kafka_.brokers();
    options.commands_topic = "commands";
    options.results_topic = "results";
    options.dead_letters_topic = "dead";
    options.now = [] { return events::instant{1'795'762'800'000}; };
    options.stop = [&] { return stop || std::chrono::steady_clock::now() > give_up; };
    options.progress = [&](const answer_counts& counts) { stop = stop || enough(counts); };
    static const events::day_policy policy;
    kafka_health health([this](const std::string& notice) {
      const std::lock_guard lock(mutex_);
      notices_.push_back(notice);
    });
    auto answered =
        serve_kafka(*node_, *store_,
                    events::command_reader(
                        tests::offices(), *pseudonyms_,
                        [](events::office_ref) -> const events::day_policy& { return policy; }),
                    tests::offices(), options, health);
    EXPECT_TRUE(!answered || stop) << "nothing more came";
    return answered;
  }
  result<answer_counts> run_for_nothing() {
    const auto begun = std::chrono::steady_clock::now();
    return run([=](const answer_counts&) {
      return std::chrono::steady_clock::now() > begun + std::chrono::milliseconds(700);
    });
  }

  std::vector<std::string> results() {
    std::vector<std::string> values;
    for (const auto& message : kafka_.all("results")) values.push_back(message.value.value_or(""));
    return values;
  }
  std::optional<kafka_progress> progress() {
    const auto stored = storage::must(storage::source_state(*store_, progress_key("commands")));
    return stored ? parse_kafka_progress(*stored) : std::nullopt;
  }
  /// Makes the store remember something else.
  void remember(const kafka_progress& progress) {
    auto batch = std::make_unique<events::command_batch>();
    batch->progress = {progress_key("commands"), to_bytes(progress)};
    ASSERT_TRUE(node_->submit(std::move(batch), [](const actors::batch_ptr&) {}));
    ASSERT_TRUE(node_->wait_idle());
  }
  static bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
  }

  mock_kafka kafka_;
  storage::disk disk_{storage::disk_kind::memory};
  std::unique_ptr<storage::store> store_;
  std::unique_ptr<actors::node> node_;
  std::unique_ptr<events::pseudonymiser> pseudonyms_;
  kafka_source_options options_;
  std::mutex mutex_;
  std::vector<std::string> notices_;
};

TEST_F(kafka_source_test, answers_each_message_under_its_id_and_keeps_what_is_none) {
  put(0, open_day(1, 1));
  put(0, book(2, 2));
  kafka_.put("commands", 0, "DENPASAR", book(3, 3));
  put(0, invalid(4));
  put(0, "no command");
  kafka_.put("commands", 0, std::nullopt, std::nullopt);
  put(0, book(5, 5));
  const auto answered = run_until(7);
  ASSERT_TRUE(answered) << answered.error().message;
  EXPECT_EQ(answered->accepted, 2U);
  EXPECT_EQ(answered->declined, 1U);
  EXPECT_EQ(answered->invalid, 4U);
  const auto results = kafka_.all("results");
  ASSERT_EQ(results.size(), 5U);
  for (std::size_t i = 0; i < results.size(); ++i) {
    EXPECT_EQ(results[i].key, id_of(i + 1));
    EXPECT_TRUE(has(results[i].value.value_or(""), id_of(i + 1)));
  }
  EXPECT_TRUE(has(*results[1].value, "\"accepted\""));
  EXPECT_TRUE(has(*results[2].value, "\"field\":\"key\""));
  EXPECT_TRUE(has(*results[4].value, "day_full"));
  const auto letters = kafka_.all("dead");
  ASSERT_EQ(letters.size(), 4U);
  for (const auto& letter : letters) {
    EXPECT_EQ(letter.headers.at("source_topic"), "commands");
    EXPECT_EQ(letter.headers.at("source_partition"), "0");
    EXPECT_TRUE(has(letter.headers.at("error"), "expected")) << letter.headers.at("error");
  }
  // In whichever order: without a key a message is in any partition, and here there is but one.
  EXPECT_EQ(letters[0].headers.at("source_offset"), "2");
  EXPECT_EQ(letters[0].headers.at("field"), "key");
  EXPECT_EQ(letters[0].headers.at("command"), id_of(3));
  EXPECT_EQ(letters[0].key, "DENPASAR");
  EXPECT_EQ(letters[0].value, book(3, 3));
  EXPECT_EQ(letters[2].value, "no command");
  EXPECT_FALSE(letters[2].headers.contains("command"));
  EXPECT_EQ(letters[3].key, std::nullopt);
  EXPECT_EQ(letters[3].value, std::nullopt);
}

TEST_F(kafka_source_test, has_nothing_left_to_answer_after_a_run_that_ended_well) {
  put(0, open_day(1, 10));
  put(1, book(2, 2));
  ASSERT_TRUE(run_until(2));
  const auto before = progress();
  ASSERT_TRUE(before);
  EXPECT_EQ(before->cluster, kafka_.id());
  for (const auto& partition : before->partitions) {
    EXPECT_EQ(partition.next, 1U);
    EXPECT_EQ(partition.answered, 1U);
    EXPECT_TRUE(partition.last);
  }
  EXPECT_TRUE(before->unanswered.empty());
  start();
  const auto again = run_for_nothing();
  ASSERT_TRUE(again);
  EXPECT_EQ(again->lines, 0U);
  EXPECT_EQ(results().size(), 2U);
  put(1, book(3, 3));
  EXPECT_EQ(run_until(1)->lines, 1U);
  EXPECT_EQ(results().size(), 3U);
}

TEST_F(kafka_source_test, answers_in_the_next_run_what_could_not_be_answered) {
  // The invalid command comes before the good one of the same id: it must be told so again.
  put(0, open_day(1, 10));
  put(0, invalid(2));
  put(0, book(2, 2));
  put(0, invalid(2));
  kafka_.refuse_produce();
  options_.drain_ms_max = 0;
  const auto first = run([&](const answer_counts&) { return node_->status().commands >= 4; });
  ASSERT_TRUE(first) << first.error().message;
  EXPECT_EQ(first->lines, 0U);
  EXPECT_EQ(progress()->partitions[0].next, 4U);
  EXPECT_EQ(progress()->partitions[0].answered, 0U);
  kafka_.allow_produce();
  const auto position = node_->status().durable_position;
  start();
  const auto second = run_until(4);
  ASSERT_TRUE(second) << second.error().message;
  EXPECT_EQ(node_->status().durable_position, position);
  EXPECT_EQ(second->invalid, 1U);
  EXPECT_EQ(second->accepted, 3U);
  const auto given = results();
  ASSERT_EQ(given.size(), 4U);
  EXPECT_TRUE(has(given[1], "\"invalid\"")) << given[1];
  EXPECT_TRUE(has(given[2], "\"accepted\"")) << given[2];
  EXPECT_TRUE(has(given[3], "\"accepted\"")) << given[3];
  EXPECT_EQ(kafka_.all("dead").size(), 1U);
  EXPECT_EQ(progress()->partitions[0].answered, 4U);
}

TEST_F(kafka_source_test, waits_for_brokers_that_are_away_and_says_each_thing_once) {
  put(0, open_day(1, 10));
  kafka_.go_away();
  std::thread later([&] {
    std::this_thread::sleep_for(std::chrono::seconds(4));
    kafka_.come_back();
  });
  const auto answered = run_until(1);
  later.join();
  ASSERT_TRUE(answered) << answered.error().message;
  // A client that connects meanwhile may meet the last of the trouble; but each is told once.
  ASSERT_GE(notices_.size(), 2U);
  for (std::size_t i = 0; i < notices_.size(); ++i) {
    const auto* expected = i % 2 == 0 ? "tried again" : "answers again";
    EXPECT_TRUE(has(notices_[i], expected)) << notices_[i];
  }
}

TEST_F(kafka_source_test, says_which_topic_is_not_there) {
  kafka_.have_no_topic("no-such-topic");
  options_.other_topics = {"no-such-topic"};
  const auto refused = run_for_nothing();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, errc::input);
  EXPECT_TRUE(has(refused.error().message, "no-such-topic")) << refused.error().message;
  options_.other_topics = {"results"};
  EXPECT_TRUE(run_for_nothing());
}

class another_topic : public kafka_source_test {
 protected:
  void SetUp() override {
    kafka_source_test::SetUp();
    put(0, open_day(1, 10));
    put(0, book(2, 2));
    ASSERT_TRUE(run_until(2));
    known_ = *progress();
  }
  /// That a run refuses with this said, and that it goes on with --accept-gap.
  void refused(const std::string& said) {
    const auto run = run_for_nothing();
    ASSERT_FALSE(run);
    EXPECT_EQ(run.error().code, errc::input);
    EXPECT_TRUE(has(run.error().message, said)) << run.error().message;
    EXPECT_EQ(results().size(), 2U) << "nothing may have been read";
    options_.accept_gap = true;
    const auto accepted = run_until(2);  // all of it again
    ASSERT_TRUE(accepted) << accepted.error().message;
    EXPECT_TRUE(std::any_of(notices_.begin(), notices_.end(), [&](const std::string& notice) {
      return has(notice, "accepted") && has(notice, said);
    }));
    options_.accept_gap = false;
    EXPECT_TRUE(run_for_nothing());
  }
  kafka_progress known_;
};

TEST_F(another_topic, is_not_this_one) {
  remember(known_);
  EXPECT_TRUE(run_for_nothing());
}
TEST_F(another_topic, of_another_cluster_is_refused) {
  known_.cluster = "another";
  remember(known_);
  refused("another");
}
TEST_F(another_topic, that_is_shorter_is_refused) {
  known_.partitions[0].next = known_.partitions[0].answered = 9;
  remember(known_);
  refused("ends at offset 2");
}
TEST_F(another_topic, with_another_last_message_is_refused) {
  known_.partitions[0].last->checksum += 1;
  remember(known_);
  refused("another message at offset 1");
}

TEST(first_verdicts_test, are_given_again_although_the_id_is_known_by_now) {
  const auto known = storage::numbered<events::uuid>(1);
  const auto later = storage::numbered<events::uuid>(2);
  first_verdicts verdicts(100);
  EXPECT_FALSE(verdicts.was_invalid(later, 100));  // answered before: it was a repeat even then
  EXPECT_TRUE(verdicts.was_invalid(later, 101));
  verdicts.valid(known);
  EXPECT_FALSE(verdicts.was_invalid(known, 101));  // answered just before it
}

}  // namespace
}  // namespace antrian::ingest
