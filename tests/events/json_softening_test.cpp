// Goal: softening makes every number of a JSON text one that a machine type holds, and every text
// with half a surrogate pair one that is none, and changes nothing else: neither other texts nor
// what was wrong with the whole.
// Method: pairs of a text and what it must become.

#include "events/json_softening.hpp"

#include <utility>

#include <gtest/gtest.h>

namespace antrian::events {
namespace {

std::string softened(std::string_view json) {
  std::string out = "what was there before";
  soften(json, out);
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

TEST(softening_texts, replaces_those_with_half_a_surrogate_pair) {
  for (const auto* half :
       {R"("\ud800")", R"("\uDC00")", R"("a\ud800x\n")", R"("\ud800\ud800\udc00")",
        R"("\ud800\\udc00")", R"("\udc00\ud800")", R"("\ud800\u0041")"}) {
    EXPECT_EQ(softened(half), "false") << half;
    EXPECT_EQ(softened("{" + std::string{half} + " :" + half + "}"), "{\"\" :false}");
  }
}

TEST(softening_texts, leaves_whole_pairs_alone) {
  for (const auto* whole : {R"("\ud800\udc00")", R"("\uDBFF\uDFFF\ud800\udc00")", R"("\\ud800")",
                            R"("\ue000\ud7ff")", R"({"\ud83c\udf0a":"\"\\\/\b\f\n\r\t"})"}) {
    EXPECT_EQ(softened(whole), whole);
  }
}

TEST(softening_texts, does_not_mend_what_is_no_text) {
  for (const auto* text : {R"("\ud800\x")", R"("\ud800\u12g4")", R"("\ud800\u12")", R"("\ud800)",
                           R"("\ud800\)", R"("\ud800\")", R"(\ud800)"}) {
    EXPECT_NE(softened(text), "false") << text;
  }
}

}  // namespace
}  // namespace antrian::events
