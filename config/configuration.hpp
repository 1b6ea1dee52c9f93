// The configuration of an installation, typed and checked: what is in a `configuration` is whole.
//
// Read once, at start; immutable afterwards, so it may be read from any thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

#include "config/error.hpp"
#include "config/holidays.hpp"
#include "config/kafka_settings.hpp"
#include "config/opening_pattern.hpp"
#include "config/release_rule.hpp"
#include "events/command.hpp"
#include "events/office_directory.hpp"

namespace antrian::config {

/// Bounds of the node's queues and loops; what each does is in docs/architecture.md.
struct node_tuning {
  std::uint32_t batch_commands = 8192;        ///< commands that a source hands over at once
  std::uint32_t batches_in_flight = 8;        ///< of one partition, not yet committed
  std::uint32_t worker_threads = 2;           ///< of the actor system
  std::uint32_t checkpoint_events = 500'000;  ///< between two checkpoints of the derived tables
  std::uint32_t snapshot_events = 20'000;     ///< of one office day between two snapshots
  std::uint32_t idle_day_limit = 4096;        ///< office days kept in memory though nothing happens
  friend bool operator==(const node_tuning&, const node_tuning&) = default;
};

/// Dates on which another pattern takes the place of every office's own (Ramadan hours).
/// Days that the office's own pattern closes stay closed.
struct season {
  events::local_date first;
  events::local_date last;  ///< inclusive
  std::size_t pattern = 0;  ///< index in configuration::patterns
};

/// All that is per office, with defaults already filled in.
struct office_settings {
  events::day_policy policy;
  events::lane_capacity quota{};  ///< places of a day, by lane
  std::size_t pattern = 0;        ///< index in configuration::patterns
  release_rule release;
};

struct configuration {
  events::office_directory offices;
  holiday_calendar holidays;
  std::vector<opening_pattern> patterns;
  std::vector<season> seasons;            ///< in order of date, without overlap
  std::vector<office_settings> settings;  ///< by office_ref, one for each office
  node_tuning node;
  kafka_settings kafka;
  std::filesystem::path file;  ///< what it was read from

  [[nodiscard]] const office_settings& settings_of(events::office_ref office) const {
    return settings.at(office.index);
  }
  [[nodiscard]] const events::day_policy& policy_of(events::office_ref office) const {
    return settings_of(office).policy;
  }
};

/// The file to read: the one given (a folder stands for the antrian.toml in it), else what
/// $ANTRIAN_CONFIG names, else ./config/antrian.toml, else /etc/antrian/antrian.toml. What is
/// given or named in the environment must exist; nothing else is tried in its place.
[[nodiscard]] result<std::filesystem::path> find_configuration(
    const std::optional<std::filesystem::path>& given);

/// Reads the file that find_configuration finds, and the offices and holidays beside it.
[[nodiscard]] result<configuration> load(
    const std::optional<std::filesystem::path>& given = std::nullopt);

}  // namespace antrian::config
