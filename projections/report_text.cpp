#include "projections/report_text.hpp"

#include <algorithm>

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

std::vector<text_column> table_columns(const report& value) {
  std::vector<text_column> columns;
  for (const auto& label : labels_of({}, value.query.grouping)) {
    columns.push_back({std::string{label.name}, align::left});
  }
  if (columns.empty()) columns.push_back({"", align::left});
  for (const auto* heading : {"places", "held", "fill %"}) columns.push_back({heading});
  columns.push_back({"", align::left});
  for (const auto* heading :
       {"walk-in", "given up", "came", "no-show", "served", "missed", "unserved", "refused",
        "no room", "wait p50", "p90", "service", "days ahead"}) {
    columns.push_back({heading});
  }
  return columns;
}

std::string minutes_or_dash(const std::optional<std::int64_t>& ms) {
  return ms ? minutes(*ms) : "-";
}

void append_figures(std::vector<std::string>& cells, const report_totals& totals,
                    bool with_capacity) {
  const auto& counts = totals.places.counts;
  const auto fill = with_capacity ? percent(totals.held(), totals.capacity) : std::nullopt;
  cells.push_back(with_capacity ? grouped(totals.capacity) : "-");
  cells.push_back(grouped(totals.held()));
  cells.push_back(fill.value_or("-"));
  cells.push_back(with_capacity ? bar(totals.held(), totals.capacity) : "");
  cells.push_back(grouped(counts[place_figure::walk_ins]));
  cells.push_back(grouped(totals.given_up()));
  cells.push_back(grouped(counts[place_figure::checked_in]));
  cells.push_back(grouped(counts[place_figure::no_show]));
  cells.push_back(grouped(counts[place_figure::served]));
  cells.push_back(grouped(counts[place_figure::missed_at_counter]));
  cells.push_back(grouped(counts[place_figure::unserved]));
  cells.push_back(grouped(totals.refusals.applicants.sum()));
  cells.push_back(grouped(totals.refusals.unmet_demand()));
  cells.push_back(minutes_or_dash(totals.places.waiting.percentile_ms(50)));
  cells.push_back(minutes_or_dash(totals.places.waiting.percentile_ms(90)));
  cells.push_back(minutes_or_dash(totals.places.service.total.mean_ms()));
  const auto lead = totals.places.lead.mean_ms();
  cells.push_back(lead ? days(*lead) : "-");
}

void append_lines(std::string& out, const report& value) {
  text_table table{table_columns(value)};
  const auto label_count = labels_of({}, value.query.grouping).size();
  // A report that is grouped by nothing has one line, which is its total.
  if (label_count > 0) {
    for (const auto& line : value.lines) {
      std::vector<std::string> cells;
      for (auto& label : labels_of(line.key, value.query.grouping)) {
        cells.push_back(label.value.empty() ? "(none)" : std::move(label.value));
      }
      append_figures(cells, line.totals, value.lines_have_capacity());
      table.add(std::move(cells));
    }
    table.add_rule();
  }
  std::vector<std::string> total(std::max<std::size_t>(label_count, 1));
  total.front() = "total";
  append_figures(total, value.total, true);
  table.add(std::move(total));
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
  out.push_back('\n');
  append_lines(out, value);
  append_refusals(out, value.total.refusals);
  append_other_refusals(out, value.other_refusals);
  return out;
}

}  // namespace antrian::projections
