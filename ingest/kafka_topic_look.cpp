// What the brokers say of a topic before it is read (kafka_feed.hpp).
#include <chrono>
#include <thread>

#include "ingest/kafka_consumer.hpp"
#include "ingest/kafka_feed.hpp"

namespace antrian::ingest {
namespace {

constexpr int answer_ms = 2'000;
constexpr int poll_ms = 100;
constexpr int messages_ms = 10'000;  ///< for the last messages to arrive

class topic_look {
 public:
  topic_look(rd_kafka_t* client, const std::string& topic,
             const std::optional<kafka_progress>& remembered, const std::function<bool()>& go_on)
      : client_(client), topic_(topic), remembered_(remembered), go_on_(go_on) {}

  /// One try; errc::away if the brokers do not answer, or `go_on` said no.
  result<topic_found> look() {
    topic_found found;
    auto cluster = kafka_cluster_id(client_, answer_ms);
    if (!cluster) return tl::unexpected(cluster.error());
    found.cluster = std::move(*cluster);
    const auto count = kafka_partition_count(client_, topic_, answer_ms);
    if (!count) return tl::unexpected(count.error());
    for (std::int32_t i = 0; i < *count; ++i) {
      auto there = watermarks_of(i);
      if (!there) return tl::unexpected(there.error());
      found.partitions.push_back(*there);
    }
    if (auto read = read_last_messages(found); !read) return tl::unexpected(read.error());
    return found;
  }

 private:
  result<partition_found> watermarks_of(std::int32_t partition) {
    std::int64_t low = 0;
    std::int64_t high = 0;
    const auto code = rd_kafka_query_watermark_offsets(client_, topic_.c_str(), partition, &low,
                                                       &high, answer_ms);
    if (code == RD_KAFKA_RESP_ERR_NO_ERROR && go_on_()) {
      return partition_found{static_cast<std::uint64_t>(low), static_cast<std::uint64_t>(high),
                             std::nullopt};
    }
    const auto kind = passes(code) || code == RD_KAFKA_RESP_ERR_NO_ERROR ? errc::away : errc::input;
    return fail(kind, "no broker says which messages partition " + std::to_string(partition) +
                          " of " + topic_ + " has: " + rd_kafka_err2str(code));
  }

  /// The message before the remembered `next` of each partition, where it should still be there.
  status read_last_messages(topic_found& found) {
    if (!remembered_ || remembered_->cluster != found.cluster) return {};
    const kafka_ptr<rd_kafka_topic_partition_list_s> wanted(rd_kafka_topic_partition_list_new(0));
    for (std::size_t i = 0; i < found.partitions.size() && i < remembered_->partitions.size();
         ++i) {
      const auto& read = remembered_->partitions[i];
      const auto& there = found.partitions[i];
      if (!read.last || read.next <= there.low || read.next > there.high) continue;
      rd_kafka_topic_partition_list_add(wanted.get(), topic_.c_str(), static_cast<std::int32_t>(i))
          ->offset = static_cast<std::int64_t>(read.next - 1);
    }
    auto missing = static_cast<std::size_t>(wanted->cnt);
    if (missing == 0) return {};
    rd_kafka_assign(client_, wanted.get());
    std::vector<bool> seen(found.partitions.size());
    for (int waited_ms = 0; missing > 0 && waited_ms < messages_ms;) {
      if (!go_on_()) return fail(errc::away, "stopped");
      const kafka_message_ptr message(rd_kafka_consumer_poll(client_, poll_ms));
      if (message == nullptr) waited_ms += poll_ms;
      if (message == nullptr || message->err != RD_KAFKA_RESP_ERR_NO_ERROR) continue;
      const auto view = view_of(*message);
      if (seen[view.partition]) continue;
      seen[view.partition] = true;
      --missing;
      // A message of another offset: compaction has removed the one that was read.
      if (view.offset != remembered_->partitions[view.partition].next - 1) continue;
      found.partitions[view.partition].last =
          mark_of_message(view.time_ms, view.key.value_or(std::string_view()),
                          view.value.value_or(std::string_view()));
    }
    if (missing > 0) return fail(errc::away, "the brokers do not give the last messages read");
    return {};
  }

  rd_kafka_t* client_;
  const std::string& topic_;
  const std::optional<kafka_progress>& remembered_;
  const std::function<bool()>& go_on_;
};

}  // namespace

result<std::optional<topic_found>> look_at_topic(const kafka_cluster& cluster,
                                                 const std::string& topic,
                                                 const std::optional<kafka_progress>& remembered,
                                                 const std::vector<std::string>& outputs,
                                                 kafka_health& health,
                                                 const std::function<bool()>& go_on) {
  while (go_on()) {
    // A client of its own for each try: what it has read and assigned is gone with it.
    const auto client = make_kafka_consumer(cluster, 1, health);
    if (!client) return tl::unexpected(client.error());
    auto found = topic_look(client->get(), topic, remembered, go_on).look();
    for (std::size_t i = 0; i < outputs.size() && found; ++i) {
      const auto there = kafka_partition_count(client->get(), outputs[i], answer_ms);
      if (!there) found = tl::unexpected(there.error());
    }
    if (found) {
      health.fine();
      return std::optional<topic_found>(std::move(*found));
    }
    if (found.error().code != errc::away) return tl::unexpected(found.error());
    // Takes the client's own word first, which says more.
    const kafka_message_ptr ignored(rd_kafka_consumer_poll(client->get(), poll_ms));
    if (go_on()) health.trouble(found.error().message + "; it is tried again until they answer.");
    for (int waited_ms = 0; waited_ms < 500 && go_on(); waited_ms += poll_ms) {
      std::this_thread::sleep_for(std::chrono::milliseconds(poll_ms));
    }
  }
  return std::optional<topic_found>();
}

}  // namespace antrian::ingest
