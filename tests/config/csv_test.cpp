// Goal: CSV files are read as RFC 4180 says, and whatever does not fit is refused with its line and
// what was expected. Method: small texts, one per rule.
#include "config/csv.hpp"

#include <gtest/gtest.h>

namespace antrian::config {
namespace {

const std::vector<std::string> two_columns{"a", "b"};

std::string error_of(std::string_view text) {
  const auto rows = parse_csv(text, "x.csv", two_columns);
  return rows ? "accepted" : rows.error().text();
}

TEST(csv, reads_quoted_fields_with_commas_doubled_quotes_and_line_breaks) {
  const auto rows = parse_csv("a,b\n\"one, two\",\"he said \"\"no\"\"\"\n\"x\ny\",\nlast,z",
                              "x.csv", two_columns);
  ASSERT_TRUE(rows) << rows.error().text();
  ASSERT_EQ(rows->size(), 3U);
  EXPECT_EQ((*rows)[0].fields, (std::vector<std::string>{"one, two", "he said \"no\""}));
  EXPECT_EQ((*rows)[1].fields, (std::vector<std::string>{"x\ny", ""}));
  EXPECT_EQ((*rows)[2].fields, (std::vector<std::string>{"last", "z"}));
}

TEST(csv, counts_lines_also_through_line_breaks_inside_quotes) {
  const auto rows = parse_csv("a,b\n\"x\ny\",1\n\n2,3\n", "x.csv", two_columns);
  ASSERT_TRUE(rows);
  EXPECT_EQ((*rows)[0].line, 2U);
  EXPECT_EQ((*rows)[1].line, 5U);
}

TEST(csv, accepts_carriage_returns_and_a_byte_order_mark) {
  const auto rows = parse_csv(
      "\xEF\xBB\xBF"
      "a,b\r\n1,\"2\"\r\n",
      "x.csv", two_columns);
  ASSERT_TRUE(rows) << rows.error().text();
  EXPECT_EQ((*rows)[0].fields, (std::vector<std::string>{"1", "2"}));
}

TEST(csv, names_the_line_of_what_does_not_fit) {
  EXPECT_EQ(error_of(""), "x.csv:1: the file is empty: expected the header a,b");
  EXPECT_EQ(error_of("a,c\n"), "x.csv:1: expected the header a,b");
  EXPECT_EQ(error_of("a,b\n1,2\n1\n"), "x.csv:3: expected 2 fields (a,b), found 1");
  EXPECT_EQ(error_of("a,b\n1,2,3\n"), "x.csv:2: expected 2 fields (a,b), found 3");
  EXPECT_EQ(error_of("a,b\n1,2\n1,\"2"),
            "x.csv:3: a quoted field without an end: expected a quote");
  EXPECT_EQ(error_of("a,b\n1,\"2\"3\n"),
            "x.csv:2: text after a quoted field: expected a comma or the end of the line");
  EXPECT_EQ(error_of("a,b\n1,2\"3\"\n"),
            "x.csv:2: a quote inside a field: expected the whole field in quotes");
}

}  // namespace
}  // namespace antrian::config
