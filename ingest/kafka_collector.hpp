// Makes batches of the messages that a feed has: any that are there, or exactly those of a batch
// that was committed before.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "ingest/kafka_assignment.hpp"
#include "ingest/kafka_batch.hpp"
#include "ingest/kafka_feed.hpp"

namespace antrian::ingest {

/// The messages of one batch, partition by partition.
struct collected_batch {
  std::vector<std::vector<received_message>> messages;  ///< by partition, in order
  batch_ends ends;                                      ///< of the partitions that it holds
  std::size_t bytes = 0;                                ///< of keys and values
  [[nodiscard]] bool empty() const { return ends.empty(); }
};

/// Not thread-safe. All waiting ends when `go_on` says no: then the batch is empty.
class kafka_collector {
 public:
  kafka_collector(kafka_feed& feed, std::string topic, const std::vector<std::uint64_t>& starts,
                  bool accept_gap, kafka_notice notice, std::function<bool()> go_on);

  /// Up to `messages_max` messages, and no more once they hold batch_bytes_max
  /// (ingest/file_limits.hpp) together: what is there, or comes in the next few milliseconds; none
  /// if nothing comes in `wait_ms`. An error if messages were lost.
  [[nodiscard]] result<collected_batch> collect(std::size_t messages_max, int wait_ms);
  /// The messages up to these ends, however long they take to come.
  [[nodiscard]] result<collected_batch> collect_again(const batch_ends& ends);

 private:
  struct partition {
    std::vector<received_message> read;  ///< from the feed, in order; some are used already
    std::size_t used = 0;
    [[nodiscard]] bool empty() const { return used == read.size(); }
  };

  [[nodiscard]] result<std::size_t> fill(std::size_t messages_max, collected_batch& batch);
  std::size_t move(std::uint32_t number, std::uint64_t end, std::size_t bytes_max,
                   collected_batch& batch);
  [[nodiscard]] result<collected_batch> checked(collected_batch batch);
  [[nodiscard]] collected_batch new_batch() const;

  kafka_feed& feed_;
  std::string topic_;
  std::vector<partition> partitions_;
  offset_watch watch_;
  bool accept_gap_;
  kafka_notice notice_;
  std::function<bool()> go_on_;
};

}  // namespace antrian::ingest
