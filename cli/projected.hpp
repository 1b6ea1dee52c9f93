// Reading commands look at the projections without a node: one process owns the store, so nothing
// is committed meanwhile.
#pragma once

#include <functional>
#include <optional>

#include "cli/session.hpp"
#include "events/time.hpp"
#include "projections/projection_set.hpp"

namespace antrian::cli {

/// Opens the projections, folds what a crash left unfolded (with progress), and runs `use`: what
/// it reads is what the log says. Complains if they cannot be opened or folded.
int with_projections(session& open, bool quiet,
                     const std::function<int(projections::projection_set&)>& use);

struct date_range {
  events::local_date first;
  events::local_date last;
};
/// From the first to the last date that has an office day (of the office, if one is given);
/// nothing if there is none.
[[nodiscard]] storage::result<std::optional<date_range>> dates_in_store(
    const projections::projection_set& projections, const std::optional<std::string>& office);

}  // namespace antrian::cli
