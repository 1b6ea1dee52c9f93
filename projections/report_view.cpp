#include "projections/report_view.hpp"

#include <algorithm>
#include <utility>

namespace antrian::projections {
namespace {

constexpr std::array<std::string_view, report_level_count> level_names{"nation", "office", "date",
                                                                       "day", "slot"};

constexpr std::array<place_figure, 3> ways_to_give_up{
    place_figure::cancelled, place_figure::cancelled_by_office, place_figure::moved};

template <class Count>
std::uint64_t given_up_of(const place_counters<Count>& counts) {
  std::uint64_t sum = 0;
  for (const auto way : ways_to_give_up) sum += counts[way];
  return sum;
}

template <class Count>
std::uint64_t held_of(const place_counters<Count>& counts) {
  const auto given = std::uint64_t{counts[place_figure::booked]} + counts[place_figure::walk_ins];
  return given - std::min(given, given_up_of(counts));
}

/// What one row says about one arrival time and lane, over all services.
report_totals lane_totals(const report_row& row, const arrival_figures& figures,
                          events::lane lane) {
  report_totals totals;
  totals.capacity = figures.capacity[static_cast<std::size_t>(lane)];
  std::uint64_t held = 0;
  for (std::size_t service = 0; service < row.services().size(); ++service) {
    const auto index = report_row::at(service, lane);
    if (index < figures.places.size()) held += held_of(figures.places[index].counts);
  }
  const auto empty = totals.capacity - std::min(totals.capacity, held);
  (row.status() == day_status::closed ? totals.lost : totals.unused) = empty;
  return totals;
}

report_totals cell_totals(const arrival_figures& figures, std::size_t index) {
  report_totals totals;
  if (index < figures.places.size()) totals.places.add(figures.places[index]);
  if (index < figures.refusals.size()) totals.refusals.add(figures.refusals[index]);
  return totals;
}

}  // namespace

std::string_view name_of(report_level level) {
  return level_names.at(static_cast<std::size_t>(level));
}

std::optional<report_level> parse_report_level(std::string_view text) {
  const auto found = std::find(level_names.begin(), level_names.end(), text);
  if (found == level_names.end()) return std::nullopt;
  return static_cast<report_level>(found - level_names.begin());
}

report_grouping grouping_of(report_level level) {
  report_grouping grouping;
  grouping.arrival = level == report_level::slot;
  grouping.date = grouping.arrival || level == report_level::day || level == report_level::date;
  grouping.office = grouping.arrival || level == report_level::day || level == report_level::office;
  return grouping;
}

void report_totals::add(const report_totals& other) {
  days.add(other.days);
  capacity += other.capacity;
  unused += other.unused;
  lost += other.lost;
  places.add(other.places);
  refusals.add(other.refusals);
}

std::uint64_t report_totals::held() const {
  return held_of(places.counts);
}

std::uint64_t report_totals::given_up() const {
  return given_up_of(places.counts);
}

report_builder::report_builder(report_query query) {
  report_.query = std::move(query);
}

void report_builder::add(const day_name& day, const report_row& row) {
  ++rows_;
  const auto& grouping = report_.query.grouping;
  ++report_.total.days[row.status()];
  for (std::size_t type = 0; type < events::command_type_count; ++type) {
    report_.other_refusals[type].add(row.other_refusals()[type]);
  }
  report_key key;
  if (grouping.office) key.office = day.office;
  if (grouping.date) key.date = day.date;
  // A day that nobody asked for is news too, but not each of its lanes and services.
  if (!grouping.arrival && !grouping.lane && !grouping.service) line_of(key, row.status());
  for (const auto& figures : row.arrivals()) add_arrival(key, row, figures);
}

void report_builder::add_arrival(report_key key, const report_row& row,
                                 const arrival_figures& figures) {
  const auto& grouping = report_.query.grouping;
  if (grouping.arrival) key.when = figures.when;
  for (const auto lane : events::all_lanes) {
    if (grouping.lane) key.lane = lane;
    key.service.clear();
    const auto places = lane_totals(row, figures, lane);
    report_.total.add(places);
    if (places.capacity > 0 && !grouping.service) line_of(key, row.status()).add(places);
    for (std::size_t service = 0; service < row.services().size(); ++service) {
      const auto cell = cell_totals(figures, report_row::at(service, lane));
      if (cell == report_totals{}) continue;
      report_.total.add(cell);
      if (grouping.service) key.service = row.services()[service];
      line_of(key, row.status()).add(cell);
    }
  }
}

report_totals& report_builder::line_of(const report_key& key, day_status status) {
  auto& line = lines_[key];
  if (line.last_row != rows_) {
    line.last_row = rows_;
    ++line.totals.days[status];
  }
  return line.totals;
}

report report_builder::finish() && {
  report_.lines.reserve(lines_.size());
  for (auto& [key, line] : lines_) report_.lines.push_back({key, line.totals});
  return std::move(report_);
}

storage::result<report> make_report(const reports_projection& reports, report_query query) {
  const auto range = query.range;
  report_builder builder{std::move(query)};
  auto read =
      reports.rows().for_each(range, [&builder](std::string_view stream, const report_row& row) {
        if (const auto day = parse_day_name(stream)) builder.add(*day, row);
        return true;
      });
  if (!read) return tl::unexpected(std::move(read.error()));
  return std::move(builder).finish();
}

}  // namespace antrian::projections
