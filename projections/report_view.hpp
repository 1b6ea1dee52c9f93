// Reports: rows of office days added up to lines, by whatever the reader wants told apart. Every
// figure adds up, so the lines of a report sum to its total, whatever they are grouped by.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "projections/report_row.hpp"
#include "projections/reports.hpp"

namespace antrian::projections {

/// What gets lines of its own; everything else is added up.
struct report_grouping {
  bool office = false;
  bool date = false;
  bool arrival = false;
  bool lane = false;
  bool service = false;
  friend bool operator==(const report_grouping&, const report_grouping&) = default;
};

/// The usual groupings, from coarse to fine.
enum class report_level : std::uint8_t { nation, office, date, day, slot };
inline constexpr std::size_t report_level_count = 5;
[[nodiscard]] std::string_view name_of(report_level level);
[[nodiscard]] std::optional<report_level> parse_report_level(std::string_view text);
[[nodiscard]] report_grouping grouping_of(report_level level);

struct report_query {
  day_range range;
  report_grouping grouping;
};

struct report_totals {
  /// Office days of which this line has figures, by what became of them.
  counters<day_status, day_status_count, std::uint64_t> days;
  /// Places offered. It belongs to a slot and lane, so it is 0 where lines tell services apart.
  std::uint64_t capacity = 0;
  /// Places that nobody held in the end, summed over slots and lanes of days that were not closed;
  /// 0 as above.
  std::uint64_t unused = 0;
  /// The same of days that were closed: nobody could have held them.
  std::uint64_t lost = 0;
  place_figures<std::uint64_t> places;
  refusal_counters<std::uint64_t> refusals;

  void add(const report_totals& other);
  /// Places given and not given up again: the applicants expected.
  [[nodiscard]] std::uint64_t held() const;
  [[nodiscard]] std::uint64_t given_up() const;
  friend bool operator==(const report_totals&, const report_totals&) = default;
};

/// Which line: what the report is not grouped by stays as it is here.
struct report_key {
  std::string office;
  events::local_date date;
  arrival when;
  events::lane lane = events::lane::online;
  std::string service;
  friend auto operator<=>(const report_key&, const report_key&) = default;
};

struct report_line {
  report_key key;
  report_totals totals;
  friend bool operator==(const report_line&, const report_line&) = default;
};

struct report {
  report_query query;
  std::vector<report_line> lines;  ///< in order of key; lines without any figure are left out
  report_totals total;             ///< with capacity, whatever the lines are grouped by
  command_refusals other_refusals{};

  [[nodiscard]] bool lines_have_capacity() const { return !query.grouping.service; }
};

/// Adds rows up one by one, so that a report over years needs no more memory than its lines.
class report_builder {
 public:
  explicit report_builder(report_query query);
  void add(const day_name& day, const report_row& row);
  [[nodiscard]] report finish() &&;

 private:
  struct open_line {
    report_totals totals;
    std::uint64_t last_row = 0;  ///< so that a day is counted once per line
  };
  report_totals& line_of(const report_key& key, day_status status);
  void add_arrival(report_key key, const report_row& row, const arrival_figures& figures);

  report report_;
  std::map<report_key, open_line> lines_;
  std::uint64_t rows_ = 0;
};

[[nodiscard]] storage::result<report> make_report(const reports_projection& reports,
                                                  report_query query);

}  // namespace antrian::projections
