// One fixed event of every type, with every optional part present, and bare ones without them.
// tests/golden holds their bytes: never change a sample, only add.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "events/event.hpp"

namespace antrian::events {

/// An id whose bytes count up from `first`.
template <class Id>
Id sample_id(std::uint8_t first) {
  Id id;
  for (auto& byte : id.bytes) byte = first++;
  return id;
}

inline clock_time sample_clock(int hour, int minute) {
  return clock_time{static_cast<std::uint16_t>(hour * 60 + minute)};
}

inline booking_facts sample_facts() {
  return {sample_id<uuid>(0x10), sample_id<account_id>(0xA0), lane::priority, "new_passport"};
}

inline placement sample_place() {
  return {sample_id<subject_id>(0x50), sample_clock(8, 30)};
}

inline placement_list sample_family() {
  return {sample_place(), {sample_id<subject_id>(0x60), sample_clock(9, 0)}};
}

inline std::vector<slot_definition> sample_slots() {
  return {{sample_clock(8, 0), sample_clock(9, 0), {30, 5, 0}},
          {sample_clock(9, 0), sample_clock(10, 0), {25, 0, 70'000}}};
}

/// 2026-11-27T07:00:00.123Z
inline constexpr instant sample_instant{1'795'762'800'123};

struct sample_event {
  std::string name;
  events::event event;
};

inline event event_with(event_body body) {
  return {sample_id<uuid>(0x01), sample_instant, sample_id<account_id>(0xB0), std::move(body)};
}

inline event bare_event_with(event_body body) {
  return {sample_id<uuid>(0x02), instant{0}, std::nullopt, std::move(body)};
}

inline std::vector<sample_event> full_samples() {
  const day_policy policy{45, 15, 6, 14, 2, {"new_passport", "lost"}};
  const unserved_applicant unserved{sample_facts(), sample_place(), 7};
  const capacity_excess excess{sample_clock(9, 0), lane::walk_in, 31, 30};
  const slot_wish named{slot_wish::kind::named, sample_clock(8, 30)};
  return {
      {"day_opened", event_with(day_opened{sample_slots(), sample_instant, policy, 480})},
      {"capacity_changed", event_with(capacity_changed{sample_slots(), {excess}})},
      {"day_closed", event_with(day_closed{"banjir \u2014 \"kantor\" tutup"})},
      {"day_ended", event_with(day_ended{{unserved}})},
      {"booking_confirmed",
       event_with(booking_confirmed{sample_facts(), sample_family(), booking_code{0x2AAAAAAA},
                                    sample_id<uuid>(0x20), 1})},
      {"booking_declined",
       event_with(booking_declined{command_type::check_in,
                                   decline_reason::already_checked_in,
                                   sample_id<account_id>(0xA0),
                                   {sample_id<subject_id>(0x50), sample_id<subject_id>(0x60)},
                                   lane::priority,
                                   named,
                                   "new_passport",
                                   sample_id<uuid>(0x10),
                                   300})},
      {"booking_cancelled",
       event_with(booking_cancelled{sample_facts(), sample_family(), cancel_cause::rescheduled,
                                    sample_id<uuid>(0x30)})},
      {"booking_missed",
       event_with(booking_missed{sample_facts(), sample_family(), local_date{20'814}})},
      {"applicant_checked_in", event_with(applicant_checked_in{sample_facts(), sample_place(), 7})},
      {"check_in_undone", event_with(check_in_undone{sample_facts(), sample_place(), 7})},
      {"number_called",
       event_with(number_called{sample_facts(), sample_place(), 7, "Loket 3", true, 1'234'567})},
      {"applicant_served",
       event_with(applicant_served{sample_facts(), sample_place(), 7, 600'000})},
      {"applicant_missed", event_with(applicant_missed{sample_facts(), sample_place(), 7})},
  };
}

inline std::vector<sample_event> bare_samples() {
  return {
      {"day_opened.bare", bare_event_with(day_opened{})},
      {"booking_confirmed.bare", bare_event_with(booking_confirmed{})},
      {"booking_declined.bare", bare_event_with(booking_declined{})},
      {"booking_cancelled.bare", bare_event_with(booking_cancelled{})},
  };
}

inline std::vector<sample_event> all_samples() {
  auto samples = full_samples();
  for (auto& sample : bare_samples()) samples.push_back(std::move(sample));
  return samples;
}

/// The samples' events alone, in order.
inline std::vector<event> sample_events() {
  std::vector<event> events;
  for (auto& sample : all_samples()) events.push_back(std::move(sample.event));
  return events;
}

}  // namespace antrian::events
