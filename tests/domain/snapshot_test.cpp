// Goal: a snapshot is the state, or it is nothing: no damaged bytes are taken for a state.
// Method: a day with people in every state, to bytes and back; every bit flipped, every length
// cut; and states that no fold comes to, written with a right checksum.
#include <gtest/gtest.h>

#include "domain/consistency.hpp"
#include "tests/domain/fixtures.hpp"

namespace antrian::tests {
namespace {

using domain::office_day;
using domain::parse_office_day;
using domain::place_state;
using events::lane;

/// A day with a moved booking, a family, a walk-in, all place states and a removed slot.
class busy_day : public open_day {
 protected:
  void SetUp() override {
    open_day::SetUp();
    ASSERT_TRUE(is_accepted(
        day.change({slot("08:00", "09:00", 9, 9, 9), slot("09:00", "10:00", 9, 9, 9)})));
    const auto family = day.book({.people = {1, 2, 3, 4, 5}, .slot = "08:00"});
    const auto single = day.book({.people = {6}, .account = 2, .lane = lane::priority});
    day.book({.people = {6}, .account = 2, .lane = lane::priority, .replaces = single.booking()});
    day.walk_in({7, 8});
    day.cancel(family.booking(), 5);
    for (const std::uint64_t who : {1U, 2U, 3U}) day.check_in(family.booking(), who);
    day.undo(family.booking(), 1);
    day.check_in(family.booking(), 1);
    for (int i = 0; i < 4; ++i) day.call();
    day.serve(1);
    day.miss(2);
    ASSERT_TRUE(is_accepted(day.change({slot("09:00", "10:00", 9, 9, 9)})));
  }
};

TEST_F(busy_day, comes_back_from_its_bytes) {
  const auto bytes = to_bytes(day.state());
  const auto parsed = parse_office_day(bytes);
  ASSERT_TRUE(parsed);
  EXPECT_EQ(*parsed, day.state());
  EXPECT_EQ(to_bytes(*parsed), bytes);
}

TEST_F(busy_day, its_indexes_come_back_too) {
  const auto parsed = parse_office_day(to_bytes(day.state()));
  ASSERT_TRUE(parsed);
  for (const auto& b : day.state().bookings) {
    ASSERT_NE(parsed->find(b.id), nullptr);
    EXPECT_EQ(*parsed->find(b.id), b);
    ASSERT_NE(parsed->find(b.code), nullptr);
    EXPECT_EQ(*parsed->find(b.code), b);
  }
  for (const auto which : events::all_lanes) {
    EXPECT_EQ(parsed->first_waiting(which), day.state().first_waiting(which));
  }
  EXPECT_EQ(day.state().first_waiting(lane::online), 6U);
}

TEST(office_day, that_is_not_open_comes_back_from_its_bytes) {
  const auto parsed = parse_office_day(to_bytes(office_day{}));
  ASSERT_TRUE(parsed);
  EXPECT_EQ(*parsed, office_day{});
}

TEST_F(one_day, ends_of_every_kind_come_back_from_their_bytes) {
  day.open({slot("08:00", "24:00", 9)}, {}, day.at("14:00", -3));
  day.book({.people = {1}}, day.at("14:00", -3));
  day.end();
  EXPECT_EQ(parse_office_day(to_bytes(day.state())), day.state());
}

TEST_F(busy_day, no_flipped_bit_is_taken_for_a_state) {
  const auto bytes = to_bytes(day.state());
  for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
    auto damaged = bytes;
    damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ 1 << bit % 8);
    ASSERT_FALSE(parse_office_day(damaged)) << "bit " << bit;
  }
}

TEST_F(busy_day, no_cut_or_longer_bytes_are_taken_for_a_state) {
  const auto bytes = to_bytes(day.state());
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    ASSERT_FALSE(parse_office_day(std::string_view(bytes).substr(0, size))) << size;
    ASSERT_FALSE(parse_office_day(std::string_view(bytes).substr(bytes.size() - size))) << size;
  }
  EXPECT_FALSE(parse_office_day(bytes + '\0'));
  EXPECT_FALSE(parse_office_day(bytes + bytes));
}

/// Takes a good state, breaks it, and writes it with a checksum that is right.
class broken_day : public busy_day {
 protected:
  template <class Break>
  [[nodiscard]] bool refused(const Break& break_it) const {
    office_day state = day.state();
    break_it(state);
    return !consistent(state) && !parse_office_day(to_bytes(state));
  }
};

TEST_F(broken_day, is_refused_where_an_index_points_at_nothing) {
  EXPECT_TRUE(refused([](office_day& d) { d.bookings[1].first_place = 999; }));
  EXPECT_TRUE(refused([](office_day& d) { d.bookings.back().first_place = UINT32_MAX; }));
  EXPECT_TRUE(refused([](office_day& d) { d.bookings.back().applicants = 5; }));
  EXPECT_TRUE(refused([](office_day& d) { d.bookings[0].applicants = 0; }));
  EXPECT_TRUE(refused([](office_day& d) { d.bookings[0].applicants = 6; }));
  EXPECT_TRUE(refused([](office_day& d) { d.bookings[0].service = 2; }));
  EXPECT_TRUE(refused([](office_day& d) { d.bookings[0].lane = static_cast<lane>(3); }));
  EXPECT_TRUE(refused([](office_day& d) { d.bookings[0].code = {events::booking_code_count}; }));
  EXPECT_TRUE(refused([](office_day& d) { d.places[0].booking = 99; }));
  EXPECT_TRUE(refused([](office_day& d) { d.places[0].booking = 1; }));
  EXPECT_TRUE(refused([](office_day& d) { d.places[0].slot = clock("08:01"); }));
  EXPECT_TRUE(refused([](office_day& d) { d.queue[0] = 999; }));
  EXPECT_TRUE(refused([](office_day& d) { d.places.push_back(d.places[0]); }));
  EXPECT_TRUE(refused([](office_day& d) { d.bookings.pop_back(); }));
}

TEST_F(broken_day, is_refused_where_a_value_is_none_of_its_kind) {
  EXPECT_TRUE(refused([](office_day& d) { d.status = static_cast<domain::day_status>(4); }));
  EXPECT_TRUE(refused([](office_day& d) { d.places[0].state = static_cast<place_state>(6); }));
}

TEST_F(broken_day, is_refused_where_the_slots_are_not_in_order) {
  EXPECT_TRUE(refused([](office_day& d) { std::swap(d.slots[0], d.slots[1]); }));
  EXPECT_TRUE(refused([](office_day& d) { d.slots.push_back(d.slots.back()); }));
}

TEST_F(broken_day, is_refused_where_the_counts_are_not_those_of_the_places) {
  EXPECT_TRUE(refused([](office_day& d) { ++d.slots[0].live; }));
  EXPECT_TRUE(refused([](office_day& d) { --d.slots[0].taken[0]; }));
  EXPECT_TRUE(refused([](office_day& d) { d.places[3].state = place_state::cancelled; }));
}

TEST_F(broken_day, is_refused_where_the_queue_is_not_that_of_the_places) {
  EXPECT_TRUE(refused([](office_day& d) { d.queue.clear(); }));
  EXPECT_TRUE(refused([](office_day& d) { std::swap(d.queue[3], d.queue[4]); }));
  EXPECT_TRUE(refused([](office_day& d) { d.places[0].queue_number = 0; }));   // waits
  EXPECT_TRUE(refused([](office_day& d) { d.places[3].queue_number = 1; }));   // confirmed
  EXPECT_TRUE(refused([](office_day& d) { d.places[4].queue_number = 99; }));  // cancelled
}

TEST_F(busy_day, that_names_two_bookings_alike_is_refused) {
  office_day same_id = day.state();
  same_id.bookings[1].id = same_id.bookings[0].id;
  EXPECT_FALSE(parse_office_day(to_bytes(same_id)));
  office_day same_code = day.state();
  same_code.bookings[1].code = same_code.bookings[0].code;
  EXPECT_FALSE(parse_office_day(to_bytes(same_code)));
}

}  // namespace
}  // namespace antrian::tests
