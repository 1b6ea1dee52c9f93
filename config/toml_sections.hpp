// The sections of antrian.toml, each read into its type. Faults go to the reader's fault_keeper.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "config/configuration.hpp"
#include "config/table_reader.hpp"

namespace antrian::config {

/// What antrian.toml says, before it is joined with the offices.
struct toml_document {
  struct lane_shares {
    std::uint32_t priority_percent = 15;
    std::uint32_t walk_in_percent = 10;
  };
  std::string offices_file = "offices.csv";
  std::string holidays_file = "holidays.csv";
  release_rule release = release_friday_14{};
  events::day_policy policy;
  std::map<std::string, std::uint32_t> quota_by_class;
  lane_shares shares;
  std::vector<opening_pattern> patterns;
  std::size_t default_pattern = 0;
  std::map<std::string, std::size_t> pattern_by_class;
  std::vector<season> seasons;
  node_tuning node;
  kafka_settings kafka;
};

/// Reads all but [office.*], which needs the offices.
[[nodiscard]] toml_document read_document(table_reader& root);

/// Keys of one [office.CODE]; `settings` comes with the defaults and leaves with the overrides.
void read_office(table_reader& section, const std::vector<opening_pattern>& patterns,
                 office_settings& settings);

}  // namespace antrian::config
