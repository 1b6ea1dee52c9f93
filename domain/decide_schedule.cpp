// The office's own commands: opening a day, its capacity, closing and ending it.
#include "domain/decision.hpp"

namespace antrian::domain {

using events::decline_reason;
using events::local_date;

void decide_open(const decision& d, const events::open_day& wish) {
  if (d.day.status != day_status::not_open) return d.decline(decline_reason::already_open);
  d.emit(events::day_opened{wish.slots, wish.release_at, wish.policy, wish.utc_offset_minutes});
}

namespace {

/// The slot's capacity after the change; nothing if the slot is no longer part of the day.
std::optional<events::lane_capacity> capacity_after(const slot& s,
                                                    const events::change_capacity& wish) {
  for (const auto& given : wish.slots) {
    if (given.start == s.start) return given.capacity;
  }
  if (s.live > 0) return events::lane_capacity{};
  return std::nullopt;
}

}  // namespace

void decide_capacity(const decision& d, const events::change_capacity& wish) {
  events::capacity_changed change{wish.slots, {}};
  for (const slot& s : d.day.slots) {
    const auto capacity = capacity_after(s, wish);
    if (!capacity) continue;
    for (const events::lane lane : events::all_lanes) {
      const auto i = static_cast<std::size_t>(lane);
      if (s.taken[i] > (*capacity)[i]) {
        change.excess.push_back({s.start, lane, s.taken[i], (*capacity)[i]});
      }
    }
  }
  d.emit(std::move(change));
}

void decide_close(const decision& d, const events::close_day& wish) {
  d.emit(events::day_closed{wish.reason});
  for (const booking& b : d.day.bookings) {
    auto live = live_places(d.day, b);
    if (live.empty()) continue;
    d.emit(events::booking_cancelled{d.facts_of(b), std::move(live),
                                     events::cancel_cause::office_closed, std::nullopt});
  }
}

void decide_end(const decision& d) {
  const local_date blocked_until{d.command.day.date.days +
                                 static_cast<std::int32_t>(d.day.policy.no_show_block_days)};
  events::day_ended end;
  for (const booking& b : d.day.bookings) {
    auto missed = confirmed_places(d.day, b);
    if (!missed.empty()) {
      d.emit(events::booking_missed{d.facts_of(b), std::move(missed), blocked_until});
    }
    for (const place& p : d.day.places_of(b)) {
      if (p.state == place_state::checked_in || p.state == place_state::serving) {
        end.unserved.push_back({d.facts_of(b), decision::placement_of(p), p.queue_number});
      }
    }
  }
  d.emit(std::move(end));
}

}  // namespace antrian::domain
