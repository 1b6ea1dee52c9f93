// The office day that a demo plays: its bookings as the front desk knows them, and the commands of
// the people who come.
#pragma once

#include <string>
#include <vector>

#include "cli/session.hpp"
#include "ingest/error.hpp"
#include "projections/projection_set.hpp"
#include "workload/office_day.hpp"

namespace antrian::cli {

/// Places that are still confirmed, with the NIKs from the vault: the cards that people will show.
[[nodiscard]] storage::result<std::vector<workload::confirmed_booking>> confirmed_bookings(
    const storage::store& store, const projections::projection_set& projections,
    const std::string& office, events::local_date date);

/// Writes the day's commands to a file; the number of lines.
[[nodiscard]] ingest::result<std::uint64_t> write_office_day(
    const config::configuration& configuration, const workload::office_day_options& options,
    const std::vector<workload::confirmed_booking>& bookings, const std::string& path);

}  // namespace antrian::cli
