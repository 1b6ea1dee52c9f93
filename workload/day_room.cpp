#include "workload/day_room.hpp"

#include <algorithm>

namespace antrian::workload {

void day_room::take(events::clock_time slot, events::lane lane) {
  for (auto& each : slots_) {
    auto& left = each.capacity[static_cast<std::size_t>(lane)];
    if (each.start == slot && left > 0) --left;
  }
}

bool day_room::take_walk_in(std::int64_t local_ms, events::lane lane, std::uint32_t people) {
  const auto index = static_cast<std::size_t>(lane);
  const auto first = std::find_if(slots_.begin(), slots_.end(), [&](const auto& slot) {
    return slot.end.minutes * events::minute_ms > local_ms;
  });
  for (auto slot = first; slot != slots_.end(); ++slot) {
    if (slot->capacity[index] < people) continue;
    slot->capacity[index] -= people;
    return true;
  }
  for (auto slot = first; slot != slots_.end(); ++slot) {
    std::uint32_t together = 0;
    auto end = slot;
    for (; end != slots_.end() && end->capacity[index] > 0 && together < people; ++end) {
      together += end->capacity[index];
    }
    if (together < people) continue;
    for (std::uint32_t wanted = people; slot != end; ++slot) {
      const std::uint32_t taken = std::min(wanted, slot->capacity[index]);
      slot->capacity[index] -= taken;
      wanted -= taken;
    }
    return true;
  }
  return false;
}

std::uint32_t day_room::left(events::lane lane) const {
  std::uint32_t sum = 0;
  for (const auto& slot : slots_) sum += slot.capacity[static_cast<std::size_t>(lane)];
  return sum;
}

}  // namespace antrian::workload
