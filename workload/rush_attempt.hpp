// One wish to book, in as many bytes as it takes to write its line again.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "events/command.hpp"
#include "events/ids.hpp"
#include "events/time.hpp"
#include "workload/population.hpp"
#include "workload/rush_places.hpp"

namespace antrian::workload {

/// Who books: a household, or a tout with people taken from a pool of their own.
struct party {
  household account;
  std::uint8_t people = 0;
  std::uint32_t pool_from = 0;  ///< of a tout: the first of the people in the pool
  bool is_tout = false;
};

struct attempt {
  events::uuid id;
  party who;
  std::uint16_t office = 0;  ///< in its zone
  std::uint16_t day = 0;     ///< of the office
  std::uint16_t service = 0;
  events::slot_wish wish;
  std::optional<events::uuid> replaces;
  bool unknown_service = false;
};

/// Names that a tout uses again and again.
inline constexpr std::uint32_t tout_pool_people = 160;

/// Makes `line` the `book` command of the attempt.
void write_book(std::string& line, const attempt& attempt, const offered_office& office,
                events::instant at);
/// Makes `line` a `cancel` of the attempt's booking: of the first applicant only, or of all.
void write_cancel(std::string& line, const events::uuid& id, const attempt& attempt,
                  const offered_office& office, events::instant at, bool first_only);

}  // namespace antrian::workload
