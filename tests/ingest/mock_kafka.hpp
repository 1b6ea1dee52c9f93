// librdkafka's mock cluster, and a plain reader of what was produced to it.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>

#include "ingest/kafka_client.hpp"

namespace antrian::ingest {

struct read_message {
  std::int32_t partition = 0;
  std::optional<std::string> key;
  std::optional<std::string> value;
  std::vector<std::pair<std::string, std::string>> headers;
};

/// A cluster of one broker within this process.
class mock_kafka {
 public:
  mock_kafka() {
    auto* conf = rd_kafka_conf_new();
    rd_kafka_conf_set_log_cb(conf, [](const rd_kafka_t*, int, const char*, const char*) {});
    owner_.reset(rd_kafka_new(RD_KAFKA_PRODUCER, conf, nullptr, 0));
    cluster_.reset(rd_kafka_mock_cluster_new(owner_.get(), 1));
  }

  [[nodiscard]] kafka_cluster address(std::map<std::string, std::string> properties = {}) const {
    return {rd_kafka_mock_cluster_bootstraps(cluster_.get()), std::move(properties)};
  }
  void make_topic(const char* name, int partitions) {
    ASSERT_EQ(rd_kafka_mock_topic_create(cluster_.get(), name, partitions, 1), 0);
  }
  void set_down() { rd_kafka_mock_broker_set_down(cluster_.get(), 1); }
  void set_up() { rd_kafka_mock_broker_set_up(cluster_.get(), 1); }
  /// The next answer to a produce request.
  void refuse_next(rd_kafka_resp_err_t with) {
    rd_kafka_mock_push_request_errors(cluster_.get(), 0 /* Produce */, 1, with);
  }

  /// All that is in the topic, in order within each partition.
  [[nodiscard]] std::vector<read_message> read_all(const char* topic, int partitions) const {
    auto* conf = rd_kafka_conf_new();
    const auto set = [&](const char* name, const std::string& value) {
      ASSERT_EQ(rd_kafka_conf_set(conf, name, value.c_str(), nullptr, 0), RD_KAFKA_CONF_OK) << name;
    };
    set("bootstrap.servers", rd_kafka_mock_cluster_bootstraps(cluster_.get()));
    set("group.id", "reader");
    set("enable.partition.eof", "true");
    set("auto.offset.reset", "earliest");
    const kafka_handle reader(rd_kafka_new(RD_KAFKA_CONSUMER, conf, nullptr, 0));
    const kafka_ptr<rd_kafka_topic_partition_list_s> all(
        rd_kafka_topic_partition_list_new(partitions));
    for (int i = 0; i < partitions; ++i) {
      rd_kafka_topic_partition_list_add(all.get(), topic, i)->offset = 0;
    }
    EXPECT_EQ(rd_kafka_assign(reader.get(), all.get()), RD_KAFKA_RESP_ERR_NO_ERROR);
    std::vector<read_message> messages;
    for (int ended = 0; ended < partitions;) {
      const std::unique_ptr<rd_kafka_message_t, void (*)(rd_kafka_message_t*)> message(
          rd_kafka_consumer_poll(reader.get(), 10'000), &rd_kafka_message_destroy);
      if (message == nullptr) {
        ADD_FAILURE() << "nothing came";
        break;
      }
      if (message->err == RD_KAFKA_RESP_ERR__PARTITION_EOF) ++ended;
      if (message->err == RD_KAFKA_RESP_ERR_NO_ERROR) messages.push_back(copy_of(*message));
    }
    return messages;
  }

 private:
  struct cluster_deleter {
    void operator()(rd_kafka_mock_cluster_t* cluster) const {
      rd_kafka_mock_cluster_destroy(cluster);
    }
  };

  static std::optional<std::string> text(const void* from, std::size_t size) {
    if (from == nullptr) return std::nullopt;
    return std::string(static_cast<const char*>(from), size);
  }
  static read_message copy_of(const rd_kafka_message_t& message) {
    read_message made{message.partition,
                      text(message.key, message.key_len),
                      text(message.payload, message.len),
                      {}};
    rd_kafka_headers_t* headers = nullptr;
    if (rd_kafka_message_headers(&message, &headers) != RD_KAFKA_RESP_ERR_NO_ERROR) return made;
    const char* name = nullptr;
    const void* value = nullptr;
    std::size_t size = 0;
    for (std::size_t i = 0;
         rd_kafka_header_get_all(headers, i, &name, &value, &size) == RD_KAFKA_RESP_ERR_NO_ERROR;
         ++i) {
      made.headers.emplace_back(name, text(value, size).value_or("(null)"));
    }
    return made;
  }

  kafka_handle owner_;
  std::unique_ptr<rd_kafka_mock_cluster_t, cluster_deleter> cluster_;
};

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

}  // namespace antrian::ingest
