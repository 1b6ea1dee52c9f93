// The stored rows of the claims table.
//
// Key: `p` + subject, or `a` + account. Value of a person: flags (bit 0: live, bit 1: blocked, bit
// 2: has an account, bit 3: confirmed), blocked-until day (4 bytes; 0 if not blocked), and if live
// the booking (16 bytes), the account (16 bytes, zero without one), the slot's minute, the
// replacements and the booking's applicants (4 bytes each), and the stream's name. Value of an
// account: for each day the applicants (4 bytes), the name's length (1 byte) and the name. Numbers
// are little-endian.
#include <algorithm>
#include <cstring>
#include <map>

#include "domain/claims.hpp"

namespace antrian::domain {
namespace {

using events::office_directory;

void append_u32(std::string& out, std::uint32_t value) {
  for (int shift = 0; shift < 32; shift += 8) out.push_back(static_cast<char>(value >> shift));
}

/// Reads forward; every read says whether the bytes were there.
struct row_reader {
  std::string_view bytes;

  bool u8(std::uint8_t& value) {
    if (bytes.empty()) return false;
    value = static_cast<std::uint8_t>(bytes.front());
    bytes.remove_prefix(1);
    return true;
  }
  bool u32(std::uint32_t& value) {
    if (bytes.size() < 4) return false;
    value = 0;
    for (std::size_t i = 4; i-- > 0;) {
      value = value << 8 | static_cast<std::uint8_t>(bytes[i]);
    }
    bytes.remove_prefix(4);
    return true;
  }
  template <class Tag>
  bool id(events::id16<Tag>& value) {
    if (bytes.size() < 16) return false;
    std::memcpy(value.bytes.data(), bytes.data(), 16);
    bytes.remove_prefix(16);
    return true;
  }
};

template <class Tag>
void append_id(std::string& out, const events::id16<Tag>& id) {
  out.append(reinterpret_cast<const char*>(id.bytes.data()), id.bytes.size());
}

template <class Tag>
std::string key_of(char kind, const events::id16<Tag>& id) {
  std::string key(1, kind);
  append_id(key, id);
  return key;
}

std::string value_of(const person_claim& claim, const office_directory& offices) {
  const bool blocked = claim.blocked_until != no_block;
  std::string value(1, static_cast<char>((claim.live ? 1 : 0) | (blocked ? 2 : 0) |
                                         (claim.account ? 4 : 0) | (claim.confirmed ? 8 : 0)));
  append_u32(value, blocked ? static_cast<std::uint32_t>(claim.blocked_until.days) : 0);
  if (claim.live) {
    append_id(value, claim.booking);
    append_id(value, claim.account.value_or(events::account_id{}));
    append_u32(value, claim.slot.minutes);
    append_u32(value, claim.replacements);
    append_u32(value, claim.applicants);
    value += offices.stream_name(claim.day);
  }
  return value;
}

std::string value_of(const account_claim& held, const office_directory& offices) {
  // In memory the order is that of the office directory, which may change; the bytes must not.
  std::map<std::string, std::uint32_t> days;
  for (const account_booking& b : held) days[offices.stream_name(b.day)] += b.applicants;
  std::string value;
  for (const auto& [stream, applicants] : days) {
    append_u32(value, applicants);
    value.push_back(static_cast<char>(stream.size()));
    value += stream;
  }
  return value;
}

/// The part of a row that only a live booking has.
bool parse_live(row_reader in, std::uint8_t flags, const office_directory& offices,
                person_claim& claim) {
  events::account_id account;
  std::uint32_t minute = 0;
  std::uint32_t applicants = 0;
  if (!in.id(claim.booking) || !in.id(account) || !in.u32(minute) || !in.u32(claim.replacements) ||
      !in.u32(applicants)) {
    return false;
  }
  if (minute >= 24 * 60 || applicants == 0 || applicants > events::applicants_max) return false;
  if ((flags & 4) != 0) claim.account = account;
  if (!claim.account && account != events::account_id{}) return false;
  claim.slot.minutes = static_cast<std::uint16_t>(minute);
  claim.applicants = static_cast<std::uint8_t>(applicants);
  claim.confirmed = (flags & 8) != 0;
  const auto day = offices.parse_stream(in.bytes);
  if (!day) return false;
  claim.day = *day;
  return true;
}

bool parse_person(std::string_view value, const office_directory& offices, person_claim& claim) {
  row_reader in{value};
  std::uint8_t flags = 0;
  std::uint32_t blocked_until = 0;
  if (!in.u8(flags) || !in.u32(blocked_until) || flags == 0 || flags > 15) return false;
  const bool blocked = (flags & 2) != 0;
  if (!blocked && blocked_until != 0) return false;
  if (blocked) claim.blocked_until.days = static_cast<std::int32_t>(blocked_until);
  claim.live = (flags & 1) != 0;
  if (claim.live) return parse_live(in, flags, offices, claim);
  return flags == 2 && in.bytes.empty();
}

/// The bookings stay unnamed until the rows of their people are read.
bool parse_account(std::string_view value, const office_directory& offices, account_claim& days) {
  row_reader in{value};
  while (!in.bytes.empty()) {
    account_booking d;
    std::uint8_t size = 0;
    if (!in.u32(d.applicants) || !in.u8(size) || in.bytes.size() < size) return false;
    const auto day = offices.parse_stream(in.bytes.substr(0, size));
    if (!day || d.applicants == 0) return false;
    d.day = *day;
    days.push_back(d);
    in.bytes.remove_prefix(size);
  }
  std::sort(days.begin(), days.end(), [](const auto& a, const auto& b) { return a.day < b.day; });
  const auto twice = std::adjacent_find(
      days.begin(), days.end(), [](const auto& a, const auto& b) { return a.day == b.day; });
  return !days.empty() && twice == days.end();
}

template <class Id>
void sort_unique(std::vector<Id>& ids) {
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
}

template <class Table>
void append_rows(char kind, const Table& table, const office_directory& offices,
                 std::vector<claims::row>& rows) {
  for (const auto& [id, claim] : table)
    rows.emplace_back(key_of(kind, id), value_of(claim, offices));
}

template <class Table, class Ids>
void append_changed(char kind, const Table& table, Ids& changed, const office_directory& offices,
                    std::vector<claims::row>& rows) {
  sort_unique(changed);
  for (const auto& id : changed) {
    const auto found = table.find(id);
    rows.emplace_back(key_of(kind, id), found == table.end() ? std::optional<std::string>()
                                                             : value_of(found->second, offices));
  }
  changed.clear();
}

}  // namespace

std::vector<claims::row> claims::take_changed_rows(const office_directory& offices) {
  std::vector<row> rows;
  append_changed('a', accounts_, changed_accounts_, offices, rows);
  append_changed('p', persons_, changed_persons_, offices, rows);
  return rows;
}

std::vector<claims::row> claims::all_rows(const office_directory& offices) const {
  std::vector<row> rows;
  rows.reserve(persons_.size() + accounts_.size());
  append_rows('a', accounts_, offices, rows);
  append_rows('p', persons_, offices, rows);
  std::sort(rows.begin(), rows.end());
  return rows;
}

bool claims::load_row(std::string_view key, std::string_view value,
                      const office_directory& offices) {
  if (key.size() != 17) return false;
  row_reader in{key.substr(1)};
  if (key.front() == 'p') {
    events::subject_id id;
    person_claim claim;
    if (!in.id(id) || !parse_person(value, offices, claim)) return false;
    name_booking(persons_.insert_or_assign(id, claim).first->second);
    return true;
  }
  events::account_id id;
  account_claim days;
  if (key.front() != 'a' || !in.id(id) || !parse_account(value, offices, days)) return false;
  accounts_.insert_or_assign(id, std::move(days));
  return true;
}

}  // namespace antrian::domain
