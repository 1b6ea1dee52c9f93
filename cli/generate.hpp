// Making command files: what `antrian generate` and `antrian demo` share.
#pragma once

#include <string>

#include "config/configuration.hpp"
#include "ingest/error.hpp"
#include "workload/rush.hpp"

namespace antrian::cli {

struct generate_request {
  workload::rush_options rush;
  std::string out;        ///< path, or `-` for standard output
  bool openings = false;  ///< begin with the commands that open the days
  bool quiet = false;
};

struct generate_report {
  std::uint64_t openings = 0;
  workload::rush_counts rush;
  bool stopped = false;  ///< by a signal, before the end
};

[[nodiscard]] ingest::result<generate_report> generate_rush(
    const config::configuration& configuration, const generate_request& request);

/// Commands of every type on a few office days, right and wrong: for tests. Openings are among
/// them. False if it was stopped by a signal.
[[nodiscard]] ingest::result<bool> generate_mixed(const config::configuration& configuration,
                                                  const generate_request& request);

/// `700,000 first bookings of a family, ...`
[[nodiscard]] std::string sentence_of(const generate_report& report);

}  // namespace antrian::cli
