// The figures that reports count: how places were used, who was refused and why, and how long
// things took. All of them add up, so a day is the sum of its slots and the nation of its days.
// What each means is in docs/reports.md.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "events/vocabulary.hpp"

namespace antrian::projections {

/// Counters of applicants, in the order in which they are stored: only ever add at the end.
enum class place_figure : std::uint8_t {
  booked,               ///< places given by `book`
  walk_ins,             ///< places given by `walk_in`
  cancelled,            ///< given up on request
  cancelled_by_office,  ///< taken away because the day was closed
  moved,                ///< given up for another place (reschedule)
  checked_in,           ///< came, and were not undone
  check_ins_undone,
  called,
  served,
  no_show,            ///< never came: still confirmed at the end of the day
  missed_at_counter,  ///< came, but not when they were called
  unserved,           ///< came, but the day ended first
};
inline constexpr std::size_t place_figure_count = 12;
/// As in the columns of the CSV and JSON reports.
[[nodiscard]] std::string_view name_of(place_figure figure);

/// Counters indexed by an enum.
template <class Enum, std::size_t Size, class Count>
struct counters {
  std::array<Count, Size> values{};

  [[nodiscard]] Count& operator[](Enum which) { return values[static_cast<std::size_t>(which)]; }
  [[nodiscard]] const Count& operator[](Enum which) const {
    return values[static_cast<std::size_t>(which)];
  }
  template <class Other>
  void add(const counters<Enum, Size, Other>& other) {
    for (std::size_t i = 0; i < Size; ++i) values[i] += other.values[i];
  }
  [[nodiscard]] std::uint64_t sum() const {
    std::uint64_t total = 0;
    for (const auto value : values) total += value;
    return total;
  }
  [[nodiscard]] bool empty() const { return sum() == 0; }
  friend bool operator==(const counters&, const counters&) = default;
};

template <class Count>
using place_counters = counters<place_figure, place_figure_count, Count>;
template <class Count>
using reason_counters = counters<events::decline_reason, events::decline_reason_count, Count>;

/// Refused bookings by reason. Each refused command counts, so a person who asks three times and
/// is refused three times counts three times.
template <class Count>
struct refusal_counters {
  reason_counters<Count> commands;
  reason_counters<Count> applicants;

  template <class Other>
  void add(const refusal_counters<Other>& other) {
    commands.add(other.commands);
    applicants.add(other.applicants);
  }
  [[nodiscard]] bool empty() const { return commands.empty(); }
  /// Applicants refused for want of room.
  [[nodiscard]] std::uint64_t unmet_demand() const;
  friend bool operator==(const refusal_counters&, const refusal_counters&) = default;
};

/// Count, sum and extremes of durations in milliseconds; of none, all are 0.
struct duration_figures {
  std::uint64_t count = 0;
  std::int64_t sum_ms = 0;
  std::int64_t min_ms = 0;
  std::int64_t max_ms = 0;

  void add(std::int64_t ms);
  void add(const duration_figures& other);
  /// Nothing if there was none.
  [[nodiscard]] std::optional<std::int64_t> mean_ms() const;
  friend bool operator==(const duration_figures&, const duration_figures&) = default;
};

/// Upper ends of the histogram's buckets in minutes, each included; one more bucket has no end.
inline constexpr std::array<std::int64_t, 15> histogram_minutes{1,  2,  3,  5,  7,   10,  15, 20,
                                                                30, 45, 60, 90, 120, 180, 240};
inline constexpr std::size_t histogram_buckets = histogram_minutes.size() + 1;

/// Durations with a histogram, so that a median can be told without keeping every one of them.
struct duration_histogram {
  duration_figures total;
  std::array<std::uint32_t, histogram_buckets> buckets{};

  void add(std::int64_t ms);
  void add(const duration_histogram& other);
  /// The duration that `percent` of 100 did not exceed, rounded up to the end of a bucket but not
  /// above the longest; nothing if there was none.
  [[nodiscard]] std::optional<std::int64_t> percentile_ms(std::uint32_t percent) const;
  friend bool operator==(const duration_histogram&, const duration_histogram&) = default;
};

template <class Count>
std::uint64_t refusal_counters<Count>::unmet_demand() const {
  std::uint64_t total = 0;
  for (std::size_t i = 0; i < events::decline_reason_count; ++i) {
    if (events::is_want_of_room(static_cast<events::decline_reason>(i))) {
      total += applicants.values[i];
    }
  }
  return total;
}

}  // namespace antrian::projections
