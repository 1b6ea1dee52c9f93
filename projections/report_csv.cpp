#include "events/vocabulary.hpp"
#include "projections/report_columns.hpp"
#include "projections/report_text.hpp"

namespace antrian::projections {
namespace {

/// One line (RFC 4180, but with a plain line feed at its end).
class csv_line {
 public:
  explicit csv_line(std::string& out) : out_(out) {}
  ~csv_line() { out_.push_back('\n'); }
  csv_line(const csv_line&) = delete;
  csv_line& operator=(const csv_line&) = delete;

  void field(std::string_view text) {
    if (!first_) out_.push_back(',');
    first_ = false;
    if (text.find_first_of(",\"\r\n") == std::string_view::npos) {
      out_.append(text);
      return;
    }
    out_.push_back('"');
    for (const char c : text) {
      if (c == '"') out_.push_back('"');
      out_.push_back(c);
    }
    out_.push_back('"');
  }

 private:
  std::string& out_;
  bool first_ = true;
};

events::decline_reason reason_at(std::size_t index) {
  return static_cast<events::decline_reason>(index);
}

void append_header(std::string& out, const report& value) {
  csv_line fields{out};
  for (const auto& label : labels_of({}, value.query.grouping)) fields.field(label.name);
  for (const auto& column : columns_of({}, false)) fields.field(column.name);
  for (std::size_t i = 0; i < events::decline_reason_count; ++i) {
    fields.field(std::string{"refused_"}.append(events::name_of(reason_at(i))));
  }
}

void append_line(std::string& out, const report& value, const report_line& line) {
  csv_line fields{out};
  for (const auto& label : labels_of(line.key, value.query.grouping)) {
    fields.field(label.value);
  }
  for (const auto& column : columns_of(line.totals, value.lines_have_capacity())) {
    fields.field(column.value.value_or(std::string{}));
  }
  for (std::size_t i = 0; i < events::decline_reason_count; ++i) {
    fields.field(std::to_string(line.totals.refusals.applicants[reason_at(i)]));
  }
}

}  // namespace

std::string report_as_csv(const report& value) {
  std::string out;
  append_header(out, value);
  for (const auto& line : value.lines) append_line(out, value, line);
  return out;
}

}  // namespace antrian::projections
