#include "events/json_append.hpp"
#include "events/vocabulary.hpp"
#include "projections/report_columns.hpp"
#include "projections/report_text.hpp"

namespace antrian::projections {
namespace {

using events::append_key;
using events::append_member;

void append_refusals(std::string& out, const refusal_counters<std::uint64_t>& refusals) {
  append_key(out, "refused");
  out.push_back('{');
  for (std::size_t i = 0; i < events::decline_reason_count; ++i) {
    const auto reason = static_cast<events::decline_reason>(i);
    if (refusals.commands[reason] == 0) continue;
    append_key(out, events::name_of(reason));
    out.push_back('{');
    append_member(out, "commands", refusals.commands[reason]);
    append_member(out, "applicants", refusals.applicants[reason]);
    out.push_back('}');
  }
  out.push_back('}');
}

void append_totals(std::string& out, const report_totals& totals, bool with_capacity) {
  for (const auto& column : columns_of(totals, with_capacity)) {
    append_key(out, column.name);
    out.append(column.value.value_or("null"));
  }
  append_refusals(out, totals.refusals);
}

void append_query(std::string& out, const report_query& query) {
  if (query.range.office) append_member(out, "office", *query.range.office);
  append_member(out, "from", events::to_text(query.range.from));
  append_member(out, "to", events::to_text(query.range.to));
  append_key(out, "grouped_by");
  out.push_back('[');
  for (const auto& label : labels_of({}, query.grouping)) {
    events::append_separator(out);
    events::append_json_plain(out, label.name);
  }
  out.push_back(']');
}

void append_line(std::string& out, const report& value, const report_line& line) {
  events::append_separator(out);
  out.push_back('{');
  for (const auto& label : labels_of(line.key, value.query.grouping)) {
    append_member(out, label.name, label.value);
  }
  append_totals(out, line.totals, value.lines_have_capacity());
  out.push_back('}');
}

void append_other_refusals(std::string& out, const command_refusals& refusals) {
  append_key(out, "other_refusals");
  out.push_back('[');
  for (std::size_t type = 0; type < refusals.size(); ++type) {
    for (std::size_t i = 0; i < events::decline_reason_count; ++i) {
      const auto reason = static_cast<events::decline_reason>(i);
      if (refusals[type][reason] == 0) continue;
      events::append_separator(out);
      out.push_back('{');
      append_member(out, "type", events::name_of(static_cast<events::command_type>(type)));
      append_member(out, "reason", events::name_of(reason));
      append_member(out, "commands", refusals[type][reason]);
      out.push_back('}');
    }
  }
  out.push_back(']');
}

}  // namespace

std::string report_as_json(const report& value) {
  std::string out{"{"};
  append_query(out, value.query);
  append_key(out, "lines");
  out.push_back('[');
  for (const auto& line : value.lines) append_line(out, value, line);
  out.push_back(']');
  append_key(out, "total");
  out.push_back('{');
  append_totals(out, value.total, true);
  out.push_back('}');
  append_other_refusals(out, value.other_refusals);
  out.append("}\n");
  return out;
}

}  // namespace antrian::projections
