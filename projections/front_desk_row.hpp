// The day's sheet at the counter: every booking of one office day, who came, and the queue.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>

#include "events/event.hpp"
#include "projections/day_name.hpp"
#include "projections/event_mask.hpp"
#include "projections/projection.hpp"

namespace antrian::projections {

/// Stored in rows: only ever add at the end.
enum class place_state : std::uint8_t {
  confirmed,
  cancelled,
  checked_in,
  serving,  ///< called to a counter
  served,
  missed,    ///< never came (no queue number), or did not come to the counter
  unserved,  ///< checked in, but the day ended first
};
inline constexpr std::size_t place_state_count = 7;
[[nodiscard]] std::string_view name_of(place_state state);

/// One applicant's place. Times that have not come are 0.
struct desk_place {
  events::subject_id subject;
  events::clock_time slot;
  place_state state = place_state::confirmed;
  events::cancel_cause cause = events::cancel_cause::requested;  ///< of a cancelled place
  std::uint32_t queue_number = 0;                                ///< 0: not checked in
  std::uint32_t counter = 0;  ///< front_desk_row::counter_name; 0: never called
  std::uint32_t calls = 0;
  events::instant checked_in_at;
  events::instant called_at;    ///< the first time
  events::instant finished_at;  ///< served, missed, cancelled or left over
  friend bool operator==(const desk_place&, const desk_place&) = default;
};

struct desk_booking {
  events::uuid id;
  events::booking_code code;
  events::lane lane = events::lane::online;
  bool walk_in = false;
  std::uint32_t service = 0;  ///< front_desk_row::service_name
  events::instant booked_at;
  std::optional<events::uuid> replaces;
  std::optional<events::uuid> replaced_by;
  std::uint32_t first_place = 0;
  std::uint32_t place_count = 0;
  friend bool operator==(const desk_booking&, const desk_booking&) = default;
};

class front_desk_row {
 public:
  static constexpr std::uint32_t concerned =
      event_mask<events::day_opened, events::day_closed, events::day_ended,
                 events::booking_confirmed, events::booking_cancelled, events::booking_missed,
                 events::applicant_checked_in, events::check_in_undone, events::number_called,
                 events::applicant_served, events::applicant_missed>;
  [[nodiscard]] static bool concerns(const events::event& event) { return is_in(concerned, event); }
  [[nodiscard]] fault fold(const day_name& day, const events::event& event);

  [[nodiscard]] day_status status() const { return status_; }
  [[nodiscard]] std::int32_t utc_offset_minutes() const { return utc_offset_minutes_; }
  /// The last queue number that was given; 0 before the first.
  [[nodiscard]] std::uint32_t last_number() const { return last_number_; }
  /// In the order in which they were confirmed.
  [[nodiscard]] const std::vector<desk_booking>& bookings() const { return bookings_; }
  [[nodiscard]] std::span<const desk_place> places_of(const desk_booking& booking) const {
    return std::span{places_}.subspan(booking.first_place, booking.place_count);
  }
  [[nodiscard]] const std::string& service_name(const desk_booking& booking) const {
    return services_[booking.service];
  }
  /// Empty for a place that was never called.
  [[nodiscard]] std::string_view counter_name(const desk_place& place) const {
    return place.counter == 0 ? std::string_view{} : counters_[place.counter - 1];
  }

  /// Null if there is none.
  [[nodiscard]] const desk_booking* find(const events::uuid& id) const;
  [[nodiscard]] const desk_booking* find(events::booking_code code) const;

  void encode(std::string& out) const;
  [[nodiscard]] static std::optional<front_desk_row> decode(std::string_view bytes);
  [[nodiscard]] std::size_t memory_bytes() const;
  friend bool operator==(const front_desk_row&, const front_desk_row&) = default;

 private:
  struct folder;

  /// False if a booking of that id is there already.
  [[nodiscard]] bool add(const desk_booking& booking);

  day_status status_ = day_status::not_opened;
  std::int32_t utc_offset_minutes_ = 0;
  std::uint32_t last_number_ = 0;
  std::vector<std::string> services_;  ///< in order of their first booking
  std::vector<std::string> counters_;  ///< in order of their first call
  std::vector<desk_booking> bookings_;
  std::vector<desk_place> places_;
  /// Bookings by id; follows from them, so it is not stored.
  boost::unordered_flat_map<events::uuid, std::uint32_t, events::id16_hash> index_;
};

}  // namespace antrian::projections
