#include "bench/bare_consumer.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <optional>

#include <librdkafka/rdkafka.h>

#include "bench/bench_node.hpp"
#include "bench/measure.hpp"

namespace antrian::bench {
namespace {

constexpr int poll_ms = 1'000;

struct deleter {
  void operator()(rd_kafka_t* client) const {
    rd_kafka_consumer_close(client);
    rd_kafka_destroy(client);
  }
  void operator()(rd_kafka_queue_t* queue) const { rd_kafka_queue_destroy(queue); }
  void operator()(rd_kafka_topic_partition_list_t* list) const {
    rd_kafka_topic_partition_list_destroy(list);
  }
};

std::unique_ptr<rd_kafka_t, deleter> open_consumer(const std::string& brokers) {
  std::array<char, 256> error{};
  rd_kafka_conf_t* conf = rd_kafka_conf_new();
  rd_kafka_conf_set(conf, "bootstrap.servers", brokers.c_str(), error.data(), error.size());
  rd_kafka_conf_set(conf, "group.id", "antrian-bench", error.data(), error.size());
  rd_kafka_conf_set(conf, "enable.auto.commit", "false", error.data(), error.size());
  rd_kafka_t* client = rd_kafka_new(RD_KAFKA_CONSUMER, conf, error.data(), error.size());
  if (client == nullptr) {
    rd_kafka_conf_destroy(conf);
    give_up(error.data());
  }
  rd_kafka_poll_set_consumer(client);
  return std::unique_ptr<rd_kafka_t, deleter>(client);
}

}  // namespace

double consume_and_discard(const std::string& brokers, const std::string& topic,
                           std::int32_t partitions, std::uint64_t count) {
  const auto client = open_consumer(brokers);
  const std::unique_ptr<rd_kafka_topic_partition_list_t, deleter> list(
      rd_kafka_topic_partition_list_new(partitions));
  for (std::int32_t i = 0; i < partitions; ++i) {
    rd_kafka_topic_partition_list_add(list.get(), topic.c_str(), i)->offset =
        RD_KAFKA_OFFSET_BEGINNING;
  }
  rd_kafka_assign(client.get(), list.get());
  const std::unique_ptr<rd_kafka_queue_t, deleter> queue(rd_kafka_queue_get_consumer(client.get()));
  std::array<rd_kafka_message_t*, 8'192> taken{};
  std::optional<stopwatch> watch;
  for (std::uint64_t seen = 0; seen < count;) {
    const auto got = rd_kafka_consume_batch_queue(queue.get(), poll_ms, taken.data(), taken.size());
    if (got < 0) give_up("the bare consumer cannot read");
    if (got > 0 && !watch) watch.emplace();
    for (std::size_t i = 0; i < static_cast<std::size_t>(got); ++i) {
      if (taken[i]->err == RD_KAFKA_RESP_ERR_NO_ERROR) ++seen;
      rd_kafka_message_destroy(taken[i]);
    }
  }
  return watch->seconds();
}

}  // namespace antrian::bench
