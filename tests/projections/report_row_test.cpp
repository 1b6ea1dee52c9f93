// Goal: each figure counts exactly the events that docs/reports.md names. Method: one example per
// figure, looked up in the cell of its arrival time, lane and service.
#include "projections/report_row.hpp"

#include <gtest/gtest.h>

#include "tests/projections/fixtures.hpp"

namespace antrian::projections {
namespace {

using events::decline_reason;
using events::lane;

report_row row_after(std::vector<events::event> more) {
  std::vector<events::event> all{
      happened(opened({slot("08:00", "09:00", 3, 1), slot("09:00", "10:00", 2)}))};
  all.insert(all.end(), more.begin(), more.end());
  return folded<report_row>(all);
}

const arrival_figures& at(const report_row& row, const arrival& when) {
  for (const auto& figures : row.arrivals()) {
    if (figures.when == when) return figures;
  }
  ADD_FAILURE() << "nothing at " << to_text(when);
  static const arrival_figures nothing;
  return nothing;
}
arrival slot_at(std::string_view start) {
  return {arrival::kind::clock, clock(start)};
}

std::size_t cell_index(const report_row& row, lane which, std::string_view service) {
  const auto found = std::find(row.services().begin(), row.services().end(), service);
  EXPECT_NE(found, row.services().end()) << service;
  return report_row::at(static_cast<std::size_t>(found - row.services().begin()), which);
}

place_figures<std::uint32_t> places(const report_row& row, std::string_view start,
                                    lane which = lane::online,
                                    std::string_view service = "new_passport") {
  const auto& cells = at(row, slot_at(start)).places;
  const auto index = cell_index(row, which, service);
  return index < cells.size() ? cells[index] : place_figures<std::uint32_t>{};
}

refusal_counters<std::uint32_t> refusals(const report_row& row, const arrival& when,
                                         lane which = lane::online,
                                         std::string_view service = "new_passport") {
  const auto& cells = at(row, when).refusals;
  const auto index = cell_index(row, which, service);
  return index < cells.size() ? cells[index] : refusal_counters<std::uint32_t>{};
}

TEST(report_row, keeps_the_capacity_that_was_set_last) {
  const auto row = row_after({happened(events::capacity_changed{{slot("08:00", "09:30", 5)}, {}})});
  EXPECT_EQ(at(row, slot_at("08:00")).capacity, (events::lane_capacity{5, 0, 0}));
  EXPECT_EQ(at(row, slot_at("08:00")).end, clock("09:30"));
  EXPECT_EQ(at(row, slot_at("09:00")).capacity, (events::lane_capacity{0, 0, 0}));
  EXPECT_TRUE(at(row, slot_at("09:00")).slot);
}

TEST(report_row, counts_places_by_slot_lane_and_service) {
  const auto row =
      row_after({happened(confirmed(facts(1), {place(1, "08:00"), place(2, "09:00")})),
                 happened(confirmed(facts(2, lane::online, "replacement"), {place(3, "08:00")})),
                 happened(confirmed(facts(3, lane::priority), {place(4, "08:00")})),
                 happened(confirmed(facts(4, lane::walk_in), {place(5, "08:00")}))});
  EXPECT_EQ(places(row, "08:00").counts[place_figure::booked], 1U);
  EXPECT_EQ(places(row, "09:00").counts[place_figure::booked], 1U);
  EXPECT_EQ(places(row, "08:00", lane::online, "replacement").counts[place_figure::booked], 1U);
  EXPECT_EQ(places(row, "08:00", lane::priority).counts[place_figure::booked], 1U);
  const auto walk_in = places(row, "08:00", lane::walk_in);
  EXPECT_EQ(walk_in.counts[place_figure::booked], 0U);
  EXPECT_EQ(walk_in.counts[place_figure::walk_ins], 1U);
}

TEST(report_row, lead_time_is_from_booking_to_the_slot_on_the_office_clock) {
  // 08:00 in Pematangsiantar (UTC+7) on the 30th is 01:00 UTC.
  const auto row = row_after(
      {happened(confirmed(facts(1), {place(1, "08:00")}), "2026-11-29T01:00:00Z"),
       happened(confirmed(facts(2), {place(2, "08:00")}), "2026-11-30T00:30:00Z"),
       happened(confirmed(facts(3, lane::walk_in), {place(3, "08:00")}), "2026-11-30T01:30:00Z")});
  const auto lead = places(row, "08:00").lead;
  EXPECT_EQ(lead, (duration_figures{2, 24 * 3'600'000 + 1'800'000, 1'800'000, 24 * 3'600'000}));
  EXPECT_EQ(places(row, "08:00", lane::walk_in).lead.count, 0U);
}

TEST(report_row, tells_the_causes_of_a_cancellation_apart) {
  const auto row = row_after(
      {happened(confirmed(facts(1), {place(1, "08:00"), place(2, "08:00"), place(3, "08:00")})),
       happened(cancelled(facts(1), {place(1, "08:00")})),
       happened(cancelled(facts(1), {place(2, "08:00")}, events::cancel_cause::rescheduled)),
       happened(cancelled(facts(1), {place(3, "08:00")}, events::cancel_cause::office_closed))});
  const auto counts = places(row, "08:00").counts;
  EXPECT_EQ(counts[place_figure::booked], 3U);
  EXPECT_EQ(counts[place_figure::cancelled], 1U);
  EXPECT_EQ(counts[place_figure::moved], 1U);
  EXPECT_EQ(counts[place_figure::cancelled_by_office], 1U);
}

TEST(report_row, an_undone_check_in_counts_as_undone_and_not_as_checked_in) {
  const auto row =
      row_after({happened(confirmed(facts(1), {place(1, "08:00")})),
                 happened(events::applicant_checked_in{facts(1), place(1, "08:00"), 1}),
                 happened(events::check_in_undone{facts(1), place(1, "08:00"), 1})});
  EXPECT_EQ(places(row, "08:00").counts[place_figure::checked_in], 0U);
  EXPECT_EQ(places(row, "08:00").counts[place_figure::check_ins_undone], 1U);
}

TEST(report_row, waiting_is_measured_at_the_first_call_and_service_at_its_end) {
  const auto row = row_after(
      {happened(confirmed(facts(1), {place(1, "08:00")})),
       happened(events::number_called{facts(1), place(1, "08:00"), 1, "3", false, 600'000}),
       happened(events::number_called{facts(1), place(1, "08:00"), 1, "3", true, 900'000}),
       happened(events::applicant_served{facts(1), place(1, "08:00"), 1, 300'000})});
  const auto cell = places(row, "08:00");
  EXPECT_EQ(cell.counts[place_figure::called], 1U);
  EXPECT_EQ(cell.waiting.total, (duration_figures{1, 600'000, 600'000, 600'000}));
  EXPECT_EQ(cell.counts[place_figure::served], 1U);
  EXPECT_EQ(cell.service.total, (duration_figures{1, 300'000, 300'000, 300'000}));
}

TEST(report_row, keeps_the_three_ways_of_not_being_served_apart) {
  const auto row = row_after(
      {happened(confirmed(facts(1), {place(1, "08:00"), place(2, "08:00"), place(3, "08:00")})),
       happened(events::applicant_missed{facts(1), place(1, "08:00"), 1}),
       happened(events::booking_missed{facts(1), {place(2, "08:00")}, {}}),
       happened(events::day_ended{{{facts(1), place(3, "08:00"), 2}}})});
  const auto counts = places(row, "08:00").counts;
  EXPECT_EQ(counts[place_figure::missed_at_counter], 1U);
  EXPECT_EQ(counts[place_figure::no_show], 1U);
  EXPECT_EQ(counts[place_figure::unserved], 1U);
  EXPECT_EQ(row.status(), day_status::ended);
}

TEST(report_row, counts_a_refusal_per_command_and_per_applicant) {
  const auto refusal = happened(refused(decline_reason::slot_full, wish_named("08:00"), 3));
  const auto row = row_after({refusal, refusal});
  const auto cell = refusals(row, slot_at("08:00"));
  EXPECT_EQ(cell.commands[decline_reason::slot_full], 2U);
  EXPECT_EQ(cell.applicants[decline_reason::slot_full], 6U);
}

TEST(report_row, puts_a_refusal_where_its_wish_points) {
  using kind = events::slot_wish::kind;
  auto walk_in = refused(decline_reason::day_full, wish_any, 1, lane::walk_in);
  walk_in.type = events::command_type::walk_in;
  walk_in.wish.reset();
  const auto row = row_after(
      {happened(refused(decline_reason::day_full, {kind::morning, {}})),
       happened(refused(decline_reason::day_full, {kind::afternoon, {}})),
       happened(refused(decline_reason::day_full, wish_any)), happened(walk_in),
       happened(refused(decline_reason::unknown_slot, wish_named("07:30"))),
       happened(refused(decline_reason::unknown_service, wish_any, 1, lane::online, ""))});
  const auto full = decline_reason::day_full;
  EXPECT_EQ(refusals(row, {arrival::kind::morning, {}}).commands[full], 1U);
  EXPECT_EQ(refusals(row, {arrival::kind::afternoon, {}}).commands[full], 1U);
  EXPECT_EQ(refusals(row, {arrival::kind::any, {}}).commands[full], 1U);
  EXPECT_EQ(refusals(row, {arrival::kind::any, {}}, lane::walk_in).commands[full], 1U);
  EXPECT_EQ(refusals(row, slot_at("07:30")).commands[decline_reason::unknown_slot], 1U);
  EXPECT_FALSE(at(row, slot_at("07:30")).slot);
  EXPECT_EQ(refusals(row, {arrival::kind::any, {}}, lane::online, "")
                .commands[decline_reason::unknown_service],
            1U);
}

TEST(report_row, counts_refusals_of_other_commands_apart) {
  events::booking_declined early;
  early.type = events::command_type::check_in;
  early.reason = decline_reason::too_early;
  early.subjects.push_back(numbered<events::subject_id>(1));
  const auto row = row_after({happened(early)});
  const auto type = static_cast<std::size_t>(events::command_type::check_in);
  EXPECT_EQ(row.other_refusals()[type][decline_reason::too_early], 1U);
  for (const auto& figures : row.arrivals()) EXPECT_TRUE(figures.refusals.empty());
}

TEST(report_row, counts_demand_for_a_day_that_was_never_opened) {
  const auto row =
      folded<report_row>({happened(refused(decline_reason::day_not_open, wish_named("08:00")))});
  EXPECT_EQ(row.status(), day_status::not_opened);
  EXPECT_EQ(refusals(row, slot_at("08:00")).commands[decline_reason::day_not_open], 1U);
}

TEST(report_row, says_that_a_day_is_closed) {
  EXPECT_EQ(row_after({happened(events::day_closed{"flood"})}).status(), day_status::closed);
}

TEST(report_row, invented_times_do_not_make_it_grow_without_limit) {
  std::vector<events::event> asked;
  for (std::uint16_t minute = 0; minute < 1'440; ++minute) {
    const events::slot_wish wish{events::slot_wish::kind::named, {minute}};
    asked.push_back(happened(refused(decline_reason::unknown_slot, wish)));
  }
  const auto row = row_after(asked);
  // The two slots of the day, the times that are told apart, and one for all the others.
  EXPECT_EQ(row.arrivals().size(), 2 + named_wishes_max + 1);
  const auto others = refusals(row, {arrival::kind::other, {}});
  EXPECT_EQ(others.commands[decline_reason::unknown_slot], 1'440 - 2 - named_wishes_max);
}

TEST(report_row, does_not_fold_what_cannot_be) {
  auto row = row_after({});
  EXPECT_NE(row.fold(monday, happened(opened({}))), "");
  EXPECT_NE(row.fold(monday, happened(cancelled(facts(1), {place(1, "08:00")}))), "");
  EXPECT_NE(row.fold(monday, happened(events::check_in_undone{facts(1), place(1, "09:00"), 1})),
            "");
}

TEST(report_row, bytes_without_any_service_are_not_a_row) {
  std::string bytes;
  report_row{}.encode(bytes);
  ASSERT_TRUE(report_row::decode(bytes));
  // Status, offset, one service whose name is empty, and what follows it.
  ASSERT_EQ(bytes.substr(0, 4), std::string("\0\0\1\0", 4));
  EXPECT_FALSE(report_row::decode(std::string("\0\0\0", 3) + bytes.substr(4)));
}

TEST(duration_histogram, finds_percentiles_at_the_end_of_a_bucket_but_not_above_the_longest) {
  duration_histogram waited;
  EXPECT_FALSE(waited.percentile_ms(50));
  EXPECT_FALSE(waited.total.mean_ms());
  for (const int minutes : {1, 4, 6, 8, 9, 12, 13, 14, 25, 28}) {
    waited.add(minutes * events::minute_ms);
  }
  EXPECT_EQ(waited.percentile_ms(50), 10 * events::minute_ms);
  EXPECT_EQ(waited.percentile_ms(80), 15 * events::minute_ms);
  EXPECT_EQ(waited.percentile_ms(90), 28 * events::minute_ms);
  EXPECT_EQ(waited.total.mean_ms(), 12 * events::minute_ms);
}

TEST(duration_histogram, counts_what_is_longer_than_every_bucket) {
  duration_histogram waited;
  waited.add(241 * events::minute_ms);
  EXPECT_EQ(waited.buckets.back(), 1U);
  EXPECT_EQ(waited.percentile_ms(50), 241 * events::minute_ms);
}

TEST(duration_figures, of_two_parts_are_those_of_the_whole) {
  duration_figures whole;
  duration_figures left;
  duration_figures right;
  for (const std::int64_t ms : {500, -20, 70}) whole.add(ms);
  left.add(500);
  right.add(-20);
  right.add(70);
  left.add(right);
  EXPECT_EQ(left, whole);
  left.add(duration_figures{});
  EXPECT_EQ(left, whole);
  duration_figures from_nothing;
  from_nothing.add(whole);
  EXPECT_EQ(from_nothing, whole);
}

}  // namespace
}  // namespace antrian::projections
