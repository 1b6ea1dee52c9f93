// What an audit found, as people and programs read it.
#pragma once

#include <optional>
#include <string>

#include "cli/audit_replay.hpp"
#include "storage/audit.hpp"

namespace antrian::cli {

struct audit_outcome {
  storage::audit_report chain;
  /// Nothing if the log itself is not what was written: then there is nothing to compare with.
  std::optional<replay_report> replay;
  bool noted_asked = false;                     ///< a head noted earlier was given
  std::optional<std::uint64_t> noted_position;  ///< where it is; nothing: nowhere

  [[nodiscard]] bool clean() const {
    return chain.whole() && replay && replay->complete && replay->findings.empty() &&
           (!noted_asked || noted_position);
  }
};

[[nodiscard]] std::string audit_as_text(const audit_outcome& outcome);
[[nodiscard]] std::string audit_as_json(const audit_outcome& outcome);

}  // namespace antrian::cli
