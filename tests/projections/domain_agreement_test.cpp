// Goal: the projections say the same as the rules' own state, whatever happened, and refuse no
// event that can happen. Method: random commands decided by the domain; then each office day's
// rows are compared with its state. A seed that fails is printed and repeats the case.
#include <algorithm>
#include <set>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "projections/report_view.hpp"
#include "tests/projections/random_nation.hpp"

namespace antrian::projections {
namespace {

template <class Row>
Row row_of(const random_nation& nation, const events::office_day_key& key) {
  const auto stream = tests::offices().stream_name(key);
  const auto day = parse_day_name(stream);
  std::vector<events::event> all;
  for (const auto& logged : nation.country().log()) {
    if (logged.day == key) all.push_back(logged.event);
  }
  return folded<Row>(all, *day);
}

void expect_same_slots(const day_availability& view, const domain::office_day& state) {
  std::vector<slot_availability> expected;
  for (const auto& slot : state.slots) {
    if (!slot.part_of_day()) continue;
    slot_availability seen{.start = slot.start, .end = slot.end};
    for (const auto lane : events::all_lanes) {
      const auto i = static_cast<std::size_t>(lane);
      seen.lanes[i] = {slot.capacity[i], slot.taken[i], slot.free(lane)};
    }
    expected.push_back(seen);
  }
  RC_ASSERT(view.slots == expected);
}

void expect_same_places(const front_desk_row& row, const domain::office_day& state) {
  RC_ASSERT(row.last_number() == state.queue.size());
  RC_ASSERT(row.bookings().size() == state.bookings.size());
  for (std::size_t i = 0; i < state.bookings.size(); ++i) {
    const auto& expected = state.bookings[i];
    const auto& booking = row.bookings()[i];
    RC_ASSERT(booking.id == expected.id);
    RC_ASSERT(booking.code == expected.code);
    RC_ASSERT(booking.lane == expected.lane);
    RC_ASSERT(booking.place_count == expected.applicants);
    for (std::size_t k = 0; k < expected.applicants; ++k) {
      const auto& place = row.places_of(booking)[k];
      const auto& was = state.places[expected.first_place + k];
      RC_ASSERT(place.subject == was.subject);
      RC_ASSERT(place.slot == was.slot);
      RC_ASSERT(place.queue_number == was.queue_number);
      // What the rules leave as it was when the day ended, the sheet calls unserved.
      if (place.state == place_state::unserved) continue;
      RC_ASSERT(name_of(place.state) ==
                name_of(static_cast<place_state>(static_cast<std::uint8_t>(was.state))));
    }
  }
}

std::uint64_t all_in(const report_row& row, place_figure figure) {
  std::uint64_t sum = 0;
  for (const auto& figures : row.arrivals()) {
    for (const auto& cell : figures.places) sum += cell.counts[figure];
  }
  return sum;
}

void expect_same_figures(const report_row& row, const domain::office_day& state) {
  const auto in_state = [&state](domain::place_state wanted) {
    return std::count_if(state.places.begin(), state.places.end(),
                         [wanted](const auto& place) { return place.state == wanted; });
  };
  const auto given = all_in(row, place_figure::booked) + all_in(row, place_figure::walk_ins);
  const auto lost = all_in(row, place_figure::cancelled) + all_in(row, place_figure::moved) +
                    all_in(row, place_figure::cancelled_by_office);
  RC_ASSERT(given == state.places.size());
  RC_ASSERT(lost == static_cast<std::uint64_t>(in_state(domain::place_state::cancelled)));
  RC_ASSERT(all_in(row, place_figure::served) ==
            static_cast<std::uint64_t>(in_state(domain::place_state::served)));
  RC_ASSERT(all_in(row, place_figure::no_show) + all_in(row, place_figure::missed_at_counter) ==
            static_cast<std::uint64_t>(in_state(domain::place_state::missed)));
  RC_ASSERT(all_in(row, place_figure::checked_in) + all_in(row, place_figure::check_ins_undone) ==
            state.queue.size());
}

RC_GTEST_PROP(domain_agreement, rows_say_what_the_state_says, (std::uint64_t seed)) {
  random_nation nation{seed};
  nation.act(300);
  for (const auto& [key, state] : nation.country().days()) {
    const auto stream = tests::offices().stream_name(key);
    if (state.status == domain::day_status::open) {
      expect_same_slots(
          availability_of(*parse_day_name(stream), row_of<availability_row>(nation, key)), state);
    }
    expect_same_places(row_of<front_desk_row>(nation, key), state);
    expect_same_figures(row_of<report_row>(nation, key), state);
  }
}

RC_GTEST_PROP(domain_agreement, the_figures_of_a_day_that_has_ended_account_for_everybody,
              (std::uint64_t seed)) {
  random_nation nation{seed};
  nation.act(200);
  nation.end_all();
  for (const auto& [key, state] : nation.country().days()) {
    if (state.status != domain::day_status::ended) continue;
    const auto row = row_of<report_row>(nation, key);
    report_builder builder{{every_day, grouping_of(report_level::nation)}};
    builder.add(*parse_day_name(tests::offices().stream_name(key)), row);
    const auto total = std::move(builder).finish().total;
    const auto& counts = total.places.counts;
    const auto came = counts[place_figure::checked_in];
    RC_ASSERT(total.held() == counts[place_figure::no_show] + came);
    RC_ASSERT(came == counts[place_figure::served] + counts[place_figure::missed_at_counter] +
                          counts[place_figure::unserved]);
  }
}

RC_GTEST_PROP(domain_agreement, rows_are_read_back_as_they_were_written, (std::uint64_t seed)) {
  random_nation nation{seed};
  nation.act(200);
  const auto check = [](const auto& row) {
    using row_type = std::decay_t<decltype(row)>;
    std::string bytes;
    row.encode(bytes);
    const auto back = row_type::decode(bytes);
    RC_ASSERT(back.has_value());
    std::string again;
    back->encode(again);
    RC_ASSERT(again == bytes);
    const auto kept = *rc::gen::inRange<std::size_t>(0, bytes.size());
    RC_ASSERT(!row_type::decode(std::string_view{bytes}.substr(0, kept)).has_value());
  };
  for (const auto& [key, state] : nation.country().days()) {
    check(row_of<availability_row>(nation, key));
    check(row_of<front_desk_row>(nation, key));
    check(row_of<report_row>(nation, key));
  }
}

TEST(domain_agreement, is_tried_on_every_type_of_event) {
  std::set<std::size_t> seen;
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    random_nation nation{seed};
    nation.act(300);
    for (const auto& logged : nation.country().log()) seen.insert(logged.event.body.index());
  }
  EXPECT_EQ(seen.size(), events::event_type_count);
}

}  // namespace
}  // namespace antrian::projections
