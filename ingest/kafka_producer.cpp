#include "ingest/kafka_producer.hpp"

#include <array>
#include <atomic>
#include <cstring>
#include <mutex>
#include <unordered_map>

#include <librdkafka/rdkafka.h>

#include "events/assert.hpp"

namespace antrian::ingest {
namespace {

constexpr int wait_ms = 100;  ///< between two questions to go_on
/// What librdkafka counts besides key, value and headers.
constexpr std::size_t record_overhead = std::size_t{16} << 10;

/// What a user may change.
const std::map<std::string, std::string>& defaults() {
  static const std::map<std::string, std::string> values{
      {"linger.ms", "5"},
      {"compression.codec", "lz4"},
      {"queue.buffering.max.messages", "200000"},
      {"queue.buffering.max.kbytes", "131072"},
      {"message.max.bytes", std::to_string(kafka_record_size_max + record_overhead)},
  };
  return values;
}

/// What the promises of this class rest on.
const std::map<std::string, std::string>& fixed() {
  static const std::map<std::string, std::string> values{
      {"enable.idempotence", "true"},
      // A record that fails for good stops those behind it, which no reader could tell from the
      // missing one otherwise.
      {"enable.gapless.guarantee", "true"},
      {"acks", "all"},
      {"message.timeout.ms", "0"},  // however long the brokers are away
      {"partitioner", "murmur2_random"},
      {"delivery.report.only.error", "false"},
      {"allow.auto.create.topics", "false"},
  };
  return values;
}

// The tag travels as the pointer that librdkafka keeps with each message.
static_assert(sizeof(void*) >= sizeof(std::uint64_t));
void* as_opaque(std::uint64_t tag) {
  return reinterpret_cast<void*>(tag);  // NOLINT(performance-no-int-to-ptr)
}
std::uint64_t as_tag(const void* opaque) {
  return reinterpret_cast<std::uint64_t>(opaque);
}

struct event_deleter {
  void operator()(rd_kafka_event_t* event) const { rd_kafka_event_destroy(event); }
};
struct headers_deleter {
  void operator()(rd_kafka_headers_t* headers) const { rd_kafka_headers_destroy(headers); }
};
struct error_deleter {
  void operator()(rd_kafka_error_t* error) const { rd_kafka_error_destroy(error); }
};
using headers_ptr = std::unique_ptr<rd_kafka_headers_t, headers_deleter>;

std::size_t size_of(const kafka_record& record) {
  std::size_t size = record.key.size() + record.value.size();
  for (const auto& header : record.headers) {
    size += std::strlen(header.name) + header.value.size();
  }
  return size;
}

rd_kafka_vu_t part(rd_kafka_vtype_t type) {
  rd_kafka_vu_t made{};
  made.vtype = type;
  return made;
}

rd_kafka_vu_t bytes(rd_kafka_vtype_t type, std::string_view text) {
  auto made = part(type);
  made.u.mem.ptr = const_cast<char*>(text.data());  // librdkafka copies and does not write to it
  made.u.mem.size = text.size();
  return made;
}

headers_ptr copy_of(std::span<const kafka_header> headers) {
  headers_ptr made(rd_kafka_headers_new(headers.size()));
  for (const auto& header : headers) {
    rd_kafka_header_add(made.get(), header.name, -1, header.value.data(),
                        static_cast<ssize_t>(header.value.size()));
  }
  return made;
}

rd_kafka_resp_err_t send_with_headers(rd_kafka_t* client, rd_kafka_topic_t* topic,
                                      const kafka_record& record, void* opaque) {
  auto headers = copy_of(record.headers);
  std::array parts{part(RD_KAFKA_VTYPE_RKT),
                   part(RD_KAFKA_VTYPE_PARTITION),
                   part(RD_KAFKA_VTYPE_MSGFLAGS),
                   part(RD_KAFKA_VTYPE_HEADERS),
                   part(RD_KAFKA_VTYPE_OPAQUE),
                   bytes(RD_KAFKA_VTYPE_KEY, record.key),
                   bytes(RD_KAFKA_VTYPE_VALUE, record.value)};
  parts[0].u.rkt = topic;
  parts[1].u.i32 = RD_KAFKA_PARTITION_UA;
  parts[2].u.i = RD_KAFKA_MSG_F_COPY;
  parts[3].u.headers = headers.get();
  parts[4].u.ptr = opaque;
  const std::unique_ptr<rd_kafka_error_t, error_deleter> error(
      rd_kafka_produceva(client, parts.data(), parts.size()));
  if (error != nullptr) return rd_kafka_error_code(error.get());
  // The message has taken them over.
  static_cast<void>(headers.release());  // NOLINT(bugprone-unused-return-value)
  return RD_KAFKA_RESP_ERR_NO_ERROR;
}

rd_kafka_resp_err_t send(rd_kafka_t* client, rd_kafka_topic_t* topic, const kafka_record& record,
                         std::uint64_t tag) {
  if (size_of(record) > kafka_record_size_max) return RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE;
  if (!record.headers.empty()) return send_with_headers(client, topic, record, as_opaque(tag));
  const int failed = rd_kafka_produce(topic, RD_KAFKA_PARTITION_UA, RD_KAFKA_MSG_F_COPY,
                                      const_cast<char*>(record.value.data()), record.value.size(),
                                      record.key.data(), record.key.size(), as_opaque(tag));
  return failed == 0 ? RD_KAFKA_RESP_ERR_NO_ERROR : rd_kafka_last_error();
}

}  // namespace

class kafka_producer::topic {
 public:
  topic(std::string name, kafka_ptr<rd_kafka_topic_s> handle)
      : name_(std::move(name)), handle_(std::move(handle)) {}
  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] rd_kafka_topic_s* handle() const { return handle_.get(); }

 private:
  std::string name_;
  kafka_ptr<rd_kafka_topic_s> handle_;
};

struct kafka_producer::impl {
  kafka_health* health = nullptr;
  delivered on_delivered;
  kafka_handle client;
  // After the client: they must be gone before it goes.
  kafka_ptr<rd_kafka_queue_s> reports;
  std::unordered_map<std::string, std::unique_ptr<topic>> topics;

  std::atomic<std::size_t> under_way = 0;  ///< written by the thread that produces and polls
  std::atomic<bool> failed = false;
  mutable std::mutex failure_mutex;
  std::string failure;

  void fail_for(const std::string& reason) {
    const std::lock_guard lock(failure_mutex);
    if (failed.exchange(true)) return;  // what comes after the first is its consequence
    failure = reason;
  }

  void serve_deliveries(rd_kafka_event_t* event) {
    std::size_t count = 0;
    while (const auto* message = rd_kafka_event_message_next(event)) {
      ++count;
      if (message->err == RD_KAFKA_RESP_ERR_NO_ERROR) {
        on_delivered(as_tag(message->_private));
        continue;
      }
      fail_for(std::string("Kafka did not take a record for topic ") +
               rd_kafka_topic_name(message->rkt) + ": " + rd_kafka_err2str(message->err));
    }
    if (!failed.load(std::memory_order_relaxed)) health->fine();
    const auto before = under_way.load(std::memory_order_relaxed);
    ANTRIAN_ASSERT(count <= before);
    under_way.store(before - count, std::memory_order_relaxed);
  }

  void serve_error(rd_kafka_event_t* event) {
    const auto code = rd_kafka_event_error(event);
    const char* text = rd_kafka_event_error_string(event);
    if (code != RD_KAFKA_RESP_ERR__FATAL && rd_kafka_event_error_is_fatal(event) == 0) {
      note_kafka_error(*health, code, text);
      return;
    }
    std::array<char, 512> reason{};
    rd_kafka_fatal_error(client.get(), reason.data(), reason.size());
    fail_for(std::string("Kafka's producer cannot go on: ") + reason.data());
  }

  /// False if nothing came in time.
  bool serve_one(int timeout_ms) {
    const std::unique_ptr<rd_kafka_event_t, event_deleter> event(
        rd_kafka_queue_poll(reports.get(), timeout_ms));
    if (event == nullptr) return false;
    switch (rd_kafka_event_type(event.get())) {
      case RD_KAFKA_EVENT_DR:
        serve_deliveries(event.get());
        break;
      case RD_KAFKA_EVENT_ERROR:
        serve_error(event.get());
        break;
      default:
        break;
    }
    return true;
  }
};

kafka_producer::kafka_producer(std::unique_ptr<impl> parts) : impl_(std::move(parts)) {}
kafka_producer::~kafka_producer() = default;

result<std::unique_ptr<kafka_producer>> kafka_producer::open(const kafka_cluster& cluster,
                                                             kafka_health& health,
                                                             delivered on_delivered) {
  auto conf = make_kafka_conf(cluster, defaults(), fixed());
  if (!conf) return tl::unexpected(conf.error());
  rd_kafka_conf_set_events(conf->get(), RD_KAFKA_EVENT_DR | RD_KAFKA_EVENT_ERROR);
  auto client = make_kafka_client(kafka_role::producer, std::move(*conf), health);
  if (!client) return tl::unexpected(client.error());
  auto parts = std::make_unique<impl>();
  parts->health = &health;
  parts->on_delivered = std::move(on_delivered);
  parts->client = std::move(*client);
  parts->reports.reset(rd_kafka_queue_get_main(parts->client.get()));
  return std::unique_ptr<kafka_producer>(new kafka_producer(std::move(parts)));
}

kafka_producer::topic* kafka_producer::use_topic(const std::string& name) {
  if (name.empty()) return nullptr;  // which librdkafka would take
  auto& known = impl_->topics[name];
  if (known == nullptr) {
    kafka_ptr<rd_kafka_topic_s> handle(
        rd_kafka_topic_new(impl_->client.get(), name.c_str(), nullptr));
    if (handle == nullptr) {
      impl_->topics.erase(name);
      return nullptr;
    }
    known = std::make_unique<topic>(name, std::move(handle));
  }
  return known.get();
}

status kafka_producer::produce(topic& to, const kafka_record& record, std::uint64_t tag,
                               const std::function<bool()>& go_on) {
  while (!impl_->failed.load(std::memory_order_relaxed)) {
    const auto code = send(impl_->client.get(), to.handle(), record, tag);
    switch (code) {
      case RD_KAFKA_RESP_ERR_NO_ERROR:
        impl_->under_way.store(under_way() + 1, std::memory_order_relaxed);
        return {};
      case RD_KAFKA_RESP_ERR__QUEUE_FULL:
        impl_->serve_one(wait_ms);
        if (!go_on()) {
          return fail(errc::away, "stopped while Kafka did not take more");
        }
        break;
      case RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE:
        return fail(errc::input, "a record of " + std::to_string(size_of(record)) +
                                     " bytes is too large for topic " + to.name());
      default:
        // A fatal error that waits among the reports says more than that there was one.
        while (impl_->serve_one(0)) continue;
        impl_->fail_for("Kafka's producer does not take a record for topic " + to.name() + ": " +
                        rd_kafka_err2str(code));
    }
  }
  return fail(errc::output, failure());
}

void kafka_producer::poll(int timeout_ms) {
  if (!impl_->serve_one(timeout_ms)) return;
  while (impl_->serve_one(0)) continue;
}

bool kafka_producer::flush(const std::function<bool()>& go_on) {
  // Not rd_kafka_flush: it would not serve the reports.
  while (under_way() > 0 && !impl_->failed.load(std::memory_order_relaxed)) {
    impl_->serve_one(wait_ms);
    if (!go_on()) return false;
  }
  return !impl_->failed.load(std::memory_order_relaxed);
}

std::size_t kafka_producer::under_way() const {
  return impl_->under_way.load(std::memory_order_relaxed);
}

std::string kafka_producer::failure() const {
  const std::lock_guard lock(impl_->failure_mutex);
  return impl_->failure;
}

rd_kafka_s* kafka_producer::client() const {
  return impl_->client.get();
}

}  // namespace antrian::ingest
