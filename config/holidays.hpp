// holidays.csv: the dates on which no office opens, national holidays and cuti bersama alike.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "config/error.hpp"
#include "events/time.hpp"

namespace antrian::config {

struct holiday {
  enum class kind : std::uint8_t { national, cuti_bersama };
  events::local_date date;
  std::string name;
  kind which = kind::national;
  bool provisional = false;  ///< not yet decreed; the date may still change
};

/// Immutable after set-up, so it may be read from any thread.
class holiday_calendar {
 public:
  holiday_calendar() = default;
  /// `days` with one entry per date, in any order.
  explicit holiday_calendar(std::vector<holiday> days);

  /// The holiday on that date, or nullptr.
  [[nodiscard]] const holiday* find(events::local_date date) const;
  /// In order of date.
  [[nodiscard]] const std::vector<holiday>& days() const { return days_; }

 private:
  std::vector<holiday> days_;
};

/// An error names the line and what was expected there. `file` is only the name that it shows.
[[nodiscard]] result<holiday_calendar> parse_holidays(std::string_view text,
                                                      const std::string& file);

}  // namespace antrian::config
