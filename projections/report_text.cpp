#include "projections/report_text.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "events/vocabulary.hpp"
#include "projections/report_columns.hpp"
#include "projections/report_numbers.hpp"
#include "projections/text_table.hpp"

namespace antrian::projections {
namespace {

/// Ten characters; any place held shows, and only a full line is full.
std::string bar(std::uint64_t part, std::uint64_t whole) {
  constexpr std::uint64_t width = 10;
  if (whole == 0) return {};
  std::uint64_t filled = std::min(part, whole) * width / whole;
  if (filled == 0 && part > 0) filled = 1;
  return std::string(filled, '#') + std::string(width - filled, '.');
}

std::string minutes_or_dash(const std::optional<std::int64_t>& ms) {
  return ms ? minutes(*ms) : "-";
}

/// Columns of a table after those that say what a line is about, and their cells.
struct table_part {
  std::vector<text_column> columns;
  std::vector<std::string> (*cells)(const report_totals& totals, bool with_capacity);
};

std::vector<std::string> place_cells(const report_totals& totals, bool with_capacity) {
  const auto& counts = totals.places.counts;
  const auto fill = with_capacity ? percent(totals.held(), totals.capacity) : std::nullopt;
  const auto lead = totals.places.lead.mean_ms();
  return {with_capacity ? grouped(totals.capacity) : "-",
          grouped(totals.held()),
          fill.value_or("-"),
          with_capacity ? bar(totals.held(), totals.capacity) : "",
          grouped(counts[place_figure::walk_ins]),
          grouped(counts[place_figure::cancelled]),
          grouped(counts[place_figure::moved]),
          grouped(counts[place_figure::cancelled_by_office]),
          grouped(totals.refusals.applicants.sum()),
          grouped(totals.refusals.unmet_demand()),
          lead ? days(*lead) : "-"};
}

std::vector<std::string> visit_cells(const report_totals& totals, bool) {
  const auto& counts = totals.places.counts;
  const auto& waiting = totals.places.waiting;
  const auto& service = totals.places.service;
  const auto longest = waiting.total.count > 0 ? std::optional{waiting.total.max_ms} : std::nullopt;
  return {
      grouped(counts[place_figure::checked_in]),  grouped(counts[place_figure::no_show]),
      grouped(counts[place_figure::served]),      grouped(counts[place_figure::missed_at_counter]),
      grouped(counts[place_figure::unserved]),    minutes_or_dash(waiting.percentile_ms(50)),
      minutes_or_dash(waiting.percentile_ms(90)), minutes_or_dash(longest),
      minutes_or_dash(service.total.mean_ms())};
}

table_part places_part() {
  return {{{"places"},
           {"held"},
           {"fill %"},
           {"", align::left},
           {"walk-ins"},
           {"cancelled"},
           {"moved"},
           {"closed"},
           {"refused"},
           {"no room"},
           {"days ahead"}},
          place_cells};
}

table_part visits_part() {
  return {{{"came"},
           {"no-show"},
           {"served"},
           {"missed"},
           {"unserved"},
           {"wait p50"},
           {"wait p90"},
           {"longest"},
           {"service"}},
          visit_cells};
}

std::vector<std::string> with_labels(std::vector<std::string> cells,
                                     std::vector<std::string> figures) {
  cells.insert(cells.end(), std::make_move_iterator(figures.begin()),
               std::make_move_iterator(figures.end()));
  return cells;
}

void append_lines(std::string& out, const report& value, const table_part& part) {
  std::vector<text_column> columns;
  for (const auto& label : labels_of({}, value.query.grouping)) {
    columns.push_back({std::string{label.name}, align::left});
  }
  // A report that is grouped by nothing has one line, which is its total.
  const bool has_lines = !columns.empty();
  if (!has_lines) columns.push_back({"", align::left});
  std::vector<std::string> total(columns.size());
  total.front() = "total";
  columns.insert(columns.end(), part.columns.begin(), part.columns.end());

  text_table table{std::move(columns)};
  for (const auto& line : value.lines) {
    if (!has_lines) break;
    std::vector<std::string> labels;
    for (auto& label : labels_of(line.key, value.query.grouping)) {
      labels.push_back(label.value.empty() ? "(none)" : std::move(label.value));
    }
    table.add(with_labels(std::move(labels), part.cells(line.totals, value.lines_have_capacity())));
  }
  table.add_rule();
  table.add(with_labels(std::move(total), part.cells(value.total, true)));
  out.push_back('\n');
  table.append_to(out);
}

void append_refusals(std::string& out, const refusal_counters<std::uint64_t>& refusals) {
  if (refusals.empty()) return;
  text_table table{{{"refused bookings", align::left}, {"commands"}, {"applicants"}}};
  for (std::size_t i = 0; i < events::decline_reason_count; ++i) {
    const auto reason = static_cast<events::decline_reason>(i);
    if (refusals.commands[reason] == 0) continue;
    table.add({std::string{events::name_of(reason)}, grouped(refusals.commands[reason]),
               grouped(refusals.applicants[reason])});
  }
  table.add_rule();
  table.add({"total", grouped(refusals.commands.sum()), grouped(refusals.applicants.sum())});
  out.push_back('\n');
  table.append_to(out);
}

void append_other_refusals(std::string& out, const command_refusals& refusals) {
  text_table table{{{"other refusals", align::left}, {"reason", align::left}, {"commands"}}};
  bool any = false;
  for (std::size_t type = 0; type < refusals.size(); ++type) {
    for (std::size_t i = 0; i < events::decline_reason_count; ++i) {
      const auto reason = static_cast<events::decline_reason>(i);
      if (refusals[type][reason] == 0) continue;
      table.add({std::string{events::name_of(static_cast<events::command_type>(type))},
                 std::string{events::name_of(reason)}, grouped(refusals[type][reason])});
      any = true;
    }
  }
  if (!any) return;
  out.push_back('\n');
  table.append_to(out);
}

}  // namespace

std::string report_as_text(const report& value) {
  std::string out;
  for (const auto& sentence : headlines(value)) out.append(sentence).push_back('\n');
  append_lines(out, value, places_part());
  const auto& counts = value.total.places.counts;
  const bool anybody_was_due = counts[place_figure::checked_in] + counts[place_figure::no_show] > 0;
  if (anybody_was_due) append_lines(out, value, visits_part());
  append_refusals(out, value.total.refusals);
  append_other_refusals(out, value.other_refusals);
  return out;
}

}  // namespace antrian::projections
