// Goal: an office day that has just decided knows what it added to the claims, and nothing else.
// Method: events made by hand, folded one after another.
#include "domain/own_claims.hpp"

#include <gtest/gtest.h>

#include "tests/domain/claim_events.hpp"

namespace antrian::tests {
namespace {

using domain::claim_facts;
using domain::own_claims;

events::command wish(std::uint64_t by, const std::vector<std::uint64_t>& who) {
  events::book body;
  body.account = account(by);
  body.applicants = people(who);
  return {uuid_of(99), monday, {}, std::nullopt, std::move(body)};
}

events::command walk(const std::vector<std::uint64_t>& who) {
  return {uuid_of(99), monday, {}, std::nullopt, events::walk_in{people(who), "new_passport"}};
}

TEST(own_claims, add_what_was_booked_to_what_was_known) {
  own_claims own(monday);
  own.apply(confirmed(10, 1, {1, 2}));
  claim_facts known;
  known.account_live = 3;
  const auto same_person = own.bring_up_to_date(known, wish(2, {2, 3}));
  EXPECT_TRUE(same_person.has_booking);
  EXPECT_EQ(same_person.account_live, 3U);
  const auto same_account = own.bring_up_to_date(known, wish(1, {3}));
  EXPECT_FALSE(same_account.has_booking);
  EXPECT_EQ(same_account.account_live, 5U);
  EXPECT_TRUE(own.bring_up_to_date(known, walk({1})).has_booking);
  EXPECT_FALSE(own.bring_up_to_date(known, walk({3})).has_booking);
}

TEST(own_claims, keep_what_was_known) {
  const own_claims own(monday);
  claim_facts known;
  known.has_booking = true;
  known.account_live = 4;
  known.blocked_until = date("2026-12-30");
  const auto now = own.bring_up_to_date(known, wish(1, {1}));
  EXPECT_TRUE(now.has_booking);
  EXPECT_EQ(now.account_live, 4U);
  EXPECT_EQ(now.blocked_until, date("2026-12-30"));
}

TEST(own_claims, forget_what_was_given_up_again) {
  own_claims own(monday);
  own.apply(confirmed(10, 1, {1, 2, 3}));
  own.apply(cancelled(10, 1, {1}));
  own.apply(fact(events::applicant_served{facts(10, 1), places({2}).front(), 1, 0}));
  own.apply(fact(events::applicant_missed{facts(10, 1), places({3}).front(), 2}));
  for (const std::uint64_t who : {1U, 2U, 3U}) {
    const auto now = own.bring_up_to_date({}, wish(1, {who}));
    EXPECT_FALSE(now.has_booking) << who;
    EXPECT_EQ(now.account_live, 0U);
  }
}

TEST(own_claims, leave_alone_what_older_bookings_give_up) {
  own_claims own(monday);
  own.apply(confirmed(10, 1, {1}));
  own.apply(cancelled(9, 1, {2}));
  own.apply(cancelled(9, 1, {1}));
  const auto now = own.bring_up_to_date({}, wish(1, {1}));
  EXPECT_TRUE(now.has_booking);
  EXPECT_EQ(now.account_live, 1U);
}

}  // namespace
}  // namespace antrian::tests
