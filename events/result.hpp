// Results: what a command's sender is told, after commit.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <boost/container/static_vector.hpp>

#include "events/event.hpp"

namespace antrian::events {

struct result {
  events::outcome outcome = events::outcome::accepted;
  decline_reason reason = decline_reason::day_not_open;  ///< of a declined command
  std::uint64_t position = 0;  ///< of the command's last event; 0 for an invalid command
  std::optional<uuid> booking;
  std::optional<booking_code> code;
  boost::container::static_vector<clock_time, applicants_max> slots;
  boost::container::static_vector<std::uint32_t, applicants_max> queue_numbers;
  std::vector<capacity_excess> excess;
  friend bool operator==(const result&, const result&) = default;
};

/// The result of a command from the events it caused, which are contiguous in one stream; `last`
/// is the position of the last of them. The one place where results come from, live and on
/// recovery, so a repeat can only be given the answer that was given first.
[[nodiscard]] result result_of(std::span<const event> events, std::uint64_t last);

/// Compact bytes of an accepted or declined result, as the idempotency index stores it.
void append_result(std::string& out, const result& value);
/// Nothing if the bytes are not what append_result writes.
[[nodiscard]] std::optional<result> parse_result(std::string_view bytes);

}  // namespace antrian::events
