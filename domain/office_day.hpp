// The office day: the unit of quota, one event stream, one aggregate. Ids, state, evolve, decide.
//
// Pure: no clock, no I/O, no randomness; the time comes in with the command. `decide` says what a
// command causes, `evolve` folds what was caused. The rules are those of docs/wire.md, "Exact
// meaning"; the order of the checks in decide_*.cpp is the order there.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>

#include "events/command.hpp"
#include "events/event.hpp"
#include "events/ids.hpp"
#include "events/time.hpp"

namespace antrian::domain {

enum class day_status : std::uint8_t { not_open, open, closed, ended };

enum class place_state : std::uint8_t { confirmed, cancelled, checked_in, serving, served, missed };

/// An arrival window. A slot that a change of capacity left out is `removed`: it stays part of the
/// day, with capacity 0, while it holds live bookings.
struct slot {
  events::clock_time start;
  events::clock_time end;
  events::lane_capacity capacity{};
  events::lane_capacity taken{};  ///< every applicant placed here and not cancelled
  std::uint32_t live = 0;         ///< applicants confirmed, checked in or being served
  bool removed = false;

  [[nodiscard]] bool part_of_day() const { return !removed || live > 0; }
  [[nodiscard]] std::uint32_t free(events::lane lane) const {
    const auto i = static_cast<std::size_t>(lane);
    return capacity[i] > taken[i] ? capacity[i] - taken[i] : 0;
  }
  friend bool operator==(const slot&, const slot&) = default;
};

/// One applicant's place. `booking` is the index of its booking.
struct place {
  events::subject_id subject;
  std::uint32_t booking = 0;
  std::uint32_t queue_number = 0;  ///< 0: none, or undone
  events::clock_time slot;
  place_state state = place_state::confirmed;
  events::instant checked_in_at;
  events::instant called_at;  ///< of the first call
  friend bool operator==(const place&, const place&) = default;

  /// As long as the day is open: nobody's place is live on a day that is closed or ended.
  [[nodiscard]] bool live() const {
    return state == place_state::confirmed || state == place_state::checked_in ||
           state == place_state::serving;
  }
};

/// A family's booking: its places are places[first_place, first_place + applicants).
struct booking {
  events::uuid id;
  std::optional<events::account_id> account;
  events::booking_code code;
  std::uint32_t first_place = 0;
  std::uint32_t replacements = 0;
  std::uint8_t applicants = 0;
  events::lane lane = events::lane::online;
  std::uint8_t service = 0;  ///< index in the policy's services
  friend bool operator==(const booking&, const booking&) = default;
};

/// The state of an office day. The first part is the state proper; the second part is indexes
/// over it, which are not stored and not compared.
class office_day {
 public:
  day_status status = day_status::not_open;
  std::int32_t utc_offset_minutes = 0;
  std::optional<events::instant> release_at;
  events::day_policy policy;
  std::vector<slot> slots;           ///< by start
  std::vector<booking> bookings;     ///< in order of confirmation
  std::vector<place> places;         ///< in order of booking and applicant
  std::vector<std::uint32_t> queue;  ///< queue[n - 1] = place that queue number n was given to

  [[nodiscard]] const booking* find(const events::uuid& id) const;
  [[nodiscard]] const booking* find(events::booking_code code) const;
  [[nodiscard]] const slot* find_slot(events::clock_time start) const;
  /// The places of one of this day's bookings, in order of applicant.
  [[nodiscard]] std::span<const place> places_of(const booking& b) const {
    return std::span(places).subspan(b.first_place, b.applicants);
  }
  /// The person's place in one of this day's bookings; nothing if they are not of it.
  [[nodiscard]] const place* place_of(const booking& b, const events::subject_id& subject) const {
    for (const place& p : places_of(b)) {
      if (p.subject == subject) return &p;
    }
    return nullptr;
  }
  /// The place that holds this queue number now; nothing if it was never given, or undone.
  [[nodiscard]] const place* holder_of(std::uint32_t queue_number) const;
  /// Smallest waiting number of the lane (checked in, not yet called), or 0.
  [[nodiscard]] std::uint32_t first_waiting(events::lane lane) const;
  /// Free places of the lane over all slots of the day.
  [[nodiscard]] std::uint32_t free_places(events::lane lane) const;

  friend bool operator==(const office_day& a, const office_day& b);

 private:
  friend void evolve(office_day& day, const events::event& event);
  friend std::optional<office_day> parse_office_day(std::string_view bytes);
  friend struct office_day_fold;
  void rebuild_indexes();

  boost::unordered_flat_map<events::uuid, std::uint32_t, events::id16_hash> by_id_;
  boost::unordered_flat_map<std::uint32_t, std::uint32_t> by_code_;
  /// Numbers in order of issue, per lane; those before the cursor are called or undone.
  mutable std::array<std::vector<std::uint32_t>, events::lane_count> numbers_;
  mutable std::array<std::size_t, events::lane_count> cursor_{};
};

/// Folds one event. Never throws, decides or reads anything but its arguments.
void evolve(office_day& day, const events::event& event);

/// What a reschedule must know of the booking that it replaces.
struct replaced_booking {
  std::optional<events::account_id> account;
  events::subject_list subjects;
  /// Everybody of it still confirmed, which nobody is once its day is closed or ended.
  bool all_confirmed = false;
  events::instant earliest_start;  ///< of its applicants' slots
  std::uint32_t replacements = 0;  ///< already in its chain
};
[[nodiscard]] std::optional<replaced_booking> describe(const office_day& day,
                                                       events::local_date date,
                                                       const events::uuid& booking);

/// Before every date, so that no date of a `book` is before it.
inline constexpr events::local_date no_block{std::numeric_limits<std::int32_t>::min()};

/// What the country knows of the people of a command (domain/claims.hpp): the only knowledge from
/// outside the stream that a decision depends on.
struct claim_facts {
  /// First local date on which all applicants may book again after a no-show.
  events::local_date blocked_until = no_block;
  bool has_booking = false;        ///< an applicant has a live booking, the replaced one apart
  std::uint32_t account_live = 0;  ///< live applicants of the account, the replaced ones included
  /// Of a replaced booking on another office day; nothing if there is no such booking.
  std::optional<replaced_booking> replaced;
};

/// Appends to `out` what the command causes: one or more events. Only `release_replaced` may cause
/// nothing (the place is given up already).
void decide(const office_day& day, const events::command& command, const claim_facts& facts,
            std::vector<events::event>& out);

/// The state as bytes with a schema version and a checksum, and back; nothing if the bytes are
/// damaged, newer, or of a state that no fold of events comes to.
[[nodiscard]] std::string to_bytes(const office_day& day);
[[nodiscard]] std::optional<office_day> parse_office_day(std::string_view bytes);

}  // namespace antrian::domain
