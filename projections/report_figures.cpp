#include "projections/report_figures.hpp"

#include <algorithm>

#include "events/time.hpp"

namespace antrian::projections {

std::string_view name_of(place_figure figure) {
  static constexpr std::array<std::string_view, place_figure_count> names{
      "booked", "walk_ins",   "cancelled",         "cancelled_by_office",
      "moved",  "checked_in", "check_ins_undone",  "called",
      "served", "no_show",    "missed_at_counter", "unserved"};
  return names.at(static_cast<std::size_t>(figure));
}

void duration_figures::add(std::int64_t ms) {
  min_ms = count == 0 ? ms : std::min(min_ms, ms);
  max_ms = count == 0 ? ms : std::max(max_ms, ms);
  sum_ms += ms;
  ++count;
}

void duration_figures::add(const duration_figures& other) {
  if (other.count == 0) return;
  min_ms = count == 0 ? other.min_ms : std::min(min_ms, other.min_ms);
  max_ms = count == 0 ? other.max_ms : std::max(max_ms, other.max_ms);
  sum_ms += other.sum_ms;
  count += other.count;
}

std::optional<std::int64_t> duration_figures::mean_ms() const {
  if (count == 0) return std::nullopt;
  return sum_ms / static_cast<std::int64_t>(count);
}

void duration_histogram::add(std::int64_t ms) {
  total.add(ms);
  std::size_t bucket = 0;
  while (bucket < histogram_minutes.size() && ms > histogram_minutes[bucket] * events::minute_ms) {
    ++bucket;
  }
  ++buckets[bucket];
}

void duration_histogram::add(const duration_histogram& other) {
  total.add(other.total);
  for (std::size_t i = 0; i < histogram_buckets; ++i) buckets[i] += other.buckets[i];
}

std::optional<std::int64_t> duration_histogram::percentile_ms(std::uint32_t percent) const {
  if (total.count == 0) return std::nullopt;
  const auto wanted = (total.count * percent + 99) / 100;
  std::uint64_t passed = 0;
  for (std::size_t i = 0; i < histogram_minutes.size(); ++i) {
    passed += buckets[i];
    if (passed >= wanted) return std::min(histogram_minutes[i] * events::minute_ms, total.max_ms);
  }
  return total.max_ms;
}

}  // namespace antrian::projections
