// librdkafka, wrapped once: handles that free themselves, configuration with errors that name the
// property, and the library's log and errors as sentences. Nothing else in the project includes
// rdkafka.h but the kafka_*.cpp of this folder.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

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
/// they are back. Called on threads of librdkafka and on those that poll: must not block.
using kafka_notice = std::function<void(const std::string&)>;

/// Says a thing once until it is over: "cannot be reached" once, and "answers again" when something
/// arrives. Thread-safe; in_trouble() and a fine() without trouble cost no lock.
class kafka_health {
 public:
  explicit kafka_health(kafka_notice notice) : notice_(std::move(notice)) {}
  /// Told, unless there is trouble already. A sentence.
  void trouble(const std::string& what);
  /// Told if there was trouble: something came from the brokers, or has got there.
  void fine();
  /// Why one broker cannot be reached; that is trouble only if it is true of all of them.
  void remember(std::string reason);
  /// Trouble: none of the brokers can be reached, for the reason that was remembered last. Right
  /// after fine() it is told only once another attempt has failed: of several clients, one may
  /// still hand out what is over for the other.
  void unreachable();
  /// What is no trouble, such as librdkafka's log where it was asked for.
  void tell(const std::string& what);
  [[nodiscard]] bool in_trouble() const { return trouble_.load(std::memory_order_relaxed); }

 private:
  void tell_unreachable();

  std::mutex mutex_;
  std::atomic<bool> trouble_ = false;
  std::atomic<bool> doubtful_ = false;  ///< unreachable, right after fine()
  std::chrono::steady_clock::time_point fine_at_{};
  std::string reason_;
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

/// The cluster's properties over `defaults` and those that every client here has, under `fixed`.
/// What this program's promises rest on cannot be changed by the cluster's properties, whatever
/// the role of the client: an attempt is an error that says so. The error names the property,
/// never its value.
[[nodiscard]] result<kafka_ptr<rd_kafka_conf_s>> make_kafka_conf(
    const kafka_cluster& cluster, const std::map<std::string, std::string>& defaults,
    const std::map<std::string, std::string>& fixed);

/// A client whose log and errors go to `health`, which outlives it and becomes the opaque of
/// `conf`. Errors come while the client is polled. To be polled for events instead of callbacks,
/// choose them in `conf` before, and hand the errors among them to note_kafka_error.
[[nodiscard]] result<kafka_handle> make_kafka_client(kafka_role role,
                                                     kafka_ptr<rd_kafka_conf_s> conf,
                                                     kafka_health& health);

/// An error that librdkafka reports about the client as a whole, by its rd_kafka_resp_err_t.
void note_kafka_error(kafka_health& health, int code, const std::string& text);

/// The id of the cluster, which outlives its topics; errc::away if no broker answers in time.
[[nodiscard]] result<std::string> kafka_cluster_id(rd_kafka_s* client, int timeout_ms);

/// Number of partitions; errc::input with what to do if the topic does not exist, errc::away if no
/// broker answers in time.
[[nodiscard]] result<std::int32_t> kafka_partition_count(rd_kafka_s* client,
                                                         const std::string& topic, int timeout_ms);

}  // namespace antrian::ingest
