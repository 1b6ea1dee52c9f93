#include "events/event_json.hpp"

#include <optional>
#include <variant>
#include <vector>

#include "events/event_codec.hpp"
#include "events/json_append.hpp"

namespace antrian::events {
namespace {

// Members whose values need no escaping.

void member(std::string& out, std::string_view key, clock_time value) {
  append_key(out, key);
  out.push_back('"');
  append_clock(out, value);
  out.push_back('"');
}

void member(std::string& out, std::string_view key, local_date value) {
  append_key(out, key);
  out.push_back('"');
  append_date(out, value);
  out.push_back('"');
}

void member(std::string& out, std::string_view key, instant value) {
  append_key(out, key);
  out.push_back('"');
  append_instant(out, value);
  out.push_back('"');
}

void member(std::string& out, std::string_view key, const uuid& value) {
  append_key(out, key);
  out.push_back('"');
  append_uuid(out, value);
  out.push_back('"');
}

template <class Tag>
void append_pseudonym(std::string& out, const id16<Tag>& value) {
  out.push_back('"');
  append_hex(out, value.bytes.data(), value.bytes.size());
  out.push_back('"');
}

void member(std::string& out, std::string_view key, const subject_id& value) {
  append_key(out, key);
  append_pseudonym(out, value);
}

void member(std::string& out, std::string_view key, const account_id& value) {
  append_key(out, key);
  append_pseudonym(out, value);
}

/// A name of a closed vocabulary.
template <class Enum>
requires std::is_enum_v<Enum>
void member(std::string& out, std::string_view key, Enum value) {
  append_key(out, key);
  append_json_plain(out, name_of(value));
}

template <class Value>
void member(std::string& out, std::string_view key, const std::optional<Value>& value) {
  if (value) member(out, key, *value);
}

template <class List, class Append>
void list_member(std::string& out, std::string_view key, const List& list, Append append) {
  append_key(out, key);
  out.push_back('[');
  for (const auto& element : list) {
    append_separator(out);
    append(out, element);
  }
  out.push_back(']');
}

// Parts of events.

void append_slot(std::string& out, const slot_definition& slot) {
  out.push_back('{');
  member(out, "start", slot.start);
  member(out, "end", slot.end);
  append_key(out, "capacity");
  out.push_back('{');
  for (const lane lane : all_lanes) {
    append_member(out, name_of(lane), slot.capacity[static_cast<std::size_t>(lane)]);
  }
  out.append("}}");
}

void append_excess(std::string& out, const capacity_excess& excess) {
  out.push_back('{');
  member(out, "slot", excess.slot);
  member(out, "lane", excess.lane);
  append_member(out, "taken", excess.taken);
  append_member(out, "capacity", excess.capacity);
  out.push_back('}');
}

void append_policy(std::string& out, const day_policy& policy) {
  out.push_back('{');
  append_member(out, "early_minutes", policy.early_minutes);
  append_member(out, "late_minutes", policy.late_minutes);
  append_member(out, "account_limit", policy.account_limit);
  append_member(out, "no_show_block_days", policy.no_show_block_days);
  append_member(out, "reschedule_limit", policy.reschedule_limit);
  list_member(out, "services", policy.services,
              [](std::string& to, const std::string& service) { append_json_string(to, service); });
  out.push_back('}');
}

void place_members(std::string& out, const placement& place) {
  member(out, "subject_id", place.subject);
  member(out, "slot", place.slot);
}

void facts_members(std::string& out, const booking_facts& facts) {
  member(out, "booking", facts.booking);
  member(out, "account_id", facts.account);
  member(out, "lane", facts.lane);
  append_member(out, "service", facts.service);
}

void applicants_member(std::string& out, const placement_list& applicants) {
  list_member(out, "applicants", applicants, [](std::string& to, const placement& place) {
    to.push_back('{');
    place_members(to, place);
    to.push_back('}');
  });
}

/// Of an event about one applicant who has a queue number.
template <class Event>
void number_members(std::string& out, const Event& e) {
  facts_members(out, e.facts);
  place_members(out, e.place);
  append_member(out, "queue_number", e.queue_number);
}

/// The wish in the words of the `book` command.
void wish_member(std::string& out, const slot_wish& wish) {
  switch (wish.which) {
    case slot_wish::kind::named:
      return member(out, "slot", wish.start);
    case slot_wish::kind::morning:
      return append_member(out, "slot", "morning");
    case slot_wish::kind::afternoon:
      return append_member(out, "slot", "afternoon");
    case slot_wish::kind::any:
      return append_member(out, "slot", "any");
  }
}

// The members of each event's object.

void members(std::string& out, const day_opened& e) {
  list_member(out, "slots", e.slots, append_slot);
  member(out, "release_at", e.release_at);
  append_key(out, "policy");
  append_policy(out, e.policy);
  append_member(out, "utc_offset_minutes", e.utc_offset_minutes);
}

void members(std::string& out, const capacity_changed& e) {
  list_member(out, "slots", e.slots, append_slot);
  list_member(out, "excess", e.excess, append_excess);
}

void members(std::string& out, const day_closed& e) {
  append_member(out, "reason", e.reason);
}

void members(std::string& out, const day_ended& e) {
  list_member(out, "unserved", e.unserved, [](std::string& to, const unserved_applicant& one) {
    to.push_back('{');
    number_members(to, one);
    to.push_back('}');
  });
}

void members(std::string& out, const booking_confirmed& e) {
  facts_members(out, e.facts);
  applicants_member(out, e.applicants);
  append_key(out, "code");
  out.push_back('"');
  append_code(out, e.code);
  out.push_back('"');
  member(out, "replaces", e.replaces);
  append_member(out, "replacements", e.replacements);
}

void members(std::string& out, const booking_declined& e) {
  member(out, "command_type", e.type);
  member(out, "reason", e.reason);
  member(out, "account_id", e.account);
  list_member(out, "subject_ids", e.subjects, append_pseudonym<subject_tag>);
  member(out, "lane", e.lane);
  if (e.wish) wish_member(out, *e.wish);
  if (!e.service.empty()) append_member(out, "service", e.service);
  member(out, "booking", e.booking);
  if (e.queue_number != 0) append_member(out, "queue_number", e.queue_number);
}

void members(std::string& out, const booking_cancelled& e) {
  facts_members(out, e.facts);
  applicants_member(out, e.applicants);
  member(out, "cause", e.cause);
  member(out, "replaced_by", e.replaced_by);
}

void members(std::string& out, const booking_missed& e) {
  facts_members(out, e.facts);
  applicants_member(out, e.applicants);
  member(out, "blocked_until", e.blocked_until);
}

void members(std::string& out, const applicant_checked_in& e) {
  number_members(out, e);
}

void members(std::string& out, const check_in_undone& e) {
  number_members(out, e);
}

void members(std::string& out, const number_called& e) {
  number_members(out, e);
  append_member(out, "counter", e.counter);
  append_key(out, "again");
  append_bool(out, e.again);
  append_member(out, "waited_ms", e.waited_ms);
}

void members(std::string& out, const applicant_served& e) {
  number_members(out, e);
  append_member(out, "service_ms", e.service_ms);
}

void members(std::string& out, const applicant_missed& e) {
  number_members(out, e);
}

}  // namespace

void append_event_data(std::string& out, const event_body& body) {
  out.push_back('{');
  std::visit([&out](const auto& e) { members(out, e); }, body);
  out.push_back('}');
}

void append_event_type(std::string& out, const event_body& body) {
  out.append("id.antrian.");
  out.append(name_of(body));
  out.append(".v");
  append_number(out, schema_version(body.index()));
}

void append_event_source(std::string& out, std::string_view installation) {
  out.append("antrian/");
  out.append(installation);
}

void append_cloud_event(std::string& out, const event& event, const event_place& place,
                        std::string_view installation) {
  out.append(R"({"specversion":"1.0","id":")");
  append_number(out, place.position);
  out.append(R"(","source":")");
  append_event_source(out, installation);
  out.append(R"(","type":")");
  append_event_type(out, event.body);
  out.push_back('"');
  append_member(out, "subject", place.stream);
  member(out, "time", event.at);
  append_member(out, "datacontenttype", "application/json");
  append_member(out, "sequence", place.sequence);
  member(out, "command", event.command);
  member(out, "by", event.by);
  append_key(out, "data");
  append_event_data(out, event.body);
  out.push_back('}');
}

}  // namespace antrian::events
