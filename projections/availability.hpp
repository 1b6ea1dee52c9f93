// The projection `availability`, and what a citizen asks of it: which places are free, and where.
//
// Threads: as the projection, one at a time.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "projections/availability_row.hpp"
#include "projections/folded_projection.hpp"

namespace antrian::projections {

struct availability_traits {
  using row = availability_row;
  static constexpr std::string_view name = "availability";
  static constexpr storage::table table = storage::table::availability;
  static constexpr std::uint32_t row_version = 1;
};
using availability_projection = folded_projection<availability_traits>;

struct lane_availability {
  std::uint32_t capacity = 0;
  std::uint32_t taken = 0;
  std::uint32_t free = 0;  ///< capacity - taken, never below 0
  friend bool operator==(const lane_availability&, const lane_availability&) = default;
};

struct slot_availability {
  events::clock_time start;
  events::clock_time end;
  std::array<lane_availability, events::lane_count> lanes{};
  friend bool operator==(const slot_availability&, const slot_availability&) = default;
};

/// `free` says what the capacity leaves; whether it can be booked also depends on `status` and
/// `release_at`.
struct day_availability {
  std::string office;
  events::local_date date;
  day_status status = day_status::not_opened;
  std::optional<events::instant> release_at;
  std::int32_t utc_offset_minutes = 0;
  std::string close_reason;
  std::vector<std::string> services;
  std::vector<slot_availability> slots;  ///< in time order
  friend bool operator==(const day_availability&, const day_availability&) = default;
};

[[nodiscard]] day_availability availability_of(const day_name& day, const availability_row& row);

/// Nothing if the day was never opened.
[[nodiscard]] storage::result<std::optional<day_availability>> find_availability(
    const availability_projection& availability, std::string_view office, events::local_date date);

/// Days that were opened, in order of office and date: dates of one office, or of all offices.
[[nodiscard]] storage::result<std::vector<day_availability>> list_availability(
    const availability_projection& availability, const day_range& range);

}  // namespace antrian::projections
