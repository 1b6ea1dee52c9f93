#include "events/command_reader.hpp"

#include <utility>

#include "events/command_bodies.hpp"
#include "events/command_fields.hpp"
#include "events/command_rules.hpp"
#include "events/json_document.hpp"

namespace antrian::events {
namespace {

/// The fields that every command has, but the id, which is read before them.
struct envelope {
  command_type type{};
  office_day_key day;
  instant at;
  std::optional<account_id> by;
};

bool read_envelope(const object_fields& in, body_context& context, envelope& out) {
  if (!in.required(field::type, out.type, command_type_rule{}) ||
      !in.required(field::office, out.day.office, office_rule{context.offices}) ||
      !in.required(field::date, out.day.date, date_rule{}) ||
      !in.optional(field::at, out.at, instant_rule{})) {
    return false;
  }
  std::optional<std::string_view> by;
  if (!in.optional(field::by, by, account_rule)) return false;
  if (by) out.by = context.account(*by);
  return true;
}

void add_invalid(command_batch& out, const std::optional<uuid>& id, field_fault fault) {
  out.items.push_back({static_cast<std::uint32_t>(out.invalid.size()), false});
  out.invalid.push_back({id, std::move(fault.field), std::move(fault.message)});
}

}  // namespace

struct command_reader::impl {
  impl(const office_directory& directory, const pseudonymiser& names, policy_lookup policy)
      : offices(directory), pseudonyms(names), default_policy(std::move(policy)) {}

  const office_directory& offices;
  const pseudonymiser& pseudonyms;
  policy_lookup default_policy;
  json_parser parser;

  void read_object(const simdjson::dom::object& object, instant received_at, command_batch& out);
  bool read_command(const object_fields& in, instant received_at, command& one,
                    std::string& personal) const;
};

bool command_reader::impl::read_command(const object_fields& in, instant received_at, command& one,
                                        std::string& personal) const {
  body_context context{offices, pseudonyms, default_policy, personal};
  envelope common;
  common.at = received_at;
  if (!read_envelope(in, context, common)) return false;
  one.day = common.day;
  one.at = common.at;
  one.by = common.by;
  return read_body(common.type, common.day.office, in, context, one.body);
}

void command_reader::impl::read_object(const simdjson::dom::object& object, instant received_at,
                                       command_batch& out) {
  const json_path root;
  field_fault fault;
  const object_fields in{object, root, fault};
  uuid id;
  if (!in.required(field::id, id, uuid_rule{})) {
    add_invalid(out, std::nullopt, std::move(fault));
    return;
  }
  const std::size_t personal_before = out.personal.size();
  // Filled in where it will stay: a command is too large to be moved for nothing. It begins with
  // the emptiest body, since the first of the variant would make a policy that nobody wants.
  auto& one = out.commands.emplace_back(command{id, {}, {}, std::nullopt, end_day{}});
  if (!read_command(in, received_at, one, out.personal)) {
    out.commands.pop_back();
    out.personal.resize(personal_before);
    add_invalid(out, id, std::move(fault));
    return;
  }
  out.items.push_back({static_cast<std::uint32_t>(out.commands.size() - 1), true});
}

command_reader::command_reader(const office_directory& offices, const pseudonymiser& pseudonyms,
                               policy_lookup default_policy)
    : impl_(std::make_unique<impl>(offices, pseudonyms, std::move(default_policy))) {}
command_reader::~command_reader() = default;
command_reader::command_reader(command_reader&&) noexcept = default;
command_reader& command_reader::operator=(command_reader&&) noexcept = default;

void command_reader::read(std::string_view json, std::size_t padding, instant received_at,
                          command_batch& out) {
  const auto object = impl_->parser.parse(json, padding);
  if (object) {
    impl_->read_object(*object, received_at, out);
  } else {
    add_invalid(out, std::nullopt, {{}, std::string{object.error()}});
  }
}

}  // namespace antrian::events
