// Goal: an office is found by its code, and an office day's stream name can be read back.
// Method: examples, with codes that hold spaces and slashes.

#include "events/office_directory.hpp"

#include <gtest/gtest.h>

namespace antrian::events {
namespace {

office office_named(const char* code) {
  office office;
  office.code = code;
  return office;
}

office_directory three_offices() {
  return office_directory(
      {office_named("BELAWAN"), office_named("JAKARTA PUSAT"), office_named("ULP/BOGOR")});
}

TEST(office_directory, finds_an_office_by_its_exact_code) {
  const auto offices = three_offices();
  EXPECT_EQ(offices.find("JAKARTA PUSAT"), office_ref{1});
  EXPECT_EQ(offices.at({1}).code, "JAKARTA PUSAT");
  EXPECT_EQ(offices.find("jakarta pusat"), std::nullopt);
  EXPECT_EQ(offices.find(""), std::nullopt);
}

TEST(office_directory, reads_back_the_stream_name_of_every_office) {
  const auto offices = three_offices();
  for (std::uint16_t i = 0; i < 3; ++i) {
    const office_day_key key{{i}, local_date{20'784}};
    EXPECT_EQ(offices.stream_name(key), offices.at({i}).code + "/2026-11-27");
    EXPECT_EQ(offices.parse_stream(offices.stream_name(key)), key);
  }
}

TEST(office_directory, does_not_take_another_text_for_a_stream) {
  const auto offices = three_offices();
  for (const auto* name : {"", "/", "BELAWAN", "BELAWAN/", "BELAWAN/2026-11-31", "/2026-11-27",
                           "MEDAN/2026-11-27", "BELAWAN/2026-11-27/"}) {
    EXPECT_EQ(offices.parse_stream(name), std::nullopt) << name;
  }
}

}  // namespace
}  // namespace antrian::events
