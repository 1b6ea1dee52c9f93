// The projection `reports`: the figures of every office day. How they are added up and shown is
// projections/report_view.hpp.
#pragma once

#include <cstdint>
#include <string_view>

#include "projections/folded_projection.hpp"
#include "projections/report_row.hpp"

namespace antrian::projections {

struct reports_traits {
  using row = report_row;
  static constexpr std::string_view name = "reports";
  static constexpr storage::table table = storage::table::reports;
  static constexpr std::uint32_t row_version = 1;
};
using reports_projection = folded_projection<reports_traits>;

}  // namespace antrian::projections
