// Events as one table with the same columns for every type, for spreadsheets and data frames
// (RFC 4180: fields with a comma, quote or line end are quoted). An empty field means that the
// type has no such fact. What does not fit a table (capacities, policies) is in the JSON form.
//
// All functions append to `out` and write no line end. Thread-safe: nothing is shared.
#pragma once

#include <string>

#include "events/event.hpp"
#include "events/event_json.hpp"

namespace antrian::events {

/// The names of the columns, in order.
void append_csv_header(std::string& out);

/// One event. Lists (`subject_ids`, `slots`) are separated by spaces and stand in the same order.
void append_csv_row(std::string& out, const event& event, const event_place& place);

}  // namespace antrian::events
