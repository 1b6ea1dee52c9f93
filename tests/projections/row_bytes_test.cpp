// Goal: what is written is read back, one value has one encoding, and damage is never read as a
// value. Method: properties over arbitrary numbers and texts, and hand-made damage.
#include "projections/row_bytes.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace antrian::projections {
namespace {

template <class Write>
std::string written(Write write) {
  std::string bytes;
  row_writer out{bytes};
  write(out);
  return bytes;
}

RC_GTEST_PROP(row_bytes, read_back_what_was_written,
              (std::uint64_t number, std::int64_t signed_number, std::string text, bool flag)) {
  const auto bytes = written([&](row_writer& out) {
    out.number(number);
    out.signed_number(signed_number);
    out.text(text);
    out.flag(flag);
  });
  row_reader in{bytes};
  RC_ASSERT(in.number() == number);
  RC_ASSERT(in.signed_number() == signed_number);
  RC_ASSERT(in.text() == text);
  RC_ASSERT(in.flag() == flag);
  RC_ASSERT(in.whole());
}

RC_GTEST_PROP(row_bytes, bytes_cut_short_are_never_whole,
              (std::uint64_t number, std::string text)) {
  const auto bytes = written([&](row_writer& out) {
    out.text(text);
    out.number(number);
  });
  const auto kept = *rc::gen::inRange<std::size_t>(0, bytes.size());
  row_reader in{std::string_view{bytes}.substr(0, kept)};
  static_cast<void>(in.text());
  static_cast<void>(in.number());
  RC_ASSERT(!in.whole());
}

TEST(row_bytes, keep_the_extremes_of_signed_numbers) {
  for (const auto value : {std::numeric_limits<std::int64_t>::min(), std::int64_t{-1},
                           std::numeric_limits<std::int64_t>::max()}) {
    const auto bytes = written([&](row_writer& out) { out.signed_number(value); });
    row_reader in{bytes};
    EXPECT_EQ(in.signed_number(), value);
    EXPECT_TRUE(in.whole());
  }
}

TEST(row_bytes, left_over_are_not_whole) {
  row_reader in{std::string_view{"\1\1"}};
  EXPECT_EQ(in.number(), 1U);
  EXPECT_FALSE(in.whole());
}

TEST(row_bytes, refuse_a_longer_encoding_of_the_same_number) {
  using namespace std::string_view_literals;
  row_reader in{"\x81\x00"sv};
  EXPECT_EQ(in.number(), 0U);
  EXPECT_TRUE(in.failed());
}

TEST(row_bytes, refuse_a_number_of_more_than_64_bits) {
  row_reader in{std::string_view{"\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x02"}};
  EXPECT_EQ(in.number(), 0U);
  EXPECT_TRUE(in.failed());
}

TEST(row_bytes, refuse_a_number_above_its_bound) {
  row_reader in{std::string_view{"\5"}};
  EXPECT_EQ(in.bounded(4), 0U);
  EXPECT_TRUE(in.failed());
}

TEST(row_bytes, refuse_a_text_that_is_one_byte_too_short) {
  row_reader in{std::string_view{"\3ab"}};
  EXPECT_EQ(in.text(), "");
  EXPECT_TRUE(in.failed());
}

TEST(row_bytes, refuse_a_count_of_more_items_than_there_are_bytes) {
  const auto bytes = written([](row_writer& out) { out.number(1'000'000'000); });
  row_reader in{bytes};
  EXPECT_EQ(in.count(), 0U);
  EXPECT_TRUE(in.failed());
}

TEST(row_bytes, stay_failed_after_the_first_fault) {
  row_reader in{std::string_view{"\5\0\0", 3}};
  static_cast<void>(in.bounded(4));
  EXPECT_EQ(in.number(), 0U);
  EXPECT_FALSE(in.whole());
}

}  // namespace
}  // namespace antrian::projections
