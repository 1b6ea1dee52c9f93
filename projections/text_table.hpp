// A table of text with aligned columns.
#pragma once

#include <string>
#include <vector>

namespace antrian::projections {

enum class align : unsigned char { left, right };

struct text_column {
  std::string heading;
  align side = align::right;
};

class text_table {
 public:
  explicit text_table(std::vector<text_column> columns) : columns_(std::move(columns)) {}
  /// As many cells as there are columns. Cells are counted in bytes, so they should be ASCII.
  void add(std::vector<std::string> cells);
  /// A rule before the next row: what follows is a total.
  void add_rule() { rule_before_ = rows_.size(); }
  void append_to(std::string& out) const;

 private:
  std::vector<text_column> columns_;
  std::vector<std::vector<std::string>> rows_;
  std::size_t rule_before_ = 0;  ///< 0: none; there is always one below the headings
};

}  // namespace antrian::projections
