#include "domain/office_day.hpp"

#include <algorithm>

#include "events/assert.hpp"

namespace antrian::domain {

using events::booking_code;
using events::clock_time;
using events::lane;
using events::uuid;

const booking* office_day::find(const uuid& id) const {
  const auto found = by_id_.find(id);
  return found == by_id_.end() ? nullptr : &bookings[found->second];
}

const booking* office_day::find(booking_code code) const {
  const auto found = by_code_.find(code.value);
  return found == by_code_.end() ? nullptr : &bookings[found->second];
}

const slot* office_day::find_slot(clock_time start) const {
  const auto found = std::lower_bound(slots.begin(), slots.end(), start,
                                      [](const slot& s, clock_time t) { return s.start < t; });
  return found != slots.end() && found->start == start ? &*found : nullptr;
}

const place* office_day::holder_of(std::uint32_t queue_number) const {
  if (queue_number == 0 || queue_number > queue.size()) return nullptr;
  const place& holder = places[queue[queue_number - 1]];
  return holder.queue_number == queue_number ? &holder : nullptr;
}

std::uint32_t office_day::first_waiting(lane which) const {
  const auto i = static_cast<std::size_t>(which);
  const auto& numbers = numbers_[i];
  auto& cursor = cursor_[i];
  // The cursor only skips numbers that can never wait again, so moving it changes no answer.
  for (; cursor < numbers.size(); ++cursor) {
    const place* holder = holder_of(numbers[cursor]);
    if (holder != nullptr && holder->state == place_state::checked_in) return numbers[cursor];
  }
  return 0;
}

std::uint32_t office_day::free_places(lane which) const {
  std::uint32_t sum = 0;
  for (const slot& s : slots) sum += s.free(which);
  return sum;
}

void office_day::rebuild_indexes() {
  by_id_.clear();
  by_code_.clear();
  for (std::uint32_t i = 0; i < bookings.size(); ++i) {
    by_id_.emplace(bookings[i].id, i);
    by_code_.emplace(bookings[i].code.value, i);
  }
  for (auto& numbers : numbers_) numbers.clear();
  cursor_ = {};
  for (std::uint32_t number = 1; number <= queue.size(); ++number) {
    const auto which = bookings[places[queue[number - 1]].booking].lane;
    numbers_[static_cast<std::size_t>(which)].push_back(number);
  }
}

bool operator==(const office_day& a, const office_day& b) {
  return a.status == b.status && a.utc_offset_minutes == b.utc_offset_minutes &&
         a.release_at == b.release_at && a.policy == b.policy && a.slots == b.slots &&
         a.bookings == b.bookings && a.places == b.places && a.queue == b.queue;
}

}  // namespace antrian::domain
