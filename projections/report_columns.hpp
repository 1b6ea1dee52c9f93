// The columns that the CSV and the JSON form of a report have in common.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "projections/report_view.hpp"

namespace antrian::projections {

/// A value is a number as text, or nothing where there is nothing to say.
struct report_column {
  std::string_view name;
  std::optional<std::string> value;
};

/// Always the same names in the same order. `with_capacity` false: the lines tell services apart,
/// so what depends on the capacity is unknown.
[[nodiscard]] std::vector<report_column> columns_of(const report_totals& totals,
                                                    bool with_capacity);

/// What the line is about, by the names of the grouping: `office`, `date`, `arrival`, `lane`,
/// `service`; only those that the report is grouped by.
struct report_label {
  std::string_view name;
  std::string value;
};
[[nodiscard]] std::vector<report_label> labels_of(const report_key& key,
                                                  const report_grouping& grouping);

}  // namespace antrian::projections
