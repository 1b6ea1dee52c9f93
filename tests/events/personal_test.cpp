// Goal: only a NIK and a phone number that can be real pass; pseudonyms hide and separate; a
// personal record comes back as it went in.
// Method: tables of examples on both sides of each rule; properties for the record.

#include "events/personal.hpp"

#include <set>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace antrian::events {
namespace {

/// A right NIK with some digits replaced.
std::string nik_with(std::size_t at, std::string_view digits) {
  std::string nik = "1208041509870001";
  nik.replace(at, digits.size(), digits);
  return nik;
}

std::string nik_born(std::string_view ddmmyy) {
  return nik_with(6, ddmmyy);
}

TEST(nik, of_sixteen_right_digits_passes) {
  EXPECT_EQ(nik_fault("1208041509870001"), std::nullopt);
}

TEST(nik, must_be_sixteen_digits) {
  EXPECT_EQ(nik_fault(""), "16 digits");
  EXPECT_EQ(nik_fault("120804150987000"), "16 digits");
  EXPECT_EQ(nik_fault("12080415098700010"), "16 digits");
  EXPECT_EQ(nik_fault(nik_with(3, "x")), "16 digits");
  EXPECT_EQ(nik_fault(nik_with(15, "/")), "16 digits");
  EXPECT_EQ(nik_fault(nik_with(15, ":")), "16 digits");
}

TEST(nik, must_begin_with_a_known_province) {
  const std::set<int> known{11, 12, 13, 14, 15, 16, 17, 18, 19, 21, 31, 32, 33,
                            34, 35, 36, 51, 52, 53, 61, 62, 63, 64, 65, 71, 72,
                            73, 74, 75, 76, 81, 82, 91, 92, 93, 94, 95, 96, 97};
  for (int code = 0; code < 100; ++code) {
    const std::string digits{static_cast<char>('0' + code / 10),
                             static_cast<char>('0' + code % 10)};
    const auto fault = nik_fault(nik_with(0, digits));
    EXPECT_EQ(!fault.has_value(), known.contains(code)) << code;
    if (fault) {
      EXPECT_NE(fault->find("province"), std::string_view::npos);
    }
  }
}

TEST(nik, must_hold_a_real_date_of_birth) {
  for (const auto* born : {"010100", "310199", "300485", "290284", "280285", "311285", "410100",
                           "710199", "690284", "700485"}) {
    EXPECT_EQ(nik_fault(nik_born(born)), std::nullopt) << born;
  }
  for (const auto* born : {"000185", "320185", "310485", "300285", "290285", "290282", "400185",
                           "720185", "690285", "710485", "010085", "011385", "990185"}) {
    const auto fault = nik_fault(nik_born(born));
    ASSERT_TRUE(fault.has_value()) << born;
    EXPECT_NE(fault->find("date of birth"), std::string_view::npos) << born;
  }
}

TEST(nik, of_the_leap_day_of_2000_passes) {
  EXPECT_EQ(nik_fault(nik_born("290200")), std::nullopt);
  EXPECT_EQ(nik_fault(nik_born("690200")), std::nullopt);
}

TEST(nik, must_not_end_in_serial_0000) {
  EXPECT_EQ(nik_fault(nik_with(12, "9999")), std::nullopt);
  const auto fault = nik_fault(nik_with(12, "0000"));
  ASSERT_TRUE(fault.has_value());
  EXPECT_NE(fault->find("serial"), std::string_view::npos);
}

TEST(nik, faults_do_not_quote_the_nik) {
  for (const auto& nik : {nik_with(0, "99"), nik_born("999999"), nik_with(12, "0000")}) {
    EXPECT_EQ(nik_fault(nik)->find(nik), std::string_view::npos);
  }
}

TEST(phone, becomes_e164_from_each_accepted_form) {
  for (const auto* phone :
       {"081234567890", "6281234567890", "+6281234567890", "006281234567890", "0812-3456-7890",
        "0812 3456 7890", "+62 812-3456-7890", "0062 812 3456 - 7890"}) {
    EXPECT_EQ(normalise_phone(phone), "+6281234567890") << phone;
  }
}

TEST(phone, has_nine_to_twelve_digits_after_the_country_code) {
  EXPECT_EQ(normalise_phone("08"
                            "1234567"),
            std::nullopt);
  EXPECT_EQ(normalise_phone("08"
                            "12345678"),
            "+62812345678");
  EXPECT_EQ(normalise_phone("08"
                            "12345678901"),
            "+62812345678901");
  EXPECT_EQ(normalise_phone("08"
                            "123456789012"),
            std::nullopt);
}

TEST(phone, is_refused_in_any_other_form) {
  for (const auto* phone : {"",
                            "+",
                            "0",
                            "62",
                            "+62",
                            "8123456789",
                            "+6581234567",
                            "0611234567",
                            "+620812345678",
                            "0812345678x",
                            "0812.3456.789",
                            "(0812)3456789",
                            " 081234567890",
                            "081234567890 ",
                            "+ 6281234567890",
                            "-081234567890",
                            "++6281234567890",
                            "+081234567890",
                            "+006281234567890",
                            "0812+34567890",
                            "0812\t34567890"}) {
    EXPECT_EQ(normalise_phone(phone), std::nullopt) << phone;
  }
}

RC_GTEST_PROP(phone, once_normalised_stays_the_same, (const std::string& text)) {
  const auto once = normalise_phone("08123456789" + text);
  if (once) RC_ASSERT(normalise_phone(*once) == once);
}

secret_key secret_of(std::uint8_t byte) {
  secret_key key{};
  key.fill(byte);
  return key;
}

TEST(pseudonymiser, gives_the_same_pseudonym_for_the_same_text) {
  const pseudonymiser one(secret_of(1));
  const pseudonymiser same(secret_of(1));
  EXPECT_EQ(one.subject("1208041509870001"), same.subject("1208041509870001"));
  EXPECT_EQ(one.account("budi"), same.account("budi"));
}

TEST(pseudonymiser, never_changes_because_pseudonyms_are_stored) {
  const pseudonymiser one(secret_of(1));
  EXPECT_EQ(to_hex(one.subject("1208041509870001")), "a3075426918c46d98b3cd29c2cef9e86");
  EXPECT_EQ(to_hex(one.account("budi")), "4aaa44b572868dfbcda4a8a43cc69c12");
}

TEST(pseudonymiser, separates_texts_installations_people_and_accounts) {
  const pseudonymiser one(secret_of(1));
  const pseudonymiser other(secret_of(2));
  EXPECT_NE(one.subject("1208041509870001"), one.subject("1208041509870002"));
  EXPECT_NE(one.subject("1208041509870001"), other.subject("1208041509870001"));
  EXPECT_NE(one.account("budi"), other.account("budi"));
  EXPECT_NE(one.subject("1208041509870001").bytes, one.account("1208041509870001").bytes);
}

std::string record_of(const personal_data& person) {
  std::string record;
  append_personal(record, person.nik, person.name, person.phone, person.email);
  return record;
}

const personal_data budi{"1208041509870001", "Budi", "+6281234567890", ""};

RC_GTEST_PROP(personal_record, comes_back_as_it_went_in, (std::string a, std::string b)) {
  a.resize(std::min<std::size_t>(a.size(), 255));
  b.resize(std::min<std::size_t>(b.size(), 255));
  const personal_data person{a, b, b, a};
  RC_ASSERT(parse_personal(record_of(person)) == person);
}

TEST(personal_record, holds_texts_of_255_bytes) {
  const std::string longest(255, 'x');
  const personal_data person{longest, longest, longest, longest};
  EXPECT_EQ(parse_personal(record_of(person)), person);
}

TEST(personal_record, is_refused_if_cut_lengthened_or_of_another_version) {
  const std::string record = record_of(budi);
  ASSERT_EQ(parse_personal(record), budi);
  for (std::size_t size = 0; size < record.size(); ++size) {
    EXPECT_EQ(parse_personal(std::string_view(record).substr(0, size)), std::nullopt) << size;
  }
  EXPECT_EQ(parse_personal(record + '\0'), std::nullopt);
  std::string newer = record;
  newer[0] = 2;
  EXPECT_EQ(parse_personal(newer), std::nullopt);
}

using personal_record_death = ::testing::Test;

TEST(personal_record_death, refuses_to_cut_a_text_silently) {
  std::string out;
  EXPECT_DEATH(append_personal(out, budi.nik, std::string(256, 'x'), "", ""), "broken invariant");
}

}  // namespace
}  // namespace antrian::events
