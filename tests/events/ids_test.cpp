// Goal: ids and booking codes survive the way to text and back, and nothing else is taken for one.
// Method: examples on both sides of each rule, and round trips of random values (RapidCheck).

#include "events/ids.hpp"

#include <unordered_set>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/events/event_generators.hpp"
#include "tests/events/sample_events.hpp"

namespace antrian::events {
namespace {

TEST(uuid, is_read_in_either_case_and_written_in_lower_case) {
  const auto id = parse_uuid("0A1b2C3d-4E5f-6071-8293-A4b5C6d7E8f9");
  ASSERT_TRUE(id.has_value());
  EXPECT_EQ(to_text(*id), "0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9");
  EXPECT_EQ(id->bytes[0], 0x0A);
  EXPECT_EQ(id->bytes[15], 0xF9);
}

TEST(uuid, has_one_form) {
  for (const auto* text :
       {"", "0a1b2c3d4e5f60718293a4b5c6d7e8f9", "0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f",
        "0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f90", "0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8fg",
        "0a1b2c3d-4e5f-6071-82930a4b5c6d7e8f9", "0a1b2c3d04e5f-6071-8293-a4b5c6d7e8f9",
        "0a1b2c3-d4e5f-6071-8293-a4b5c6d7e8f9", "{a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f}"}) {
    EXPECT_EQ(parse_uuid(text), std::nullopt) << text;
  }
}

RC_GTEST_PROP(uuid, is_written_as_it_is_read, ()) {
  const auto id = any_id<uuid>();
  RC_ASSERT(parse_uuid(to_text(id)) == id);
}

TEST(pseudonym, is_written_as_32_hexadecimal_digits) {
  EXPECT_EQ(to_hex(sample_id<subject_id>(0xF8)), "f8f9fafbfcfdfeff0001020304050607");
}

TEST(code, is_six_characters_of_crockfords_base32) {
  EXPECT_EQ(to_text(booking_code{0}), "000000");
  EXPECT_EQ(to_text(booking_code{31}), "00000Z");
  EXPECT_EQ(to_text(booking_code{booking_code_count - 1}), "ZZZZZZ");
  EXPECT_EQ(parse_code("00000Z"), booking_code{31});
  EXPECT_EQ(parse_code("100000"), booking_code{1U << 25});
}

TEST(code, is_read_in_either_case_and_with_letters_that_look_like_digits) {
  EXPECT_EQ(parse_code("abcdef"), parse_code("ABCDEF"));
  EXPECT_EQ(parse_code("iIlLoO"), parse_code("111100"));
}

TEST(code, is_refused_with_any_other_character_or_length) {
  for (const auto* text :
       {"", "ABCDE", "ABCDEFG", "ABCDEU", "ABCDEu", "ABCDE-", "ABCDE ", "ABCDE\xff"}) {
    EXPECT_EQ(parse_code(text), std::nullopt) << text;
  }
}

RC_GTEST_PROP(code, is_written_as_it_is_read, ()) {
  const booking_code code{any_number<std::uint32_t>(0, booking_code_count - 1)};
  RC_ASSERT(parse_code(to_text(code)) == code);
}

TEST(code, never_shows_a_letter_that_looks_like_a_digit) {
  for (std::uint32_t value = 0; value < 32; ++value) {
    EXPECT_EQ(to_text(booking_code{value}).find_first_of("ILOU"), std::string::npos);
  }
}

TEST(hash, of_ids_that_differ_in_one_byte_differs) {
  std::unordered_set<std::size_t> seen;
  for (std::size_t byte = 0; byte < 16; ++byte) {
    for (unsigned value = 1; value < 256; ++value) {
      uuid id;
      id.bytes[byte] = static_cast<std::uint8_t>(value);
      seen.insert(id16_hash{}(id));
    }
  }
  EXPECT_EQ(seen.size(), 16U * 255U);
}

TEST(hash, of_neighbouring_office_days_differs) {
  std::unordered_set<std::size_t> seen;
  for (std::uint16_t office = 0; office < 150; ++office) {
    for (int day = 20'000; day < 20'100; ++day) {
      seen.insert(office_day_key_hash{}({{office}, {day}}));
    }
  }
  EXPECT_EQ(seen.size(), 150U * 100U);
}

}  // namespace
}  // namespace antrian::events
