// Goal: a stored result is the answer that was given, byte for byte readable for ever, and bytes
// that append_result did not write are refused without harm.
// Method: random results round trip (RapidCheck); a few bytes are held fixed by hand; truncations,
// bit flips and garbage are read.

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "events/result.hpp"
#include "tests/events/event_generators.hpp"
#include "tests/events/sample_events.hpp"

namespace antrian::events {
namespace {

std::string bytes_of(const result& value) {
  std::string bytes;
  append_result(bytes, value);
  return bytes;
}

std::string hex_of(const std::string& bytes) {
  std::string hex;
  append_hex(hex, reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
  return hex;
}

result any_result() {
  result value;
  if (any_bool()) {
    value.outcome = outcome::declined;
    value.reason = any_of<decline_reason>(decline_reason_count);
  }
  value.position = any_number<std::uint64_t>();
  value.booking = maybe(any_id<uuid>);
  value.code =
      maybe([] { return booking_code{any_number<std::uint32_t>(0, booking_code_count - 1)}; });
  value.slots = any_list<decltype(value.slots)>(applicants_max, any_clock);
  value.queue_numbers = any_list<decltype(value.queue_numbers)>(applicants_max, any_queue_number);
  value.excess = any_list<decltype(value.excess)>(20, any_excess);
  return value;
}

result declined_at(std::uint64_t position) {
  result value;
  value.outcome = outcome::declined;
  value.reason = decline_reason::day_full;
  value.position = position;
  return value;
}

result full_result() {
  result value;
  value.position = 300;
  value.booking = sample_id<uuid>(0x10);
  value.code = booking_code{booking_code_count - 1};
  value.slots = {sample_clock(8, 30), sample_clock(24, 0)};
  value.queue_numbers = {7, UINT32_MAX};
  value.excess = {{sample_clock(1, 0), lane::walk_in, 12, 10}};
  return value;
}

RC_GTEST_PROP(result_codec, reads_back_any_result, ()) {
  const result value = any_result();
  RC_ASSERT(parse_result(bytes_of(value)) == value);
}

TEST(result_codec, reads_back_the_largest_position) {
  EXPECT_EQ(parse_result(bytes_of(declined_at(UINT64_MAX))), declined_at(UINT64_MAX));
}

TEST(result_codec, keeps_a_declined_result_within_ten_bytes) {
  EXPECT_LE(bytes_of(declined_at(1'000'000'000'000)).size(), 10U);
}

TEST(result_codec, writes_the_bytes_of_version_one) {
  EXPECT_EQ(hex_of(bytes_of(declined_at(300))), "01010bac02");
  EXPECT_EQ(hex_of(bytes_of(full_result())),
            "013eac02"
            "101112131415161718191a1b1c1d1e1f"
            "ffffffff03"
            "02fe03a00b"
            "0207ffffffff0f"
            "013c020c0a");
}

TEST(result_codec, appends_to_what_is_there) {
  std::string bytes = "kept";
  append_result(bytes, full_result());
  EXPECT_EQ(bytes, "kept" + bytes_of(full_result()));
}

TEST(result_codec, refuses_every_truncation_and_any_further_byte) {
  const std::string bytes = bytes_of(full_result());
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    ASSERT_EQ(parse_result(std::string_view(bytes).substr(0, size)), std::nullopt) << size;
  }
  EXPECT_EQ(parse_result(bytes + '\0'), std::nullopt);
}

TEST(result_codec, refuses_what_it_would_not_write) {
  const auto refused = [](std::initializer_list<int> values) {
    std::string bytes;
    for (const int value : values) bytes.push_back(static_cast<char>(value));
    return !parse_result(bytes).has_value();
  };
  EXPECT_FALSE(refused({1, 0, 5})) << "the shortest right one";
  EXPECT_TRUE(refused({0, 0, 5})) << "no such version";
  EXPECT_TRUE(refused({2, 0, 5})) << "a version of the future";
  EXPECT_TRUE(refused({1, 64, 5})) << "an unknown flag";
  EXPECT_FALSE(refused({1, 1, decline_reason_count - 1, 5}));
  EXPECT_TRUE(refused({1, 1, decline_reason_count, 5})) << "an unknown reason";
  EXPECT_TRUE(refused({1, 0, 0x85, 0})) << "a padded number";
  EXPECT_FALSE(refused({1, 0, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1}));
  EXPECT_TRUE(refused({1, 0, 255, 255, 255, 255, 255, 255, 255, 255, 255, 2})) << "over 64 bits";
  EXPECT_TRUE(refused({1, 0, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 1}));
  EXPECT_TRUE(refused({1, 8, 5, 0})) << "a list that is said to be there, but is empty";
  EXPECT_TRUE(refused({1, 8, 5, 6, 1, 1, 1, 1, 1, 1})) << "six slots";
  EXPECT_FALSE(refused({1, 8, 5, 1, 0xA0, 0x0B})) << "24:00";
  EXPECT_TRUE(refused({1, 8, 5, 1, 0xA1, 0x0B})) << "24:01";
  EXPECT_TRUE(refused({1, 4, 5, 0x80, 0x80, 0x80, 0x80, 4})) << "a code of seven characters";
  EXPECT_FALSE(refused({1, 32, 5, 1, 0, 2, 0, 0}));
  EXPECT_TRUE(refused({1, 32, 5, 1, 0, 3, 0, 0})) << "an unknown lane";
  EXPECT_TRUE(refused({1, 32, 5, 255, 255, 255, 255, 15, 0, 0, 0, 0})) << "a count that lies";
}

TEST(result_codec, survives_every_single_bit_flip) {
  const std::string bytes = bytes_of(full_result());
  for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
    std::string flipped = bytes;
    flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << bit % 8));
    const auto parsed = parse_result(flipped);
    if (!parsed) continue;
    ASSERT_NE(*parsed, full_result()) << "bit " << bit << " means nothing";
    ASSERT_EQ(bytes_of(*parsed), flipped) << "two ways to write the same result";
  }
}

RC_GTEST_PROP(result_codec, survives_any_bytes, ()) {
  std::string bytes = bytes_of(any_result());
  bytes.resize(*rc::gen::inRange<std::size_t>(0, bytes.size() + 1));
  bytes += *rc::gen::arbitrary<std::string>();
  const auto parsed = parse_result(bytes);
  if (parsed) RC_ASSERT(bytes_of(*parsed) == bytes);
}

using result_codec_death = ::testing::Test;

TEST(result_codec_death, an_invalid_command_has_no_result_to_store) {
  result value;
  value.outcome = outcome::invalid;
  std::string out;
  EXPECT_DEATH(append_result(out, value), "outcome::invalid");
}

}  // namespace
}  // namespace antrian::events
