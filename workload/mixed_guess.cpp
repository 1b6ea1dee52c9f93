#include "workload/mixed_guess.hpp"

#include <algorithm>

namespace antrian::workload {
namespace {

constexpr events::clock_time noon{12 * 60};

}  // namespace

bool busy_people::any_busy(const std::vector<std::string>& niks, events::local_date on) const {
  return std::any_of(niks.begin(), niks.end(), [&](const auto& nik) {
    const auto found = until_.find(nik);
    return found != until_.end() && on < found->second;
  });
}

void busy_people::block(const std::vector<std::string>& niks, events::local_date until) {
  for (const auto& nik : niks) until_[nik] = until;
}

void busy_people::release(const std::vector<std::string>& niks) {
  for (const auto& nik : niks) until_.erase(nik);
}

bool day_guess::has_slot_for(const std::string& wish, std::int64_t now_ms) const {
  const auto named = events::parse_clock(wish);
  return std::any_of(starts.begin(), starts.end(), [&](events::clock_time start) {
    if (start.minutes * events::minute_ms <= now_ms) return false;
    if (named) return start == *named;
    if (wish == "morning") return start < noon;
    return wish != "afternoon" || start >= noon;
  });
}

bool day_guess::welcomes(const sent_booking& sent, events::instant at, std::int64_t now_ms) const {
  if (!is_open || is_over) return false;
  if (std::find(services.begin(), services.end(), sent.service) == services.end()) return false;
  if (left[static_cast<std::size_t>(sent.lane)] < sent.niks.size()) return false;
  return sent.wish.empty() || (at >= release_at && has_slot_for(sent.wish, now_ms));
}

void note_booking(scene_day& day, sent_booking&& sent, events::instant at, std::int64_t now_ms,
                  busy_people& busy) {
  const auto today = events::date_of({events::at_clock(day.date, {}).ms + now_ms});
  if (day.guess.welcomes(sent, at, now_ms) && !busy.any_busy(sent.niks, today)) {
    const auto people = static_cast<std::uint32_t>(sent.niks.size());
    day.guess.left[static_cast<std::size_t>(sent.lane)] -= people;
    if (sent.wish.empty()) day.guess.waiting += people;
    busy.hold(sent.niks);
    day.guess.holders.push_back(day.bookings.size());
  }
  day.bookings.push_back(std::move(sent));
}

void note_gone(scene_day& day, const sent_booking& sent, busy_people& busy) {
  auto& holders = day.guess.holders;
  const auto found = std::find_if(holders.begin(), holders.end(), [&](std::size_t holder) {
    return day.bookings[holder].id == sent.id;
  });
  if (found == holders.end()) return;
  holders.erase(found);
  day.guess.left[static_cast<std::size_t>(sent.lane)] +=
      static_cast<std::uint32_t>(sent.niks.size());
  busy.release(sent.niks);
}

void note_over(scene_day& day, events::local_date free_from, busy_people& busy) {
  if (day.guess.is_over) return;
  day.guess.is_over = true;
  for (const std::size_t holder : day.guess.holders) {
    busy.block(day.bookings[holder].niks, free_from);
  }
}

}  // namespace antrian::workload
