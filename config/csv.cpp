#include "config/csv.hpp"

#include <optional>

namespace antrian::config {
namespace {

/// Walks over the text once, keeping count of lines.
class csv_scanner {
 public:
  csv_scanner(std::string_view text, const std::string& file) : text_(text), file_(file) {
    // A byte order mark, as spreadsheets like to write it, is no part of the first column's name.
    if (text_.substr(0, 3) == "\xEF\xBB\xBF") at_ = 3;
  }

  [[nodiscard]] bool done() const { return at_ >= text_.size(); }

  result<csv_row> row() {
    csv_row row;
    row.line = line_;
    for (;;) {
      auto field = peek() == '"' ? quoted() : plain();
      if (!field) return tl::unexpected(field.error());
      row.fields.push_back(std::move(*field));
      if (peek() == ',') {
        ++at_;
        continue;
      }
      end_of_line();
      return row;
    }
  }

 private:
  [[nodiscard]] char peek() const { return done() ? '\n' : text_[at_]; }
  [[nodiscard]] bool at_line_end() const {
    return peek() == '\n' || (peek() == '\r' && text_.substr(at_, 2) == "\r\n");
  }
  void end_of_line() {
    if (peek() == '\r') ++at_;
    ++at_;
    ++line_;
  }
  [[nodiscard]] tl::unexpected<config_error> fault(std::uint32_t line, std::string message) const {
    return tl::unexpected(config_error{file_, line, {}, std::move(message)});
  }

  result<std::string> plain() {
    std::string field;
    for (; peek() != ',' && !at_line_end(); ++at_) {
      if (peek() == '"') {
        return fault(line_, "a quote inside a field: expected the whole field in quotes");
      }
      field.push_back(peek());
    }
    return field;
  }

  result<std::string> quoted() {
    const std::uint32_t first_line = line_;
    std::string field;
    ++at_;
    for (;; ++at_) {
      if (done()) return fault(first_line, "a quoted field without an end: expected a quote");
      const char c = text_[at_];
      if (c == '"') {
        ++at_;
        if (peek() != '"') break;
      }
      if (c == '\n') ++line_;
      field.push_back(c);
    }
    if (peek() != ',' && !at_line_end()) {
      return fault(line_, "text after a quoted field: expected a comma or the end of the line");
    }
    return field;
  }

  std::string_view text_;
  const std::string& file_;
  std::size_t at_ = 0;
  std::uint32_t line_ = 1;
};

std::string joined(const std::vector<std::string>& columns) {
  std::string out;
  for (const auto& column : columns) out += (out.empty() ? "" : ",") + column;
  return out;
}

}  // namespace

result<std::vector<csv_row>> parse_csv(std::string_view text, const std::string& file,
                                       const std::vector<std::string>& columns) {
  csv_scanner scanner(text, file);
  std::vector<csv_row> rows;
  bool header_seen = false;
  while (!scanner.done()) {
    auto row = scanner.row();
    if (!row) return tl::unexpected(row.error());
    if (row->fields.size() == 1 && row->fields[0].empty()) continue;
    if (!header_seen) {
      if (row->fields != columns) {
        return tl::unexpected(
            config_error{file, row->line, {}, "expected the header " + joined(columns)});
      }
      header_seen = true;
      continue;
    }
    if (row->fields.size() != columns.size()) {
      return tl::unexpected(config_error{file,
                                         row->line,
                                         {},
                                         "expected " + std::to_string(columns.size()) +
                                             " fields (" + joined(columns) + "), found " +
                                             std::to_string(row->fields.size())});
    }
    rows.push_back(std::move(*row));
  }
  if (!header_seen) {
    return tl::unexpected(
        config_error{file, 1, {}, "the file is empty: expected the header " + joined(columns)});
  }
  return rows;
}

}  // namespace antrian::config
