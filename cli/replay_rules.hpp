// Rules that every log of the engine keeps, asked before an event is folded: the folds themselves
// stop the process where one is broken, and an audit must report it instead.
#pragma once

#include <string_view>

#include "domain/claims.hpp"
#include "domain/office_day.hpp"
#include "events/event.hpp"

namespace antrian::cli {

/// Why the event cannot follow those that were folded; empty if it can.
[[nodiscard]] std::string_view fault_of(const domain::office_day& day, const events::event& event);
[[nodiscard]] std::string_view fault_of(const domain::claims& claims,
                                        const events::office_day_key& day,
                                        const events::event& event);

}  // namespace antrian::cli
