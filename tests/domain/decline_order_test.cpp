// Goal: where several checks fail, the reason is that of the first, in the order of docs/wire.md.
// Method: for each command type a case in which every check fails that can fail together with the
// later ones; the faults are then mended one by one, first to last, and each time the reason must
// be the next in the list. So every neighbouring pair of checks is seen to fail together.
//
// Some neighbours exclude each other (a slot that is not known cannot have passed): those are seen
// together with the one after the next.
#include <gtest/gtest.h>

#include "tests/domain/fixtures.hpp"

namespace antrian::tests {
namespace {

using events::decline_reason;

/// Decides on a state without changing it; the facts are whatever the case wants.
answer decided(const domain::office_day& state, const events::command& command,
               const domain::claim_facts& facts = {}) {
  answer result;
  decide(state, command, facts, result.caused);
  return result;
}

TEST_F(one_day, a_book_hears_the_first_of_its_faults) {
  // Full from 09:00 on; 08:00 has started at 08:30, and until 08:31 nothing is released.
  day.open({slot("08:00", "09:00", 1), slot("09:00", "10:00", 0, 1)}, {}, day.at("08:31"));
  const auto booking_with = [&](int mended) {
    events::book wish;
    wish.account = account(1);
    wish.applicants = people({1, 2});
    wish.service = mended > 1 ? "new_passport" : "visa";
    wish.slot = tests::wish(mended > 3 ? "any" : mended > 2 ? "08:00" : "10:00");
    if (mended <= 6) wish.replaces = uuid_of(5);
    return day.command(wish, day.at(mended > 0 ? "08:31" : "08:30"));
  };
  const auto facts_with = [&](int mended) {
    domain::claim_facts facts;
    if (mended <= 7) facts.blocked_until = date("2026-12-01");
    if (mended <= 8) facts.has_booking = true;
    if (mended <= 9) facts.account_live = 9;
    if (mended > 4) {
      const auto owner = mended > 5 ? account(1) : account(2);
      facts.replaced =
          domain::replaced_booking{owner, {person(1), person(2)}, true, day.at("12:00"), 7};
    }
    return facts;
  };
  const decline_reason in_order[] = {
      decline_reason::not_yet_released, decline_reason::unknown_service,
      decline_reason::unknown_slot,     decline_reason::slot_passed,
      decline_reason::unknown_booking,  decline_reason::not_live,
      decline_reason::reschedule_limit, decline_reason::blocked_after_no_show,
      decline_reason::nik_has_booking,  decline_reason::account_limit,
      decline_reason::lane_full};
  for (int mended = 0; mended < 11; ++mended) {
    EXPECT_TRUE(is_declined(decided(day.state(), booking_with(mended), facts_with(mended)),
                            in_order[mended]))
        << mended;
  }
  // A day that is not open has all of these faults too, and says so first.
  EXPECT_TRUE(
      is_declined(decided({}, booking_with(0), facts_with(0)), decline_reason::day_not_open));
  ASSERT_TRUE(is_accepted(day.end()));
  EXPECT_TRUE(is_declined(decided(day.state(), booking_with(0), facts_with(0)),
                          decline_reason::day_closed));
}

TEST_F(open_day, a_cancel_hears_the_first_of_its_faults) {
  const auto booked = day.book({.people = {1, 2}, .slot = "08:00"});
  const auto cancel = [&](const events::uuid& booking, std::uint64_t who, std::string_view when) {
    return decided(day.state(), day.command(events::cancel{booking, person(who)}, day.at(when)));
  };
  ASSERT_TRUE(is_accepted(day.cancel(booked.booking(), 1)));
  EXPECT_TRUE(is_declined(cancel(uuid_of(5), 9, "08:00"), decline_reason::unknown_booking));
  EXPECT_TRUE(is_declined(cancel(booked.booking(), 9, "08:00"), decline_reason::nik_mismatch));
  EXPECT_TRUE(is_declined(cancel(booked.booking(), 1, "08:00"), decline_reason::not_live));
  EXPECT_TRUE(is_declined(cancel(booked.booking(), 2, "08:00"), decline_reason::slot_passed));
  EXPECT_TRUE(is_accepted(cancel(booked.booking(), 2, "07:59")));
  // With nobody left, a stranger is still a stranger first.
  ASSERT_TRUE(is_accepted(day.cancel(booked.booking(), 2)));
  EXPECT_TRUE(is_declined(cancel(booked.booking(), 9, "07:59"), decline_reason::nik_mismatch));
}

TEST_F(open_day, a_check_in_hears_the_first_of_its_faults) {
  // 1 is checked in, 2 gone, 3 on the way.
  ASSERT_TRUE(is_accepted(day.change({slot("08:00", "09:00", 3)})));
  const auto booked = day.book({.people = {1, 2, 3}, .slot = "08:00"});
  ASSERT_TRUE(is_accepted(day.cancel(booked.booking(), 2)));
  ASSERT_TRUE(is_accepted(day.check_in(booked.booking(), 1)));
  const auto check_in = [&](const events::uuid& booking, std::uint64_t who, std::string_view when) {
    return decided(day.state(), day.command(events::check_in{booking, person(who)}, day.at(when)));
  };
  for (const auto& [when, untimely] : {std::pair{"06:00", decline_reason::too_early},
                                       std::pair{"12:00", decline_reason::too_late}}) {
    EXPECT_TRUE(is_declined(check_in(uuid_of(5), 9, when), decline_reason::unknown_booking));
    EXPECT_TRUE(is_declined(check_in(booked.booking(), 9, when), decline_reason::nik_mismatch));
    EXPECT_TRUE(
        is_declined(check_in(booked.booking(), 1, when), decline_reason::already_checked_in));
    EXPECT_TRUE(is_declined(check_in(booked.booking(), 2, when), decline_reason::not_live));
    EXPECT_TRUE(is_declined(check_in(booked.booking(), 3, when), untimely));
  }
  // Who has been served is not live, and has a number all the same.
  ASSERT_EQ(called(day.call()), 1U);
  ASSERT_TRUE(is_accepted(day.serve(1)));
  EXPECT_TRUE(
      is_declined(check_in(booked.booking(), 1, "12:00"), decline_reason::already_checked_in));
}

TEST_F(one_day, a_walk_in_hears_the_first_of_its_faults) {
  day.open({slot("08:00", "09:00", 0, 0, 1)});
  domain::claim_facts busy;
  busy.has_booking = true;
  const auto walk_in = [&](std::string service, const domain::claim_facts& facts,
                           std::string_view when) {
    return decided(day.state(),
                   day.command(events::walk_in{people({1, 2}), std::move(service)}, day.at(when)),
                   facts);
  };
  // In the first two cases there is no room either, neither in time nor in places.
  EXPECT_TRUE(is_declined(walk_in("visa", busy, "09:00"), decline_reason::unknown_service));
  EXPECT_TRUE(is_declined(walk_in("new_passport", busy, "09:00"), decline_reason::nik_has_booking));
  EXPECT_TRUE(is_declined(walk_in("new_passport", busy, "08:00"), decline_reason::nik_has_booking));
  EXPECT_TRUE(is_declined(walk_in("new_passport", {}, "09:00"), decline_reason::slot_passed));
  EXPECT_TRUE(is_declined(walk_in("new_passport", {}, "08:00"), decline_reason::day_full));
}

TEST_F(open_day, an_undoing_hears_the_first_of_its_faults) {
  const auto booked = day.book({.people = {1}, .slot = "08:00"});
  EXPECT_TRUE(is_declined(day.undo(uuid_of(5), 9), decline_reason::unknown_booking));
  EXPECT_TRUE(is_declined(day.undo(booked.booking(), 9), decline_reason::nik_mismatch));
  EXPECT_TRUE(is_declined(day.undo(booked.booking(), 1), decline_reason::not_checked_in));
}

TEST_F(open_day, a_full_lane_is_said_before_a_full_day_and_a_full_slot_before_both) {
  ASSERT_TRUE(is_accepted(day.change({slot("08:00", "09:00", 0, 1)})));
  EXPECT_TRUE(is_declined(day.book({.slot = "08:00"}), decline_reason::slot_full));
  EXPECT_TRUE(is_declined(day.book({.slot = "any"}), decline_reason::lane_full));
}

}  // namespace
}  // namespace antrian::tests
