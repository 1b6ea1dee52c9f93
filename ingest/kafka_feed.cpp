#include "ingest/kafka_feed.hpp"

#include <array>
#include <chrono>

#include "events/assert.hpp"
#include "ingest/file_limits.hpp"
#include "ingest/kafka_consumer.hpp"

namespace antrian::ingest {
namespace {

constexpr int ask_ms = 1'000;  ///< for one answer, before `go_on` is asked again

/// Wakes the reader when a partition that was empty has something.
class doorbell {
 public:
  void ring() {
    const std::lock_guard lock(mutex_);
    rung_ = true;
    bell_.notify_one();
  }
  void wait(int timeout_ms) {
    std::unique_lock lock(mutex_);
    bell_.wait_for(lock, std::chrono::milliseconds(timeout_ms), [&] { return rung_; });
    rung_ = false;
  }

 private:
  std::mutex mutex_;
  std::condition_variable bell_;
  bool rung_ = false;
};

void ring(rd_kafka_t*, void* bell) {
  static_cast<doorbell*>(bell)->ring();
}

}  // namespace

void received_message::deleter::operator()(rd_kafka_message_s* message) const {
  rd_kafka_message_destroy(message);
}
std::uint64_t received_message::offset() const {
  return static_cast<std::uint64_t>(message_->offset);
}
std::size_t received_message::size() const {
  return message_->len + message_->key_len;
}
kafka_message received_message::view() const {
  return view_of(*message_);
}

struct kafka_feed::impl {
  std::string topic;
  kafka_health* health = nullptr;
  doorbell bell;
  kafka_consumer_ptr client;
  std::vector<kafka_ptr<rd_kafka_queue_s>> partitions;  // after the client: gone before it
  std::vector<std::uint64_t> next;                      ///< by partition, for error texts

  ~impl() {
    for (const auto& queue : partitions) {
      rd_kafka_queue_cb_event_enable(queue.get(), nullptr, nullptr);
    }
  }

  /// An error that came in place of a message; brokers that are away are none.
  status judge(std::int32_t partition, rd_kafka_resp_err_t code, const char* text) {
    if (code == RD_KAFKA_RESP_ERR__PARTITION_EOF) return {};
    if (passes(code)) {
      note_kafka_error(*health, code, text);
      return {};
    }
    const auto of =
        partition < 0 ? std::string(" ") : " partition " + std::to_string(partition) + " of ";
    if (partition >= 0 && (code == RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET ||
                           code == RD_KAFKA_RESP_ERR_OFFSET_OUT_OF_RANGE)) {
      const auto at = static_cast<std::uint32_t>(partition);
      if (const auto there = query(at)) {
        return fail(errc::input, out_of_range_fault(topic, at, next[at], there->low, there->high));
      }
    }
    return fail(errc::input, "cannot read" + of + topic + ": " + text +
                                 "; see `antrian kafka init` for what the topic should be");
  }

  std::optional<watermarks> query(std::uint32_t partition) {
    std::int64_t low = 0;
    std::int64_t high = 0;
    const auto code = rd_kafka_query_watermark_offsets(
        client.get(), topic.c_str(), static_cast<std::int32_t>(partition), &low, &high, ask_ms);
    if (code != RD_KAFKA_RESP_ERR_NO_ERROR || low < 0 || high < low) return std::nullopt;
    return watermarks{static_cast<std::uint64_t>(low), static_cast<std::uint64_t>(high)};
  }
};

kafka_feed::kafka_feed(std::unique_ptr<impl> parts) : impl_(std::move(parts)) {}
kafka_feed::~kafka_feed() = default;

result<std::unique_ptr<kafka_feed>> kafka_feed::open(const kafka_cluster& cluster,
                                                     const std::string& topic,
                                                     const std::vector<std::uint64_t>& starts,
                                                     kafka_health& health) {
  auto client = make_kafka_consumer(cluster, starts.size(), health);
  if (!client) return tl::unexpected(client.error());
  auto parts = std::make_unique<impl>();
  parts->topic = topic;
  parts->health = &health;
  parts->client = std::move(*client);
  parts->next = starts;
  rd_kafka_t* handle = parts->client.get();
  for (std::size_t i = 0; i < starts.size(); ++i) {
    kafka_ptr<rd_kafka_queue_s> found(
        rd_kafka_queue_get_partition(handle, topic.c_str(), static_cast<std::int32_t>(i)));
    if (found == nullptr) return fail(errc::input, "cannot read partitions of " + topic);
    auto& queue = parts->partitions.emplace_back(std::move(found));
    // A queue that is not forwarded to the consumer's own keeps its messages until they are asked
    // for. It must be so before the assignment, which would forward it otherwise.
    rd_kafka_queue_forward(queue.get(), nullptr);
    rd_kafka_queue_cb_event_enable(queue.get(), &ring, &parts->bell);
  }
  const auto list = partition_list(topic, starts);
  if (const auto code = rd_kafka_assign(handle, list.get()); code != RD_KAFKA_RESP_ERR_NO_ERROR) {
    return fail(errc::input, "cannot read " + topic + ": " + rd_kafka_err2str(code));
  }
  return std::unique_ptr<kafka_feed>(new kafka_feed(std::move(parts)));
}

status kafka_feed::take(std::uint32_t partition, std::size_t max,
                        std::vector<received_message>& to) {
  std::array<rd_kafka_message_t*, 512> taken{};
  std::size_t bytes = 0;
  for (std::size_t left = max; left > 0;) {
    const auto got = rd_kafka_consume_batch_queue(impl_->partitions[partition].get(), 0,
                                                  taken.data(), std::min(left, taken.size()));
    if (got <= 0) break;
    const auto count = static_cast<std::size_t>(got);
    status sound;
    bool arrived = false;
    for (std::size_t i = 0; i < count; ++i) {
      received_message message(taken[i]);
      if (taken[i]->err == RD_KAFKA_RESP_ERR_NO_ERROR) {
        impl_->next[partition] = message.offset() + 1;
        arrived = true;
        bytes += message.size();
        to.push_back(std::move(message));
      } else if (sound) {
        sound = impl_->judge(static_cast<std::int32_t>(partition), taken[i]->err,
                             rd_kafka_message_errstr(taken[i]));
      }
    }
    if (!sound) return sound;
    if (arrived) impl_->health->fine();
    left -= count;
    if (count < taken.size() || bytes >= batch_bytes_max) break;
  }
  return {};
}

status kafka_feed::wait(int timeout_ms) {
  // The consumer's own queue has errors only, of the client as a whole or of a partition.
  while (const kafka_message_ptr told{rd_kafka_consumer_poll(impl_->client.get(), 0)}) {
    ANTRIAN_ASSERT(told->err != RD_KAFKA_RESP_ERR_NO_ERROR);
    const bool of_partition = told->rkt != nullptr && told->partition >= 0;
    if (auto sound = impl_->judge(of_partition ? told->partition : -1, told->err,
                                  rd_kafka_message_errstr(told.get()));
        !sound) {
      return sound;
    }
  }
  if (timeout_ms > 0) impl_->bell.wait(timeout_ms);
  return {};
}

status kafka_feed::check_topic() {
  const auto there = kafka_partition_count(impl_->client.get(), impl_->topic, ask_ms);
  if (!there) return there.error().code == errc::away ? status() : tl::unexpected(there.error());
  const auto count = static_cast<std::size_t>(*there);
  if (count == impl_->partitions.size()) return {};
  return fail(errc::input, impl_->topic + " has " + std::to_string(count) +
                               " partitions now, and " + std::to_string(impl_->partitions.size()) +
                               " are being read: start again to read all of them");
}

std::optional<watermarks> kafka_feed::ask_watermarks(std::uint32_t partition,
                                                     const std::function<bool()>& go_on) {
  while (go_on()) {
    if (auto there = impl_->query(partition)) return there;
    impl_->bell.wait(ask_ms / 10);
  }
  return std::nullopt;
}

void kafka_feed::note_offsets(const std::vector<std::uint64_t>& offsets) {
  const auto list = partition_list(impl_->topic, offsets);
  rd_kafka_commit(impl_->client.get(), list.get(), 1);
}

void kafka_feed::note_offsets_and_wait(const std::vector<std::uint64_t>& offsets, int timeout_ms) {
  const auto list = partition_list(impl_->topic, offsets);
  const kafka_ptr<rd_kafka_queue_s> answers(rd_kafka_queue_new(impl_->client.get()));
  rd_kafka_commit_queue(impl_->client.get(), list.get(), answers.get(), nullptr, nullptr);
  rd_kafka_event_destroy(rd_kafka_queue_poll(answers.get(), timeout_ms));
}

}  // namespace antrian::ingest
