// Goal: an office day's stream name is read as it was written, and nothing else is. Method:
// examples.
#include "projections/day_name.hpp"

#include <gtest/gtest.h>

#include "tests/projections/fixtures.hpp"

namespace antrian::projections {
namespace {

TEST(day_name, is_read_as_it_was_written) {
  const auto stream = stream_name("JAKARTA_PUSAT", date("2026-11-30"));
  EXPECT_EQ(stream, "JAKARTA_PUSAT/2026-11-30");
  const auto day = parse_day_name(stream);
  ASSERT_TRUE(day);
  EXPECT_EQ(day->office, "JAKARTA_PUSAT");
  EXPECT_EQ(day->date, date("2026-11-30"));
}

TEST(day_name, is_nothing_else) {
  for (const auto* stream : {"", "/", "/2026-11-30", "JAKARTA_PUSAT", "JAKARTA_PUSAT/",
                             "JAKARTA_PUSAT/2026-11-31", "JAKARTA_PUSAT/2026-11-30/"}) {
    EXPECT_FALSE(parse_day_name(stream)) << stream;
  }
}

}  // namespace
}  // namespace antrian::projections
