// Results and dead letters as JSON (docs/wire.md, "Results" and "Dead letters").
//
// Every function appends one object to `out`, without a line end. Thread-safe: nothing is shared.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "events/command_batch.hpp"
#include "events/ids.hpp"
#include "events/result.hpp"

namespace antrian::events {

/// The result of a command that was accepted or declined. An invalid one is asserted against: its
/// result is append_invalid_result.
void append_result_json(std::string& out, const uuid& command, const result& value);

/// The result of an invalid command whose id could be read, which is asserted.
void append_invalid_result(std::string& out, const invalid_command& command);

/// An invalid command as it goes to the dead letters: where it came from, and what is wrong.
struct dead_letter {
  std::string_view source;              ///< the source's key; valid UTF-8
  std::optional<std::uint64_t> offset;  ///< of a file in bytes, of a topic in messages
  std::optional<std::uint64_t> line;    ///< of a file, counted from 1
  std::string_view original;            ///< what was received, whatever bytes it is
  /// Where `original` is only the beginning: the size of the whole, in bytes.
  std::optional<std::uint64_t> cut_from{};
};

/// `value` is the original text, unchanged; `value_base64` if it is not valid UTF-8; one that was
/// cut has `truncated` and the whole `size` beside it. It may hold personal data: dead letters are
/// to be kept as carefully as the commands themselves.
void append_dead_letter(std::string& out, const dead_letter& letter,
                        const invalid_command& command);

}  // namespace antrian::events
