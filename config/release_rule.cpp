#include "config/release_rule.hpp"

namespace antrian::config {

std::optional<events::instant> release_of(const release_rule& rule, events::local_date date,
                                          std::int32_t utc_offset_minutes) {
  if (std::holds_alternative<release_friday_14>(rule)) {
    constexpr std::int32_t monday_to_friday_before = 3;
    const std::int32_t monday = date.days - (events::iso_weekday(date) - 1);
    return events::to_instant({monday - monday_to_friday_before}, {14 * 60}, utc_offset_minutes);
  }
  if (const auto* before = std::get_if<release_days_before>(&rule)) {
    return events::to_instant({date.days - static_cast<std::int32_t>(before->days)}, before->at,
                              utc_offset_minutes);
  }
  return std::nullopt;
}

}  // namespace antrian::config
