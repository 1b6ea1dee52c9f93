// Events as analytics consumers read them (docs/wire.md, "Events"): the JSON `data` object, and
// the whole CloudEvents 1.0 object around it. People and accounts appear as pseudonyms only.
//
// All functions append to `out` and write no line end. Thread-safe: nothing is shared.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "events/event.hpp"

namespace antrian::events {

/// Where an event stands in the log.
struct event_place {
  std::uint64_t position = 0;  ///< in the global order
  std::uint64_t sequence = 0;  ///< in its stream; streams start at 1
  std::string_view stream;     ///< `<office>/<date>`
};

/// The event's own facts as a JSON object: what the Kafka message holds in binary mode.
void append_event_data(std::string& out, const event_body& body);

/// `id.antrian.<event>.v<schema>`: the CloudEvents type.
void append_event_type(std::string& out, const event_body& body);

/// `antrian/<installation>`: the CloudEvents source.
void append_event_source(std::string& out, std::string_view installation);

/// One CloudEvents JSON object. Beside the extensions `sequence` and `command` it has `by`, the
/// pseudonym of who acted, where the command named someone.
void append_cloud_event(std::string& out, const event& event, const event_place& place,
                        std::string_view installation);

}  // namespace antrian::events
