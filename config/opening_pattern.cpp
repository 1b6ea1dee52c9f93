#include "config/opening_pattern.hpp"

#include <algorithm>

#include "events/assert.hpp"

namespace antrian::config {

std::vector<opening_window> slots_of(const std::vector<opening_window>& windows,
                                     std::uint32_t slot_minutes) {
  ANTRIAN_ASSERT(slot_minutes >= slot_minutes_min && slot_minutes <= slot_minutes_max);
  std::vector<opening_window> slots;
  for (const auto& window : windows) {
    std::uint32_t start = window.start.minutes;
    while (start < window.end.minutes) {
      const std::uint32_t end = std::min<std::uint32_t>(start + slot_minutes, window.end.minutes);
      slots.push_back({{static_cast<std::uint16_t>(start)}, {static_cast<std::uint16_t>(end)}});
      start = end;
    }
  }
  return slots;
}

std::optional<opening_window> parse_window(std::string_view text) {
  if (text.size() != 11 || text[5] != '-') return std::nullopt;
  const auto start = events::parse_clock(text.substr(0, 5));
  const auto end = events::parse_clock(text.substr(6), true);
  if (!start || !end || *start >= *end) return std::nullopt;
  return opening_window{*start, *end};
}

}  // namespace antrian::config
