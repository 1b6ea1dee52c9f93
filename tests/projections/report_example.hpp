// Two days of one office, small enough to be computed by hand.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "projections/report_view.hpp"
#include "tests/projections/fixtures.hpp"

namespace antrian::projections {

inline constexpr std::string_view tuesday_stream = "PEMATANGSIANTAR/2026-12-01";

/// 08:00 in Pematangsiantar is 01:00 UTC; people book at the same hour, one to three days ahead.
inline std::vector<events::event> example_monday() {
  using events::lane;
  const auto at_0800 = [](std::uint64_t person) { return place(person, "08:00"); };
  const auto other_service = facts(2, lane::online, "replacement");
  events::booking_declined early;
  early.type = events::command_type::check_in;
  early.reason = events::decline_reason::too_early;
  auto moved = cancelled(facts(4), {at_0800(6)}, events::cancel_cause::rescheduled);
  moved.replaced_by = numbered<events::uuid>(5);
  const auto full = events::decline_reason::day_full;
  return {
      happened(opened({slot("08:00", "09:00", 4, 1), slot("09:00", "10:00", 2)})),
      happened(confirmed(facts(1), {at_0800(1), at_0800(2)}), "2026-11-27T01:00:00Z"),
      happened(confirmed(other_service, {at_0800(3)}), "2026-11-29T01:00:00Z"),
      happened(confirmed(facts(3, lane::priority), {at_0800(4)}), "2026-11-29T01:00:00Z"),
      happened(confirmed(facts(6), {place(5, "09:00")}), "2026-11-29T02:00:00Z"),
      happened(confirmed(facts(4), {at_0800(6)}), "2026-11-29T01:00:00Z"),
      happened(cancelled(facts(6), {place(5, "09:00")})),
      happened(moved),
      happened(refused(full, wish_any, 2)),
      happened(refused(full, wish_any, 1, lane::online, "replacement")),
      happened(refused(events::decline_reason::slot_full, wish_named("08:00"), 1)),
      happened(refused(events::decline_reason::nik_has_booking, wish_any, 1)),
      happened(early),
      happened(events::applicant_checked_in{facts(1), at_0800(1), 1}),
      happened(events::applicant_checked_in{facts(3, lane::priority), at_0800(4), 2}),
      happened(events::applicant_checked_in{other_service, at_0800(3), 3}),
      happened(events::number_called{facts(3, lane::priority), at_0800(4), 2, "1", false, 600'000}),
      happened(events::applicant_served{facts(3, lane::priority), at_0800(4), 2, 480'000}),
      happened(events::number_called{facts(1), at_0800(1), 1, "1", false, 1'200'000}),
      happened(events::applicant_missed{facts(1), at_0800(1), 1}),
      happened(events::booking_missed{facts(1), {at_0800(2)}, date("2026-12-30")}),
      happened(events::day_ended{{{other_service, at_0800(3), 3}}}),
  };
}

inline std::vector<events::event> example_tuesday() {
  auto moved_here = confirmed(facts(5), {place(6, "08:00")});
  moved_here.replaces = numbered<events::uuid>(4);
  return {
      happened(opened({slot("08:00", "09:00", 3)})),
      happened(moved_here, "2026-11-29T01:00:00Z"),
      happened(events::day_closed{"flood"}),
      happened(cancelled(facts(5), {place(6, "08:00")}, events::cancel_cause::office_closed)),
  };
}

inline std::vector<std::pair<std::string_view, std::vector<events::event>>> example_happenings() {
  return {{monday_stream, example_monday()}, {tuesday_stream, example_tuesday()}};
}

inline report_query example_query(report_level level) {
  return {{std::string{monday.office}, date("2026-11-30"), date("2026-12-01")}, grouping_of(level)};
}

inline report example_report(const report_query& query) {
  report_builder builder{query};
  for (const auto& [stream, happenings] : example_happenings()) {
    const auto day = *parse_day_name(stream);
    builder.add(day, folded<report_row>(happenings, day));
  }
  return std::move(builder).finish();
}

inline report example_report(report_level level) {
  return example_report(example_query(level));
}

}  // namespace antrian::projections
