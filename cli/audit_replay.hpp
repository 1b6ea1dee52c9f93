// The second half of an audit: the whole log folded again, and everything that the store keeps
// beside the log compared with it - snapshots, claims, the command index and the projections.
//
// The first half (storage/audit.hpp) shows that the log is what was written; this one shows that
// nothing else in the store says otherwise, and that the log keeps the rules: no place given twice,
// one live booking for a person, queue numbers without gap. It changes nothing.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "events/office_directory.hpp"
#include "storage/error.hpp"
#include "storage/store.hpp"

namespace antrian::cli {

struct replay_finding {
  std::uint64_t position = 0;  ///< of the log, up to which both were compared
  std::string stream;          ///< empty: it concerns no single stream
  std::string what;            ///< `snapshot`, `claims`, `command index`, `reports`, ... or `log`
  std::string detail;          ///< a sentence; holds no personal data
};

/// The replay ends early once it has this many findings.
inline constexpr std::size_t replay_findings_max = 100;

struct replay_report {
  std::uint64_t events = 0;
  // How many rows of each were compared.
  std::uint64_t snapshots = 0;
  std::uint64_t claims = 0;
  std::uint64_t commands = 0;
  std::uint64_t projection_rows = 0;
  std::vector<replay_finding> findings;
  bool complete = true;  ///< false: ended early, there may be more
};

/// Told the position reached and the last one; false stops the replay.
using replay_progress = std::function<bool(std::uint64_t position, std::uint64_t last)>;

/// Memory: claims as the engine holds them, the office days that are not over, and the projections'
/// rows in their compact form. An error means that the store could not be read.
[[nodiscard]] storage::result<replay_report> replay_log(storage::store& store,
                                                        const events::office_directory& offices,
                                                        const replay_progress& progress);

}  // namespace antrian::cli
