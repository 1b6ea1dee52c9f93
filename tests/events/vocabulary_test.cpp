// Goal: every word of the wire format has its name, every refusal its two sentences, and the names
// never change.
// Method: the whole vocabulary by hand, once, against the enums in order.

#include "events/vocabulary.hpp"

#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "events/event.hpp"

namespace antrian::events {
namespace {

template <class Enum>
std::vector<std::string_view> names_of(std::size_t count) {
  std::vector<std::string_view> names;
  for (std::size_t i = 0; i < count; ++i) names.push_back(name_of(static_cast<Enum>(i)));
  return names;
}

using names = std::vector<std::string_view>;

TEST(vocabulary, names_the_lanes) {
  EXPECT_EQ(names_of<lane>(lane_count), (names{"online", "priority", "walk_in"}));
}

TEST(vocabulary, names_the_commands) {
  EXPECT_EQ(names_of<command_type>(command_type_count),
            (names{"open_day", "change_capacity", "close_day", "end_day", "book", "cancel",
                   "check_in", "walk_in", "undo_check_in", "call_next", "recall", "serve", "miss",
                   "release_replaced"}));
}

TEST(vocabulary, names_the_reasons_of_a_refusal) {
  EXPECT_EQ(names_of<decline_reason>(decline_reason_count), (names{"day_not_open",
                                                                   "day_closed",
                                                                   "not_yet_released",
                                                                   "unknown_service",
                                                                   "unknown_slot",
                                                                   "slot_passed",
                                                                   "blocked_after_no_show",
                                                                   "nik_has_booking",
                                                                   "account_limit",
                                                                   "slot_full",
                                                                   "lane_full",
                                                                   "day_full",
                                                                   "unknown_booking",
                                                                   "not_live",
                                                                   "reschedule_limit",
                                                                   "nik_mismatch",
                                                                   "too_early",
                                                                   "too_late",
                                                                   "already_open",
                                                                   "already_checked_in",
                                                                   "not_checked_in",
                                                                   "queue_empty",
                                                                   "unknown_queue_number"}));
}

TEST(vocabulary, names_causes_and_outcomes) {
  EXPECT_EQ(names_of<cancel_cause>(3), (names{"requested", "office_closed", "rescheduled"}));
  EXPECT_EQ(names_of<outcome>(3), (names{"accepted", "declined", "invalid"}));
}

TEST(vocabulary, names_the_events) {
  names all;
  for (std::size_t i = 0; i < event_type_count; ++i) all.push_back(event_type_name(i));
  EXPECT_EQ(
      all, (names{"day_opened", "capacity_changed", "day_closed", "day_ended", "booking_confirmed",
                  "booking_declined", "booking_cancelled", "booking_missed", "applicant_checked_in",
                  "check_in_undone", "number_called", "applicant_served", "applicant_missed"}));
  EXPECT_EQ(name_of(event_body(booking_missed{})), "booking_missed");
}

TEST(vocabulary, reads_back_every_lane_and_nothing_else) {
  for (const lane lane : all_lanes) EXPECT_EQ(parse_lane(name_of(lane)), lane);
  for (const auto* text : {"", "Online", "walkin", "online "}) {
    EXPECT_EQ(parse_lane(text), std::nullopt) << text;
  }
}

TEST(vocabulary, reads_back_every_command_of_the_wire_but_not_the_internal_one) {
  for (std::size_t i = 0; i < command_type_count; ++i) {
    const auto type = static_cast<command_type>(i);
    const auto parsed = parse_command_type(name_of(type));
    if (type == command_type::release_replaced) {
      EXPECT_EQ(parsed, std::nullopt);
    } else {
      EXPECT_EQ(parsed, type);
    }
  }
  EXPECT_EQ(parse_command_type(""), std::nullopt);
  EXPECT_EQ(parse_command_type("BOOK"), std::nullopt);
}

TEST(vocabulary, has_a_sentence_of_its_own_in_both_languages_for_every_refusal) {
  std::set<std::string_view> sentences;
  for (std::size_t i = 0; i < decline_reason_count; ++i) {
    const auto reason = static_cast<decline_reason>(i);
    for (const auto text : {sentence_of(reason).indonesian, sentence_of(reason).english}) {
      ASSERT_GT(text.size(), 10U) << name_of(reason);
      EXPECT_EQ(text.back(), '.') << name_of(reason);
      EXPECT_TRUE(sentences.insert(text).second) << text;
    }
  }
}

TEST(vocabulary, counts_exactly_three_reasons_as_want_of_room) {
  std::set<decline_reason> want_of_room;
  for (std::size_t i = 0; i < decline_reason_count; ++i) {
    const auto reason = static_cast<decline_reason>(i);
    if (is_want_of_room(reason)) want_of_room.insert(reason);
  }
  EXPECT_EQ(want_of_room, (std::set{decline_reason::slot_full, decline_reason::lane_full,
                                    decline_reason::day_full}));
}

}  // namespace
}  // namespace antrian::events
