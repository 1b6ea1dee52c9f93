#include "ingest/kafka_publisher.hpp"

#include <atomic>
#include <thread>
#include <utility>
#include <vector>

#include "events/event_codec.hpp"
#include "ingest/delivery_window.hpp"
#include "ingest/event_message.hpp"
#include "ingest/kafka_producer.hpp"
#include "storage/event_log.hpp"
#include "storage/follower.hpp"

namespace antrian::ingest {
namespace {

constexpr int ask_ms = 200;                          ///< for the cluster's name
constexpr int idle_ms = 10;                          ///< between two looks at the log's end
constexpr std::uint64_t checkpoint_events = 65'536;  ///< while it is busy
constexpr std::uint64_t records_between_polls = 64;

}  // namespace

struct kafka_publisher::impl {
  impl(const storage::store& from, const kafka_publisher_options& wanted)
      : store(from), options(wanted), message(from.installation()) {}

  void run() {
    while (!stopping && failure.empty() && !begin()) producer->poll(idle_ms);
    while (!stopping && failure.empty()) {
      if (!follow()) break;
      producer->poll(idle_ms);
      if (!save(1)) break;
      if (finishing && sent >= finish_at && window.done() >= sent) break;
    }
    if (!name.empty()) save(1);
    if (!failure.empty() && options.on_failure) options.on_failure(failure);
    ended = true;
  }

  /// Finds the checkpoint, which is of one topic in one cluster: another cluster has been told
  /// nothing yet. False while the cluster cannot be asked who it is.
  bool begin() {
    const auto cluster = kafka_cluster_id(producer->client(), ask_ms);
    if (!cluster && cluster.error().code == errc::away) return false;
    if (!cluster) return fail_with(cluster.error().message);
    name = "kafka:" + *cluster + ":" + options.topic;
    const auto position = storage::follower_position(store, name);
    if (!position) return fail_with(position.error().message());
    sent = saved = *position;
    window = delivery_window(*position);
    published = *position;
    return true;
  }

  /// Sends what the log has beyond `sent`. False if it cannot go on, or was told to stop.
  bool follow() {
    const auto last = storage::last_position(store);
    if (!last) return fail_with(last.error().message());
    if (*last <= sent) return producer->failure().empty() || fail_with(producer->failure());
    std::uint64_t records = 0;
    const auto read =
        storage::for_each_record(store, sent + 1, [&](const storage::record_view& record) {
          if (++records % records_between_polls == 0) producer->poll(0);
          return publish(record) && save(checkpoint_events);
        });
    if (!read) return fail_with(read.error().message());
    return failure.empty() && !stopping;
  }

  bool publish(const storage::record_view& record) {
    decoded.clear();
    if (!events::parse_events(record.events, decoded)) {
      return fail_with("the events at position " + std::to_string(record.first_position) +
                       " cannot be read; run: antrian audit verify");
    }
    for (std::size_t i = 0; i < decoded.size(); ++i) {
      const auto position = record.first_position + i;
      if (position <= sent) continue;
      const auto& made =
          message.make(decoded[i], {position, record.first_sequence + i, record.stream});
      const auto produced =
          producer->produce(*topic, made, position, [this] { return !stopping.load(); });
      if (!produced) {
        // Nothing after it may be sent: consumers take a lower position for a repeat.
        if (!stopping) fail_with(produced.error().message);
        return false;
      }
      sent = position;
    }
    return !stopping;
  }

  /// Remembers how far everything has arrived, if that is `events` further than before.
  bool save(std::uint64_t events) {
    published = window.done();
    if (window.done() < saved + events) return true;
    const auto stored = storage::store_follower_position(store, name, window.done());
    if (!stored) return fail_with(stored.error().message());
    saved = window.done();
    return true;
  }

  bool fail_with(std::string why) {
    if (failure.empty()) failure = std::move(why);
    return false;
  }

  const storage::store& store;
  kafka_publisher_options options;
  std::string name;  ///< of its checkpoint; empty until begin()
  event_message message;
  // Of its thread alone:
  std::vector<events::event> decoded;
  std::uint64_t sent = 0;
  std::uint64_t saved = 0;
  delivery_window window{0};
  std::unique_ptr<kafka_producer> producer;  ///< after the window, which it tells of deliveries
  kafka_producer::topic* topic = nullptr;
  std::string failure;
  // Between the threads:
  std::atomic<std::uint64_t> published{0};
  std::atomic<std::uint64_t> finish_at{0};
  std::atomic<bool> finishing{false};
  std::atomic<bool> stopping{false};
  std::atomic<bool> ended{false};
  std::thread thread;
};

kafka_publisher::kafka_publisher(std::unique_ptr<impl> parts) : impl_(std::move(parts)) {}

result<std::unique_ptr<kafka_publisher>> kafka_publisher::start(
    const storage::store& store, const kafka_publisher_options& options, kafka_health& health) {
  auto parts = std::make_unique<impl>(store, options);
  auto producer =
      kafka_producer::open(options.cluster, health,
                           [window = &parts->window](std::uint64_t tag) { window->arrived(tag); });
  if (!producer) return tl::unexpected(producer.error());
  parts->producer = std::move(*producer);
  parts->topic = parts->producer->use_topic(options.topic);
  parts->thread = std::thread([work = parts.get()] { work->run(); });
  return std::unique_ptr<kafka_publisher>(new kafka_publisher(std::move(parts)));
}

kafka_publisher::~kafka_publisher() {
  impl_->stopping = true;
  if (impl_->thread.joinable()) impl_->thread.join();
}

std::uint64_t kafka_publisher::published() const {
  return impl_->published;
}

bool kafka_publisher::finish(const std::function<bool()>& go_on) {
  const auto last = storage::last_position(impl_->store);
  impl_->finish_at = last ? *last : 0;
  impl_->finishing = true;
  while (!impl_->ended && go_on()) std::this_thread::sleep_for(std::chrono::milliseconds(idle_ms));
  impl_->stopping = true;
  impl_->thread.join();
  return last && impl_->failure.empty() && impl_->published >= impl_->finish_at;
}

}  // namespace antrian::ingest
