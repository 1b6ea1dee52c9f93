#include "projections/report_columns.hpp"

#include "projections/report_numbers.hpp"

namespace antrian::projections {
namespace {

std::optional<std::string> minutes_of(const std::optional<std::int64_t>& ms) {
  if (!ms) return std::nullopt;
  return minutes(*ms);
}

std::optional<std::int64_t> if_any(const duration_figures& figures, std::int64_t ms) {
  if (figures.count == 0) return std::nullopt;
  return ms;
}

class column_list {
 public:
  void number(std::string_view name, std::uint64_t value) {
    columns_.push_back({name, std::to_string(value)});
  }
  void text(std::string_view name, std::optional<std::string> value) {
    columns_.push_back({name, std::move(value)});
  }
  [[nodiscard]] std::vector<report_column> take() && { return std::move(columns_); }

 private:
  std::vector<report_column> columns_;
};

void add_days(column_list& columns, const report_totals& totals) {
  columns.number("days", totals.days.sum());
  columns.number("days_not_opened", totals.days[day_status::not_opened]);
  columns.number("days_open", totals.days[day_status::open]);
  columns.number("days_closed", totals.days[day_status::closed]);
  columns.number("days_ended", totals.days[day_status::ended]);
}

void add_capacity(column_list& columns, const report_totals& totals, bool known) {
  const auto if_known = [known](std::uint64_t value) {
    return known ? std::optional{std::to_string(value)} : std::nullopt;
  };
  columns.text("capacity", if_known(totals.capacity));
  columns.text("unused", if_known(totals.unused));
  columns.text("lost_by_closing", if_known(totals.lost));
  columns.number("held", totals.held());
  columns.text("fill_percent", known ? percent(totals.held(), totals.capacity) : std::nullopt);
}

void add_times(column_list& columns, const place_figures<std::uint64_t>& places) {
  const auto& lead = places.lead;
  columns.number("lead_count", lead.count);
  columns.text("lead_mean_min", minutes_of(lead.mean_ms()));
  columns.text("lead_shortest_min", minutes_of(if_any(lead, lead.min_ms)));
  columns.text("lead_longest_min", minutes_of(if_any(lead, lead.max_ms)));
  const auto& waiting = places.waiting;
  columns.text("waiting_mean_min", minutes_of(waiting.total.mean_ms()));
  columns.text("waiting_median_min", minutes_of(waiting.percentile_ms(50)));
  columns.text("waiting_p90_min", minutes_of(waiting.percentile_ms(90)));
  columns.text("waiting_longest_min", minutes_of(if_any(waiting.total, waiting.total.max_ms)));
  const auto& service = places.service;
  columns.text("service_mean_min", minutes_of(service.total.mean_ms()));
  columns.text("service_median_min", minutes_of(service.percentile_ms(50)));
  columns.text("service_p90_min", minutes_of(service.percentile_ms(90)));
  columns.text("service_longest_min", minutes_of(if_any(service.total, service.total.max_ms)));
}

}  // namespace

std::vector<report_column> columns_of(const report_totals& totals, bool with_capacity) {
  column_list columns;
  add_days(columns, totals);
  add_capacity(columns, totals, with_capacity);
  for (std::size_t i = 0; i < place_figure_count; ++i) {
    const auto figure = static_cast<place_figure>(i);
    columns.number(name_of(figure), totals.places.counts[figure]);
  }
  columns.number("refused_commands", totals.refusals.commands.sum());
  columns.number("refused_applicants", totals.refusals.applicants.sum());
  columns.number("unmet_demand", totals.refusals.unmet_demand());
  add_times(columns, totals.places);
  return std::move(columns).take();
}

std::vector<report_label> labels_of(const report_key& key, const report_grouping& grouping) {
  std::vector<report_label> labels;
  if (grouping.office) labels.push_back({"office", key.office});
  if (grouping.date) labels.push_back({"date", events::to_text(key.date)});
  if (grouping.arrival) labels.push_back({"arrival", to_text(key.when)});
  if (grouping.lane) labels.push_back({"lane", std::string{events::name_of(key.lane)}});
  if (grouping.service) labels.push_back({"service", key.service});
  return labels;
}

}  // namespace antrian::projections
