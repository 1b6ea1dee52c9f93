// The closed vocabularies of the wire format (docs/wire.md): lanes, command and event types,
// decline reasons. Names are a storage and wire format: never change one, only add.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace antrian::events {

/// Each slot has a capacity per lane; a place is taken in one lane only.
enum class lane : std::uint8_t { online, priority, walk_in };
inline constexpr std::size_t lane_count = 3;
inline constexpr std::array<lane, lane_count> all_lanes{lane::online, lane::priority,
                                                        lane::walk_in};

enum class command_type : std::uint8_t {
  open_day,
  change_capacity,
  close_day,
  end_day,
  book,
  cancel,
  check_in,
  walk_in,
  undo_check_in,
  call_next,
  recall,
  serve,
  miss,
  /// Internal, never read from the wire: gives up the place that a reschedule replaced.
  release_replaced,
};
inline constexpr std::size_t command_type_count = 14;

enum class decline_reason : std::uint8_t {
  day_not_open,
  day_closed,
  not_yet_released,
  unknown_service,
  unknown_slot,
  slot_passed,
  blocked_after_no_show,
  nik_has_booking,
  account_limit,
  slot_full,
  lane_full,
  day_full,
  unknown_booking,
  not_live,
  reschedule_limit,
  nik_mismatch,
  too_early,
  too_late,
  already_open,
  already_checked_in,
  not_checked_in,
  queue_empty,
  unknown_queue_number,
};
inline constexpr std::size_t decline_reason_count = 23;

enum class cancel_cause : std::uint8_t { requested, office_closed, rescheduled };

enum class outcome : std::uint8_t { accepted, declined, invalid };

[[nodiscard]] std::string_view name_of(lane value);
[[nodiscard]] std::string_view name_of(command_type value);
[[nodiscard]] std::string_view name_of(decline_reason value);
[[nodiscard]] std::string_view name_of(cancel_cause value);
[[nodiscard]] std::string_view name_of(outcome value);

[[nodiscard]] std::optional<lane> parse_lane(std::string_view text);
/// Wire command types only: `release_replaced` is not one.
[[nodiscard]] std::optional<command_type> parse_command_type(std::string_view text);

/// A refusal as a sentence the citizen can read, saying what to do next.
struct sentence {
  std::string_view indonesian;
  std::string_view english;
};
[[nodiscard]] sentence sentence_of(decline_reason reason);

/// True where a booking was refused for want of room: what the reports call unmet demand.
[[nodiscard]] constexpr bool is_want_of_room(decline_reason reason) {
  return reason == decline_reason::slot_full || reason == decline_reason::lane_full ||
         reason == decline_reason::day_full;
}

}  // namespace antrian::events
