// librdkafka, wrapped once: handles that free themselves, configuration with errors that name the
// property, and the library's log and errors as sentences. Nothing else in the project includes
// rdkafka.h but the kafka_*.cpp of this folder.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "ingest/error.hpp"

struct rd_kafka_s;
struct rd_kafka_conf_s;
struct rd_kafka_topic_s;
struct rd_kafka_queue_s;
struct rd_kafka_topic_partition_list_s;

namespace antrian::ingest {

/// How to reach a cluster. `properties` are librdkafka's own names, as in [kafka.properties] of
/// antrian.toml, with secrets already resolved; they win over the defaults of this program, except
/// where that would break a promise (docs/operations.md lists those). Never printed: values may be
/// secrets.
struct kafka_cluster {
  std::string brokers;  ///< host:port, separated by commas
  std::map<std::string, std::string> properties;
};

/// Takes notices for people: that the brokers cannot be reached (once, not at every attempt), that
/// they are back. Called on threads of librdkafka: must not block.
using kafka_notice = std::function<void(const std::string&)>;

/// Says a thing once until it is over: "cannot reach" once, and "is back" when something arrives.
/// Thread-safe.
class kafka_health {
 public:
  explicit kafka_health(kafka_notice notice) : notice_(std::move(notice)) {}
  void trouble(const std::string& what);  ///< told if it is new
  void fine();                            ///< told if there was trouble
  [[nodiscard]] bool in_trouble() const;

 private:
  mutable std::mutex mutex_;
  bool trouble_ = false;
  kafka_notice notice_;
};

struct kafka_deleter {
  void operator()(rd_kafka_s* handle) const;
  void operator()(rd_kafka_conf_s* conf) const;
  void operator()(rd_kafka_topic_s* topic) const;
  void operator()(rd_kafka_queue_s* queue) const;
  void operator()(rd_kafka_topic_partition_list_s* list) const;
};
template <class T>
using kafka_ptr = std::unique_ptr<T, kafka_deleter>;
using kafka_handle = kafka_ptr<rd_kafka_s>;

enum class kafka_role : std::uint8_t { producer, consumer };

/// The cluster's properties over `defaults`, under `fixed` (which a user may not change: an
/// attempt is an error that says so). The error names the property, never its value.
[[nodiscard]] result<kafka_ptr<rd_kafka_conf_s>> make_kafka_conf(
    const kafka_cluster& cluster, const std::map<std::string, std::string>& defaults,
    const std::map<std::string, std::string>& fixed);

/// A client whose log and errors go to `health`, which outlives it. `opaque` is what librdkafka
/// hands to delivery callbacks that were set on `conf` before.
[[nodiscard]] result<kafka_handle> make_kafka_client(kafka_role role,
                                                     kafka_ptr<rd_kafka_conf_s> conf,
                                                     kafka_health& health);

/// The id of the cluster, which outlives its topics; an error if no broker answers in time.
[[nodiscard]] result<std::string> kafka_cluster_id(rd_kafka_s* client, int timeout_ms);

/// Number of partitions; errc::input with what to do if the topic does not exist.
[[nodiscard]] result<std::int32_t> kafka_partition_count(rd_kafka_s* client,
                                                         const std::string& topic, int timeout_ms);

}  // namespace antrian::ingest
