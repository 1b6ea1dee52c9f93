// Messages of a topic as a batch of commands: one message is one command, and its key is the code
// of the command's office. Knows nothing of librdkafka.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "actors/messages.hpp"
#include "events/command_reader.hpp"
#include "ingest/kafka_progress.hpp"

namespace antrian::ingest {

/// Longest value that is read as a command, as for lines of a file.
inline constexpr std::size_t message_size_max = std::size_t{1} << 20;

/// A message as it was received; the bytes belong to somebody else.
struct kafka_message {
  std::uint32_t partition = 0;
  std::uint64_t offset = 0;
  std::int64_t time_ms = 0;
  std::optional<std::string_view> key;    ///< nothing: a message without a key
  std::optional<std::string_view> value;  ///< nothing: a tombstone
};

/// A message that is no valid command, kept for the dead letters.
struct rejected_message {
  std::uint32_t partition = 0;
  std::uint64_t offset = 0;
  std::optional<std::string> key;
  std::optional<std::string> value;
};

/// A batch of messages on its way.
struct kafka_batch {
  std::unique_ptr<events::command_batch> commands;  ///< until it is handed to the node
  actors::batch_ptr flow;                           ///< from its commit on
  std::vector<rejected_message> rejected;           ///< parallel to the batch's invalid commands
  bool again = false;  ///< was committed before, and is read again for its answers
};
using kafka_batch_ptr = std::shared_ptr<kafka_batch>;

/// Not thread-safe.
class message_reader {
 public:
  /// The directory outlives the reader.
  message_reader(events::command_reader reader, const events::office_directory& offices)
      : reader_(std::move(reader)), offices_(offices) {}

  /// Appends exactly one item to `out.commands`, whatever the bytes are.
  void read(const kafka_message& message, events::instant received_at, kafka_batch& out);

 private:
  void check_key(const kafka_message& message, std::size_t personal_before,
                 events::command_batch& out) const;

  events::command_reader reader_;
  const events::office_directory& offices_;
};

}  // namespace antrian::ingest
