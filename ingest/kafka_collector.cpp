#include "ingest/kafka_collector.hpp"

#include <algorithm>
#include <chrono>
#include <limits>
#include <utility>

#include "ingest/file_limits.hpp"

namespace antrian::ingest {
namespace {

/// How long a batch that is not full waits for more, so that a stream that trickles does not cost a
/// commit per message, and one that rushes fills its batches.
constexpr int linger_ms = 3;
constexpr int ask_ms = 100;  ///< between two questions to `go_on`
constexpr auto no_limit = std::numeric_limits<std::size_t>::max();
constexpr auto no_end = std::numeric_limits<std::uint64_t>::max();

}  // namespace

kafka_collector::kafka_collector(kafka_feed& feed, std::string topic,
                                 const std::vector<std::uint64_t>& starts, bool accept_gap,
                                 kafka_notice notice, std::function<bool()> go_on)
    : feed_(feed),
      topic_(std::move(topic)),
      partitions_(starts.size()),
      watch_(starts),
      accept_gap_(accept_gap),
      notice_(std::move(notice)),
      go_on_(std::move(go_on)) {}

collected_batch kafka_collector::new_batch() const {
  collected_batch batch;
  batch.messages.resize(partitions_.size());
  return batch;
}

/// Moves what was read of a partition into the batch, up to `end`; the number of messages.
std::size_t kafka_collector::move(std::uint32_t number, std::uint64_t end, std::size_t bytes_max,
                                  collected_batch& batch) {
  auto& [read, used] = partitions_[number];
  auto& to = batch.messages[number];
  const auto before = to.size();
  for (; used < read.size() && read[used].offset() < end && batch.bytes < bytes_max; ++used) {
    batch.bytes += read[used].size();
    // A message that was taken before is dropped: the broker may give one twice.
    if (watch_.take(number, read[used].offset())) to.push_back(std::move(read[used]));
  }
  if (used == read.size()) {
    read.clear();
    used = 0;
  }
  return to.size() - before;
}

/// Takes from each partition its share of what the batch has room for; how many it took.
result<std::size_t> kafka_collector::fill(std::size_t messages_max, collected_batch& batch) {
  const auto count = partitions_.size();
  std::size_t taken = 0;
  for (std::uint32_t i = 0; i < count && taken < messages_max; ++i) {
    const auto share = std::max<std::size_t>((messages_max + count - 1) / count, 1);
    if (partitions_[i].empty()) {
      const auto wanted = std::min(share, messages_max - taken);
      if (auto read = feed_.take(i, wanted, partitions_[i].read); !read) {
        return tl::unexpected(read.error());
      }
    }
    taken += move(i, no_end, batch_bytes_max, batch);
  }
  return taken;
}

result<collected_batch> kafka_collector::collect(std::size_t messages_max, int wait_ms) {
  using clock = std::chrono::steady_clock;
  auto batch = new_batch();
  std::size_t count = 0;
  auto until = clock::now() + std::chrono::milliseconds(wait_ms);
  while (count < messages_max && batch.bytes < batch_bytes_max && go_on_()) {
    const auto taken = fill(messages_max - count, batch);
    if (!taken) return tl::unexpected(taken.error());
    if (count == 0 && *taken > 0) until = clock::now() + std::chrono::milliseconds(linger_ms);
    count += *taken;
    if (*taken > 0) continue;
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - clock::now()).count();
    if (left <= 0) break;
    const auto wait = std::min<std::int64_t>(left, ask_ms);
    if (auto well = feed_.wait(static_cast<int>(wait)); !well) return tl::unexpected(well.error());
  }
  for (std::uint32_t i = 0; i < partitions_.size(); ++i) {
    if (!batch.messages[i].empty()) batch.ends.push_back({i, watch_.next(i)});
  }
  return checked(std::move(batch));
}

result<collected_batch> kafka_collector::collect_again(const batch_ends& ends) {
  auto batch = new_batch();
  for (const auto& [number, end] : ends) {
    auto& waiting = partitions_[number];
    // Done when the last offset was taken, or a message behind it is there.
    for (;;) {
      move(number, end, no_limit, batch);
      if (watch_.next(number) >= end || !waiting.empty()) break;
      if (!go_on_()) return new_batch();
      const auto wanted = static_cast<std::size_t>(end - watch_.next(number));
      if (auto read = feed_.take(number, wanted, waiting.read); !read) {
        return tl::unexpected(read.error());
      }
      if (!waiting.empty()) continue;
      if (auto well = feed_.wait(ask_ms); !well) return tl::unexpected(well.error());
    }
  }
  batch.ends = ends;
  return checked(std::move(batch));
}

/// Asks the brokers about offsets that no message had.
result<collected_batch> kafka_collector::checked(collected_batch batch) {
  for (const auto& gap : watch_.gaps()) {
    const auto there = feed_.ask_watermarks(gap.partition, go_on_);
    if (!there) return new_batch();  // stopped
    const auto fault = gap_fault(topic_, gap, there->low);
    if (!fault) continue;
    if (!accept_gap_) return fail(errc::input, *fault);
    if (notice_) notice_("accepted: " + *fault);
  }
  watch_.gaps_are_explained();
  return batch;
}

}  // namespace antrian::ingest
