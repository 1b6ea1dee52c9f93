// A report as people and programs read it: sentences and tables, CSV, JSON. What each figure means
// is in docs/reports.md. Nothing in it names a person, not even by pseudonym.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "projections/report_view.hpp"

namespace antrian::projections {

/// What a head of office wants to know first, as sentences in order of importance; what does not
/// apply is left out.
[[nodiscard]] std::vector<std::string> headlines(const report& value);

/// Headlines, the table of lines with its total, and the refusals by reason. Durations in minutes,
/// how long ahead people booked in days.
[[nodiscard]] std::string report_as_text(const report& value);

/// One line of column names and one per report line, without the total: a spreadsheet that sums a
/// column must not count it twice. Durations in minutes; empty where there was nothing to measure.
[[nodiscard]] std::string report_as_csv(const report& value);

/// One object: the query, lines, total, refusals. Durations in minutes; null where there was
/// nothing to measure.
[[nodiscard]] std::string report_as_json(const report& value);

}  // namespace antrian::projections
