// Goal: slots, policies and applicants are checked to the last field, and a refusal names the
// element as well: `slots[0].capacity.online`, `applicants[1].nik`.
// Method: one change at a time to one element of a good list, with the value just inside each
// limit as the control.

#include <gtest/gtest.h>

#include "tests/events/command_reader_fixture.hpp"

namespace antrian::events::testing {
namespace {

class lists_of_a_command : public command_reading {
 protected:
  static json_fields change_with(const std::vector<json_fields>& slots) {
    return good(command_type::change_capacity).with("slots", list_of(slots));
  }
  static json_fields book_for(const std::vector<json_fields>& applicants) {
    return good(command_type::book).with("applicants", list_of(applicants));
  }
  static std::string list_of(const std::vector<json_fields>& elements) {
    std::string out = "[";
    for (const auto& element : elements) {
      if (out.size() > 1) out.push_back(',');
      out.append(element.text());
    }
    return out.append("]");
  }
  static json_fields slot_at(int start_minute, int end_minute) {
    const auto text = [](int minutes) {
      return in_quotes(to_text(clock_time{static_cast<std::uint16_t>(minutes)}));
    };
    return good_slot(text(start_minute), text(end_minute));
  }
  static std::vector<json_fields> quarters(int count) {
    std::vector<json_fields> slots;
    for (int i = 0; i < count; ++i) slots.push_back(slot_at(15 * i, 15 * (i + 1)));
    return slots;
  }
};

TEST_F(lists_of_a_command, want_every_field_of_a_slot) {
  const auto late = slot_at(600, 660);
  for (const auto* field : {"start", "end", "capacity"}) {
    const std::string path = std::string{"slots[1]."} + field;
    for (const auto& wrong : {good_slot().without(field), good_slot().with(field, "null"),
                              good_slot().with(field, "7"), good_slot().again(field, "7")}) {
      expect_invalid(change_with({late, wrong}), path);
      expect_invalid(good(command_type::open_day).with("slots", list_of({late, wrong})), path);
    }
  }
  expect_invalid(good(command_type::change_capacity).with("slots", "[\"08:00\"]"), "slots[0]");
}

TEST_F(lists_of_a_command, want_every_capacity_as_a_whole_number) {
  const json_fields capacity{{"online", "0"}, {"priority", "1000000"}, {"walk_in", "5"}};
  read_good(change_with({good_slot().with("capacity", capacity.text())}).text());
  for (const auto* lane : {"online", "priority", "walk_in"}) {
    const std::string path = std::string{"slots[0].capacity."} + lane;
    for (const auto& wrong :
         {capacity.without(lane), capacity.with(lane, "null"), capacity.with(lane, "1000001"),
          capacity.with(lane, "-1"), capacity.with(lane, "1.5"), capacity.with(lane, "2.0"),
          capacity.with(lane, "\"3\""), capacity.again(lane, "1")}) {
      expect_invalid(change_with({good_slot().with("capacity", wrong.text())}), path);
    }
  }
}

TEST_F(lists_of_a_command, want_slots_that_end_after_they_start) {
  expect_invalid(change_with({slot_at(480, 480)}), "slots[0].end");
  expect_invalid(change_with({slot_at(480, 479)}), "slots[0].end");
  read_good(change_with({slot_at(480, 481)}).text());
  read_good(change_with({slot_at(1439, 1440)}).text());
  expect_invalid(change_with({good_slot("\"24:00\"", "\"24:00\"")}), "slots[0].start");
  expect_invalid(change_with({good_slot("\"23:00\"", "\"24:01\"")}), "slots[0].end");
}

TEST_F(lists_of_a_command, name_the_slot_that_lies_on_another_as_it_was_given) {
  const auto early = slot_at(480, 540);
  const auto late = slot_at(540, 600);
  read_good(change_with({late, early}).text());
  // The same start twice: the one given later.
  expect_invalid(change_with({late, early, early}), "slots[2].start");
  // Overlapping: the one that starts later, wherever it was given.
  expect_invalid(change_with({slot_at(539, 600), early}), "slots[0].start");
  expect_invalid(change_with({early, slot_at(539, 600)}), "slots[1].start");
  expect_invalid(change_with({slot_at(490, 500), slot_at(480, 700), slot_at(800, 900)}),
                 "slots[0].start");
}

TEST_F(lists_of_a_command, bound_the_number_of_slots) {
  for (const auto* wrong : {"[]", "{}", "\"\""}) {
    expect_invalid(good(command_type::open_day).with("slots", wrong), "slots");
  }
  read_good(change_with(quarters(96)).text());
  auto too_many = quarters(95);
  too_many.push_back(slot_at(1425, 1430));
  too_many.push_back(slot_at(1430, 1435));
  expect_invalid(change_with(too_many), "slots");
}

TEST_F(lists_of_a_command, check_every_number_of_a_policy) {
  const auto base = good(command_type::open_day);
  for (const auto* field : {"early_minutes", "late_minutes", "account_limit", "no_show_block_days",
                            "reschedule_limit"}) {
    const std::string path = std::string{"policy."} + field;
    for (const auto* wrong : {"-1", "100001", "1.0", "\"60\"", "true", "[]"}) {
      expect_invalid(base.with("policy", json_fields{{field, wrong}}.text()), path);
    }
    expect_invalid(base.with("policy", json_fields{{field, "1"}, {field, "1"}}.text()), path);
    for (const auto* right : {"0", "100000", "null"}) {
      read_good(base.with("policy", json_fields{{field, right}}.text()).text());
    }
  }
}

TEST_F(lists_of_a_command, check_the_services_wherever_they_are_given) {
  const auto long_list = [](int count) {
    std::string out = "[\"s\"";
    for (int i = 1; i < count; ++i) out.append(",").append(in_quotes("s" + std::to_string(i)));
    return out.append("]");
  };
  const std::pair<std::string, std::string> cases[] = {
      {"[]", ""},
      {"\"new_passport\"", ""},
      {long_list(33), ""},
      {R"(["a","b","a"])", "[2]"},
      {R"(["a",""])", "[1]"},
      {R"([7])", "[0]"},
      {"[" + in_quotes(repeated("x", 65)) + "]", "[0]"},
  };
  const auto base = good(command_type::open_day);
  for (const auto& [services, element] : cases) {
    expect_invalid(base.with("services", services), "services" + element);
    // Those of the policy are checked even where the day's own make them count for nothing.
    const json_fields policy{{"services", services}};
    expect_invalid(base.with("policy", policy.text()), "policy.services" + element);
  }
  EXPECT_EQ(read_body<open_day>(base.with("services", long_list(32))).policy.services.size(), 32U);
}

TEST_F(lists_of_a_command, bound_the_number_of_applicants) {
  const std::string_view niks[] = {some_nik,           other_nik,          "3171011201850003",
                                   "3171011201850004", "3171011201850005", "3171011201850006"};
  std::vector<json_fields> family;
  for (const auto nik : niks) {
    const auto json = book_for(family);
    family.push_back(good_applicant(nik));
    if (family.size() == 1) {
      expect_invalid(json, "applicants");
    } else {
      EXPECT_EQ(read_body<book>(json).applicants.size(), family.size() - 1);
    }
  }
  expect_invalid(book_for(family), "applicants");
  expect_invalid(good(command_type::book).with("applicants", "{}"), "applicants");
  expect_invalid(good(command_type::book).with("applicants", "[\"Siti\"]"), "applicants[0]");
}

TEST_F(lists_of_a_command, want_every_applicant_once_with_nik_and_name) {
  const auto first = good_applicant();
  const auto second = good_applicant(other_nik);
  for (const auto* field : {"nik", "name"}) {
    const std::string path = std::string{"applicants[1]."} + field;
    for (const auto& wrong :
         {second.without(field), second.with(field, "null"), second.with(field, "\"\""),
          second.with(field, "7"), second.again(field, "\"x\"")}) {
      expect_invalid(book_for({first, wrong}), path);
    }
  }
  expect_invalid(book_for({first, first}), "applicants[1].nik");
  expect_invalid(book_for({second, first, second}), "applicants[2].nik");
  read_good(book_for({first, second.with("name", in_quotes(repeated("x", 200)))}).text());
  expect_invalid(book_for({second.with("name", in_quotes(repeated("x", 201)))}),
                 "applicants[0].name");
}

TEST_F(lists_of_a_command, check_the_nik_of_every_applicant) {
  for (const auto* wrong : {"3171013002850002", "3171011213850002", "2071011201850002",
                            "3171011201850000", "31710112018500021", "317101120185000x"}) {
    expect_invalid(book_for({good_applicant(), good_applicant(wrong)}), "applicants[1].nik");
  }
}

TEST_F(lists_of_a_command, check_the_phone_of_every_applicant) {
  for (const auto* wrong : {"\"\"", "\"0812\"", "\"+1 202 555 0100\"", "\"08123456789a\"",
                            "\"021 3456 7890\"", "81234567890"}) {
    expect_invalid(book_for({good_applicant().with("phone", wrong)}), "applicants[0].phone");
  }
  expect_invalid(book_for({good_applicant().again("phone", "null")}), "applicants[0].phone");
  for (const auto* right : {"\"+62 812-3456-7890\"", "\"0062 81234567890\"", "null"}) {
    read_good(book_for({good_applicant().with("phone", right)}).text());
  }
}

TEST_F(lists_of_a_command, check_the_mail_address_of_every_applicant) {
  const std::string longest = repeated("x", 191) + "@contoh.i";
  ASSERT_EQ(longest.size(), 200U);
  const std::string wrong_ones[] = {
      "",           "siti",       "@contoh.id",   "siti@",         "siti@a@b",
      "si ti@a.id", "siti@a.id ", "siti@a.id\\n", "siti@a\\u007f", "siti\\u0000@a.id",
      "x" + longest};
  for (const auto& wrong : wrong_ones) {
    expect_invalid(book_for({good_applicant().with("email", in_quotes(wrong))}),
                   "applicants[0].email");
  }
  expect_invalid(book_for({good_applicant().with("email", "7")}), "applicants[0].email");
  read_good(book_for({good_applicant().with("email", in_quotes(longest))}).text());
}

}  // namespace
}  // namespace antrian::events::testing
