// The projection `front_desk`, and what the officer at the counter asks of it: the day's sheet, one
// booking, and who is to be called next.
//
// Threads: as the projection, one at a time.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "projections/folded_projection.hpp"
#include "projections/front_desk_row.hpp"

namespace antrian::projections {

struct front_desk_traits {
  using row = front_desk_row;
  static constexpr std::string_view name = "front_desk";
  static constexpr storage::table table = storage::table::front_desk;
  static constexpr std::uint32_t row_version = 1;
};
using front_desk_projection = folded_projection<front_desk_traits>;

/// Someone with a queue number who is waiting or at a counter.
struct queue_entry {
  std::uint32_t queue_number = 0;
  events::lane lane = events::lane::online;
  std::string service;
  events::uuid booking;
  events::booking_code code;
  events::subject_id subject;
  events::clock_time slot;
  events::instant checked_in_at;
  std::string counter;  ///< empty while waiting
  events::instant called_at;
  std::uint32_t calls = 0;
  friend bool operator==(const queue_entry&, const queue_entry&) = default;
};

struct desk_queue {
  /// By lane, each in the order in which its numbers will be called.
  std::array<std::vector<queue_entry>, events::lane_count> waiting;
  std::vector<queue_entry> being_called;  ///< by number
  std::uint32_t last_number = 0;          ///< given; 0 before the first
  friend bool operator==(const desk_queue&, const desk_queue&) = default;
};

[[nodiscard]] desk_queue queue_of(const front_desk_row& row);
/// Everyone who waits, in the order in which a counter that takes all lanes will call them: the
/// priority lane first, then by number (docs/wire.md, `call_next`).
[[nodiscard]] std::vector<queue_entry> in_call_order(const desk_queue& queue);

/// The whole sheet; nothing if the day was never opened.
[[nodiscard]] storage::result<std::optional<front_desk_row>> find_sheet(
    const front_desk_projection& desk, std::string_view office, events::local_date date);

}  // namespace antrian::projections
