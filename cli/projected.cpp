#include "cli/projected.hpp"

#include <algorithm>

#include "cli/progress_bar.hpp"
#include "storage/event_log.hpp"

namespace antrian::cli {

int with_projections(session& open, bool quiet,
                     const std::function<int(projections::projection_set&)>& use) {
  auto set = projections::projection_set::open(*open.store);
  if (!set) return complain(set.error());
  const auto end = storage::last_position(*open.store);
  if (!end) return complain(end.error());
  {
    progress_bar bar("catching up", "events", quiet);
    const auto begin = (*set)->position();
    const auto caught_up = (*set)->catch_up(*end, [&](std::uint64_t position) {
      bar.update(static_cast<double>(position - begin) / static_cast<double>(*end - begin),
                 position - begin);
      return !stop_requested();
    });
    if (!caught_up) return complain(caught_up.error());
  }
  if ((*set)->position() < *end) return complain(interrupted, "stopped; the next run goes on");
  return use(**set);
}

storage::result<std::optional<date_range>> dates_in_store(
    const projections::projection_set& projections, const std::optional<std::string>& office) {
  std::optional<date_range> found;
  // The first and the last date that the program reads at all.
  const projections::day_range everything{office, *events::parse_date("1900-01-01"),
                                          *events::parse_date("2999-12-31")};
  const auto scanned = projections.reports().rows().for_each(
      everything, [&](std::string_view stream, const projections::report_row&) {
        const auto day = projections::parse_day_name(stream);
        if (!day) return true;
        if (!found) found = date_range{day->date, day->date};
        found->first = std::min(found->first, day->date);
        found->last = std::max(found->last, day->date);
        return true;
      });
  if (!scanned) return tl::unexpected(scanned.error());
  return found;
}

}  // namespace antrian::cli
