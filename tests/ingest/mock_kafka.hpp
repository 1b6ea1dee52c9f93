// librdkafka's mock cluster as a test sees it: topics, messages put in and read out, and brokers
// that are away. It keeps no more than 5 MiB of a partition.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>
#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>

namespace antrian::ingest {

struct mock_message {
  std::int32_t partition = 0;
  std::int64_t offset = 0;
  std::optional<std::string> key;
  std::optional<std::string> value;
  std::map<std::string, std::string> headers;
};

class mock_kafka {
 public:
  mock_kafka() {
    client_ = make(RD_KAFKA_PRODUCER, {});
    cluster_ = rd_kafka_mock_cluster_new(client_, 1);
    brokers_ = rd_kafka_mock_cluster_bootstraps(cluster_);
    producer_ = make(RD_KAFKA_PRODUCER, {{"bootstrap.servers", brokers_}, {"linger.ms", "0"}});
  }
  ~mock_kafka() {
    rd_kafka_destroy(producer_);
    rd_kafka_mock_cluster_destroy(cluster_);
    rd_kafka_destroy(client_);
  }
  mock_kafka(const mock_kafka&) = delete;
  mock_kafka& operator=(const mock_kafka&) = delete;

  [[nodiscard]] const std::string& brokers() const { return brokers_; }
  [[nodiscard]] std::string id() const {
    char* text = rd_kafka_clusterid(producer_, 5'000);
    std::string id = text != nullptr ? text : "";
    rd_kafka_mem_free(nullptr, text);
    return id;
  }
  void make_topic(const std::string& name, int partitions) {
    ASSERT_EQ(rd_kafka_mock_topic_create(cluster_, name.c_str(), partitions, 1),
              RD_KAFKA_RESP_ERR_NO_ERROR);
    partitions_[name] = partitions;
  }

  void put(const std::string& topic, std::int32_t partition, std::optional<std::string_view> key,
           std::optional<std::string_view> value) {
    const auto data = [](const auto& text) {
      return text ? static_cast<void*>(const_cast<char*>(text->data())) : nullptr;
    };
    const auto size = [](const auto& text) { return text ? text->size() : 0; };
    rd_kafka_topic_t* to = rd_kafka_topic_new(producer_, topic.c_str(), nullptr);
    ASSERT_EQ(rd_kafka_produce(to, partition, RD_KAFKA_MSG_F_COPY, data(value), size(value),
                               data(key), size(key), nullptr),
              0);
    rd_kafka_topic_destroy(to);
    ASSERT_EQ(rd_kafka_flush(producer_, 10'000), RD_KAFKA_RESP_ERR_NO_ERROR);
  }

  /// All messages of a topic, partition by partition.
  [[nodiscard]] std::vector<mock_message> all(const std::string& topic) const {
    rd_kafka_t* consumer = make(RD_KAFKA_CONSUMER, {{"bootstrap.servers", brokers_},
                                                    {"group.id", "reader"},
                                                    {"enable.partition.eof", "true"},
                                                    {"auto.offset.reset", "earliest"}});
    auto* list = rd_kafka_topic_partition_list_new(1);
    int missing = partitions_.at(topic);
    for (int i = 0; i < missing; ++i) {
      rd_kafka_topic_partition_list_add(list, topic.c_str(), i)->offset = RD_KAFKA_OFFSET_BEGINNING;
    }
    rd_kafka_assign(consumer, list);
    rd_kafka_topic_partition_list_destroy(list);
    std::map<std::int32_t, std::vector<mock_message>> found;
    while (missing > 0) {
      rd_kafka_message_t* got = rd_kafka_consumer_poll(consumer, 10'000);
      if (got == nullptr) break;
      if (got->err == RD_KAFKA_RESP_ERR__PARTITION_EOF) --missing;
      if (got->err == RD_KAFKA_RESP_ERR_NO_ERROR) found[got->partition].push_back(copy(*got));
      rd_kafka_message_destroy(got);
    }
    EXPECT_EQ(missing, 0) << "the mock cluster does not answer";
    rd_kafka_destroy(consumer);
    std::vector<mock_message> all;
    for (auto& [partition, messages] : found) {
      for (auto& message : messages) all.push_back(std::move(message));
    }
    return all;
  }

  /// Others learn that there is no such topic; without this the mock cluster makes it for them.
  void have_no_topic(const std::string& name) {
    make_topic(name, 1);
    rd_kafka_mock_topic_set_error(cluster_, name.c_str(), RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART);
  }
  void go_away() { rd_kafka_mock_broker_set_down(cluster_, 1); }
  void come_back() { rd_kafka_mock_broker_set_up(cluster_, 1); }

  /// From here on nothing can be produced, though everything can be read.
  void refuse_produce() {
    constexpr std::int16_t produce = 0;
    std::vector<rd_kafka_resp_err_t> errors(10'000, RD_KAFKA_RESP_ERR_NOT_ENOUGH_REPLICAS);
    rd_kafka_mock_push_request_errors_array(cluster_, produce, errors.size(), errors.data());
  }
  /// The next produce request gets this answer.
  void refuse_next(rd_kafka_resp_err_t with) {
    rd_kafka_mock_push_request_errors_array(cluster_, 0, 1, &with);
  }
  void allow_produce() { rd_kafka_mock_clear_request_errors(cluster_, 0); }

 private:
  static rd_kafka_t* make(rd_kafka_type_t type, const std::map<std::string, std::string>& set) {
    rd_kafka_conf_t* conf = rd_kafka_conf_new();
    for (const auto& [name, value] : set) {
      EXPECT_EQ(rd_kafka_conf_set(conf, name.c_str(), value.c_str(), nullptr, 0), RD_KAFKA_CONF_OK);
    }
    rd_kafka_conf_set_log_cb(conf, nullptr);
    rd_kafka_t* made = rd_kafka_new(type, conf, nullptr, 0);
    if (type == RD_KAFKA_CONSUMER) rd_kafka_poll_set_consumer(made);
    return made;
  }
  static mock_message copy(const rd_kafka_message_t& got) {
    const auto text = [](const void* data, std::size_t size) {
      return data != nullptr ? std::optional(std::string(static_cast<const char*>(data), size))
                             : std::nullopt;
    };
    mock_message made{
        got.partition, got.offset, text(got.key, got.key_len), text(got.payload, got.len), {}};
    rd_kafka_headers_t* headers = nullptr;
    if (rd_kafka_message_headers(&got, &headers) != RD_KAFKA_RESP_ERR_NO_ERROR) return made;
    const char* name = nullptr;
    const void* value = nullptr;
    std::size_t size = 0;
    for (std::size_t i = 0;
         rd_kafka_header_get_all(headers, i, &name, &value, &size) == RD_KAFKA_RESP_ERR_NO_ERROR;
         ++i) {
      made.headers[name] = std::string(static_cast<const char*>(value), size);
    }
    return made;
  }

  rd_kafka_t* client_ = nullptr;
  rd_kafka_mock_cluster_t* cluster_ = nullptr;
  rd_kafka_t* producer_ = nullptr;
  std::string brokers_;
  std::map<std::string, int> partitions_;
};

}  // namespace antrian::ingest
