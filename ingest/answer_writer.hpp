// Writes the answers of committed batches: results and dead letters, on a thread of its own, in
// the order of the input.
#pragma once

#include <array>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "actors/messages.hpp"
#include "actors/worker_thread.hpp"
#include "ingest/error.hpp"
#include "ingest/output_file.hpp"

namespace antrian::ingest {

/// A line that may become a dead letter, as it was received.
struct received_line {
  std::string text;        ///< of a line that is too long the beginning
  std::uint64_t size = 0;  ///< of the whole text
  std::uint64_t offset = 0;
  std::uint64_t number = 0;
};

/// A batch of lines on its way. `invalid` is parallel to the batch's invalid commands.
struct answered_batch {
  actors::batch_ptr flow;
  std::vector<received_line> invalid;
  std::uint64_t begin_offset = 0;  ///< of the input, where its first line begins
  file_mark end;                   ///< and after its last line
  std::uint64_t end_lines = 0;
  std::uint64_t bytes = 0;  ///< of its lines' texts
};
using answered_batch_ptr = std::shared_ptr<answered_batch>;

/// Why a line is no valid command.
struct invalid_line {
  std::uint64_t number = 0;  ///< of the line in the input, from 1
  std::string field;         ///< may be empty: the line as a whole
  std::string message;
};

struct answer_counts {
  std::uint64_t lines = 0;
  std::uint64_t accepted = 0;
  std::uint64_t declined = 0;
  std::uint64_t invalid = 0;
  std::array<std::uint64_t, events::decline_reason_count> by_reason{};
  std::optional<invalid_line> first_invalid;
};

/// Up to where everything is written.
struct answered_so_far {
  file_mark input;
  std::uint64_t lines = 0;
  std::uint64_t invalid_lines = 0;  ///< of these, of this run and of those before
  std::uint64_t position = 0;  ///< of the latest answer among them, or of the log's end before them
  std::optional<file_mark> results;
  std::optional<file_mark> dead_letters;
};

class answer_writer {
 public:
  struct setup {
    std::string source;  ///< what dead letters call it
    output_file results;
    output_file dead_letters;
    answered_so_far resumed;
    std::uint64_t judged = 0;  ///< resume_point::judged; `resumed.position` is known_position
  };
  explicit answer_writer(setup parts);
  ~answer_writer();

  /// Waits for room for a batch of so many bytes among those that are under way; false once an
  /// output has failed.
  [[nodiscard]] bool enter(std::uint64_t bytes);
  /// Whether enter() would not wait. A batch that is alone always has room.
  [[nodiscard]] bool has_room(std::uint64_t bytes) const;
  /// A batch that entered is committed. Never blocks.
  void committed(answered_batch_ptr batch);
  /// A batch that entered was not taken by the node after all.
  void leave(std::uint64_t bytes);
  /// Writes what is left, brings it to the disk, and ends the thread.
  [[nodiscard]] status finish();

  [[nodiscard]] answer_counts counts() const;
  /// Up to where every answer is on disk: a store that says so is right even after a power failure.
  [[nodiscard]] answered_so_far answered() const;

 private:
  void write(const answered_batch& batch);
  [[nodiscard]] status write_answers(const answered_batch& batch, answer_counts& counts);
  [[nodiscard]] status sync();
  [[nodiscard]] bool room_for(std::uint64_t bytes) const;
  [[nodiscard]] status append_answers(const answered_batch& batch, answer_counts& counts,
                                      std::uint64_t& latest);
  void append_letter(const answered_batch& batch, std::uint32_t index);
  [[nodiscard]] status flush(std::size_t gathered);
  [[nodiscard]] bool was_invalid(const answered_batch& batch, std::uint32_t index,
                                 const events::result& result) const;

  setup setup_;
  mutable std::mutex mutex_;
  std::condition_variable room_;
  std::size_t under_way_ = 0;
  std::uint64_t under_way_bytes_ = 0;
  answer_counts counts_;
  answered_so_far answered_;
  std::optional<error> failure_;
  // Of the thread alone, and of finish() after it.
  answered_so_far written_;  ///< further than `answered_`, and perhaps not on disk yet
  std::size_t unsynced_batches_ = 0;
  /// Ids of valid commands among the lines that were judged before.
  std::unordered_set<events::uuid, events::id16_hash> judged_ids_;
  std::string results_text_;
  std::string dead_letters_text_;
  actors::worker_thread<answered_batch_ptr> thread_;
};

}  // namespace antrian::ingest
