// A second, slower account of what the events say, kept without the domain's own state: the judge
// of the properties. It knows lists and counts, and nothing of indexes, cursors or claims.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "events/event.hpp"
#include "tests/domain/nation.hpp"

namespace antrian::tests {

/// What must hold of every history.
enum class rule : std::uint8_t { capacity, quota, one_live_booking, family, queue };

class ledger {
 public:
  enum class seat_state : std::uint8_t { confirmed, checked_in, called, cancelled, served, missed };
  struct seat {
    events::booking_facts facts;
    events::placement place;
    seat_state state = seat_state::confirmed;
    [[nodiscard]] bool live() const { return state <= seat_state::called; }
  };
  struct day_book {
    std::vector<events::slot_definition> slots;
    events::day_policy policy;
    std::vector<seat> seats;
    std::uint32_t numbers = 0;
    bool open = false;
    bool changed = false;
  };

  void fold(const logged_event& logged) {
    std::visit([&](const auto& e) { fold(logged.day, days_[logged.day], e); }, logged.event.body);
  }
  /// A move holds two places between its two events; between commands nobody does.
  void end_of_command() {
    std::map<events::subject_id, int> live;
    for_each_live([&](const auto&, const seat& s) {
      if (++live[s.place.subject] > 1) broken_.insert(rule::one_live_booking);
    });
  }

  [[nodiscard]] bool holds(rule which) const { return !broken_.contains(which); }
  [[nodiscard]] const std::map<events::subject_id, events::local_date>& blocks() const {
    return blocks_;
  }
  /// Calls `visit(day key, seat)` for each place that is live.
  template <class Visit>
  void for_each_live(const Visit& visit) const {
    for (const auto& [key, day] : days_) {
      if (!day.open) continue;
      for (const seat& s : day.seats) {
        if (s.live()) visit(key, s);
      }
    }
  }

 private:
  using day_key = events::office_day_key;

  static std::uint32_t capacity_of(const day_book& day, events::clock_time slot,
                                   events::lane lane) {
    for (const auto& s : day.slots) {
      if (s.start == slot) return s.capacity[static_cast<std::size_t>(lane)];
    }
    return 0;
  }

  void check_places(const day_book& day, const events::booking_confirmed& e) {
    const auto is_taken = [](const seat& s) { return s.state != seat_state::cancelled; };
    for (const auto& p : e.applicants) {
      const auto taken = std::count_if(day.seats.begin(), day.seats.end(), [&](const seat& s) {
        return is_taken(s) && s.place.slot == p.slot && s.facts.lane == e.facts.lane;
      });
      if (taken > capacity_of(day, p.slot, e.facts.lane)) broken_.insert(rule::capacity);
    }
    if (day.changed) return;  // the excess of a smaller capacity may be above the quota
    std::int64_t quota = 0;
    for (const auto& s : day.slots) quota += s.capacity[0] + s.capacity[1] + s.capacity[2];
    const auto taken = std::count_if(day.seats.begin(), day.seats.end(), is_taken);
    if (taken > quota) broken_.insert(rule::quota);
  }

  /// One slot after the other, each the same as or the next after the one before.
  void check_family(const day_book& day, const events::booking_confirmed& e) {
    std::set<events::clock_time> standing;
    for (const auto& s : day.slots) standing.insert(s.start);
    for (const seat& s : day.seats) {
      if (s.live()) standing.insert(s.place.slot);
    }
    for (std::size_t i = 1; i < e.applicants.size(); ++i) {
      const auto before = standing.find(e.applicants[i - 1].slot);
      const bool same = e.applicants[i].slot == *before;
      const auto next = std::next(before);
      if (!same && (next == standing.end() || e.applicants[i].slot != *next)) {
        broken_.insert(rule::family);
      }
    }
  }

  static void move(day_book& day, const events::booking_facts& facts,
                   const events::placement& place, seat_state to) {
    for (seat& s : day.seats) {
      if (s.facts.booking == facts.booking && s.place == place) s.state = to;
    }
  }

  void fold(const day_key&, day_book& day, const events::day_opened& e) {
    day.slots = e.slots;
    day.policy = e.policy;
    day.open = true;
  }
  void fold(const day_key&, day_book& day, const events::capacity_changed& e) {
    day.slots = e.slots;
    day.changed = true;
  }
  void fold(const day_key&, day_book& day, const events::day_closed&) { day.open = false; }
  void fold(const day_key&, day_book& day, const events::day_ended&) { day.open = false; }
  void fold(const day_key&, day_book&, const events::booking_declined&) {}
  void fold(const day_key&, day_book& day, const events::booking_confirmed& e) {
    check_family(day, e);
    for (const auto& p : e.applicants) day.seats.push_back({e.facts, p, seat_state::confirmed});
    check_places(day, e);
  }
  void fold(const day_key&, day_book& day, const events::booking_cancelled& e) {
    for (const auto& p : e.applicants) move(day, e.facts, p, seat_state::cancelled);
  }
  void fold(const day_key& k, day_book& day, const events::booking_missed& e) {
    const auto until =
        events::local_date{k.date.days + static_cast<std::int32_t>(day.policy.no_show_block_days)};
    for (const auto& p : e.applicants) {
      move(day, e.facts, p, seat_state::missed);
      auto& block = blocks_.try_emplace(p.subject, until).first->second;
      block = std::max(block, until);
    }
  }
  void fold(const day_key&, day_book& day, const events::applicant_checked_in& e) {
    if (e.queue_number != ++day.numbers) broken_.insert(rule::queue);
    move(day, e.facts, e.place, seat_state::checked_in);
  }
  void fold(const day_key&, day_book& day, const events::check_in_undone& e) {
    move(day, e.facts, e.place, seat_state::confirmed);
  }
  void fold(const day_key&, day_book& day, const events::number_called& e) {
    move(day, e.facts, e.place, seat_state::called);
  }
  void fold(const day_key&, day_book& day, const events::applicant_served& e) {
    move(day, e.facts, e.place, seat_state::served);
  }
  void fold(const day_key&, day_book& day, const events::applicant_missed& e) {
    move(day, e.facts, e.place, seat_state::missed);
  }

  std::map<day_key, day_book> days_;
  std::map<events::subject_id, events::local_date> blocks_;
  std::set<rule> broken_;
};

}  // namespace antrian::tests
