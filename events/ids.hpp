// Names of things: command and booking ids, pseudonyms, booking codes, office days.
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>

#include "events/time.hpp"

namespace antrian::events {

/// 16 bytes that name something; the tag keeps one kind of name from being used as another.
template <class Tag>
struct id16 {
  std::array<std::uint8_t, 16> bytes{};
  friend auto operator<=>(const id16&, const id16&) = default;
  /// Two words instead of a call to memcmp: tables compare ids for every command.
  friend bool operator==(const id16& a, const id16& b) {
    std::uint64_t x[2];
    std::uint64_t y[2];
    std::memcpy(x, a.bytes.data(), sizeof x);
    std::memcpy(y, b.bytes.data(), sizeof y);
    return x[0] == y[0] && x[1] == y[1];
  }
};

/// A command id, and so a booking id (a booking has the id of its `book` or `walk_in` command).
using uuid = id16<struct uuid_tag>;
/// The pseudonym of a NIK: the only form in which a person appears in events.
using subject_id = id16<struct subject_tag>;
/// The pseudonym of an account or officer name. Account names may be mail addresses, so they are
/// personal data too.
using account_id = id16<struct account_tag>;

/// Hash for tables keyed by an id16. The pseudonyms are uniform already; UUIDs are chosen by
/// producers, so all bytes are mixed.
struct id16_hash {
  using is_avalanching = void;
  template <class Tag>
  std::size_t operator()(const id16<Tag>& id) const noexcept {
    std::uint64_t a = 0;
    std::uint64_t b = 0;
    std::memcpy(&a, id.bytes.data(), 8);
    std::memcpy(&b, id.bytes.data() + 8, 8);
    std::uint64_t x = (a ^ 0x9E3779B97F4A7C15ULL) * 0xBF58476D1CE4E5B9ULL;
    x ^= (x >> 31) ^ b;
    x *= 0x94D049BB133111EBULL;
    return static_cast<std::size_t>(x ^ (x >> 32));
  }
};

/// UUID text of 36 characters, hexadecimal digits in either case; nothing if it is anything else.
[[nodiscard]] std::optional<uuid> parse_uuid(std::string_view text);
/// Lower-case canonical text.
void append_uuid(std::string& out, const uuid& id);
[[nodiscard]] std::string to_text(const uuid& id);

/// 32 lower-case hexadecimal digits.
void append_hex(std::string& out, const std::uint8_t* bytes, std::size_t count);
/// The bytes that so many pairs of hexadecimal digits, in either case, stand for; false, with
/// anything in `bytes`, if the text is anything else.
[[nodiscard]] bool parse_hex(std::string_view text, std::uint8_t* bytes, std::size_t count);
template <class Tag>
[[nodiscard]] std::string to_hex(const id16<Tag>& id) {
  std::string out;
  append_hex(out, id.bytes.data(), id.bytes.size());
  return out;
}

/// Six characters of Crockford base32, as a number below 2^30; unique within its office day.
struct booking_code {
  std::uint32_t value = 0;
  friend auto operator<=>(const booking_code&, const booking_code&) = default;
};
inline constexpr std::uint32_t booking_code_count = 1U << 30;

/// Six characters, either case; `I`, `L` read as 1 and `O` as 0, as Crockford's base32 says.
[[nodiscard]] std::optional<booking_code> parse_code(std::string_view text);
void append_code(std::string& out, booking_code code);
[[nodiscard]] std::string to_text(booking_code code);

/// An office's number in the office directory of this process. Never stored: the store names
/// offices by their code.
struct office_ref {
  std::uint16_t index = 0;
  friend auto operator<=>(const office_ref&, const office_ref&) = default;
};

/// One office on one local date: the unit of quota, one event stream, one actor.
struct office_day_key {
  office_ref office;
  local_date date;
  friend auto operator<=>(const office_day_key&, const office_day_key&) = default;
};

struct office_day_key_hash {
  using is_avalanching = void;
  std::size_t operator()(const office_day_key& key) const noexcept {
    const auto x = (static_cast<std::uint64_t>(key.office.index) << 32 |
                    static_cast<std::uint32_t>(key.date.days)) *
                   0x9E3779B97F4A7C15ULL;
    return static_cast<std::size_t>(x ^ (x >> 29));
  }
};

}  // namespace antrian::events
