// The stored bytes of a report row. Only cells that count something are written, each with its
// index, so the length of the vectors in memory is not part of the bytes.
#include "projections/report_row.hpp"
#include "projections/row_bytes.hpp"

namespace antrian::projections {
namespace {

using place_cell = place_figures<std::uint32_t>;
using refusal_cell = refusal_counters<std::uint32_t>;

template <class Counters>
void write_sparse(row_writer& out, const Counters& counted) {
  std::uint64_t used = 0;
  for (const auto value : counted.values) used += value != 0 ? 1U : 0U;
  out.number(used);
  for (std::size_t i = 0; i < counted.values.size(); ++i) {
    if (counted.values[i] == 0) continue;
    out.number(i);
    out.number(counted.values[i]);
  }
}

template <class Counters>
void read_sparse(row_reader& in, Counters& counted) {
  using count = typename decltype(counted.values)::value_type;
  const auto used = in.count();
  for (std::size_t i = 0; i < used; ++i) {
    const auto index = in.bounded(counted.values.size() - 1);
    counted.values[index] = static_cast<count>(in.bounded(std::numeric_limits<count>::max()));
  }
}

void write(row_writer& out, const duration_figures& value) {
  out.number(value.count);
  if (value.count == 0) return;
  out.signed_number(value.sum_ms);
  out.signed_number(value.min_ms);
  out.signed_number(value.max_ms);
}

void read(row_reader& in, duration_figures& value) {
  value.count = in.number();
  if (value.count == 0) return;
  value.sum_ms = in.signed_number();
  value.min_ms = in.signed_number();
  value.max_ms = in.signed_number();
}

void write(row_writer& out, const duration_histogram& value) {
  write(out, value.total);
  if (value.total.count == 0) return;
  for (const auto bucket : value.buckets) out.number(bucket);
}

void read(row_reader& in, duration_histogram& value) {
  read(in, value.total);
  if (value.total.count == 0) return;
  for (auto& bucket : value.buckets) bucket = in.number32();
}

void write(row_writer& out, const place_cell& cell) {
  write_sparse(out, cell.counts);
  write(out, cell.lead);
  write(out, cell.waiting);
  write(out, cell.service);
}

void read(row_reader& in, place_cell& cell) {
  read_sparse(in, cell.counts);
  read(in, cell.lead);
  read(in, cell.waiting);
  read(in, cell.service);
}

void write(row_writer& out, const refusal_cell& cell) {
  write_sparse(out, cell.commands);
  write_sparse(out, cell.applicants);
}

void read(row_reader& in, refusal_cell& cell) {
  read_sparse(in, cell.commands);
  read_sparse(in, cell.applicants);
}

bool is_empty(const place_cell& cell) {
  return cell == place_cell{};
}
bool is_empty(const refusal_cell& cell) {
  return cell.empty();
}

template <class Cell>
void write_cells(row_writer& out, const std::vector<Cell>& cells) {
  std::uint64_t used = 0;
  for (const auto& cell : cells) used += is_empty(cell) ? 0U : 1U;
  out.number(used);
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (is_empty(cells[i])) continue;
    out.number(i);
    write(out, cells[i]);
  }
}

/// `cells_max`: one for each service and lane of the row.
template <class Cell>
void read_cells(row_reader& in, std::vector<Cell>& cells, std::size_t cells_max) {
  const auto used = in.count();
  for (std::size_t i = 0; i < used && !in.failed(); ++i) {
    const auto index = in.bounded(cells_max - 1);
    if (cells.size() <= index) cells.resize(index + 1);
    read(in, cells[index]);
  }
}

void write(row_writer& out, const arrival_figures& each) {
  out.number(static_cast<std::uint64_t>(each.when.which));
  out.clock(each.when.start);
  out.flag(each.slot);
  out.clock(each.end);
  for (const auto capacity : each.capacity) out.number(capacity);
  write_cells(out, each.places);
  write_cells(out, each.refusals);
}

arrival_figures read_arrival(row_reader& in, std::size_t cells_max) {
  arrival_figures each;
  each.when.which = in.choice<arrival::kind>(arrival_kind_count);
  each.when.start = in.clock();
  each.slot = in.flag();
  each.end = in.clock();
  for (auto& capacity : each.capacity) capacity = in.number32();
  read_cells(in, each.places, cells_max);
  read_cells(in, each.refusals, cells_max);
  return each;
}

}  // namespace

void report_row::encode(std::string& bytes) const {
  row_writer out{bytes};
  out.number(static_cast<std::uint64_t>(status_));
  out.signed_number(utc_offset_minutes_);
  out.number(services_.size());
  for (const auto& service : services_) out.text(service);
  out.number(arrivals_.size());
  for (const auto& each : arrivals_) write(out, each);
  for (const auto& reasons : other_refusals_) write_sparse(out, reasons);
}

std::optional<report_row> report_row::decode(std::string_view bytes) {
  row_reader in{bytes};
  report_row row;
  row.status_ = in.choice<day_status>(day_status_count);
  row.utc_offset_minutes_ = static_cast<std::int32_t>(in.signed_number());
  row.services_.resize(in.count());
  for (auto& service : row.services_) service = in.text();
  if (row.services_.empty()) return std::nullopt;
  const auto cells_max = row.services_.size() * events::lane_count;
  row.arrivals_.resize(in.count());
  for (auto& each : row.arrivals_) each = read_arrival(in, cells_max);
  for (auto& reasons : row.other_refusals_) read_sparse(in, reasons);
  if (!in.whole()) return std::nullopt;
  return row;
}

std::size_t report_row::memory_bytes() const {
  std::size_t bytes = sizeof *this;
  for (const auto& service : services_) bytes += sizeof(std::string) + service.capacity();
  for (const auto& each : arrivals_) {
    bytes += sizeof each + each.places.capacity() * sizeof(place_cell) +
             each.refusals.capacity() * sizeof(refusal_cell);
  }
  return bytes;
}

}  // namespace antrian::projections
