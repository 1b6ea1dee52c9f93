// The national rush as batches in memory: what a source would have read, ready to be submitted.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "config/configuration.hpp"
#include "events/command_batch.hpp"
#include "events/personal.hpp"

namespace antrian::bench {

inline constexpr events::secret_key bench_secret{1, 2, 3, 4, 5, 6, 7, 8};

/// Commands that open `days` working days of every office from `from` on, as JSON lines.
[[nodiscard]] std::vector<std::string> open_lines(const config::configuration& configuration,
                                                  events::local_date from, std::uint32_t days);

/// The rush of workload/rush.hpp as JSON lines.
[[nodiscard]] std::vector<std::string> rush_lines(const config::configuration& configuration,
                                                  events::local_date from, std::uint32_t days,
                                                  std::uint64_t commands, std::uint64_t seed);

/// Reads lines into batches of `size`, as the file source does.
[[nodiscard]] std::vector<std::unique_ptr<events::command_batch>> read_batches(
    const config::configuration& configuration, const std::vector<std::string>& lines,
    std::size_t size);

}  // namespace antrian::bench
