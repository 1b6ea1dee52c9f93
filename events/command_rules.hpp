// What a single value of a command must be: one rule per kind of value. Each is called with a
// value and the place to put it, and says what was expected if the value is not that.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include <simdjson.h>

#include "events/command.hpp"
#include "events/command_fields.hpp"
#include "events/ids.hpp"
#include "events/office_directory.hpp"
#include "events/personal.hpp"
#include "events/time.hpp"
#include "events/vocabulary.hpp"

namespace antrian::events {

inline constexpr std::size_t account_bytes_max = 128;
inline constexpr std::size_t person_name_bytes_max = 200;
inline constexpr std::size_t email_bytes_max = 200;
inline constexpr std::size_t service_bytes_max = 64;
inline constexpr std::size_t services_max = 32;
inline constexpr std::size_t reason_bytes_max = 500;
inline constexpr std::size_t counter_bytes_max = 16;
inline constexpr std::uint64_t counter_number_max = 9999;
inline constexpr std::uint64_t policy_number_max = 100'000;

/// Text of 1 to `bytes_max` bytes.
struct text_rule {
  std::size_t bytes_max;
  std::string_view expected;
  verdict operator()(simdjson::dom::element value, std::string_view& out) const;
  verdict operator()(simdjson::dom::element value, std::string& out) const;
};
inline constexpr text_rule account_rule{account_bytes_max, "text of 1 to 128 bytes"};
inline constexpr text_rule person_name_rule{person_name_bytes_max, "text of 1 to 200 bytes"};
inline constexpr text_rule service_rule{service_bytes_max, "text of 1 to 64 bytes"};

/// Text that an event keeps as it is: a NIK in it would stay in the log for good, so what looks
/// like one, 16 digits and no more in a row, is refused.
struct recorded_text_rule {
  std::size_t bytes_max;
  std::string_view expected;
  verdict operator()(simdjson::dom::element value, std::string& out) const;
};
inline constexpr recorded_text_rule reason_rule{reason_bytes_max,
                                                "text of 1 to 500 bytes without a NIK in it"};

/// A number written without fraction or exponent.
struct whole_number_rule {
  std::uint64_t least;
  std::uint64_t most;
  std::string_view expected;
  verdict operator()(simdjson::dom::element value, std::uint32_t& out) const;
};
inline constexpr whole_number_rule capacity_rule{0, slot_capacity_max,
                                                 "a whole number from 0 to 1000000"};
inline constexpr whole_number_rule policy_number_rule{0, policy_number_max,
                                                      "a whole number from 0 to 100000"};
inline constexpr whole_number_rule queue_number_rule{1, UINT32_MAX,
                                                     "a whole number from 1 to 4294967295"};

struct uuid_rule {
  static constexpr std::string_view expected = "a UUID: 36 characters, hexadecimal with hyphens";
  verdict operator()(simdjson::dom::element value, uuid& out) const;
  verdict operator()(simdjson::dom::element value, std::variant<uuid, booking_code>& out) const;
};

struct command_type_rule {
  static constexpr std::string_view expected =
      "one of open_day, change_capacity, close_day, end_day, book, cancel, check_in, walk_in, "
      "undo_check_in, call_next, recall, serve, miss";
  verdict operator()(simdjson::dom::element value, command_type& out) const;
};

struct office_rule {
  static constexpr std::string_view expected = "a code of offices.csv";
  const office_directory& offices;
  verdict operator()(simdjson::dom::element value, office_ref& out) const;
};

struct date_rule {
  static constexpr std::string_view expected = "a date: YYYY-MM-DD, in the years 1900 to 2999";
  verdict operator()(simdjson::dom::element value, local_date& out) const;
};

struct instant_rule {
  static constexpr std::string_view expected =
      "a time in UTC: RFC 3339, such as 2026-11-27T07:00:00.000Z";
  verdict operator()(simdjson::dom::element value, instant& out) const;
};

/// The start of a slot, or with `end_of_day` its end, which may be 24:00.
struct clock_rule {
  bool end_of_day;
  std::string_view expected;
  verdict operator()(simdjson::dom::element value, clock_time& out) const;
};
inline constexpr clock_rule slot_start_rule{false, "a clock time: HH:MM, 00:00 to 23:59"};
inline constexpr clock_rule slot_end_rule{true, "a clock time: HH:MM, 00:01 to 24:00"};

struct slot_wish_rule {
  static constexpr std::string_view expected =
      "the start of a slot as HH:MM, or morning, afternoon or any";
  verdict operator()(simdjson::dom::element value, slot_wish& out) const;
};

/// One of the lanes but `excluded`: each kind of booking has its own lanes.
struct lane_rule {
  std::optional<lane> excluded;
  std::string_view expected;
  verdict operator()(simdjson::dom::element value, lane& out) const;
};
inline constexpr lane_rule any_lane_rule{std::nullopt, "online, priority or walk_in"};
inline constexpr lane_rule book_lane_rule{lane::walk_in, "online or priority"};
inline constexpr lane_rule walk_in_lane_rule{lane::online, "walk_in or priority"};

/// The text of a NIK that passes every hard check.
struct nik_rule {
  static constexpr std::string_view expected = "a NIK: text of 16 digits";
  verdict operator()(simdjson::dom::element value, std::string_view& out) const;
};

/// A phone number, as E.164.
struct phone_rule {
  static constexpr std::string_view expected =
      "an Indonesian mobile number: 08..., 628..., +628... or 00628...";
  verdict operator()(simdjson::dom::element value, std::string& out) const;
};

struct email_rule {
  static constexpr std::string_view expected =
      "a mail address: one @ with text on both sides, no spaces, at most 200 bytes";
  verdict operator()(simdjson::dom::element value, std::string_view& out) const;
};

struct booking_code_rule {
  static constexpr std::string_view expected =
      "a booking code: six characters of Crockford's base32";
  verdict operator()(simdjson::dom::element value, std::variant<uuid, booking_code>& out) const;
};

/// A counter's name; a number is kept as its digits.
struct counter_rule {
  static constexpr std::string_view expected =
      "text of 1 to 16 bytes that is no NIK, or a whole number from 0 to 9999";
  verdict operator()(simdjson::dom::element value, std::string& out) const;
};

}  // namespace antrian::events
