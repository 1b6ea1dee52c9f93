// Goal: a moved booking keeps the old place until the new one is sure, and never longer.
// Method: moves within a day, between days and between offices; each check of `replaces`; what the
// claims say at each step.
#include "domain/reschedule.hpp"

#include <set>

#include <gtest/gtest.h>

#include "tests/domain/fixtures.hpp"

namespace antrian::tests {
namespace {

using events::cancel_cause;
using events::decline_reason;

class two_offices : public open_day {
 protected:
  void SetUp() override {
    open_day::SetUp();
    ASSERT_TRUE(is_accepted(
        other.open({slot("08:00", "09:00", 3), slot("09:00", "10:00", 3)}, other_policy)));
  }
  events::day_policy other_policy;
  desk other{country, jayapura, "2026-12-02"};
};

TEST_F(open_day, a_move_within_the_day_confirms_first_and_cancels_then) {
  const auto old = day.book({.people = {1, 2}, .slot = "08:00"});
  const auto moved = day.book({.people = {2, 1}, .slot = "09:00", .replaces = old.booking()});
  ASSERT_EQ(moved.caused.size(), 2U);
  const auto* confirmed = std::get_if<events::booking_confirmed>(&moved.caused[0].body);
  const auto* gone = std::get_if<events::booking_cancelled>(&moved.caused[1].body);
  ASSERT_TRUE(confirmed != nullptr && gone != nullptr);
  EXPECT_EQ(confirmed->replaces, old.booking());
  EXPECT_EQ(confirmed->replacements, 1U);
  EXPECT_EQ(gone->facts.booking, old.booking());
  EXPECT_EQ(gone->applicants, old.get<events::booking_confirmed>()->applicants);
  EXPECT_EQ(gone->cause, cancel_cause::rescheduled);
  EXPECT_EQ(gone->replaced_by, moved.booking());
  EXPECT_EQ(country.claims().person(person(1))->booking, moved.booking());
  EXPECT_EQ(country.claims().live_of(account(1)), 2U);
  EXPECT_TRUE(is_accepted(day.book({.people = {3, 4}, .slot = "08:00", .account = 2})));
}

TEST_F(open_day, a_move_within_a_full_slot_finds_no_room_since_the_old_place_is_still_held) {
  const auto old = day.book({.people = {1, 2}, .slot = "08:00"});
  EXPECT_TRUE(is_declined(day.book({.people = {1, 2}, .slot = "08:00", .replaces = old.booking()}),
                          decline_reason::slot_full));
  EXPECT_TRUE(country.claims().person(person(1))->live);
}

TEST_F(two_offices, a_move_across_offices_takes_over_the_claims_and_gives_up_the_old_place) {
  const auto old = day.book({.people = {1, 2}, .slot = "08:00"});
  const auto before = country.log().size();
  const auto moved = other.book({.people = {1, 2}, .replaces = old.booking()});
  ASSERT_TRUE(is_accepted(moved));
  ASSERT_EQ(country.log().size(), before + 2);
  EXPECT_EQ(country.log()[before].day, other.key());
  EXPECT_EQ(country.log()[before + 1].day, day.key());
  const auto& release = country.log()[before + 1].event;
  EXPECT_EQ(release.command, domain::release_command_id(moved.booking()));
  EXPECT_EQ(release.at, moved.caused[0].at);
  const auto* gone = std::get_if<events::booking_cancelled>(&release.body);
  ASSERT_NE(gone, nullptr);
  EXPECT_EQ(gone->cause, cancel_cause::rescheduled);
  EXPECT_EQ(gone->replaced_by, moved.booking());
  const auto* claim = country.claims().person(person(1));
  ASSERT_NE(claim, nullptr);
  EXPECT_TRUE(claim->live);
  EXPECT_EQ(claim->booking, moved.booking());
  EXPECT_EQ(claim->day, other.key());
  EXPECT_EQ(country.claims().live_of(account(1)), 2U);
}

TEST_F(two_offices, releasing_again_or_something_that_is_gone_causes_nothing) {
  const auto old = day.book({.people = {1}});
  const auto moved = other.book({.people = {1}, .replaces = old.booking()});
  const events::release_replaced release{old.booking(), moved.booking()};
  EXPECT_TRUE(day.submit(release, day.at("10:00", -3)).caused.empty());
  EXPECT_TRUE(day.submit(events::release_replaced{uuid_of(5), moved.booking()}, day.at("10:00", -3))
                  .caused.empty());
  desk unopened{country, denpasar, "2026-12-02"};
  EXPECT_TRUE(unopened.submit(release, day.at("10:00", -3)).caused.empty());
  ASSERT_TRUE(is_accepted(day.close()));
  EXPECT_TRUE(day.submit(release, day.at("10:00", -3)).caused.empty());
}

TEST_F(two_offices, a_move_counts_the_old_place_neither_for_the_person_nor_for_the_account) {
  const auto old = day.book({.people = {1, 2}});
  ASSERT_TRUE(is_accepted(other.book({.people = {3, 4, 5}})));
  EXPECT_TRUE(is_declined(other.book({.people = {6}}), decline_reason::account_limit));
  EXPECT_TRUE(
      is_accepted(other.book({.people = {1, 2}, .slot = "09:00", .replaces = old.booking()})));
  EXPECT_EQ(country.claims().live_of(account(1)), 5U);
}

TEST_F(two_offices, only_a_known_booking_can_be_replaced) {
  EXPECT_TRUE(is_declined(other.book({.replaces = uuid_of(5)}), decline_reason::unknown_booking));
}

TEST_F(two_offices, only_the_same_account_and_people_can_move) {
  const auto old = day.book({.people = {1, 2}});
  const auto as = [&](std::vector<std::uint64_t> who, std::uint64_t by) {
    return other.book({.people = std::move(who), .account = by, .replaces = old.booking()});
  };
  EXPECT_TRUE(is_declined(as({1, 2}, 2), decline_reason::not_live));
  EXPECT_TRUE(is_declined(as({1}, 1), decline_reason::not_live));
  EXPECT_TRUE(is_declined(as({1, 3}, 1), decline_reason::not_live));
  EXPECT_TRUE(is_declined(as({1, 2, 3}, 1), decline_reason::not_live));
  EXPECT_TRUE(is_accepted(as({2, 1}, 1)));
}

TEST_F(two_offices, nobody_moves_unless_all_are_still_confirmed) {
  const auto old = day.book({.people = {1, 2}, .slot = "13:00"});
  ASSERT_TRUE(is_accepted(day.check_in(old.booking(), 2, "12:30")));
  EXPECT_TRUE(is_declined(other.book({.people = {1, 2}, .replaces = old.booking()}),
                          decline_reason::not_live));
  ASSERT_TRUE(is_accepted(day.undo(old.booking(), 2)));
  ASSERT_TRUE(is_accepted(day.cancel(old.booking(), 1)));
  EXPECT_TRUE(is_declined(other.book({.people = {1, 2}, .replaces = old.booking()}),
                          decline_reason::not_live));
  EXPECT_TRUE(is_declined(other.book({.people = {2}, .replaces = old.booking()}),
                          decline_reason::not_live));
  ASSERT_TRUE(is_accepted(day.cancel(old.booking())));
  EXPECT_TRUE(is_declined(other.book({.people = {1, 2}, .replaces = old.booking()}),
                          decline_reason::not_live));
}

TEST_F(two_offices, a_booking_of_a_closed_or_ended_day_is_not_live) {
  const auto old = day.book({.people = {1}});
  ASSERT_TRUE(is_accepted(day.close()));
  EXPECT_TRUE(is_declined(other.book({.people = {1}, .replaces = old.booking()}),
                          decline_reason::not_live));
}

TEST_F(two_offices, moving_ends_when_the_old_slot_starts) {
  const auto old = day.book({.people = {1}, .slot = "09:00"});
  const auto start = day.at("09:00");
  EXPECT_TRUE(is_declined(other.book({.people = {1}, .replaces = old.booking()}, start),
                          decline_reason::not_live));
  EXPECT_TRUE(is_accepted(
      other.book({.people = {1}, .replaces = old.booking()}, events::instant{start.ms - 1})));
}

TEST_F(open_day, within_a_day_too_moving_ends_when_the_old_slot_starts) {
  const auto old = day.book({.people = {1}, .slot = "08:00"});
  EXPECT_TRUE(is_declined(
      day.book({.people = {1}, .slot = "13:00", .replaces = old.booking()}, day.at("08:00")),
      decline_reason::not_live));
}

TEST_F(two_offices, a_chain_of_bookings_moves_as_often_as_the_new_days_policy_allows) {
  const auto first = day.book({.people = {1}, .slot = "08:00"});
  const auto second = other.book({.people = {1}, .replaces = first.booking()});
  ASSERT_TRUE(is_accepted(second));
  EXPECT_TRUE(is_declined(day.book({.people = {1}, .replaces = second.booking()}),
                          decline_reason::reschedule_limit));
  EXPECT_TRUE(
      is_declined(other.book({.people = {1}, .slot = "09:00", .replaces = second.booking()}),
                  decline_reason::reschedule_limit));
  desk third{country, denpasar, "2026-12-03"};
  events::day_policy generous;
  generous.reschedule_limit = 2;
  third.open({slot("08:00", "09:00", 1)}, generous);
  const auto last = third.book({.people = {1}, .replaces = second.booking()});
  ASSERT_TRUE(is_accepted(last));
  EXPECT_EQ(last.get<events::booking_confirmed>()->replacements, 2U);
}

TEST_F(one_day, a_limit_of_no_moves_allows_none) {
  events::day_policy policy;
  policy.reschedule_limit = 0;
  day.open({slot("08:00", "09:00", 5)}, policy);
  const auto old = day.book({.people = {1}});
  EXPECT_TRUE(is_declined(day.book({.people = {1}, .replaces = old.booking()}),
                          decline_reason::reschedule_limit));
}

TEST_F(open_day, a_walk_in_has_no_account_and_cannot_be_moved) {
  const auto walk = day.walk_in({1}, events::lane::walk_in, "07:00");
  EXPECT_TRUE(
      is_declined(day.book({.people = {1}, .replaces = walk.booking()}), decline_reason::not_live));
}

// The process may die between the two halves of a move; whoever folds the log again knows it.
TEST(reschedule_manager, names_what_is_confirmed_and_not_given_up_yet) {
  domain::reschedule_manager manager;
  events::event confirmed;
  confirmed.at = {42};
  confirmed.body = events::booking_confirmed{
      {uuid_of(2), account(1), events::lane::online, "new_passport"}, {}, {}, uuid_of(1), 1};
  manager.apply(confirmed);
  ASSERT_EQ(manager.due().size(), 1U);
  EXPECT_EQ(manager.due()[0].booking, uuid_of(1));
  EXPECT_EQ(manager.due()[0].replaced_by, uuid_of(2));
  EXPECT_EQ(manager.due()[0].at, events::instant{42});
  events::event gone;
  gone.body = events::booking_cancelled{{uuid_of(3), account(1), events::lane::online, ""},
                                        {},
                                        cancel_cause::rescheduled,
                                        uuid_of(4)};
  manager.apply(gone);
  EXPECT_EQ(manager.due().size(), 1U) << "another booking was given up";
  gone.body = events::booking_cancelled{{uuid_of(1), account(1), events::lane::online, ""},
                                        {},
                                        cancel_cause::rescheduled,
                                        uuid_of(2)};
  manager.apply(gone);
  EXPECT_TRUE(manager.due().empty());
}

TEST(reschedule_manager, waits_for_the_release_even_if_the_old_place_went_by_itself) {
  domain::reschedule_manager manager;
  events::event confirmed;
  confirmed.body = events::booking_confirmed{
      {uuid_of(2), account(1), events::lane::online, "new_passport"}, {}, {}, uuid_of(1), 1};
  manager.apply(confirmed);
  events::event gone;
  gone.body = events::booking_cancelled{{uuid_of(1), account(1), events::lane::online, ""},
                                        {},
                                        cancel_cause::requested,
                                        std::nullopt};
  manager.apply(gone);
  EXPECT_EQ(manager.due().size(), 1U);
  manager.settled(uuid_of(1));
  EXPECT_TRUE(manager.due().empty());
}

TEST(reschedule_manager, a_booking_that_replaces_nothing_makes_nothing_due) {
  domain::reschedule_manager manager;
  events::event confirmed;
  confirmed.body = events::booking_confirmed{};
  manager.apply(confirmed);
  EXPECT_TRUE(manager.due().empty());
}

TEST(release_command_id, is_one_to_one_and_a_valid_custom_uuid_for_a_random_one) {
  const auto random = events::parse_uuid("8c3f2a10-5b1d-4e6f-9a7b-0123456789ab").value();
  const auto text = events::to_text(domain::release_command_id(random));
  EXPECT_EQ(text[14], '8');  // the version of custom ids in RFC 9562
  EXPECT_NE(std::string("89ab").find(text[19]), std::string::npos);  // its variant
  // Ids that differ in any one bit, the version's and variant's too, have different releases.
  std::set<events::uuid> releases{domain::release_command_id(random)};
  for (std::size_t byte = 0; byte < 16; ++byte) {
    for (unsigned bit = 0; bit < 8; ++bit) {
      auto other = random;
      other.bytes[byte] = static_cast<std::uint8_t>(other.bytes[byte] ^ 1U << bit);
      releases.insert(domain::release_command_id(other));
    }
  }
  EXPECT_EQ(releases.size(), 129U);
  EXPECT_EQ(domain::release_command_id(domain::release_command_id(random)), random);
}

}  // namespace
}  // namespace antrian::tests
