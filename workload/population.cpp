#include "workload/population.hpp"

#include <algorithm>
#include <array>

#include "events/assert.hpp"
#include "workload/names.hpp"
#include "workload/random.hpp"

namespace antrian::workload {
namespace {

struct province_row {
  std::string_view name;
  std::uint8_t code;
};
constexpr std::array<province_row, 38> provinces{{
    {"Aceh", 11},
    {"Sumatera Utara", 12},
    {"Sumatera Barat", 13},
    {"Riau", 14},
    {"Jambi", 15},
    {"Sumatera Selatan", 16},
    {"Bengkulu", 17},
    {"Lampung", 18},
    {"Kepulauan Bangka Belitung", 19},
    {"Kepulauan Riau", 21},
    {"DKI Jakarta", 31},
    {"Jawa Barat", 32},
    {"Jawa Tengah", 33},
    {"Daerah Istimewa Yogyakarta", 34},
    {"Jawa Timur", 35},
    {"Banten", 36},
    {"Bali", 51},
    {"Nusa Tenggara Barat", 52},
    {"Nusa Tenggara Timur", 53},
    {"Kalimantan Barat", 61},
    {"Kalimantan Tengah", 62},
    {"Kalimantan Selatan", 63},
    {"Kalimantan Timur", 64},
    {"Kalimantan Utara", 65},
    {"Sulawesi Utara", 71},
    {"Sulawesi Tengah", 72},
    {"Sulawesi Selatan", 73},
    {"Sulawesi Tenggara", 74},
    {"Gorontalo", 75},
    {"Sulawesi Barat", 76},
    {"Maluku", 81},
    {"Maluku Utara", 82},
    {"Papua", 91},
    {"Papua Barat", 92},
    {"Papua Selatan", 93},
    {"Papua Tengah", 94},
    {"Papua Pegunungan", 95},
    {"Papua Barat Daya", 96},
}};
constexpr std::uint8_t jakarta = 31;

constexpr std::array<std::string_view, 24> mobile_prefixes{
    "811", "812", "813", "821", "822", "823", "851", "852", "853", "855", "856", "857",
    "858", "815", "816", "817", "818", "819", "877", "878", "896", "897", "898", "899"};
constexpr std::array<std::string_view, 4> mail_domains{"@gmail.com", "@yahoo.co.id", "@yahoo.com",
                                                       "@outlook.com"};

void append_digits(std::string& out, std::uint64_t value, int width) {
  char digits[20];
  for (int i = width - 1; i >= 0; --i) {
    digits[i] = static_cast<char>('0' + value % 10);
    value /= 10;
  }
  out.append(digits, static_cast<std::size_t>(width));
}

void append_lower(std::string& out, std::string_view word) {
  for (const char c : word) out.push_back(static_cast<char>(c | 0x20));
}

bool is_woman(const person& who) {
  return (who.key & 1) != 0;
}

/// A year of birth in the band.
std::uint64_t birth_year(age_band age, random_source& random) {
  switch (age) {
    case age_band::senior:
      return 1935 + random.below(30);
    case age_band::adult:
      return 1960 + random.below(46);
    case age_band::any:
      break;
  }
  return 1950 + random.below(76);
}

/// `+62812...`, `0812-3456-7890` and so on: people write them in every way.
void append_phone(std::string& out, random_source& random) {
  const auto prefix = mobile_prefixes[random.below(mobile_prefixes.size())];
  const std::uint64_t style = random.below(10);
  const std::uint64_t subscriber = random.below(100'000'000);
  if (style < 6) {
    out.push_back('0');
  } else if (style < 8) {
    out.append("+62");
  } else if (style < 9) {
    out.append("62");
  } else {
    out.push_back('0');
    out.append(prefix).push_back('-');
    append_digits(out, subscriber / 10'000, 4);
    out.push_back('-');
    append_digits(out, subscriber % 10'000, 4);
    return;
  }
  out.append(prefix);
  append_digits(out, subscriber, 8);
}

struct full_name {
  std::string_view given;
  std::string_view second;
};

full_name name_of(const person& who) {
  const std::uint64_t number = mix(who.key ^ 0x6E616D65);
  return {given_name(number, is_woman(who)), second_name(number >> 32)};
}

}  // namespace

std::uint8_t province_code(std::string_view province) {
  const auto* found = std::find_if(provinces.begin(), provinces.end(),
                                   [&](const province_row& row) { return row.name == province; });
  return found != provinces.end() ? found->code : jakarta;
}

std::size_t household_size(const household& home) {
  constexpr std::array<std::uint32_t, 5> weights{50, 26, 11, 9, 4};
  random_source random(home.key);
  return random.weighted(weights) + 1;
}

person member_of(const household& home, std::size_t index) {
  const age_band holder = home.has_senior ? age_band::senior : age_band::adult;
  return {mix(home.key + index), home.province, index == 0 ? holder : age_band::any};
}

void append_nik(std::string& out, const person& who) {
  constexpr std::array<std::uint64_t, 12> days_of_month{31, 28, 31, 30, 31, 30,
                                                        31, 31, 30, 31, 30, 31};
  ANTRIAN_ASSERT(who.province >= 11 && who.province <= 97);
  random_source random(who.key);
  const std::uint64_t year = birth_year(who.age, random);
  const std::uint64_t month = random.below(12);
  const bool leap_february = month == 1 && year % 4 == 0;
  std::uint64_t day = 1 + random.below(days_of_month[month] + (leap_february ? 1 : 0));
  if (is_woman(who)) day += 40;
  append_digits(out, who.province, 2);
  append_digits(out, 1 + random.below(28), 2);
  append_digits(out, 1 + random.below(30), 2);
  append_digits(out, day, 2);
  append_digits(out, month + 1, 2);
  append_digits(out, year % 100, 2);
  append_digits(out, 1 + random.below(9999), 4);
}

void append_person_members(std::string& out, const person& who) {
  random_source random(who.key ^ 0x70686F6E65);
  const full_name name = name_of(who);
  out.append("\"nik\":\"");
  append_nik(out, who);
  out.append("\",\"name\":\"").append(name.given);
  out.append(" ").append(name.second).push_back('"');
  if (random.below(10) < 9) {
    out.append(",\"phone\":\"");
    append_phone(out, random);
    out.push_back('"');
  }
  if (random.below(10) < 5) {
    out.append(",\"email\":\"");
    append_lower(out, name.given);
    out.push_back('.');
    append_lower(out, name.second);
    append_digits(out, random.below(1000), 3);
    out.append(mail_domains[random.below(mail_domains.size())]).push_back('"');
  }
}

void append_account_name(std::string& out, const household& home) {
  const full_name name = name_of(member_of(home, 0));
  append_lower(out, name.given);
  out.push_back('.');
  append_lower(out, name.second);
  out.append(std::to_string(home.number));
}

}  // namespace antrian::workload
