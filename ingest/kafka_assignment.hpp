// Where reading of a topic begins, and whether what arrives is what was expected: pure rules, and
// no silent loss. Offsets come from the store alone; the brokers only say what is there.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ingest/error.hpp"
#include "ingest/kafka_progress.hpp"

namespace antrian::ingest {

/// What the brokers say of a partition.
struct partition_found {
  std::uint64_t low = 0;   ///< offset of the first message that is still there
  std::uint64_t high = 0;  ///< and after the last
  /// Of the message before the remembered `next`; nothing if there is none any more.
  std::optional<message_mark> last;
};

struct topic_found {
  std::string cluster;
  std::vector<partition_found> partitions;
};

struct assignment {
  /// What reading goes on from: of each partition at `answered`.
  kafka_progress progress;
  std::vector<std::string> notices;  ///< sentences for the operator
};

/// All partitions of `topic`, each from where the store has read it; from its beginning where the
/// store has not. An error if the topic is not the one that was read, or has lost something that
/// was not: what was expected, what was found, what to do. With `accept_gap` that becomes a notice,
/// and reading begins where it can.
[[nodiscard]] result<assignment> assign_partitions(const std::string& topic,
                                                   const std::optional<kafka_progress>& remembered,
                                                   const topic_found& found, bool accept_gap);

/// Offsets that no message had, though one with a higher offset came.
struct offset_gap {
  std::uint32_t partition = 0;
  std::uint64_t from = 0;
  std::uint64_t to = 0;  ///< the offset that came
  friend bool operator==(const offset_gap&, const offset_gap&) = default;
};

/// Watches that of each partition every message is taken once, in order. Not thread-safe.
class offset_watch {
 public:
  explicit offset_watch(std::vector<std::uint64_t> next) : next_(std::move(next)) {}

  /// True if the message is to be taken; false if it was taken before. What it skips is a gap.
  [[nodiscard]] bool take(std::uint32_t partition, std::uint64_t offset);
  [[nodiscard]] std::uint64_t next(std::uint32_t partition) const { return next_[partition]; }

  /// Gaps that nobody has explained yet; of each partition the first, for that explains the rest.
  [[nodiscard]] const std::vector<offset_gap>& gaps() const { return gaps_; }
  void gaps_are_explained() { gaps_.clear(); }

 private:
  std::vector<std::uint64_t> next_;
  std::vector<offset_gap> gaps_;
};

/// Why a gap cannot be accepted, given the first offset that is there now: nothing if the broker
/// has that part of the log, and so says itself that no message is in it (transaction markers and
/// compaction take offsets that no message has).
[[nodiscard]] std::optional<std::string> gap_fault(const std::string& topic, const offset_gap& gap,
                                                   std::uint64_t low);

/// The offset to be read next is not there: the brokers have [low, high).
[[nodiscard]] std::string out_of_range_fault(const std::string& topic, std::uint32_t partition,
                                             std::uint64_t wanted, std::uint64_t low,
                                             std::uint64_t high);

}  // namespace antrian::ingest
