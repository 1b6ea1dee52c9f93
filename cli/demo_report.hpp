// The tables at the end of a demo.
#pragma once

#include <string>

#include "config/configuration.hpp"
#include "projections/reports.hpp"
#include "storage/error.hpp"

namespace antrian::cli {

/// Which offices had too few places, and which had places left: the ten and the five at the ends.
[[nodiscard]] storage::result<std::string> crowded_and_empty(
    const projections::reports_projection& reports, const config::configuration& configuration,
    events::local_date from, events::local_date to);

}  // namespace antrian::cli
