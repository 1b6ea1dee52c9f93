// Goal: every event fits the one table, each fact in its column.
// Method: the whole row of each sample event, by hand, and the count of columns of each against
// the header.

#include "events/event_csv.hpp"

#include <algorithm>
#include <map>

#include <gtest/gtest.h>

#include "tests/events/sample_events.hpp"

namespace antrian::events {
namespace {

constexpr event_place place{1'234, 56, "PEMATANGSIANTAR/2026-11-27"};

std::string row_of(const event& event) {
  std::string out;
  append_csv_row(out, event, place);
  return out;
}

/// Columns of a row or header that has no quoted field with a comma.
auto columns_of(const std::string& row) {
  return std::count(row.begin(), row.end(), ',') + 1;
}

const std::string start = "1234,2026-11-27T07:00:00.123Z,PEMATANGSIANTAR,2026-11-27,56,";
const std::string bare_start = "1234,1970-01-01T00:00:00.000Z,PEMATANGSIANTAR,2026-11-27,56,";
const std::string command = ",01020304-0506-0708-090a-0b0c0d0e0f10,";
const std::string bare_command = ",02030405-0607-0809-0a0b-0c0d0e0f1011,";
const std::string booking = "10111213-1415-1617-1819-1a1b1c1d1e1f,";
const std::string no_booking = "00000000-0000-0000-0000-000000000000,";
const std::string one = "505152535455565758595a5b5c5d5e5f";
const std::string two = one + " 606162636465666768696a6b6c6d6e6f";
const std::string about_two = command + booking + two + ",priority,new_passport,08:30 09:00,";
const std::string about_one = command + booking + one + ",priority,new_passport,08:30,,,7,";

const std::map<std::string, std::string> expected_rows{
    {"day_opened", start + "day_opened" + command + ",,,,08:00 09:00,,,,,,"},
    {"capacity_changed", start + "capacity_changed" + command + ",,,,08:00 09:00,,,,,,"},
    {"day_closed",
     start + "day_closed" + command + ",,,,,\"banjir \u2014 \"\"kantor\"\" tutup\",,,,,"},
    {"day_ended", start + "day_ended" + command + "," + one + ",,,08:30,,,,,,"},
    {"booking_confirmed", start + "booking_confirmed" + about_two + ",,,,,"},
    {"booking_declined", start + "booking_declined" + command + booking + two +
                             ",priority,new_passport,08:30,already_checked_in,,300,,,"},
    {"booking_cancelled", start + "booking_cancelled" + about_two + ",rescheduled,,,,"},
    {"booking_missed", start + "booking_missed" + about_two + ",,,,,"},
    {"applicant_checked_in", start + "applicant_checked_in" + about_one + ",,"},
    {"check_in_undone", start + "check_in_undone" + about_one + ",,"},
    {"number_called", start + "number_called" + about_one + "Loket 3,1234567,"},
    {"applicant_served", start + "applicant_served" + about_one + ",,600000"},
    {"applicant_missed", start + "applicant_missed" + about_one + ",,"},
    {"day_opened.bare", bare_start + "day_opened" + bare_command + ",,,,,,,,,,"},
    {"booking_confirmed.bare",
     bare_start + "booking_confirmed" + bare_command + no_booking + ",online,,,,,,,,"},
    {"booking_declined.bare",
     bare_start + "booking_declined" + bare_command + ",,,,,day_not_open,,,,,"},
    {"booking_cancelled.bare",
     bare_start + "booking_cancelled" + bare_command + no_booking + ",online,,,,requested,,,,"},
};

TEST(event_csv, has_one_fixed_set_of_columns) {
  std::string header;
  append_csv_header(header);
  EXPECT_EQ(header,
            "position,time,office,date,sequence,type,command,booking,subject_ids,lane,service,"
            "slots,reason,cause,queue_number,counter,waited_ms,service_ms");
}

TEST(event_csv, writes_the_row_of_every_sample) {
  const auto samples = all_samples();
  ASSERT_EQ(samples.size(), expected_rows.size());
  std::string header;
  append_csv_header(header);
  for (const auto& sample : samples) {
    EXPECT_EQ(row_of(sample.event), expected_rows.at(sample.name)) << sample.name;
    EXPECT_EQ(columns_of(row_of(sample.event)), columns_of(header)) << sample.name;
  }
}

TEST(event_csv, writes_a_wish_in_the_words_of_the_command) {
  booking_declined declined;
  for (const auto& [kind, word] : {std::pair{slot_wish::kind::morning, ",morning,"},
                                   std::pair{slot_wish::kind::afternoon, ",afternoon,"},
                                   std::pair{slot_wish::kind::any, ",any,"}}) {
    declined.wish = slot_wish{kind, {}};
    EXPECT_NE(row_of(event_with(declined)).find(word), std::string::npos) << word;
  }
}

TEST(event_csv, quotes_fields_that_would_break_the_row) {
  const auto reason_of = [](const char* reason) {
    const std::string row = row_of(event_with(day_closed{reason}));
    const std::string before = start + "day_closed" + command + ",,,,,";
    return row.substr(before.size(), row.size() - before.size() - std::string(",,,,,").size());
  };
  EXPECT_EQ(reason_of("plain text"), "plain text");
  EXPECT_EQ(reason_of("a,b"), "\"a,b\"");
  EXPECT_EQ(reason_of("a\nb"), "\"a\nb\"");
  EXPECT_EQ(reason_of("a\rb"), "\"a\rb\"");
  EXPECT_EQ(reason_of("say \"no\""), "\"say \"\"no\"\"\"");
}

}  // namespace
}  // namespace antrian::events
