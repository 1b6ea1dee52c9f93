#include "projections/text_table.hpp"

#include <algorithm>

#include "events/assert.hpp"

namespace antrian::projections {
namespace {

constexpr std::size_t gap = 2;

void append_cell(std::string& out, const std::string& cell, std::size_t width, align side) {
  const std::string padding(width - cell.size(), ' ');
  if (side == align::right) out += padding;
  out += cell;
  if (side == align::left) out += padding;
}

void end_line(std::string& out) {
  out.erase(out.find_last_not_of(' ') + 1);
  out.push_back('\n');
}

}  // namespace

void text_table::add(std::vector<std::string> cells) {
  ANTRIAN_ASSERT(cells.size() == columns_.size());
  rows_.push_back(std::move(cells));
}

void text_table::append_to(std::string& out) const {
  std::vector<std::size_t> widths;
  std::size_t total = 0;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    std::size_t width = columns_[i].heading.size();
    for (const auto& row : rows_) width = std::max(width, row[i].size());
    widths.push_back(width);
    total += width + (i > 0 ? gap : 0);
  }
  const auto append_row = [&](const auto& cell_at) {
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      if (i > 0) out.append(gap, ' ');
      append_cell(out, cell_at(i), widths[i], columns_[i].side);
    }
    end_line(out);
  };
  append_row([&](std::size_t i) { return columns_[i].heading; });
  out.append(total, '-').push_back('\n');
  for (std::size_t row = 0; row < rows_.size(); ++row) {
    if (row > 0 && row == rule_before_) out.append(total, '-').push_back('\n');
    append_row([&](std::size_t i) { return rows_[row][i]; });
  }
}

}  // namespace antrian::projections
