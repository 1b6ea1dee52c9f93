#include "projections/availability.hpp"

namespace antrian::projections {
namespace {

lane_availability lane_of(const availability_slot& slot, std::size_t lane) {
  const auto capacity = slot.capacity[lane];
  const auto taken = slot.taken[lane];
  return {.capacity = capacity, .taken = taken, .free = taken < capacity ? capacity - taken : 0};
}

}  // namespace

day_availability availability_of(const day_name& day, const availability_row& row) {
  day_availability view{.office = std::string{day.office},
                        .date = day.date,
                        .status = row.status(),
                        .release_at = row.release_at(),
                        .utc_offset_minutes = row.utc_offset_minutes(),
                        .close_reason = row.close_reason(),
                        .services = row.services(),
                        .slots = {}};
  for (const auto& slot : row.slots()) {
    if (!slot.visible()) continue;
    slot_availability seen{.start = slot.start, .end = slot.end};
    for (std::size_t lane = 0; lane < events::lane_count; ++lane) {
      seen.lanes[lane] = lane_of(slot, lane);
    }
    view.slots.push_back(seen);
  }
  return view;
}

storage::result<std::optional<day_availability>> find_availability(
    const availability_projection& availability, std::string_view office, events::local_date date) {
  auto row = availability.rows().read(stream_name(office, date));
  if (!row) return tl::unexpected(std::move(row.error()));
  if (!*row) return std::nullopt;
  return availability_of({office, date}, **row);
}

storage::result<std::vector<day_availability>> list_availability(
    const availability_projection& availability, const day_range& range) {
  std::vector<day_availability> days;
  auto status = availability.rows().for_each(
      range, [&days](std::string_view stream, const availability_row& row) {
        if (const auto day = parse_day_name(stream)) days.push_back(availability_of(*day, row));
        return true;
      });
  if (!status) return tl::unexpected(std::move(status.error()));
  return days;
}

}  // namespace antrian::projections
