#include "events/command_bodies.hpp"

#include "events/assert.hpp"
#include "events/command_lists.hpp"
#include "events/command_rules.hpp"

namespace antrian::events {
namespace {

constexpr list_rule lanes_rule{1, SIZE_MAX, "a list of at least one lane"};

bool read_book(const object_fields& in, body_context& context, book& out) {
  std::string_view account;
  if (!in.required(field::account, account, account_rule)) return false;
  out.account = context.account(account);
  return read_applicants(in, context, out.applicants) &&
         in.required(field::service, out.service, service_rule) &&
         in.required(field::slot, out.slot, slot_wish_rule{}) &&
         in.optional(field::lane, out.lane, book_lane_rule) &&
         in.optional(field::replaces, out.replaces, uuid_rule{});
}

bool read_cancel(const object_fields& in, const pseudonymiser& pseudonyms, cancel& out) {
  if (!in.required(field::booking, out.booking, uuid_rule{})) return false;
  if (!in.given(field::nik)) return true;
  return read_subject(in, pseudonyms, out.subject.emplace());
}

bool read_check_in(const object_fields& in, const pseudonymiser& pseudonyms, check_in& out) {
  // The booking id is exact, so it counts where both are given.
  const bool by_code = !in.given(field::booking) && in.given(field::code);
  if (by_code) {
    if (!in.required(field::code, out.booking, booking_code_rule{})) return false;
  } else if (!in.required(field::booking, out.booking, uuid_rule{})) {
    return false;
  }
  return read_subject(in, pseudonyms, out.subject);
}

bool read_walk_in(const object_fields& in, body_context& context, walk_in& out) {
  return read_applicants(in, context, out.applicants) &&
         in.required(field::service, out.service, service_rule) &&
         in.required(field::lane, out.lane, walk_in_lane_rule);
}

bool read_lanes(const object_fields& in, std::array<bool, lane_count>& out) {
  if (!in.given(field::lanes)) return true;
  simdjson::dom::array list;
  if (!in.required(field::lanes, list, lanes_rule)) return false;
  out.fill(false);
  return for_each_element(list, in.path_of(field::lanes),
                          [&](const json_path& path, simdjson::dom::element each) {
                            lane one{};
                            if (!read_element(in.fault(), path, each, one, any_lane_rule))
                              return false;
                            out[static_cast<std::size_t>(one)] = true;
                            return true;
                          });
}

bool read_queue_number(const object_fields& in, std::uint32_t& out) {
  return in.required(field::queue_number, out, queue_number_rule);
}

}  // namespace

const account_id& body_context::account(std::string_view name) {
  if (name != last_name) {
    last_account = pseudonyms.account(name);
    last_name = name;
  }
  return last_account;
}

bool read_body(command_type type, office_ref office, const object_fields& in, body_context& context,
               command_body& out) {
  const auto& pseudonyms = context.pseudonyms;
  switch (type) {
    case command_type::open_day: {
      auto& day = out.emplace<open_day>();
      day.utc_offset_minutes = context.offices.at(office).utc_offset_minutes;
      return read_open_day(in, context.default_policy(office), day);
    }
    case command_type::change_capacity:
      return read_slots(in, out.emplace<change_capacity>().slots);
    case command_type::close_day:
      return in.required(field::reason, out.emplace<close_day>().reason, reason_rule);
    case command_type::end_day:
      out.emplace<end_day>();
      return true;
    case command_type::book:
      return read_book(in, context, out.emplace<book>());
    case command_type::cancel:
      return read_cancel(in, pseudonyms, out.emplace<cancel>());
    case command_type::check_in:
      return read_check_in(in, pseudonyms, out.emplace<check_in>());
    case command_type::walk_in:
      return read_walk_in(in, context, out.emplace<walk_in>());
    case command_type::undo_check_in: {
      auto& undo = out.emplace<undo_check_in>();
      return in.required(field::booking, undo.booking, uuid_rule{}) &&
             read_subject(in, pseudonyms, undo.subject);
    }
    case command_type::call_next: {
      auto& call = out.emplace<call_next>();
      return in.required(field::counter, call.counter, counter_rule{}) &&
             read_lanes(in, call.lanes);
    }
    case command_type::recall:
      return read_queue_number(in, out.emplace<recall>().queue_number);
    case command_type::serve:
      return read_queue_number(in, out.emplace<serve>().queue_number);
    case command_type::miss:
      return read_queue_number(in, out.emplace<miss>().queue_number);
    case command_type::release_replaced:
      break;
  }
  // Not a wire type: parse_command_type never returns it.
  ANTRIAN_ASSERT(false);
  return false;
}

}  // namespace antrian::events
