// What a source hands over: commands in the order they were received, with the personal data they
// carried. A batch is committed whole or not at all.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "events/command.hpp"

namespace antrian::events {

/// A command that could not be read: which field, and what was expected. The texts never quote
/// the value, which may be personal data.
struct invalid_command {
  std::optional<uuid> id;  ///< absent: not even the id could be read; no result, only a dead letter
  std::string field;       ///< as a path: `applicants[1].nik`; empty: the line is not an object
  std::string message;
};

/// One received line or message, in order: either commands[index] or invalid[index].
struct batch_item {
  std::uint32_t index = 0;
  bool valid = false;
};

/// How far a source has been read once this batch is committed; stored with the batch's events.
struct source_progress {
  std::string source;  ///< key of the source; empty: a source that cannot be resumed
  std::string state;   ///< opaque to everything but the source
};

struct command_batch {
  source_progress progress;
  std::vector<batch_item> items;
  std::vector<command> commands;
  std::vector<invalid_command> invalid;
  /// Concatenated personal records (events/personal.hpp) that applicants point into.
  std::string personal;
};

}  // namespace antrian::events
