#include <algorithm>
#include <array>
#include <utility>

#include "events/command_bodies.hpp"
#include "events/command_lists.hpp"
#include "events/command_rules.hpp"

namespace antrian::events {
namespace {

using simdjson::dom::element;

constexpr list_rule slots_rule{1, slots_max, "a list of 1 to 96 slots"};
constexpr object_rule slot_rule{"a slot: an object with start, end and capacity"};
constexpr object_rule capacities_rule{"an object with online, priority and walk_in"};
constexpr object_rule policy_rule{"an object of policy fields"};
constexpr list_rule services_rule{1, services_max, "a list of 1 to 32 services"};

constexpr std::array<field, lane_count> lane_fields{field::online, field::priority, field::walk_in};

bool read_capacity(const object_fields& slot, lane_capacity& out) {
  simdjson::dom::object object;
  if (!slot.required(field::capacity, object, capacities_rule)) return false;
  const auto path = slot.path_of(field::capacity);
  const object_fields in{object, path, slot.fault()};
  for (const lane each : all_lanes) {
    const auto index = static_cast<std::size_t>(each);
    if (!in.required(lane_fields[index], out[index], capacity_rule)) return false;
  }
  return true;
}

bool read_slot(const object_fields& in, slot_definition& out) {
  if (!in.required(field::start, out.start, slot_start_rule) ||
      !in.required(field::end, out.end, slot_end_rule)) {
    return false;
  }
  if (out.end <= out.start) return in.fail(field::end, "a time after the slot's start");
  return read_capacity(in, out.capacity);
}

/// A slot and its place in the list as given, which is what a fault must name.
struct given_slot {
  slot_definition slot;
  std::size_t index = 0;
};

/// In time order; of two with the same start, the one given first comes first.
bool is_before(const given_slot& left, const given_slot& right) {
  return std::pair{left.slot.start, left.index} < std::pair{right.slot.start, right.index};
}

bool check_apart(const std::vector<given_slot>& slots, const json_path& list, field_fault& fault) {
  for (std::size_t i = 1; i < slots.size(); ++i) {
    const auto& before = slots[i - 1].slot;
    const auto& after = slots[i];
    if (after.slot.start >= before.end) continue;
    const json_path path{list, after.index};
    return report_fault(fault, json_path{path, name_of(field::start)},
                        "a start that no other slot has or covers");
  }
  return true;
}

bool read_services(const object_fields& in, std::optional<std::vector<std::string>>& out) {
  if (!in.given(field::services)) return true;
  simdjson::dom::array list;
  if (!in.required(field::services, list, services_rule)) return false;
  auto& services = out.emplace();
  return for_each_element(
      list, in.path_of(field::services), [&](const json_path& path, element each) {
        std::string service;
        if (!read_element(in.fault(), path, each, service, service_rule)) return false;
        if (std::find(services.begin(), services.end(), service) != services.end()) {
          return report_fault(in.fault(), path, "each service once");
        }
        services.push_back(std::move(service));
        return true;
      });
}

bool read_policy(const object_fields& day, day_policy& out) {
  if (!day.given(field::policy)) return true;
  simdjson::dom::object object;
  if (!day.required(field::policy, object, policy_rule)) return false;
  const auto path = day.path_of(field::policy);
  const object_fields in{object, path, day.fault()};
  std::optional<std::vector<std::string>> services;
  if (!in.optional(field::early_minutes, out.early_minutes, policy_number_rule) ||
      !in.optional(field::late_minutes, out.late_minutes, policy_number_rule) ||
      !in.optional(field::account_limit, out.account_limit, policy_number_rule) ||
      !in.optional(field::no_show_block_days, out.no_show_block_days, policy_number_rule) ||
      !in.optional(field::reschedule_limit, out.reschedule_limit, policy_number_rule) ||
      !read_services(in, services)) {
    return false;
  }
  if (services) out.services = *std::move(services);
  return true;
}

}  // namespace

bool read_slots(const object_fields& in, std::vector<slot_definition>& out) {
  simdjson::dom::array list;
  if (!in.required(field::slots, list, slots_rule)) return false;
  const auto list_path = in.path_of(field::slots);
  std::vector<given_slot> slots;
  slots.reserve(list.size());
  const bool read = for_each_element(list, list_path, [&](const json_path& path, element each) {
    simdjson::dom::object object;
    if (!read_element(in.fault(), path, each, object, slot_rule)) return false;
    given_slot one{{}, slots.size()};
    if (!read_slot(object_fields{object, path, in.fault()}, one.slot)) return false;
    slots.push_back(one);
    return true;
  });
  if (!read) return false;
  std::sort(slots.begin(), slots.end(), is_before);
  if (!check_apart(slots, list_path, in.fault())) return false;
  out.reserve(slots.size());
  for (const auto& each : slots) out.push_back(each.slot);
  return true;
}

bool read_open_day(const object_fields& in, const day_policy& defaults, open_day& out) {
  out.policy = defaults;
  std::optional<std::vector<std::string>> services;
  if (!read_slots(in, out.slots) ||
      !in.optional(field::release_at, out.release_at, instant_rule{}) ||
      !read_services(in, services) || !read_policy(in, out.policy)) {
    return false;
  }
  // The day's own list is the more specific of the two.
  if (services) out.policy.services = *std::move(services);
  return true;
}

}  // namespace antrian::events
