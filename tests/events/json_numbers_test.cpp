// Goal: softening makes every number of a JSON text one that a machine type holds, and changes
// nothing else: neither texts nor what was wrong with the text.
// Method: pairs of a text and what it must become.

#include "events/json_numbers.hpp"

#include <utility>

#include <gtest/gtest.h>

namespace antrian::events {
namespace {

std::string softened(std::string_view json) {
  std::string out = "what was there before";
  soften_numbers(json, out);
  return out;
}

TEST(softening_numbers, replaces_what_may_be_out_of_range) {
  EXPECT_EQ(softened("[1e999,-1E+5,1.5e-3,0e0]"), "[0.5,0.5,0.5,0.5]");
  EXPECT_EQ(softened("{\"a\":1234567890123456789}"), "{\"a\":0.5}");
  EXPECT_EQ(softened("-123456789012345678"), "0.5");
  EXPECT_EQ(softened("0.12345678901234567"), "0.5");
}

TEST(softening_numbers, leaves_the_others_alone) {
  for (const auto* text : {"", "0", "-0", "17", "-17", "1.25", "123456789012345678", "[1,2,3]",
                           "{\"a\":{\"b\":null},\"c\":[true,false]}"}) {
    EXPECT_EQ(softened(text), text);
  }
}

TEST(softening_numbers, leaves_texts_alone) {
  for (const auto* text : {R"("1e999")", R"(["a\"1e999","\\"])", R"({"1e5":"\\\"1e5"})",
                           R"("never closed 1e999)", R"("ends in a backslash \)"}) {
    EXPECT_EQ(softened(text), text);
  }
  EXPECT_EQ(softened(R"(["\\",1e999])"), R"(["\\",0.5])");
}

TEST(softening_numbers, does_not_mend_what_is_no_number) {
  for (const auto* text : {"01", "01e5x", "1e", "1e+", "-", "--", ".5", "1.", "1.e5", "+",
                           "00000000000000000000000", "-01234567890123456789012"}) {
    EXPECT_EQ(softened(text), text);
  }
}

}  // namespace
}  // namespace antrian::events
