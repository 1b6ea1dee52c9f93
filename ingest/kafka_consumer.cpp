#include "ingest/kafka_consumer.hpp"

#include <algorithm>
#include <chrono>
#include <future>
#include <thread>

#include "ingest/kafka_feed.hpp"

namespace antrian::ingest {
namespace {

constexpr auto goodbye = std::chrono::milliseconds(1'500);

/// Messages that wait in memory, of all partitions together, and of one at least. This librdkafka
/// asks a partition for nothing for a whole second once its queue is full, so what waits must last
/// for longer than that, or the node stands still in between.
constexpr std::size_t waiting_kbytes_max = std::size_t{192} * 1024;
constexpr std::size_t waiting_kbytes_min =
    std::size_t{4} * 1024;  // a fetch of the largest messages

}  // namespace

void kafka_consumer_deleter::operator()(rd_kafka_s* consumer) const {
  rd_kafka_set_log_level(consumer, 0);  // who would be told may be gone before it
  auto gone = std::make_shared<std::promise<void>>();
  auto is_gone = gone->get_future();
  std::thread([consumer, gone = std::move(gone)] {
    rd_kafka_destroy_flags(consumer, RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE);
    gone->set_value();
  }).detach();
  is_gone.wait_for(goodbye);
}

result<kafka_consumer_ptr> make_kafka_consumer(const kafka_cluster& cluster, std::size_t partitions,
                                               kafka_health& health) {
  const auto kbytes = std::max(waiting_kbytes_max / std::max<std::size_t>(partitions, 1),
                               waiting_kbytes_min);  // these limits are per partition
  const std::map<std::string, std::string> defaults{
      {"queued.min.messages", "10000000"},
      {"queued.max.messages.kbytes", std::to_string(kbytes)},
      {"fetch.wait.max.ms", "100"},
      {"fetch.error.backoff.ms", "100"},
      {"fetch.message.max.bytes", "2097152"},
      // A topic that is deleted is noticed within this time, and not waited for.
      {"topic.metadata.refresh.interval.ms", "10000"},
      {"topic.metadata.propagation.max.ms", "5000"}};
  const std::map<std::string, std::string> fixed{{"group.id", kafka_group},
                                                 {"auto.offset.reset", "error"},
                                                 {"enable.auto.commit", "false"},
                                                 {"enable.auto.offset.store", "false"},
                                                 {"enable.partition.eof", "false"},
                                                 {"isolation.level", "read_committed"},
                                                 {"check.crcs", "true"},
                                                 {"allow.auto.create.topics", "false"}};
  auto conf = make_kafka_conf(cluster, defaults, fixed);
  if (!conf) return tl::unexpected(conf.error());
  auto client = make_kafka_client(kafka_role::consumer, std::move(*conf), health);
  if (!client) return tl::unexpected(client.error());
  rd_kafka_poll_set_consumer(client->get());
  return kafka_consumer_ptr(client->release());
}

kafka_ptr<rd_kafka_topic_partition_list_s> partition_list(
    const std::string& topic, const std::vector<std::uint64_t>& offsets) {
  kafka_ptr<rd_kafka_topic_partition_list_s> list(
      rd_kafka_topic_partition_list_new(static_cast<int>(offsets.size())));
  for (std::size_t i = 0; i < offsets.size(); ++i) {
    rd_kafka_topic_partition_list_add(list.get(), topic.c_str(), static_cast<std::int32_t>(i))
        ->offset = static_cast<std::int64_t>(offsets[i]);
  }
  return list;
}

kafka_message view_of(const rd_kafka_message_s& message) {
  kafka_message view;
  view.partition = static_cast<std::uint32_t>(message.partition);
  view.offset = static_cast<std::uint64_t>(message.offset);
  view.time_ms = rd_kafka_message_timestamp(&message, nullptr);
  if (message.key != nullptr) {
    view.key = std::string_view(static_cast<const char*>(message.key), message.key_len);
  }
  if (message.payload != nullptr) {
    view.value = std::string_view(static_cast<const char*>(message.payload), message.len);
  }
  return view;
}

bool passes(rd_kafka_resp_err_t code) {
  switch (code) {
    case RD_KAFKA_RESP_ERR__TRANSPORT:
    case RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN:
    case RD_KAFKA_RESP_ERR__RESOLVE:
    case RD_KAFKA_RESP_ERR__TIMED_OUT:
    case RD_KAFKA_RESP_ERR__AUTHENTICATION:
    case RD_KAFKA_RESP_ERR__SSL:
    case RD_KAFKA_RESP_ERR__WAIT_COORD:
    case RD_KAFKA_RESP_ERR__PARTITION_EOF:
    case RD_KAFKA_RESP_ERR__MAX_POLL_EXCEEDED:
    case RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE:
    case RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION:
    case RD_KAFKA_RESP_ERR_REQUEST_TIMED_OUT:
    case RD_KAFKA_RESP_ERR_BROKER_NOT_AVAILABLE:
    case RD_KAFKA_RESP_ERR_REPLICA_NOT_AVAILABLE:
    case RD_KAFKA_RESP_ERR_NETWORK_EXCEPTION:
    case RD_KAFKA_RESP_ERR_COORDINATOR_LOAD_IN_PROGRESS:
    case RD_KAFKA_RESP_ERR_COORDINATOR_NOT_AVAILABLE:
    case RD_KAFKA_RESP_ERR_NOT_COORDINATOR:
    case RD_KAFKA_RESP_ERR_KAFKA_STORAGE_ERROR:
    case RD_KAFKA_RESP_ERR_FENCED_LEADER_EPOCH:
    case RD_KAFKA_RESP_ERR_UNKNOWN_LEADER_EPOCH:
    case RD_KAFKA_RESP_ERR_OFFSET_NOT_AVAILABLE:
      return true;
    default:
      return false;
  }
}

}  // namespace antrian::ingest
