#include "cli/replay_rules.hpp"

#include <algorithm>

namespace antrian::cli {
namespace {

std::string_view fault_of_booking(const domain::office_day& day,
                                  const events::booking_confirmed& booking) {
  const auto& services = day.policy.services;
  if (std::find(services.begin(), services.end(), booking.facts.service) == services.end()) {
    return "a place is given for a service that the day does not have";
  }
  if (day.find(booking.facts.booking) != nullptr) return "a booking is confirmed twice";
  if (day.find(booking.code) != nullptr) return "two bookings of the day have the same code";
  for (const auto& place : booking.applicants) {
    const auto* slot = day.find_slot(place.slot);
    if (slot == nullptr) return "a place is given in a slot that the day does not have";
    const auto same_slot =
        std::count_if(booking.applicants.begin(), booking.applicants.end(),
                      [&](const events::placement& other) { return other.slot == place.slot; });
    if (std::cmp_greater(same_slot, slot->free(booking.facts.lane))) {
      return "more places are given than the slot has";
    }
  }
  return {};
}

/// Live applicants of the booking, as its account's claims know them.
std::uint32_t live_in(const domain::claims& claims, const events::booking_facts& booking,
                      const events::office_day_key& day) {
  const auto* held = claims.account(*booking.account);
  if (held == nullptr) return 0;
  for (const auto& each : *held) {
    if (each.day == day && each.booking == booking.booking) return each.applicants;
  }
  return 0;
}

struct claim_rules {
  const domain::claims& claims;
  const events::office_day_key& day;

  [[nodiscard]] std::string_view released(const events::booking_facts& facts,
                                          std::size_t people) const {
    if (!facts.account || live_in(claims, facts, day) >= people) return {};
    return "an account gives up more places than it holds";
  }

  std::string_view operator()(const events::booking_confirmed& e) const {
    for (const auto& place : e.applicants) {
      const auto* person = claims.person(place.subject);
      if (person == nullptr || !person->live) continue;
      if (!e.replaces || person->booking != *e.replaces) {
        return "a person is given a second live booking";
      }
    }
    return {};
  }
  std::string_view operator()(const events::booking_cancelled& e) const {
    return released(e.facts, e.applicants.size());
  }
  std::string_view operator()(const events::booking_missed& e) const {
    return released(e.facts, e.applicants.size());
  }
  std::string_view operator()(const events::applicant_served& e) const {
    return released(e.facts, 1);
  }
  std::string_view operator()(const events::applicant_missed& e) const {
    return released(e.facts, 1);
  }
  std::string_view operator()(const events::day_ended& e) const {
    for (const auto& left : e.unserved) {
      const auto same_booking =
          std::count_if(e.unserved.begin(), e.unserved.end(), [&](const auto& other) {
            return other.facts.booking == left.facts.booking &&
                   other.facts.account == left.facts.account;
          });
      const auto fault = released(left.facts, static_cast<std::size_t>(same_booking));
      if (!fault.empty()) return fault;
    }
    return {};
  }
  template <class Other>
  std::string_view operator()(const Other&) const {
    return {};
  }
};

}  // namespace

std::string_view fault_of(const domain::office_day& day, const events::event& event) {
  const auto* confirmed = std::get_if<events::booking_confirmed>(&event.body);
  const bool needs_open_day = confirmed != nullptr ||
                              std::holds_alternative<events::applicant_checked_in>(event.body) ||
                              std::holds_alternative<events::number_called>(event.body);
  if (needs_open_day && day.status != domain::day_status::open) {
    return "something happens on a day that is not open";
  }
  return confirmed == nullptr ? std::string_view() : fault_of_booking(day, *confirmed);
}

std::string_view fault_of(const domain::claims& claims, const events::office_day_key& day,
                          const events::event& event) {
  return std::visit(claim_rules{claims, day}, event.body);
}

}  // namespace antrian::cli
