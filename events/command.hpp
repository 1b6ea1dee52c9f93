// Commands: wishes, as plain types. What each means is in docs/wire.md; reading them from JSON is
// events/command_reader.hpp.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include <boost/container/static_vector.hpp>

#include "events/ids.hpp"
#include "events/time.hpp"
#include "events/vocabulary.hpp"

namespace antrian::events {

/// A family books as one; five is the most that one command may name (DOMAIN: holder + 4 family).
inline constexpr std::size_t applicants_max = 5;

/// Places of one slot, by lane.
using lane_capacity = std::array<std::uint32_t, lane_count>;
inline constexpr std::uint32_t slot_capacity_max = 1'000'000;
inline constexpr std::size_t slots_max = 96;

struct slot_definition {
  clock_time start;
  clock_time end;
  lane_capacity capacity{};
  friend bool operator==(const slot_definition&, const slot_definition&) = default;
};

/// The whole policy of a day, as recorded when it is opened.
struct day_policy {
  std::uint32_t early_minutes = 60;
  std::uint32_t late_minutes = 30;
  std::uint32_t account_limit = 5;
  std::uint32_t no_show_block_days = 30;
  std::uint32_t reschedule_limit = 1;
  std::vector<std::string> services{"new_passport", "replacement"};
  friend bool operator==(const day_policy&, const day_policy&) = default;
};

/// Which slots a citizen would take.
struct slot_wish {
  enum class kind : std::uint8_t { named, morning, afternoon, any };
  kind which = kind::any;
  clock_time start;  ///< of a named slot; 00:00 otherwise
  friend bool operator==(const slot_wish&, const slot_wish&) = default;
};

/// A person a place is for. The personal data themselves stay in the batch that carried them
/// (command_batch::personal), and go to the vault only if the place is confirmed.
struct applicant {
  subject_id subject;
  std::uint32_t personal_offset = 0;
  std::uint32_t personal_size = 0;
};
using applicant_list = boost::container::static_vector<applicant, applicants_max>;

/// `policy` is already complete: the reader has filled in what the command left out.
struct open_day {
  std::vector<slot_definition> slots;  ///< in time order
  std::optional<instant> release_at;
  day_policy policy;
  std::int32_t utc_offset_minutes = 0;
};
struct change_capacity {
  std::vector<slot_definition> slots;  ///< in time order
};
struct close_day {
  std::string reason;
};
struct end_day {};
struct book {
  account_id account;
  applicant_list applicants;
  std::string service;
  slot_wish slot;
  events::lane lane = events::lane::online;  ///< online or priority
  std::optional<uuid> replaces;
};
struct cancel {
  uuid booking;
  std::optional<subject_id> subject;
};
struct check_in {
  std::variant<uuid, booking_code> booking;
  subject_id subject;
};
struct walk_in {
  applicant_list applicants;
  std::string service;
  events::lane lane = events::lane::walk_in;  ///< walk_in or priority
};
struct undo_check_in {
  uuid booking;
  subject_id subject;
};
struct call_next {
  std::string counter;
  std::array<bool, lane_count> lanes{true, true, true};
};
struct recall {
  std::uint32_t queue_number = 0;
};
struct serve {
  std::uint32_t queue_number = 0;
};
struct miss {
  std::uint32_t queue_number = 0;
};
/// Internal: sent by the reschedule process manager once the new place is confirmed.
struct release_replaced {
  uuid booking;
  uuid replaced_by;
};

/// In the order of command_type, which a static_assert in command.cpp holds.
using command_body =
    std::variant<open_day, change_capacity, close_day, end_day, book, cancel, check_in, walk_in,
                 undo_check_in, call_next, recall, serve, miss, release_replaced>;

struct command {
  uuid id;
  office_day_key day;
  instant at;
  std::optional<account_id> by;
  command_body body;

  [[nodiscard]] command_type type() const { return static_cast<command_type>(body.index()); }
};

}  // namespace antrian::events
