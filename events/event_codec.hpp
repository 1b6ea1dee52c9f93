// Events as bytes: cereal's portable binary, each type with its schema version.
//
// The bytes are a storage format. tests/golden holds the bytes of every released version; a new
// version adds an upcaster here and never changes what an old one reads.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "events/event.hpp"

namespace antrian::events {

/// Schema version written for the event type with this index in event_body.
[[nodiscard]] unsigned schema_version(std::size_t type_index);

/// Appends the bytes of `count` events to `out`.
void append_events(std::string& out, const event* events, std::size_t count);

/// Appends the events of `bytes` to `out`; false if the bytes are damaged or of a newer version
/// than this program knows, in which case `out` is as it was.
[[nodiscard]] bool parse_events(std::string_view bytes, std::vector<event>& out);

}  // namespace antrian::events
