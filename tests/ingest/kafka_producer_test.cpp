// Goal: records go where the Java client puts them, in order, and each is reported once; a broker
// that is away costs nothing but time and is told of once; a lost record makes the producer fail.
// Method: librdkafka's mock cluster.
#include "ingest/kafka_producer.hpp"

#include <algorithm>

#include "tests/ingest/mock_kafka.hpp"

namespace antrian::ingest {
namespace {

const std::function<bool()> always = [] { return true; };

/// Says no after so many questions: a test that hangs fails instead.
std::function<bool()> times(int count) {
  return [count]() mutable { return count-- > 0; };
}

/// Keeps what people would be told.
class kept_notices {
 public:
  [[nodiscard]] kafka_notice taker() {
    return [this](const std::string& text) {
      const std::lock_guard lock(mutex_);
      notices_.push_back(text);
    };
  }
  [[nodiscard]] std::vector<std::string> all() const {
    const std::lock_guard lock(mutex_);
    return notices_;
  }

 private:
  mutable std::mutex mutex_;
  std::vector<std::string> notices_;
};

class kafka_producer_test : public testing::Test {
 protected:
  void open(std::map<std::string, std::string> properties = {}) {
    auto opened = kafka_producer::open({kafka_.brokers(), std::move(properties)}, health_,
                                       [this](std::uint64_t tag) { tags_.push_back(tag); });
    ASSERT_TRUE(opened) << opened.error().message;
    producer_ = std::move(*opened);
  }
  void produce(const char* topic, std::string_view key, std::string_view value, std::uint64_t tag,
               std::span<const kafka_header> headers = {}) {
    const auto done =
        producer_->produce(*producer_->use_topic(topic), {key, value, headers}, tag, times(100));
    ASSERT_TRUE(done) << done.error().message;
  }

  mock_kafka kafka_;
  kept_notices notices_;
  kafka_health health_{notices_.taker()};
  std::vector<std::uint64_t> tags_;
  std::unique_ptr<kafka_producer> producer_;
};

TEST_F(kafka_producer_test, chooses_the_partition_that_the_java_client_chooses) {
  // Hashes as in the tests of Apache Kafka itself (UtilsTest.testMurmur2).
  const std::pair<const char*, std::int32_t> known[] = {
      {"21", -973932308},
      {"foobar", -790332482},
      {"a-little-bit-long-string", -985981536},
      {"a-little-bit-longer-string", -1486304829},
      {"lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58897971},
      {"abc", 479470107}};
  for (const int partitions : {7, 64}) {
    const std::string topic = "placed" + std::to_string(partitions);
    kafka_.make_topic(topic, partitions);
    open();
    for (const auto& [key, hash] : known) produce(topic.c_str(), key, "x", 0);
    ASSERT_TRUE(producer_->flush(times(100)));
    std::map<std::string, int> placed;
    for (const auto& message : kafka_.all(topic)) {
      placed[*message.key] = message.partition;
    }
    for (const auto& [key, hash] : known) {
      EXPECT_EQ(placed.at(key), (hash & 0x7fffffff) % partitions) << key;
    }
  }
}

TEST_F(kafka_producer_test, keeps_the_order_of_a_key_and_reports_each_record_once) {
  kafka_.make_topic("ordered", 4);
  open({{"batch.num.messages", "100"}});
  constexpr std::uint64_t count = 10'000;
  for (std::uint64_t i = 0; i < count; ++i) {
    produce("ordered", "key" + std::to_string(i % 10), std::to_string(i), i);
  }
  ASSERT_TRUE(producer_->flush(times(600)));
  EXPECT_EQ(producer_->under_way(), 0U);

  std::map<std::uint64_t, std::uint64_t> last_of_key;
  for (const auto tag : tags_) {
    const auto [at, first] = last_of_key.try_emplace(tag % 10, tag);
    EXPECT_TRUE(first || at->second < tag);
    at->second = tag;
  }
  std::sort(tags_.begin(), tags_.end());
  ASSERT_EQ(tags_.size(), count);
  for (std::uint64_t i = 0; i < count; ++i) ASSERT_EQ(tags_[i], i);

  std::map<std::string, std::uint64_t> next_of_key;
  const auto messages = kafka_.all("ordered");
  ASSERT_EQ(messages.size(), count);
  for (const auto& message : messages) {
    const auto number = std::stoull(*message.value);
    const auto [at, first] = next_of_key.try_emplace(*message.key, number % 10);
    EXPECT_EQ(number, at->second);
    at->second += 10;
  }
}

TEST_F(kafka_producer_test, sends_bytes_and_headers_as_they_are_and_absence_as_absence) {
  kafka_.make_topic("bytes", 1);
  open();
  using namespace std::string_view_literals;
  const kafka_header headers[] = {{"ce_id", "17"}, {"empty", ""}};
  produce("bytes", "k\0\xff"sv, "v\n\0"sv, 1, headers);
  produce("bytes", {}, ""sv, 2);
  produce("bytes", ""sv, {}, 3, headers);
  ASSERT_TRUE(producer_->flush(times(100)));
  const auto read = kafka_.all("bytes");
  ASSERT_EQ(read.size(), 3U);
  EXPECT_EQ(read[0].key, "k\0\xff"sv);
  EXPECT_EQ(read[0].value, "v\n\0"sv);
  const std::map<std::string, std::string> expected{{"ce_id", "17"}, {"empty", ""}};
  EXPECT_EQ(read[0].headers, expected);
  EXPECT_EQ(read[1].key, std::nullopt);
  EXPECT_EQ(read[1].value, "");
  EXPECT_EQ(read[2].key, "");
  EXPECT_EQ(read[2].value, std::nullopt);
}

TEST_F(kafka_producer_test, refuses_what_is_too_large_and_goes_on) {
  kafka_.make_topic("large", 1);
  open();
  const std::string most(kafka_record_size_max, 'x');
  const std::string more(kafka_record_size_max + 1, 'x');
  const auto refused =
      producer_->produce(*producer_->use_topic("large"), {{}, more, {}}, 1, always);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, errc::input);
  produce("large", {}, most, 2);
  ASSERT_TRUE(producer_->flush(times(100)));
  EXPECT_EQ(tags_, std::vector<std::uint64_t>{2});
  EXPECT_EQ(producer_->failure(), "");
}

TEST_F(kafka_producer_test, waits_for_a_broker_that_is_away_and_says_so_once) {
  kafka_.make_topic("away", 1);
  open({{"reconnect.backoff.max.ms", "200"}});
  produce("away", "k", "1", 1);
  ASSERT_TRUE(producer_->flush(times(100)));
  kafka_.go_away();
  produce("away", "k", "2", 2);
  for (int i = 0; i < 100 && !health_.in_trouble(); ++i) producer_->poll(100);
  ASSERT_TRUE(health_.in_trouble());
  EXPECT_FALSE(producer_->flush(times(10)));  // a second of vain attempts
  EXPECT_EQ(producer_->under_way(), 1U);
  EXPECT_EQ(producer_->failure(), "");
  kafka_.come_back();
  ASSERT_TRUE(producer_->flush(times(300)));
  EXPECT_EQ(tags_, (std::vector<std::uint64_t>{1, 2}));
  const auto told = notices_.all();
  ASSERT_EQ(told.size(), 2U) << testing::PrintToString(told);
  EXPECT_EQ(told[0].rfind("Kafka cannot be reached", 0), 0U) << told[0];
  EXPECT_EQ(told[1], "Kafka answers again.");
}

TEST_F(kafka_producer_test, waits_when_too_much_is_under_way_and_gives_up_when_told_to) {
  kafka_.make_topic("full", 1);
  open({{"queue.buffering.max.messages", "10"}});
  kafka_.go_away();
  for (std::uint64_t i = 0; i < 10; ++i) produce("full", "k", "x", i);
  const auto refused =
      producer_->produce(*producer_->use_topic("full"), {"k", "x", {}}, 10, times(3));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, errc::away);
  EXPECT_EQ(producer_->under_way(), 10U);
  kafka_.come_back();
  produce("full", "k", "x", 10);
  ASSERT_TRUE(producer_->flush(times(300)));
  EXPECT_EQ(tags_.size(), 11U);
}

TEST_F(kafka_producer_test, fails_for_good_when_a_record_is_refused) {
  kafka_.make_topic("refused", 1);
  open();
  kafka_.refuse_next(RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED);
  produce("refused", "k", "1", 1);
  EXPECT_FALSE(producer_->flush(times(100)));
  EXPECT_NE(producer_->failure().find("uthoriz"), std::string::npos) << producer_->failure();
  EXPECT_TRUE(tags_.empty());
  const auto next = producer_->produce(*producer_->use_topic("refused"), {"k", "2", {}}, 2, always);
  ASSERT_FALSE(next);
  EXPECT_EQ(next.error().code, errc::output);
}

TEST_F(kafka_producer_test, tells_what_the_cluster_is_and_has) {
  kafka_.make_topic("known", 5);
  open();
  const auto count = kafka_partition_count(producer_->client(), "known", 10'000);
  ASSERT_TRUE(count) << count.error().message;
  EXPECT_EQ(*count, 5);
  const auto id = kafka_cluster_id(producer_->client(), 10'000);
  ASSERT_TRUE(id) << id.error().message;
  EXPECT_FALSE(id->empty());
  EXPECT_EQ(producer_->use_topic("known"), producer_->use_topic("known"));
  EXPECT_EQ(producer_->use_topic(""), nullptr);
  kafka_.go_away();
  open();
  const auto away = kafka_partition_count(producer_->client(), "known", 200);
  ASSERT_FALSE(away);
  EXPECT_EQ(away.error().code, errc::away);
}

}  // namespace
}  // namespace antrian::ingest
