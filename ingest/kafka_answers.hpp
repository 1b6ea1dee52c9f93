// Answers of committed batches, to Kafka: a result for each message whose command id can be read,
// a dead letter for each that is no valid command; on a thread of its own, in the order in which
// batches are committed, and of a batch in its own order.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <unordered_set>

#include "events/ids.hpp"
#include "ingest/answer_writer.hpp"
#include "ingest/delivery_ledger.hpp"
#include "ingest/kafka_batch.hpp"
#include "ingest/kafka_producer.hpp"

namespace antrian::ingest {

/// What an invalid message was told when it was judged first. It is judged afresh each time, so its
/// id may have been answered since by a later message, whose answer is not its own.
class first_verdicts {
 public:
  /// No message that is read again was answered at or before `known_position`.
  explicit first_verdicts(std::uint64_t known_position) : known_position_(known_position) {}

  /// A valid command is read again.
  void valid(const events::uuid& id) { ids_.insert(id); }
  /// True if an invalid message that is read again was told that it is invalid, although the node
  /// knows its id by now and has answered at `position`.
  [[nodiscard]] bool was_invalid(const events::uuid& id, std::uint64_t position) const {
    return position > known_position_ && !ids_.contains(id);
  }
  void forget() { ids_.clear(); }

 private:
  std::uint64_t known_position_;
  std::unordered_set<events::uuid, events::id16_hash> ids_;
};

/// Everything whose answers have arrived.
struct kafka_answered {
  std::uint64_t batches = 0;         ///< of those committed, from the first
  std::uint64_t known_position = 0;  ///< no later message was answered at or before it
  answer_counts counts;
};

class kafka_answers {
 public:
  struct setup {
    std::string commands_topic;  ///< what dead letters call the source
    std::string results_topic;
    std::string dead_letters_topic;
    std::uint64_t known_position = 0;  ///< kafka_progress::known_position
  };
  /// `health` outlives it.
  [[nodiscard]] static result<std::shared_ptr<kafka_answers>> open(const kafka_cluster& cluster,
                                                                   setup parts,
                                                                   kafka_health& health);
  ~kafka_answers();
  kafka_answers(const kafka_answers&) = delete;
  kafka_answers& operator=(const kafka_answers&) = delete;

  /// Waits for room among the batches that are under way, as long as `go_on` says so (asked several
  /// times a second); false if it said no, or answers cannot be delivered for good.
  [[nodiscard]] bool enter(const std::function<bool()>& go_on);
  /// A batch that entered is committed. Never blocks.
  void committed(kafka_batch_ptr batch);
  /// A batch that entered was not taken by the node after all.
  void leave();

  [[nodiscard]] kafka_answered answered() const;
  /// Why answers cannot be delivered; nothing while all is well.
  [[nodiscard]] std::optional<error> failure() const;

  /// Delivers what is left, for as long as `go_on` says so, and ends the thread. What is not
  /// delivered then is not answered.
  void finish(const std::function<bool()>& go_on);

 private:
  explicit kafka_answers(setup parts);
  void run();
  [[nodiscard]] kafka_batch_ptr next_batch();
  [[nodiscard]] status produce(const kafka_batch& batch);
  [[nodiscard]] status produce_result(std::string_view json, const events::uuid& id);
  [[nodiscard]] status produce_dead_letter(const rejected_message& message,
                                           const events::invalid_command& why);
  [[nodiscard]] bool is_repeat(const kafka_batch& batch, std::uint32_t index,
                               const events::result& result) const;
  void settle();
  void fail_with(error why);

  /// What becomes true once a batch is delivered.
  struct outcome {
    std::uint64_t latest_position = 0;
    answer_counts counts;
  };

  setup setup_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<kafka_batch_ptr> committed_;
  std::size_t under_way_ = 0;
  bool stopping_ = false;
  std::atomic<bool> given_up_ = false;
  kafka_answered answered_;
  std::optional<error> failure_;

  // Of the thread alone:
  delivery_ledger ledger_;
  std::deque<outcome> outcomes_;  ///< parallel to the ledger's batches
  first_verdicts verdicts_;
  answer_counts counts_;
  std::uint64_t latest_position_ = 0;
  std::uint64_t tag_ = 0;
  std::string text_;

  std::unique_ptr<kafka_producer> producer_;
  kafka_producer::topic* results_ = nullptr;
  kafka_producer::topic* dead_letters_ = nullptr;
  std::thread thread_;
};

}  // namespace antrian::ingest
