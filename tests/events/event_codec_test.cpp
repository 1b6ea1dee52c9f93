// Goal: what is written is read back, exactly; and bytes that nobody wrote are refused without
// harm, whatever they are.
// Method: every sample event and random events (RapidCheck) round trip; then every truncation,
// every single bit flip and random garbage are read, under the sanitizers in the asan preset. The
// bytes are also compared with what cereal's own portable binary archive writes and reads.

#include "events/event_codec.hpp"

#include <algorithm>
#include <cstring>
#include <sstream>

#include <cereal/archives/portable_binary.hpp>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "events/event_schema.hpp"
#include "tests/events/event_generators.hpp"
#include "tests/events/sample_events.hpp"

namespace antrian::events {
namespace {

std::string bytes_of(const std::vector<event>& events) {
  std::string bytes;
  append_events(bytes, events.data(), events.size());
  return bytes;
}

/// Offset of the schema version in the bytes of one event: mark, count, tag and header before it.
constexpr std::size_t tag_offset = 1 + 4;
constexpr std::size_t version_offset_without_by = tag_offset + 1 + 16 + 8 + 1;

void set_u32(std::string& bytes, std::size_t offset, std::uint32_t value) {
  std::memcpy(bytes.data() + offset, &value, sizeof value);
}

/// parse_events into a list that already holds something; true if the bytes were refused and the
/// list is as it was.
bool refused(std::string_view bytes) {
  const std::vector<event> before{bare_event_with(day_closed{"before"})};
  std::vector<event> out = before;
  return !parse_events(bytes, out) && out == before;
}

TEST(event_codec, reads_back_every_sample) {
  const auto events = sample_events();
  std::vector<event> back;
  ASSERT_TRUE(parse_events(bytes_of(events), back));
  EXPECT_EQ(back, events);
}

TEST(event_codec, reads_back_an_empty_list) {
  std::vector<event> back;
  EXPECT_TRUE(parse_events(bytes_of({}), back));
  EXPECT_TRUE(back.empty());
}

RC_GTEST_PROP(event_codec, reads_back_any_events, ()) {
  const auto events = any_events(12);
  std::vector<event> back;
  RC_ASSERT(parse_events(bytes_of(events), back));
  RC_ASSERT(back == events);
}

TEST(event_codec, appends_to_what_is_there) {
  const auto events = sample_events();
  std::string bytes = "kept";
  append_events(bytes, events.data(), events.size());
  ASSERT_EQ(bytes.substr(0, 4), "kept");
  std::vector<event> out{bare_event_with(day_closed{"before"})};
  ASSERT_TRUE(parse_events(std::string_view(bytes).substr(4), out));
  ASSERT_EQ(out.size(), events.size() + 1);
  EXPECT_EQ(out.front(), bare_event_with(day_closed{"before"}));
  EXPECT_TRUE(std::equal(events.begin(), events.end(), out.begin() + 1));
}

TEST(event_codec, stores_texts_longer_than_the_archives_buffer) {
  const std::vector<event> events{bare_event_with(day_closed{std::string(UINT16_MAX, 'x')}),
                                  bare_event_with(day_closed{"short"})};
  std::vector<event> back;
  ASSERT_TRUE(parse_events(bytes_of(events), back));
  EXPECT_EQ(back, events);
}

TEST(event_codec, writes_the_bytes_of_cereals_portable_binary_archive) {
  const auto events = sample_events();
  std::ostringstream stream;
  {
    cereal::PortableBinaryOutputArchive archive(stream);
    archive(static_cast<std::uint32_t>(events.size()));
    for (event e : events) {
      archive(static_cast<std::uint8_t>(e.body.index()));
      fields(archive, e.command, e.at, e.by);
      std::visit([&archive](const auto& body) { archive(body); }, e.body);
    }
  }
  EXPECT_EQ(bytes_of(events), stream.str());
}

TEST(event_codec, is_read_by_cereals_portable_binary_archive) {
  const event declined = full_samples().at(5).event;
  std::istringstream stream(bytes_of({declined, declined}));
  cereal::PortableBinaryInputArchive archive(stream);
  std::uint32_t count = 0;
  archive(count);
  ASSERT_EQ(count, 2U);
  for (std::uint32_t i = 0; i < count; ++i) {
    std::uint8_t tag = 0;
    archive(tag);
    EXPECT_EQ(tag, declined.body.index());
    event e;
    fields(archive, e.command, e.at, e.by);
    archive(e.body.emplace<booking_declined>());
    EXPECT_EQ(e, declined);
  }
}

TEST(event_codec, keeps_a_declined_booking_small) {
  booking_declined declined;
  declined.account = sample_id<account_id>(1);
  declined.subjects.push_back(sample_id<subject_id>(2));
  declined.lane = lane::online;
  declined.wish = slot_wish{};
  declined.service = "new_passport";
  const std::vector<event> events(100, bare_event_with(declined));
  // 26 of header and tag, 48 that the facts need at the least; the rest is flags and counts.
  EXPECT_LE(bytes_of(events).size(), 100U * 90U);
}

TEST(event_codec, refuses_a_version_newer_than_it_knows) {
  std::string bytes = bytes_of({bare_event_with(day_closed{})});
  ASSERT_FALSE(refused(bytes));
  set_u32(bytes, version_offset_without_by, schema_version(2) + 1);
  EXPECT_TRUE(refused(bytes));
}

TEST(event_codec, refuses_version_zero) {
  std::string bytes = bytes_of({bare_event_with(day_closed{})});
  set_u32(bytes, version_offset_without_by, 0);
  EXPECT_TRUE(refused(bytes));
}

TEST(event_codec, refuses_an_unknown_event_type) {
  std::string bytes = bytes_of({bare_event_with(day_closed{})});
  bytes[tag_offset] = static_cast<char>(event_type_count);
  EXPECT_TRUE(refused(bytes));
}

TEST(event_codec, refuses_another_byte_order_mark) {
  std::string bytes = bytes_of({bare_event_with(day_closed{})});
  bytes[0] = 0;
  EXPECT_TRUE(refused(bytes));
}

TEST(event_codec, refuses_bytes_after_the_last_event) {
  EXPECT_TRUE(refused(bytes_of(sample_events()) + '\0'));
}

TEST(event_codec, refuses_every_truncation) {
  const std::string bytes = bytes_of(sample_events());
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    ASSERT_TRUE(refused(std::string_view(bytes).substr(0, size))) << size;
  }
}

TEST(event_codec, refuses_a_count_that_its_bytes_cannot_hold_and_takes_no_memory_for_it) {
  std::string bytes = bytes_of({bare_event_with(day_closed{})});
  set_u32(bytes, 1, UINT32_MAX);
  std::vector<event> out;
  EXPECT_FALSE(parse_events(bytes, out));
  EXPECT_EQ(out.capacity(), 0U);
}

TEST(event_codec, refuses_a_list_longer_than_the_bytes) {
  std::string bytes = bytes_of({bare_event_with(day_ended{})});
  set_u32(bytes, version_offset_without_by + 4, UINT32_MAX);
  EXPECT_TRUE(refused(bytes));
}

TEST(event_codec, refuses_more_applicants_than_a_booking_may_have) {
  booking_declined declined;
  for (std::size_t i = 0; i < applicants_max; ++i) declined.subjects.emplace_back();
  std::string bytes = bytes_of({bare_event_with(declined)});
  const std::size_t count_offset = version_offset_without_by + 4 + 1 + 1 + 1;
  ASSERT_EQ(bytes[count_offset], static_cast<char>(applicants_max));
  bytes[count_offset] = static_cast<char>(applicants_max + 1);
  bytes += std::string(16, '\0');  // so that the bytes would suffice
  EXPECT_TRUE(refused(bytes));
}

TEST(event_codec, refuses_values_outside_their_vocabulary_or_range) {
  const std::string bytes = bytes_of({bare_event_with(booking_declined{})});
  const std::size_t body = version_offset_without_by + 4;
  const auto with = [&bytes](std::size_t offset, std::uint8_t value) {
    std::string changed = bytes;
    changed[offset] = static_cast<char>(value);
    return changed;
  };
  EXPECT_FALSE(refused(with(body, command_type_count - 1)));
  EXPECT_TRUE(refused(with(body, command_type_count)));
  EXPECT_FALSE(refused(with(body + 1, decline_reason_count - 1)));
  EXPECT_TRUE(refused(with(body + 1, decline_reason_count)));
  EXPECT_TRUE(refused(with(body + 2, 2))) << "a flag that is neither 0 nor 1";
}

TEST(event_codec, refuses_instants_that_no_calendar_here_can_print) {
  const std::string bytes = bytes_of({bare_event_with(day_closed{})});
  const auto with_instant = [&bytes](std::int64_t ms) {
    std::string changed = bytes;
    std::memcpy(changed.data() + tag_offset + 1 + 16, &ms, sizeof ms);
    return changed;
  };
  EXPECT_FALSE(refused(with_instant(-2'208'988'800'000)));
  EXPECT_TRUE(refused(with_instant(-2'208'988'800'001)));
  EXPECT_FALSE(refused(with_instant(253'402'300'799'999)));
  EXPECT_TRUE(refused(with_instant(253'402'300'800'000)));
}

TEST(event_codec, refuses_dates_clock_times_and_codes_out_of_range) {
  const auto with_last_u32 = [](const event_body& body, std::uint32_t value) {
    std::string bytes = bytes_of({bare_event_with(body)});
    set_u32(bytes, bytes.size() - 4, value);
    return bytes;
  };
  constexpr std::uint32_t last_day = 2'932'896;  // 9999-12-31
  EXPECT_FALSE(refused(with_last_u32(booking_missed{}, last_day)));
  EXPECT_TRUE(refused(with_last_u32(booking_missed{}, last_day + 1)));
  EXPECT_TRUE(refused(with_last_u32(booking_missed{}, UINT32_MAX - 30'000))) << "before 1900";

  // A clock time stands before the queue number, a code before a flag and a number.
  std::string late = bytes_of({bare_event_with(applicant_missed{})});
  late[late.size() - 6] = static_cast<char>(0xA0);
  late[late.size() - 5] = 5;
  EXPECT_FALSE(refused(late)) << "24:00";
  late[late.size() - 6] = static_cast<char>(0xA1);
  EXPECT_TRUE(refused(late)) << "24:01";

  std::string coded = bytes_of({bare_event_with(booking_confirmed{})});
  set_u32(coded, coded.size() - 9, booking_code_count - 1);
  EXPECT_FALSE(refused(coded));
  set_u32(coded, coded.size() - 9, booking_code_count);
  EXPECT_TRUE(refused(coded));
}

TEST(event_codec, survives_every_single_bit_flip) {
  const auto events = sample_events();
  const std::string bytes = bytes_of(events);
  std::size_t refusals = 0;
  for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
    std::string flipped = bytes;
    flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << bit % 8));
    std::vector<event> out;
    if (!parse_events(flipped, out)) {
      ++refusals;
      ASSERT_TRUE(out.empty());
    } else {
      ASSERT_NE(out, events) << "bit " << bit << " means nothing";
      ASSERT_EQ(bytes_of(out), flipped) << "two ways to write the same events";
    }
  }
  EXPECT_GT(refusals, 0U);
}

RC_GTEST_PROP(event_codec, survives_any_bytes_after_a_right_beginning, ()) {
  std::string bytes = bytes_of(any_events(3));
  const auto garbage = *rc::gen::arbitrary<std::string>();
  const auto cut = *rc::gen::inRange<std::size_t>(0, bytes.size() + 1);
  bytes.resize(cut);
  bytes += garbage;
  std::vector<event> out;
  if (parse_events(bytes, out)) {
    RC_ASSERT(bytes_of(out) == bytes);
  } else {
    RC_ASSERT(out.empty());
  }
}

using event_codec_death = ::testing::Test;

TEST(event_codec_death, does_not_write_what_could_not_be_read_back) {
  const event too_long = bare_event_with(day_closed{std::string(UINT16_MAX + 1, 'x')});
  event no_date = bare_event_with(day_closed{});
  no_date.at.ms = INT64_MAX;
  std::string out;
  EXPECT_DEATH(append_events(out, &too_long, 1), "cannot be stored");
  EXPECT_DEATH(append_events(out, &no_date, 1), "cannot be stored");
}

}  // namespace
}  // namespace antrian::events
