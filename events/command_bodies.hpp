// The part of a command that depends on its type, read from the fields of its JSON object.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "events/command.hpp"
#include "events/command_fields.hpp"
#include "events/command_reader.hpp"
#include "events/office_directory.hpp"
#include "events/personal.hpp"

namespace antrian::events {

/// What reading a body needs besides its fields.
struct body_context {
  const office_directory& offices;
  const pseudonymiser& pseudonyms;
  const policy_lookup& default_policy;
  std::string& personal;  ///< of the batch; personal records are appended to it
  std::string_view last_name{};
  account_id last_account{};

  /// The pseudonym of an account or officer. Most commands name the same one twice, as who acts
  /// and as whose booking it is, so the last answer is kept.
  [[nodiscard]] const account_id& account(std::string_view name);
};

/// Reads the fields of a wire command type, in the order of docs/wire.md. False: the fault is
/// reported, and `out` and what was appended to the personal records are of no use.
[[nodiscard]] bool read_body(command_type type, office_ref office, const object_fields& in,
                             body_context& context, command_body& out);

/// `applicants`: 1 to 5 people, no NIK twice. Appends their personal records.
[[nodiscard]] bool read_applicants(const object_fields& in, body_context& context,
                                   applicant_list& out);

/// A required `nik`, as its pseudonym.
[[nodiscard]] bool read_subject(const object_fields& in, const pseudonymiser& pseudonyms,
                                subject_id& out);

[[nodiscard]] bool read_open_day(const object_fields& in, const day_policy& defaults,
                                 open_day& out);

/// `slots`: 1 to 96 that do not overlap, in any order; `out` is in time order.
[[nodiscard]] bool read_slots(const object_fields& in, std::vector<slot_definition>& out);

}  // namespace antrian::events
