// What a store holds after a run, compared with the sequential reference.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "events/event.hpp"
#include "events/result.hpp"
#include "storage/store.hpp"
#include "tests/simulation/history.hpp"

namespace antrian::tests {

/// The events that one command caused, as they stand in the log.
struct logged_group {
  events::office_day_key day;
  std::uint64_t last_position = 0;
  std::vector<events::event> events;
  bool is_release = false;  ///< the engine's own command

  [[nodiscard]] const events::uuid& command() const { return events.front().command; }
};

/// The whole log, in order of position. Throws if it cannot be read.
[[nodiscard]] std::vector<logged_group> groups_of_log(const storage::store& store);

/// Everything that is wrong with log, claims, snapshots, command index or vault, after an orderly
/// stop. `answers` are what was answered, by command.
[[nodiscard]] std::vector<std::string> store_faults(
    const storage::store& store, const history& lines,
    const std::map<events::uuid, events::result>& answers);

}  // namespace antrian::tests
