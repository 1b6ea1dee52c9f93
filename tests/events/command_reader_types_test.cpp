// Goal: a good command of every wire type becomes exactly the command it says.
// Method: one line per type, every value of the result compared; then what optional fields mean
// when they are absent or null.

#include <gtest/gtest.h>

#include "tests/events/command_reader_fixture.hpp"

namespace antrian::events::testing {
namespace {

using reading_a_command = command_reading;

clock_time clock(int hour, int minute = 0) {
  return {static_cast<std::uint16_t>(hour * 60 + minute)};
}

slot_definition slot(int from, int to) {
  return {clock(from), clock(to), {20, 3, 5}};
}

personal_data person_of(const command_batch& batch, const applicant& one) {
  const auto record =
      std::string_view{batch.personal}.substr(one.personal_offset, one.personal_size);
  return parse_personal(record).value_or(personal_data{});
}

TEST_F(reading_a_command, takes_over_the_fields_that_every_command_has) {
  for (const auto type : wire_types()) {
    const auto one = read_good(good(type).text());
    EXPECT_EQ(one.type(), type);
    EXPECT_EQ(to_text(one.id), some_id);
    EXPECT_EQ(offices_.stream_name(one.day), "PEMATANGSIANTAR/2026-11-30");
    EXPECT_EQ(to_text(one.at), "2026-11-27T07:00:00.000Z");
    EXPECT_EQ(one.by, pseudonyms_.account("siti@contoh.id"));
  }
}

TEST_F(reading_a_command, takes_the_time_of_receipt_where_no_time_is_given) {
  EXPECT_EQ(read_good(good(command_type::end_day).without("at").text()).at, some_receipt);
  EXPECT_EQ(read_good(good(command_type::end_day).with("at", "null").text()).at, some_receipt);
}

TEST_F(reading_a_command, knows_nobody_where_no_one_is_named_as_acting) {
  EXPECT_EQ(read_good(good(command_type::end_day).without("by").text()).by, std::nullopt);
  EXPECT_EQ(read_good(good(command_type::end_day).with("by", "null").text()).by, std::nullopt);
}

TEST_F(reading_a_command, opens_a_day_with_its_slots_release_and_policy) {
  const auto day = read_body<open_day>(good(command_type::open_day));
  EXPECT_EQ(day.slots, (std::vector{slot(8, 9), slot(9, 24)}));
  EXPECT_EQ(day.release_at, parse_instant("2026-11-20T07:00:00Z"));
  EXPECT_EQ(day.policy, (day_policy{10, 20, 3, 7, 0, {"new_passport", "replacement"}}));
  EXPECT_EQ(day.utc_offset_minutes, 420);
}

TEST_F(reading_a_command, fills_the_policy_from_configuration) {
  const auto bare = good(command_type::open_day)
                        .without("release_at")
                        .without("services")
                        .without("policy")
                        .with("office", "\"JAYAPURA\"");
  const auto day = read_body<open_day>(bare);
  EXPECT_EQ(day.policy, default_policy_);
  EXPECT_EQ(day.release_at, std::nullopt);
  EXPECT_EQ(day.utc_offset_minutes, 540);
  const auto part = read_body<open_day>(bare.with("policy", R"({"late_minutes":99})"));
  auto expected = default_policy_;
  expected.late_minutes = 99;
  EXPECT_EQ(part.policy, expected);
}

TEST_F(reading_a_command, prefers_the_services_of_the_day_to_those_of_its_policy) {
  const auto both = good(command_type::open_day);
  EXPECT_EQ(read_body<open_day>(both).policy.services,
            (std::vector<std::string>{"new_passport", "replacement"}));
  EXPECT_EQ(read_body<open_day>(both.without("services")).policy.services,
            (std::vector<std::string>{"one_day"}));
}

TEST_F(reading_a_command, sorts_the_slots_of_a_day) {
  const auto slots =
      "[" + good_slot("\"09:00\"", "\"24:00\"").text() + "," + good_slot().text() + "]";
  const auto json = good(command_type::change_capacity).with("slots", slots);
  EXPECT_EQ(read_body<change_capacity>(json).slots, (std::vector{slot(8, 9), slot(9, 24)}));
}

TEST_F(reading_a_command, changes_capacity_and_closes_a_day) {
  const auto change = read_body<change_capacity>(good(command_type::change_capacity));
  EXPECT_EQ(change.slots, (std::vector{slot(8, 9), slot(9, 24)}));
  EXPECT_EQ(read_body<close_day>(good(command_type::close_day)).reason, "Banjir");
}

TEST_F(reading_a_command, books_for_a_family) {
  const auto batch = read(good(command_type::book).text());
  const auto& booking = std::get<book>(batch.commands.at(0).body);
  EXPECT_EQ(booking.account, pseudonyms_.account("siti@contoh.id"));
  EXPECT_EQ(booking.service, "new_passport");
  EXPECT_EQ(booking.slot, (slot_wish{slot_wish::kind::named, clock(8)}));
  EXPECT_EQ(booking.lane, lane::priority);
  EXPECT_EQ(booking.replaces, parse_uuid(some_booking));
  ASSERT_EQ(booking.applicants.size(), 2U);
  EXPECT_EQ(booking.applicants[0].subject, pseudonyms_.subject(some_nik));
  EXPECT_EQ(booking.applicants[1].subject, pseudonyms_.subject(other_nik));
  const personal_data first{std::string{some_nik}, "Siti Rahma", "+6281234567890",
                            "siti@contoh.id"};
  EXPECT_EQ(person_of(batch, booking.applicants[0]), first);
  EXPECT_EQ(person_of(batch, booking.applicants[1]).nik, other_nik);
}

TEST_F(reading_a_command, keeps_the_account_apart_from_who_acts) {
  const auto json = good(command_type::book).with("by", "\"petugas-7\"");
  const auto one = read_good(json.text());
  EXPECT_EQ(one.by, pseudonyms_.account("petugas-7"));
  EXPECT_EQ(std::get<book>(one.body).account, pseudonyms_.account("siti@contoh.id"));
}

TEST_F(reading_a_command, books_online_and_replaces_nothing_by_default) {
  for (const auto* nothing : {"", "null"}) {
    auto json = good(command_type::book).without("lane").without("replaces");
    if (*nothing != '\0') json = json.with("lane", nothing).with("replaces", nothing);
    const auto booking = read_body<book>(json);
    EXPECT_EQ(booking.lane, lane::online);
    EXPECT_EQ(booking.replaces, std::nullopt);
  }
}

TEST_F(reading_a_command, understands_every_wish_for_a_slot) {
  using kind = slot_wish::kind;
  const auto wish = [this](std::string_view slot) {
    return read_body<book>(good(command_type::book).with("slot", in_quotes(slot))).slot;
  };
  EXPECT_EQ(wish("morning"), (slot_wish{kind::morning, {}}));
  EXPECT_EQ(wish("afternoon"), (slot_wish{kind::afternoon, {}}));
  EXPECT_EQ(wish("any"), (slot_wish{kind::any, {}}));
  EXPECT_EQ(wish("00:00"), (slot_wish{kind::named, clock(0)}));
  EXPECT_EQ(wish("23:59"), (slot_wish{kind::named, clock(23, 59)}));
}

TEST_F(reading_a_command, leaves_phone_and_mail_empty_where_an_applicant_gives_none) {
  const auto bare = good_applicant().without("phone").with("email", "null").text();
  const auto batch = read(good(command_type::walk_in).with("applicants", "[" + bare + "]").text());
  const auto& applicants = std::get<walk_in>(batch.commands.at(0).body).applicants;
  ASSERT_EQ(applicants.size(), 1U);
  EXPECT_EQ(person_of(batch, applicants[0]),
            (personal_data{std::string{some_nik}, "Siti Rahma", "", ""}));
}

TEST_F(reading_a_command, lets_people_walk_in) {
  const auto one = read_body<walk_in>(good(command_type::walk_in));
  EXPECT_EQ(one.lane, lane::walk_in);
  EXPECT_EQ(one.service, "new_passport");
  EXPECT_EQ(one.applicants.size(), 2U);
  const auto other = read_body<walk_in>(good(command_type::walk_in).with("lane", "\"priority\""));
  EXPECT_EQ(other.lane, lane::priority);
}

TEST_F(reading_a_command, cancels_for_one_or_for_all) {
  const auto one = read_body<cancel>(good(command_type::cancel));
  EXPECT_EQ(one.booking, parse_uuid(some_booking));
  EXPECT_EQ(one.subject, pseudonyms_.subject(some_nik));
  EXPECT_EQ(read_body<cancel>(good(command_type::cancel).without("nik")).subject, std::nullopt);
  EXPECT_EQ(read_body<cancel>(good(command_type::cancel).with("nik", "null")).subject,
            std::nullopt);
}

TEST_F(reading_a_command, checks_in_by_booking_or_by_code) {
  const auto both = good(command_type::check_in);
  const std::variant<uuid, booking_code> by_id = *parse_uuid(some_booking);
  const std::variant<uuid, booking_code> by_code = *parse_code("7K3M9Q");
  EXPECT_EQ(read_body<check_in>(both).booking, by_id);
  EXPECT_EQ(read_body<check_in>(both.with("code", "\"not a code\"")).booking, by_id);
  EXPECT_EQ(read_body<check_in>(both.without("booking")).booking, by_code);
  EXPECT_EQ(read_body<check_in>(both.with("booking", "null")).booking, by_code);
  EXPECT_EQ(read_body<check_in>(both.without("booking").with("code", "\"7k3m9q\"")).booking,
            by_code);
  EXPECT_EQ(read_body<check_in>(both).subject, pseudonyms_.subject(some_nik));
}

TEST_F(reading_a_command, undoes_a_check_in) {
  const auto undo = read_body<undo_check_in>(good(command_type::undo_check_in));
  EXPECT_EQ(undo.booking, parse_uuid(some_booking));
  EXPECT_EQ(undo.subject, pseudonyms_.subject(some_nik));
}

TEST_F(reading_a_command, calls_the_next_of_some_lanes_or_of_all) {
  const auto some = good(command_type::call_next);
  EXPECT_EQ(read_body<call_next>(some).counter, "A1");
  EXPECT_EQ(read_body<call_next>(some).lanes, (std::array{true, true, false}));
  EXPECT_EQ(read_body<call_next>(some.without("lanes")).lanes, (std::array{true, true, true}));
  EXPECT_EQ(read_body<call_next>(some.with("lanes", R"(["walk_in","walk_in"])")).lanes,
            (std::array{false, false, true}));
}

TEST_F(reading_a_command, keeps_a_counter_number_as_its_digits) {
  const auto with = [this](std::string_view counter) {
    return read_body<call_next>(good(command_type::call_next).with("counter", counter)).counter;
  };
  EXPECT_EQ(with("0"), "0");
  EXPECT_EQ(with("9999"), "9999");
  EXPECT_EQ(with("\"07\""), "07");
}

TEST_F(reading_a_command, reads_the_queue_number_of_a_call) {
  EXPECT_EQ(read_body<recall>(good(command_type::recall)).queue_number, 17U);
  EXPECT_EQ(read_body<serve>(good(command_type::serve)).queue_number, 17U);
  EXPECT_EQ(read_body<miss>(good(command_type::miss)).queue_number, 17U);
}

TEST_F(reading_a_command, ignores_fields_it_does_not_know) {
  const auto json = good(command_type::book)
                        .with("channel", R"({"id":1,"id":2})")
                        .with("x", "[[]]")
                        .with("", "0")
                        .with("capacity", "\"a name of another object\"")
                        .with("queue_number", "\"a field of another type\"");
  EXPECT_EQ(read_body<book>(json).service, "new_passport");
}

TEST_F(reading_a_command, reads_names_and_texts_that_are_written_with_escapes) {
  auto text = good(command_type::close_day).text();
  text.replace(text.find("\"reason\""), 8, "\"\\u0072eason\"");
  text.replace(text.find("\"Banjir\""), 8, "\"B\\u0061njir \\ud83c\\udf0a \\\"rob\\\"\"");
  EXPECT_EQ(std::get<close_day>(read_good(text).body).reason, "Banjir \xF0\x9F\x8C\x8A \"rob\"");
}

TEST_F(reading_a_command, numbers_the_items_of_a_batch_by_kind) {
  command_batch batch;
  const auto first = good(command_type::book).text();
  const auto wrong = good(command_type::book).without("slot").text();
  for (const auto& line : {first, wrong, first, std::string{"x"}, first}) {
    reader_.read(line, 0, some_receipt, batch);
  }
  ASSERT_EQ(batch.items.size(), 5U);
  const std::vector<std::pair<bool, std::uint32_t>> expected{
      {true, 0}, {false, 0}, {true, 1}, {false, 1}, {true, 2}};
  for (std::size_t i = 0; i < expected.size(); ++i) {
    EXPECT_EQ(batch.items[i].valid, expected[i].first);
    EXPECT_EQ(batch.items[i].index, expected[i].second);
  }
  // The refused booking left nothing behind that the next one would point into.
  const auto& third = std::get<book>(batch.commands.at(2).body).applicants.at(1);
  EXPECT_EQ(person_of(batch, third).nik, other_nik);
  EXPECT_EQ(third.personal_offset + third.personal_size, batch.personal.size());
}

}  // namespace
}  // namespace antrian::events::testing
