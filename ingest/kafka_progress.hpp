// How far a topic of commands has been read, as it is stored with the last committed batch.
//
// Reading goes on at `answered`: what was committed after it is a repeat, and gets the answer again
// that perhaps never arrived. It is read in the very batches that it was committed in
// (`unanswered`), so that messages that are no commands are told the same again, too.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace antrian::ingest {

/// By what a message is known again when its offset alone says nothing: a topic that was made anew
/// has the same offsets.
struct message_mark {
  std::int64_t time_ms = 0;    ///< its time stamp
  std::uint64_t checksum = 0;  ///< of its key and value
  friend bool operator==(const message_mark&, const message_mark&) = default;
};

struct partition_progress {
  std::uint64_t next = 0;            ///< offset up to which everything is committed
  std::uint64_t answered = 0;        ///< offset up to which all answers are delivered
  std::optional<message_mark> last;  ///< of the message before `next`, if one was read there
  std::uint64_t passed_over = 0;     ///< offsets that an operator chose to lose
  friend bool operator==(const partition_progress&, const partition_progress&) = default;
};

/// What a batch holds of one partition ends before this offset.
struct partition_end {
  std::uint32_t partition = 0;
  std::uint64_t end = 0;
  friend bool operator==(const partition_end&, const partition_end&) = default;
};
/// The partitions of one batch, in the order in which the batch holds them.
using batch_ends = std::vector<partition_end>;

struct kafka_progress {
  std::string cluster;  ///< id of the cluster
  std::vector<partition_progress> partitions;
  /// Of the log: no message after `answered` was answered at or before it.
  std::uint64_t known_position = 0;
  /// Batches that are committed but not answered yet, in order: from `answered` to `next`.
  std::vector<batch_ends> unanswered;
  friend bool operator==(const kafka_progress&, const kafka_progress&) = default;
};

[[nodiscard]] std::string to_bytes(const kafka_progress& progress);
/// Nothing if the bytes are not what to_bytes writes, or contradict themselves.
[[nodiscard]] std::optional<kafka_progress> parse_kafka_progress(std::string_view bytes);

/// The key under which a topic's progress is stored.
[[nodiscard]] std::string progress_key(const std::string& topic);

[[nodiscard]] message_mark mark_of_message(std::int64_t time_ms, std::string_view key,
                                           std::string_view value);

}  // namespace antrian::ingest
