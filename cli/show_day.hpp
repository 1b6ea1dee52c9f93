// One office day as `antrian show` tells it.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "events/office_directory.hpp"
#include "events/personal.hpp"
#include "projections/availability.hpp"
#include "projections/front_desk.hpp"

namespace antrian::cli {

struct shown_day {
  events::office office;
  projections::day_availability availability;
  projections::front_desk_row sheet;
  /// Which bookings are told; parts of `sheet`.
  std::vector<const projections::desk_booking*> bookings;
  bool one_booking = false;  ///< asked for by code or id: slots and queue are left out
  /// Only where personal data was asked for: what the vault knows of each person.
  std::optional<std::map<events::subject_id, std::optional<events::personal_data>>> people;
};

/// Tables for people; times are the office's own.
[[nodiscard]] std::string day_as_text(const shown_day& day);
/// One object; times are UTC.
[[nodiscard]] std::string day_as_json(const shown_day& day);

}  // namespace antrian::cli
