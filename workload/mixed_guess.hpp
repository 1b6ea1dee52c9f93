// What a mixed workload guesses about its own world. It is not told which commands are accepted; a
// guess is enough to make later commands meet bookings and numbers that exist, and where it is
// wrong a decline is met instead.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "events/ids.hpp"
#include "events/time.hpp"
#include "events/vocabulary.hpp"

namespace antrian::workload {

/// A `book` or `walk_in` that was sent.
struct sent_booking {
  events::uuid id;
  std::string account;  ///< empty: a walk-in
  std::vector<std::string> niks;
  events::lane lane = events::lane::online;
  std::string service;
  std::string wish;  ///< empty: a walk-in
  std::optional<events::booking_code> code;
  bool has_come = false;  ///< a check-in was sent
  bool is_moved = false;  ///< it replaces another
};

/// Until when people probably cannot book.
class busy_people {
 public:
  [[nodiscard]] bool any_busy(const std::vector<std::string>& niks, events::local_date on) const;
  void hold(const std::vector<std::string>& niks) { block(niks, forever); }
  void block(const std::vector<std::string>& niks, events::local_date until);
  void release(const std::vector<std::string>& niks);

 private:
  static constexpr events::local_date forever{std::numeric_limits<std::int32_t>::max()};
  std::map<std::string, events::local_date> until_;
};

struct day_guess {
  bool is_open = false;
  bool is_over = false;
  events::instant release_at;
  std::vector<std::string> services;
  std::vector<events::clock_time> starts;
  std::array<std::uint32_t, events::lane_count> left{};
  std::vector<std::size_t> holders;  ///< indices of bookings that were probably accepted
  std::uint32_t waiting = 0;
  std::uint32_t called = 0;

  /// `now_ms` is local, since the day's midnight.
  [[nodiscard]] bool welcomes(const sent_booking& sent, events::instant at,
                              std::int64_t now_ms) const;

 private:
  [[nodiscard]] bool has_slot_for(const std::string& wish, std::int64_t now_ms) const;
};

struct scene_day {
  std::uint32_t office = 0;
  events::local_date date;
  std::vector<sent_booking> bookings;
  day_guess guess;
};

/// Adds the booking to the day, as a holder if it is probably accepted.
void note_booking(scene_day& day, sent_booking&& sent, events::instant at, std::int64_t now_ms,
                  busy_people& busy);
/// The booking has probably given up its places.
void note_gone(scene_day& day, const sent_booking& sent, busy_people& busy);
/// The day is probably over; who held a place may book again from `free_from` on.
void note_over(scene_day& day, events::local_date free_from, busy_people& busy);

}  // namespace antrian::workload
