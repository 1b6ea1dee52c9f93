// Events: recorded facts, as plain types. They are what is stored, so a change of one is a new
// schema version (events/event_codec.hpp).
//
// Each fact of a booking says slot, lane and service again, and who held the claim: so a reader
// (claims, reports, an analytics consumer) needs no join with an earlier event. No event holds
// personal data: people and accounts appear as pseudonyms.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <boost/container/static_vector.hpp>

#include "events/command.hpp"
#include "events/ids.hpp"
#include "events/time.hpp"
#include "events/vocabulary.hpp"

namespace antrian::events {

/// One applicant and the start of the slot of the place.
struct placement {
  subject_id subject;
  clock_time slot;
  friend bool operator==(const placement&, const placement&) = default;
};
using placement_list = boost::container::static_vector<placement, applicants_max>;
using subject_list = boost::container::static_vector<subject_id, applicants_max>;

/// Where more places are taken than there are, after a change of capacity.
struct capacity_excess {
  clock_time slot;
  events::lane lane = events::lane::online;
  std::uint32_t taken = 0;
  std::uint32_t capacity = 0;
  friend bool operator==(const capacity_excess&, const capacity_excess&) = default;
};

/// What every fact about a booking repeats.
struct booking_facts {
  uuid booking;
  std::optional<account_id> account;  ///< absent: a walk-in
  events::lane lane = events::lane::online;
  std::string service;
  friend bool operator==(const booking_facts&, const booking_facts&) = default;
};

struct day_opened {
  std::vector<slot_definition> slots;
  std::optional<instant> release_at;
  day_policy policy;
  std::int32_t utc_offset_minutes = 0;
  friend bool operator==(const day_opened&, const day_opened&) = default;
};
struct capacity_changed {
  std::vector<slot_definition> slots;  ///< as given; see docs/wire.md for slots left out
  std::vector<capacity_excess> excess;
  friend bool operator==(const capacity_changed&, const capacity_changed&) = default;
};
struct day_closed {
  std::string reason;
  friend bool operator==(const day_closed&, const day_closed&) = default;
};
/// One who was checked in but never served when the day ended: live no longer.
struct unserved_applicant {
  booking_facts facts;
  placement place;
  std::uint32_t queue_number = 0;
  friend bool operator==(const unserved_applicant&, const unserved_applicant&) = default;
};
struct day_ended {
  std::vector<unserved_applicant> unserved;
  friend bool operator==(const day_ended&, const day_ended&) = default;
};
struct booking_confirmed {
  booking_facts facts;
  placement_list applicants;
  booking_code code;
  std::optional<uuid> replaces;
  std::uint32_t replacements = 0;  ///< how many times this chain of bookings has been moved
  friend bool operator==(const booking_confirmed&, const booking_confirmed&) = default;
};
/// A recorded refusal of any command (docs/wire.md keeps the one name for all of them).
struct booking_declined {
  command_type type = command_type::book;
  decline_reason reason = decline_reason::day_not_open;
  std::optional<account_id> account;
  subject_list subjects;  ///< who was refused; empty where the command names nobody
  std::optional<events::lane> lane;
  std::optional<slot_wish> wish;   ///< of a `book`
  std::string service;             ///< empty unless it is one of the day's services
  std::optional<uuid> booking;     ///< the booking that the command was about, if known
  std::uint32_t queue_number = 0;  ///< of `already_checked_in`: the number, given again
  friend bool operator==(const booking_declined&, const booking_declined&) = default;
};
struct booking_cancelled {
  booking_facts facts;
  placement_list applicants;
  cancel_cause cause = cancel_cause::requested;
  std::optional<uuid> replaced_by;
  friend bool operator==(const booking_cancelled&, const booking_cancelled&) = default;
};
struct booking_missed {
  booking_facts facts;
  placement_list applicants;
  local_date blocked_until;  ///< first date on which they may book again
  friend bool operator==(const booking_missed&, const booking_missed&) = default;
};
struct applicant_checked_in {
  booking_facts facts;
  placement place;
  std::uint32_t queue_number = 0;
  friend bool operator==(const applicant_checked_in&, const applicant_checked_in&) = default;
};
struct check_in_undone {
  booking_facts facts;
  placement place;
  std::uint32_t queue_number = 0;
  friend bool operator==(const check_in_undone&, const check_in_undone&) = default;
};
struct number_called {
  booking_facts facts;
  placement place;
  std::uint32_t queue_number = 0;
  std::string counter;
  bool again = false;          ///< a recall
  std::int64_t waited_ms = 0;  ///< from check-in to the first call, also where this is a recall
  friend bool operator==(const number_called&, const number_called&) = default;
};
struct applicant_served {
  booking_facts facts;
  placement place;
  std::uint32_t queue_number = 0;
  std::int64_t service_ms = 0;  ///< from the first call to the end of service
  friend bool operator==(const applicant_served&, const applicant_served&) = default;
};
struct applicant_missed {
  booking_facts facts;
  placement place;
  std::uint32_t queue_number = 0;
  friend bool operator==(const applicant_missed&, const applicant_missed&) = default;
};

/// The index is stored: only ever add at the end.
using event_body =
    std::variant<day_opened, capacity_changed, day_closed, day_ended, booking_confirmed,
                 booking_declined, booking_cancelled, booking_missed, applicant_checked_in,
                 check_in_undone, number_called, applicant_served, applicant_missed>;
inline constexpr std::size_t event_type_count = std::variant_size_v<event_body>;

struct event {
  uuid command;  ///< the command that caused it
  instant at;
  std::optional<account_id> by;
  event_body body;
  friend bool operator==(const event&, const event&) = default;
};

/// `booking_confirmed` and so on: the wire name of an event's type.
[[nodiscard]] std::string_view name_of(const event_body& body);
[[nodiscard]] std::string_view event_type_name(std::size_t index);

}  // namespace antrian::events
