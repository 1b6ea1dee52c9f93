// Comma-separated values as RFC 4180 describes them: quoted fields may hold commas, line breaks
// and doubled quotes. Nothing is guessed: a row that does not fit is an error with its line.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "config/error.hpp"

namespace antrian::config {

struct csv_row {
  std::uint32_t line = 0;  ///< where the row begins, counted from 1
  std::vector<std::string> fields;
};

/// The rows under the header. The header must name exactly `columns`, in that order, and every row
/// must have as many fields. Lines may end in LF or CRLF; empty lines are skipped. `file` is only
/// the name that an error shows.
[[nodiscard]] result<std::vector<csv_row>> parse_csv(std::string_view text, const std::string& file,
                                                     const std::vector<std::string>& columns);

}  // namespace antrian::config
