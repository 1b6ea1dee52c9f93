// What happened on one office day, in figures: by arrival time, lane and service.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "events/event.hpp"
#include "projections/day_name.hpp"
#include "projections/event_mask.hpp"
#include "projections/projection.hpp"
#include "projections/report_figures.hpp"

namespace antrian::projections {

/// An arrival time, or what was wished for where a refusal has no one time.
struct arrival {
  /// Stored in rows, and the order of reports: only ever add at the end.
  enum class kind : std::uint8_t {
    clock,  ///< a slot's start, or a named time that is no slot of the day
    morning,
    afternoon,
    any,    ///< and every refused walk-in, which takes whatever slot has room
    other,  ///< named times that are no slot, beyond named_wishes_max different ones
  };
  kind which = kind::clock;
  events::clock_time start;  ///< of a clock time; 00:00 otherwise
  friend auto operator<=>(const arrival&, const arrival&) = default;
};
inline constexpr std::size_t arrival_kind_count = 5;
/// So many different times that are no slot are told apart per office day: whoever invents times
/// must not make the row grow.
inline constexpr std::size_t named_wishes_max = 48;
/// `08:00`, `morning`, ...
[[nodiscard]] std::string to_text(const arrival& when);

/// Places of one arrival time, lane and service. Rows count in 32 bits, roll-ups in 64.
template <class Count>
struct place_figures {
  place_counters<Count> counts;
  duration_figures lead;       ///< from booking to the slot's start; walk-ins have none
  duration_histogram waiting;  ///< from check-in to the first call
  duration_histogram service;  ///< from the first call to the end of service

  template <class Other>
  void add(const place_figures<Other>& other) {
    counts.add(other.counts);
    lead.add(other.lead);
    waiting.add(other.waiting);
    service.add(other.service);
  }
  friend bool operator==(const place_figures&, const place_figures&) = default;
};

/// Of the commands that are not bookings: how often each was refused, by reason.
using command_refusals = std::array<reason_counters<std::uint64_t>, events::command_type_count>;

/// Figures of one arrival time. `report_row::at` gives the index in `places` and `refusals`, which
/// are only as long as they need to be.
struct arrival_figures {
  arrival when;
  bool slot = false;  ///< it is, or was, a slot of the day
  events::clock_time end;
  events::lane_capacity capacity{};
  std::vector<place_figures<std::uint32_t>> places;
  std::vector<refusal_counters<std::uint32_t>> refusals;
  friend bool operator==(const arrival_figures&, const arrival_figures&) = default;
};

class report_row {
 public:
  /// Index of a service (report_row::services) and lane in the figures of an arrival time.
  [[nodiscard]] static std::size_t at(std::size_t service, events::lane lane) {
    return service * events::lane_count + static_cast<std::size_t>(lane);
  }

  [[nodiscard]] static bool concerns(const events::event&) { return true; }
  [[nodiscard]] fault fold(const day_name& day, const events::event& event);

  [[nodiscard]] day_status status() const { return status_; }
  /// The first is empty: the service of a refusal that names none of the day's.
  [[nodiscard]] const std::vector<std::string>& services() const { return services_; }
  /// In the order in which they were first heard of.
  [[nodiscard]] const std::vector<arrival_figures>& arrivals() const { return arrivals_; }
  /// Refusals of commands other than `book` and `walk_in`.
  [[nodiscard]] const command_refusals& other_refusals() const { return other_refusals_; }

  void encode(std::string& out) const;
  [[nodiscard]] static std::optional<report_row> decode(std::string_view bytes);
  [[nodiscard]] std::size_t memory_bytes() const;
  friend bool operator==(const report_row&, const report_row&) = default;

 private:
  struct folder;

  day_status status_ = day_status::not_opened;
  std::int32_t utc_offset_minutes_ = 0;
  std::vector<std::string> services_{std::string{}};
  std::vector<arrival_figures> arrivals_;
  command_refusals other_refusals_{};
};

}  // namespace antrian::projections
