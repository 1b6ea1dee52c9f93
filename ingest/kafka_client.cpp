#include "ingest/kafka_client.hpp"

#include <array>

#include <librdkafka/rdkafka.h>
#include <syslog.h>

#include "events/assert.hpp"

namespace antrian::ingest {
namespace {

/// For so long, errors of a time that is over can come from clients that were not polled meanwhile.
constexpr std::chrono::seconds stale_for{5};

/// librdkafka's sentence without what only its developers need.
std::string plain(std::string text) {
  if (const auto detail = text.rfind(" (after "); detail != std::string::npos) text.resize(detail);
  return text;
}

void on_error(rd_kafka_t* client, int code, const char* text, void* opaque) {
  auto& health = *static_cast<kafka_health*>(opaque);
  if (code != RD_KAFKA_RESP_ERR__FATAL) return note_kafka_error(health, code, text);
  std::array<char, 512> reason{};
  rd_kafka_fatal_error(client, reason.data(), reason.size());
  note_kafka_error(health, code, reason.data());
}

/// Whatever concerns people comes as an error as well; only who set `debug` wants to see the log.
void on_log(const rd_kafka_t* client, int level, const char* facility, const char* text) {
  if (level > LOG_CRIT && level < LOG_DEBUG) return;
  auto* health = static_cast<kafka_health*>(rd_kafka_opaque(client));
  if (health != nullptr) health->tell(std::string("librdkafka ") + facility + ": " + text);
}

struct metadata_deleter {
  void operator()(const rd_kafka_metadata_t* metadata) const {
    rd_kafka_metadata_destroy(metadata);
  }
};

}  // namespace

void kafka_health::trouble(const std::string& what) {
  const std::lock_guard lock(mutex_);
  if (trouble_.exchange(true)) return;
  if (notice_) notice_(what);
}

void kafka_health::fine() {
  if (!in_trouble() && !doubtful_.load(std::memory_order_relaxed)) return;
  const std::lock_guard lock(mutex_);
  doubtful_ = false;
  if (!trouble_.exchange(false)) return;
  fine_at_ = std::chrono::steady_clock::now();
  if (notice_) notice_("Kafka answers again.");
}

void kafka_health::remember(std::string reason) {
  const std::lock_guard lock(mutex_);
  reason_ = std::move(reason);
  if (doubtful_ && std::chrono::steady_clock::now() >= fine_at_ + stale_for) tell_unreachable();
}

void kafka_health::unreachable() {
  const std::lock_guard lock(mutex_);
  if (std::chrono::steady_clock::now() < fine_at_ + stale_for) {
    doubtful_ = true;
    return;
  }
  tell_unreachable();
}

/// The caller holds the lock.
void kafka_health::tell_unreachable() {
  doubtful_ = false;
  if (trouble_.exchange(true) || !notice_) return;
  notice_("Kafka cannot be reached" + (reason_.empty() ? "" : " (" + reason_ + ")") +
          "; it is tried again until it answers.");
}

void kafka_health::tell(const std::string& what) {
  const std::lock_guard lock(mutex_);
  if (notice_) notice_(what);
}

void kafka_deleter::operator()(rd_kafka_s* handle) const {
  // A consumer here has no group to leave. Closing it would serve errors that are long over, and
  // wait for brokers that hang.
  rd_kafka_destroy_flags(handle, RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE);
}
void kafka_deleter::operator()(rd_kafka_conf_s* conf) const {
  rd_kafka_conf_destroy(conf);
}
void kafka_deleter::operator()(rd_kafka_topic_s* topic) const {
  rd_kafka_topic_destroy(topic);
}
void kafka_deleter::operator()(rd_kafka_queue_s* queue) const {
  rd_kafka_queue_destroy(queue);
}
void kafka_deleter::operator()(rd_kafka_topic_partition_list_s* list) const {
  rd_kafka_topic_partition_list_destroy(list);
}

result<kafka_handle> make_kafka_client(kafka_role role, kafka_ptr<rd_kafka_conf_s> conf,
                                       kafka_health& health) {
  ANTRIAN_ASSERT(conf != nullptr);
  rd_kafka_conf_set_opaque(conf.get(), &health);
  rd_kafka_conf_set_error_cb(conf.get(), &on_error);
  rd_kafka_conf_set_log_cb(conf.get(), &on_log);
  const auto type = role == kafka_role::producer ? RD_KAFKA_PRODUCER : RD_KAFKA_CONSUMER;
  std::array<char, 512> reason{};
  kafka_handle client(rd_kafka_new(type, conf.get(), reason.data(), reason.size()));
  if (client == nullptr) {
    return fail(errc::input, std::string("[kafka] cannot be used as it is set: ") + reason.data());
  }
  // The client has taken it over.
  static_cast<void>(conf.release());  // NOLINT(bugprone-unused-return-value)
  return client;
}

void note_kafka_error(kafka_health& health, int code, const std::string& text) {
  switch (code) {
    case RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN:
      return health.unreachable();
    case RD_KAFKA_RESP_ERR__TRANSPORT:
    case RD_KAFKA_RESP_ERR__RESOLVE:
    case RD_KAFKA_RESP_ERR__TIMED_OUT:
      return health.remember(plain(text));
    case RD_KAFKA_RESP_ERR__AUTHENTICATION:
    case RD_KAFKA_RESP_ERR__SSL:
      return health.trouble("Kafka does not let antrian in: " + plain(text) +
                            ". Look at [kafka.properties]; it is tried again.");
    default:
      return health.trouble("Kafka reports: " + plain(text) + ".");
  }
}

result<std::string> kafka_cluster_id(rd_kafka_s* client, int timeout_ms) {
  const std::unique_ptr<char, void (*)(void*)> id(
      rd_kafka_clusterid(client, timeout_ms), [](void* text) { rd_kafka_mem_free(nullptr, text); });
  if (id == nullptr) return fail(errc::away, "no Kafka broker says which cluster it belongs to");
  return std::string(id.get());
}

result<std::int32_t> kafka_partition_count(rd_kafka_s* client, const std::string& topic,
                                           int timeout_ms) {
  const kafka_ptr<rd_kafka_topic_s> asked(rd_kafka_topic_new(client, topic.c_str(), nullptr));
  if (asked == nullptr) {
    return fail(errc::input, "there can be no Kafka topic named \"" + topic + "\"");
  }
  const rd_kafka_metadata_t* raw = nullptr;
  const auto code = rd_kafka_metadata(client, 0, asked.get(), &raw, timeout_ms);
  const std::unique_ptr<const rd_kafka_metadata_t, metadata_deleter> metadata(raw);
  if (code != RD_KAFKA_RESP_ERR_NO_ERROR) {
    return fail(errc::away,
                "no Kafka broker tells about the topic " + topic + ": " + rd_kafka_err2str(code));
  }
  ANTRIAN_ASSERT(metadata->topic_cnt == 1);
  const auto& found = metadata->topics[0];
  switch (found.err) {
    case RD_KAFKA_RESP_ERR_NO_ERROR:
      return found.partition_cnt;
    case RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART:
      return fail(errc::input, "Kafka has no topic " + topic +
                                   "; `antrian kafka init` makes the topics that are missing");
    case RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE:
      return fail(errc::away, "the topic " + topic + " has no leader yet");
    default:
      return fail(errc::input,
                  "the topic " + topic + " cannot be used: " + rd_kafka_err2str(found.err));
  }
}

}  // namespace antrian::ingest
