// Goal: reports add up: slots to days to the nation, whatever they are grouped by, and capacity is
// counted once per slot and lane. Method: a small example computed by hand, then sums over what
// random days did.
#include "projections/report_view.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/projections/random_nation.hpp"
#include "tests/projections/report_example.hpp"

namespace antrian::projections {
namespace {

using events::lane;

std::uint64_t count(const report_totals& totals, place_figure figure) {
  return totals.places.counts[figure];
}

TEST(report_view, of_the_example_has_the_figures_computed_by_hand) {
  const auto total = example_report(report_level::nation).total;
  // 4 online + 1 priority at 08:00, 2 at 09:00 on Monday; 3 at 08:00 on Tuesday, which was closed.
  EXPECT_EQ(total.capacity, 10U);
  EXPECT_EQ(total.days.sum(), 2U);
  EXPECT_EQ(total.days[day_status::ended], 1U);
  EXPECT_EQ(total.days[day_status::closed], 1U);
  // Six on Monday, of whom one cancelled and one moved to Tuesday, where the office closed.
  EXPECT_EQ(count(total, place_figure::booked), 7U);
  EXPECT_EQ(count(total, place_figure::cancelled), 1U);
  EXPECT_EQ(count(total, place_figure::moved), 1U);
  EXPECT_EQ(count(total, place_figure::cancelled_by_office), 1U);
  EXPECT_EQ(total.given_up(), 3U);
  EXPECT_EQ(total.held(), 4U);
  // Monday 08:00: 3 of 4 online held, 1 of 1 priority; 09:00: 0 of 2. Tuesday: 0 of 3.
  EXPECT_EQ(total.unused, 3U);
  EXPECT_EQ(total.lost, 3U);
  EXPECT_EQ(count(total, place_figure::checked_in), 3U);
  EXPECT_EQ(count(total, place_figure::no_show), 1U);
  EXPECT_EQ(count(total, place_figure::served), 1U);
  EXPECT_EQ(count(total, place_figure::missed_at_counter), 1U);
  EXPECT_EQ(count(total, place_figure::unserved), 1U);
  EXPECT_EQ(total.places.waiting.total.mean_ms(), 15 * events::minute_ms);
  EXPECT_EQ(total.places.waiting.total.max_ms, 20 * events::minute_ms);
  EXPECT_EQ(total.places.service.total.mean_ms(), 8 * events::minute_ms);
  EXPECT_EQ(total.refusals.commands.sum(), 4U);
  EXPECT_EQ(total.refusals.applicants.sum(), 5U);
  EXPECT_EQ(total.refusals.unmet_demand(), 4U);
}

TEST(report_view, has_a_line_for_each_slot_and_wish) {
  const auto value = example_report(report_level::slot);
  std::vector<std::string> lines;
  for (const auto& line : value.lines) {
    lines.push_back(line.key.office + " " + events::to_text(line.key.date) + " " +
                    to_text(line.key.when));
  }
  EXPECT_EQ(lines, (std::vector<std::string>{
                       "PEMATANGSIANTAR 2026-11-30 08:00", "PEMATANGSIANTAR 2026-11-30 09:00",
                       "PEMATANGSIANTAR 2026-11-30 any", "PEMATANGSIANTAR 2026-12-01 08:00"}));
  EXPECT_EQ(value.lines[0].totals.capacity, 5U);
  EXPECT_EQ(value.lines[0].totals.held(), 4U);
  EXPECT_EQ(value.lines[0].totals.unused, 1U);
  EXPECT_EQ(value.lines[2].totals.capacity, 0U);
  EXPECT_EQ(value.lines[2].totals.refusals.unmet_demand(), 3U);
}

TEST(report_view, capacity_is_not_multiplied_by_services) {
  auto query = example_query(report_level::nation);
  query.grouping.lane = true;
  const auto by_lane = example_report(query);
  ASSERT_EQ(by_lane.lines.size(), 2U);
  EXPECT_EQ(by_lane.lines[0].key.lane, lane::online);
  EXPECT_EQ(by_lane.lines[0].totals.capacity, 9U);
  EXPECT_EQ(by_lane.lines[1].totals.capacity, 1U);
  EXPECT_TRUE(by_lane.lines_have_capacity());

  query.grouping.service = true;
  const auto by_service = example_report(query);
  EXPECT_FALSE(by_service.lines_have_capacity());
  EXPECT_EQ(by_service.lines.size(), 3U);
  std::uint64_t held = 0;
  for (const auto& line : by_service.lines) {
    EXPECT_EQ(line.totals.capacity, 0U);
    EXPECT_EQ(line.totals.unused + line.totals.lost, 0U);
    held += line.totals.held();
  }
  EXPECT_EQ(held, 4U);
  EXPECT_EQ(by_service.total.capacity, 10U);
}

TEST(report_view, counts_a_day_once_in_a_line_of_many_slots) {
  const auto value = example_report(report_level::office);
  ASSERT_EQ(value.lines.size(), 1U);
  EXPECT_EQ(value.lines[0].totals.days.sum(), 2U);
}

TEST(report_view, has_a_line_for_a_day_without_any_figure) {
  report_builder builder{example_query(report_level::day)};
  builder.add(monday, folded<report_row>({happened(opened({slot("08:00", "09:00", 0)}))}));
  const auto value = std::move(builder).finish();
  ASSERT_EQ(value.lines.size(), 1U);
  EXPECT_EQ(value.lines[0].totals.days[day_status::open], 1U);
}

TEST(report_view, keeps_refusals_of_other_commands_apart_from_bookings) {
  const auto value = example_report(report_level::nation);
  const auto type = static_cast<std::size_t>(events::command_type::check_in);
  EXPECT_EQ(value.other_refusals[type][events::decline_reason::too_early], 1U);
  EXPECT_EQ(value.total.refusals.commands[events::decline_reason::too_early], 0U);
}

TEST(report_view, levels_have_names) {
  for (std::size_t i = 0; i < report_level_count; ++i) {
    const auto level = static_cast<report_level>(i);
    EXPECT_EQ(parse_report_level(name_of(level)), level);
  }
  EXPECT_FALSE(parse_report_level("week"));
}

report report_of(const random_nation& nation, const report_query& query) {
  std::map<std::string, report_row> rows;
  for (const auto& [key, event] : nation.country().log()) {
    const auto stream = tests::offices().stream_name(key);
    const auto fault = rows[stream].fold(*parse_day_name(stream), event);
    RC_ASSERT(fault.empty());
  }
  report_builder builder{query};
  for (const auto& [stream, row] : rows) builder.add(*parse_day_name(stream), row);
  return std::move(builder).finish();
}

RC_GTEST_PROP(report_view, lines_sum_to_the_total_however_they_are_grouped,
              (std::uint64_t seed, bool office, bool date, bool arrival, bool lane, bool service)) {
  random_nation nation{seed};
  nation.act(200);
  const report_query query{every_day, {office, date, arrival, lane, service}};
  const auto value = report_of(nation, query);
  report_totals sum;
  for (const auto& line : value.lines) sum.add(line.totals);
  auto expected = value.total;
  if (service) {
    expected.capacity = 0;
    expected.unused = 0;
    expected.lost = 0;
  }
  // A day is in as many lines as its figures are.
  sum.days = expected.days;
  RC_ASSERT(sum == expected);
}

RC_GTEST_PROP(report_view, the_total_does_not_depend_on_the_grouping, (std::uint64_t seed)) {
  random_nation nation{seed};
  nation.act(200);
  const auto nationwide = report_of(nation, {every_day, grouping_of(report_level::nation)});
  for (std::size_t i = 0; i < report_level_count; ++i) {
    const auto grouping = grouping_of(static_cast<report_level>(i));
    RC_ASSERT(report_of(nation, {every_day, grouping}).total == nationwide.total);
  }
}

TEST(report_view, is_made_of_the_rows_of_its_range) {
  test_store store;
  const auto happenings = example_happenings();
  for (const auto& [stream, happened_there] : happenings) store.commit(stream, happened_there);
  store.commit("MEDAN/2026-11-30", {happened(opened({slot("08:00", "09:00", 50)}))});
  const auto projections = store.projections();
  ASSERT_TRUE(projections->catch_up(store.end()));
  auto query = example_query(report_level::day);
  const auto both = make_report(projections->reports(), query);
  ASSERT_TRUE(both);
  EXPECT_EQ(both->lines, example_report(report_level::day).lines);
  query.range.to = query.range.from;
  EXPECT_EQ(make_report(projections->reports(), query).value().total.capacity, 7U);
  query.range.office.reset();
  EXPECT_EQ(make_report(projections->reports(), query).value().total.capacity, 57U);
}

}  // namespace
}  // namespace antrian::projections
