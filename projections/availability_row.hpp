// What is free on one office day: its slots, and per lane how many places there are and are taken.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "events/event.hpp"
#include "projections/day_name.hpp"
#include "projections/event_mask.hpp"
#include "projections/projection.hpp"

namespace antrian::projections {

using lane_counts = std::array<std::uint32_t, events::lane_count>;

struct availability_slot {
  events::clock_time start;
  events::clock_time end;
  bool listed = true;  ///< named by the last capacity that was set
  events::lane_capacity capacity{};
  lane_counts taken{};  ///< every applicant placed here and not cancelled
  lane_counts live{};   ///< of those: neither served nor missed, nor left over when the day ended

  /// A slot that was left out stays to be seen while people are still to come to it.
  [[nodiscard]] bool visible() const;
  friend bool operator==(const availability_slot&, const availability_slot&) = default;
};

/// Folds one office day. Places of a slot that was left out are remembered even when it is no
/// longer visible: if it is listed again, they are still taken.
class availability_row {
 public:
  static constexpr std::uint32_t concerned =
      event_mask<events::day_opened, events::capacity_changed, events::day_closed,
                 events::day_ended, events::booking_confirmed, events::booking_cancelled,
                 events::booking_missed, events::applicant_served, events::applicant_missed>;
  [[nodiscard]] static bool concerns(const events::event& event) { return is_in(concerned, event); }
  [[nodiscard]] fault fold(const day_name& day, const events::event& event);

  [[nodiscard]] day_status status() const { return status_; }
  [[nodiscard]] const std::optional<events::instant>& release_at() const { return release_at_; }
  [[nodiscard]] std::int32_t utc_offset_minutes() const { return utc_offset_minutes_; }
  /// As given by the officer who closed the day; empty otherwise.
  [[nodiscard]] const std::string& close_reason() const { return close_reason_; }
  [[nodiscard]] const std::vector<std::string>& services() const { return services_; }
  /// In time order, the invisible ones too.
  [[nodiscard]] const std::vector<availability_slot>& slots() const { return slots_; }

  void encode(std::string& out) const;
  [[nodiscard]] static std::optional<availability_row> decode(std::string_view bytes);
  [[nodiscard]] std::size_t memory_bytes() const;
  friend bool operator==(const availability_row&, const availability_row&) = default;

 private:
  struct folder;

  day_status status_ = day_status::not_opened;
  std::optional<events::instant> release_at_;
  std::int32_t utc_offset_minutes_ = 0;
  std::string close_reason_;
  std::vector<std::string> services_;
  std::vector<availability_slot> slots_;
};

}  // namespace antrian::projections
