// How the nation's demand spreads over the offices: far above the quota in big cities, below it in
// small towns.
#pragma once

#include <cstdint>
#include <vector>

#include "config/configuration.hpp"

namespace antrian::workload {

/// A weight for each office, by office_ref, whose sum fits 31 bits. `bookings` is how many
/// families try; towns draw what they draw anyway, the cities share the rest.
[[nodiscard]] std::vector<std::uint32_t> demand_weights(const config::configuration& configuration,
                                                        std::uint64_t bookings, std::uint32_t days,
                                                        std::uint64_t seed);

}  // namespace antrian::workload
