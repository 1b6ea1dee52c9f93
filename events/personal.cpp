#include "events/personal.hpp"

#include <sodium.h>

#include "events/assert.hpp"

namespace antrian::events {
namespace {

constexpr std::size_t nik_size = 16;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// The number that two digits of a NIK write.
int two_digits(std::string_view nik, std::size_t from) {
  return (nik[from] - '0') * 10 + (nik[from + 1] - '0');
}

bool is_province(int code) {
  return (code >= 11 && code <= 19) || code == 21 || (code >= 31 && code <= 36) ||
         (code >= 51 && code <= 53) || (code >= 61 && code <= 65) || (code >= 71 && code <= 76) ||
         code == 81 || code == 82 || (code >= 91 && code <= 97);
}

/// DDMMYY with day + 40 for women. The century is not written, so 29 February needs only a year
/// that is a leap year in some century: 00 is, as 2000.
bool is_birth_date(int day, int month, int year) {
  constexpr std::array<int, 12> days_of_month{31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (day > 40) day -= 40;
  if (month < 1 || month > 12) return false;
  if (day < 1 || day > days_of_month[static_cast<std::size_t>(month) - 1]) return false;
  return month != 2 || day != 29 || year % 4 == 0;
}

/// The digits of a phone number and its leading `+`, or nothing if there is anything else in it
/// than spaces and dashes between digits.
std::optional<std::string> phone_digits(std::string_view phone) {
  std::string digits;
  if (phone.starts_with('+')) {
    digits.push_back('+');
    phone.remove_prefix(1);
  }
  if (phone.empty() || !is_digit(phone.front()) || !is_digit(phone.back())) return std::nullopt;
  for (const char c : phone) {
    if (is_digit(c)) {
      digits.push_back(c);
    } else if (c != ' ' && c != '-') {
      return std::nullopt;
    }
  }
  return digits;
}

/// BLAKE2b of the text under the key, as long as the target.
template <std::size_t Size>
void keyed_hash(std::array<std::uint8_t, Size>& target, std::string_view text,
                const secret_key& key) {
  const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
  const int status =
      crypto_generichash(target.data(), target.size(), bytes, text.size(), key.data(), key.size());
  ANTRIAN_ASSERT(status == 0);
}

constexpr char personal_version = 1;

void append_text(std::string& out, std::string_view text) {
  ANTRIAN_ASSERT(text.size() <= UINT8_MAX);
  out.push_back(static_cast<char>(text.size()));
  out.append(text);
}

/// Moves one text from the front of the record; false if the record is too short.
bool take_text(std::string_view& record, std::string& text) {
  if (record.empty()) return false;
  const std::size_t size = static_cast<std::uint8_t>(record.front());
  record.remove_prefix(1);
  if (record.size() < size) return false;
  text = record.substr(0, size);
  record.remove_prefix(size);
  return true;
}

}  // namespace

std::optional<std::string_view> nik_fault(std::string_view nik) {
  if (nik.size() != nik_size) return "16 digits";
  for (const char c : nik) {
    if (!is_digit(c)) return "16 digits";
  }
  if (!is_province(two_digits(nik, 0))) return "a known province code as digits 1 and 2";
  if (!is_birth_date(two_digits(nik, 6), two_digits(nik, 8), two_digits(nik, 10))) {
    return "a date of birth as digits 7 to 12 (DDMMYY, women: day + 40)";
  }
  if (nik.substr(12) == "0000") return "a serial other than 0000 as digits 13 to 16";
  return std::nullopt;
}

std::optional<std::string> normalise_phone(std::string_view phone) {
  const auto digits = phone_digits(phone);
  if (!digits) return std::nullopt;
  std::string_view rest = *digits;
  for (const std::string_view prefix : {"+62", "0062", "62", "0"}) {
    if (!rest.starts_with(prefix)) continue;
    rest.remove_prefix(prefix.size());
    if (rest.size() < 9 || rest.size() > 12 || rest.front() != '8') return std::nullopt;
    return "+62" + std::string(rest);
  }
  return std::nullopt;
}

pseudonymiser::pseudonymiser(const secret_key& installation_secret) {
  ANTRIAN_ASSERT(sodium_init() >= 0);
  keyed_hash(subject_key_, "antrian subject", installation_secret);
  keyed_hash(account_key_, "antrian account", installation_secret);
}

subject_id pseudonymiser::subject(std::string_view nik) const {
  subject_id id;
  keyed_hash(id.bytes, nik, subject_key_);
  return id;
}

account_id pseudonymiser::account(std::string_view name) const {
  account_id id;
  keyed_hash(id.bytes, name, account_key_);
  return id;
}

void append_personal(std::string& out, std::string_view nik, std::string_view name,
                     std::string_view phone, std::string_view email) {
  out.push_back(personal_version);
  append_text(out, nik);
  append_text(out, name);
  append_text(out, phone);
  append_text(out, email);
}

std::optional<personal_data> parse_personal(std::string_view record) {
  if (record.empty() || record.front() != personal_version) return std::nullopt;
  record.remove_prefix(1);
  personal_data person;
  if (!take_text(record, person.nik) || !take_text(record, person.name) ||
      !take_text(record, person.phone) || !take_text(record, person.email) || !record.empty()) {
    return std::nullopt;
  }
  return person;
}

}  // namespace antrian::events
