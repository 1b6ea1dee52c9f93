// Makes a good command line into one that must be refused: what careless or hostile producers send.
#pragma once

#include <cstdint>
#include <string>

#include "workload/random.hpp"

namespace antrian::workload {

enum class fault : std::uint8_t {
  truncated,         ///< not JSON: the line ends somewhere
  bad_id,            ///< the id is no UUID: no result, only a dead letter
  missing_field,     ///< one of the required fields is not there
  wrong_type,        ///< a number or an object where a text or a list belongs
  bad_date,          ///< 31 February
  unknown_office,    ///< no such code
  nik_length,        ///< a digit is missing
  nik_province,      ///< no such province
  nik_serial,        ///< serial 0000
  nik_birth_date,    ///< month 13
  unknown_slot_text  ///< a wish that is neither a time nor one of the three words
};
inline constexpr std::size_t fault_count = 11;

/// Damages a `book` line (written by line_writer, without line break). The result is never a valid
/// command.
void damage(std::string& line, fault which, random_source& random);

}  // namespace antrian::workload
