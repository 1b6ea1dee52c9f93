#include "projections/front_desk.hpp"

#include <algorithm>

namespace antrian::projections {
namespace {

queue_entry entry_of(const front_desk_row& row, const desk_booking& booking,
                     const desk_place& place) {
  return {.queue_number = place.queue_number,
          .lane = booking.lane,
          .service = row.service_name(booking),
          .booking = booking.id,
          .code = booking.code,
          .subject = place.subject,
          .slot = place.slot,
          .checked_in_at = place.checked_in_at,
          .counter = std::string{row.counter_name(place)},
          .called_at = place.called_at,
          .calls = place.calls};
}

bool lower_number(const queue_entry& a, const queue_entry& b) {
  return a.queue_number < b.queue_number;
}

}  // namespace

desk_queue queue_of(const front_desk_row& row) {
  desk_queue queue;
  queue.last_number = row.last_number();
  for (const auto& booking : row.bookings()) {
    auto& waiting = queue.waiting[static_cast<std::size_t>(booking.lane)];
    for (const auto& place : row.places_of(booking)) {
      if (place.state == place_state::checked_in) waiting.push_back(entry_of(row, booking, place));
      if (place.state == place_state::serving) {
        queue.being_called.push_back(entry_of(row, booking, place));
      }
    }
  }
  for (auto& waiting : queue.waiting) std::sort(waiting.begin(), waiting.end(), lower_number);
  std::sort(queue.being_called.begin(), queue.being_called.end(), lower_number);
  return queue;
}

std::vector<queue_entry> in_call_order(const desk_queue& queue) {
  auto order = queue.waiting[static_cast<std::size_t>(events::lane::priority)];
  const auto others = static_cast<std::ptrdiff_t>(order.size());
  for (const auto lane : events::all_lanes) {
    if (lane == events::lane::priority) continue;
    const auto& waiting = queue.waiting[static_cast<std::size_t>(lane)];
    order.insert(order.end(), waiting.begin(), waiting.end());
  }
  std::sort(order.begin() + others, order.end(), lower_number);
  return order;
}

storage::result<std::optional<front_desk_row>> find_sheet(const front_desk_projection& desk,
                                                          std::string_view office,
                                                          events::local_date date) {
  return desk.rows().read(stream_name(office, date));
}

}  // namespace antrian::projections
