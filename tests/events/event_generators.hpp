// Random events of every type for property tests: any value that can be stored, sensible or not.
// Call inside a RapidCheck property.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include <rapidcheck.h>

#include "events/event.hpp"

namespace antrian::events {

/// From `least` to `most`, both included.
template <class Number>
Number any_number(Number least = std::numeric_limits<Number>::min(),
                  Number most = std::numeric_limits<Number>::max()) {
  const auto number = *rc::gen::arbitrary<Number>();
  const bool inside = number >= least && number <= most;
  if (inside) return number;
  const auto range = static_cast<std::uint64_t>(most) - static_cast<std::uint64_t>(least) + 1;
  return static_cast<Number>(static_cast<std::uint64_t>(least) +
                             static_cast<std::uint64_t>(number) % range);
}

template <class Enum>
Enum any_of(std::size_t count) {
  return static_cast<Enum>(any_number<std::uint32_t>(0, static_cast<std::uint32_t>(count - 1)));
}

inline bool any_bool() {
  return *rc::gen::arbitrary<bool>();
}

template <class Id>
Id any_id() {
  Id id;
  for (auto& byte : id.bytes) byte = *rc::gen::arbitrary<std::uint8_t>();
  return id;
}

template <class Make>
auto maybe(Make make) -> std::optional<decltype(make())> {
  if (any_bool()) return make();
  return std::nullopt;
}

template <class List, class Make>
List any_list(std::size_t most, Make make) {
  List list;
  const auto count = any_number<std::uint32_t>(0, static_cast<std::uint32_t>(most));
  for (std::uint32_t i = 0; i < count; ++i) list.push_back(make());
  return list;
}

inline std::string any_text() {
  return *rc::gen::arbitrary<std::string>();
}

inline clock_time any_clock() {
  return {any_number<std::uint16_t>(0, 1440)};
}

/// In the years 1900 to 2999, as the wire format allows.
inline instant any_instant() {
  return {any_number<std::int64_t>(-2'208'988'800'000, 32'503'679'999'999)};
}

inline local_date any_date() {
  return {any_number<std::int32_t>(-25'567, 376'200)};
}

inline lane any_lane() {
  return any_of<lane>(lane_count);
}

inline slot_definition any_slot() {
  return {any_clock(),
          any_clock(),
          {any_number<std::uint32_t>(), any_number<std::uint32_t>(), any_number<std::uint32_t>()}};
}

inline slot_wish any_wish() {
  return {any_of<slot_wish::kind>(4), any_clock()};
}

inline capacity_excess any_excess() {
  return {any_clock(), any_lane(), any_number<std::uint32_t>(), any_number<std::uint32_t>()};
}

inline placement any_place() {
  return {any_id<subject_id>(), any_clock()};
}

inline placement_list any_places() {
  return any_list<placement_list>(applicants_max, any_place);
}

inline booking_facts any_facts() {
  return {any_id<uuid>(), maybe(any_id<account_id>), any_lane(), any_text()};
}

inline std::uint32_t any_queue_number() {
  return any_number<std::uint32_t>();
}

inline day_opened any_day_opened() {
  const day_policy policy{any_queue_number(), any_queue_number(),
                          any_queue_number(), any_queue_number(),
                          any_queue_number(), any_list<std::vector<std::string>>(4, any_text)};
  return {any_list<std::vector<slot_definition>>(8, any_slot), maybe(any_instant), policy,
          any_number<std::int32_t>()};
}

inline booking_declined any_booking_declined() {
  return {any_of<command_type>(command_type_count),
          any_of<decline_reason>(decline_reason_count),
          maybe(any_id<account_id>),
          any_list<subject_list>(applicants_max, any_id<subject_id>),
          maybe(any_lane),
          maybe(any_wish),
          any_text(),
          maybe(any_id<uuid>),
          any_queue_number()};
}

inline event_body any_body() {
  switch (any_number<std::uint32_t>(0, event_type_count - 1)) {
    case 0:
      return any_day_opened();
    case 1:
      return capacity_changed{any_list<std::vector<slot_definition>>(8, any_slot),
                              any_list<std::vector<capacity_excess>>(8, any_excess)};
    case 2:
      return day_closed{any_text()};
    case 3:
      return day_ended{any_list<std::vector<unserved_applicant>>(8, [] {
        return unserved_applicant{any_facts(), any_place(), any_queue_number()};
      })};
    case 4:
      return booking_confirmed{any_facts(), any_places(),
                               booking_code{any_number<std::uint32_t>(0, booking_code_count - 1)},
                               maybe(any_id<uuid>), any_queue_number()};
    case 5:
      return any_booking_declined();
    case 6:
      return booking_cancelled{any_facts(), any_places(), any_of<cancel_cause>(3),
                               maybe(any_id<uuid>)};
    case 7:
      return booking_missed{any_facts(), any_places(), any_date()};
    case 8:
      return applicant_checked_in{any_facts(), any_place(), any_queue_number()};
    case 9:
      return check_in_undone{any_facts(), any_place(), any_queue_number()};
    case 10:
      return number_called{any_facts(), any_place(), any_queue_number(),
                           any_text(),  any_bool(),  any_number<std::int64_t>()};
    case 11:
      return applicant_served{any_facts(), any_place(), any_queue_number(),
                              any_number<std::int64_t>()};
    default:
      return applicant_missed{any_facts(), any_place(), any_queue_number()};
  }
}

inline event any_event() {
  return {any_id<uuid>(), any_instant(), maybe(any_id<account_id>), any_body()};
}

inline std::vector<event> any_events(std::size_t most) {
  return any_list<std::vector<event>>(most, any_event);
}

}  // namespace antrian::events
