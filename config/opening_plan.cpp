#include "config/opening_plan.hpp"

#include <algorithm>
#include <numeric>

#include <sodium.h>

#include "events/assert.hpp"

namespace antrian::config {
namespace {

const opening_pattern& own_pattern(const configuration& configuration, events::office_ref office) {
  return configuration.patterns.at(configuration.settings_of(office).pattern);
}

/// The pattern in force on the date: the season's, else the office's own.
const opening_pattern& pattern_on(const configuration& configuration, events::office_ref office,
                                  events::local_date date) {
  for (const auto& season : configuration.seasons) {
    if (season.first <= date && date <= season.last) {
      return configuration.patterns.at(season.pattern);
    }
  }
  return own_pattern(configuration, office);
}

bool is_open(const configuration& configuration, events::office_ref office,
             events::local_date date) {
  const auto weekday = static_cast<std::size_t>(events::iso_weekday(date) - 1);
  return configuration.holidays.find(date) == nullptr &&
         !own_pattern(configuration, office).week[weekday].empty() &&
         !pattern_on(configuration, office, date).week[weekday].empty();
}

/// Shares of `amount` in proportion to the weights, by largest remainder.
std::vector<std::uint32_t> deal(std::uint32_t amount, const std::vector<std::uint32_t>& weights) {
  const auto total = std::accumulate(weights.begin(), weights.end(), std::uint64_t{0});
  ANTRIAN_ASSERT(total > 0);
  std::vector<std::uint32_t> shares;
  std::vector<std::uint64_t> remainders;
  std::uint32_t left = amount;
  for (const std::uint32_t weight : weights) {
    const std::uint64_t exact = std::uint64_t{amount} * weight;
    shares.push_back(static_cast<std::uint32_t>(exact / total));
    remainders.push_back(exact % total);
    left -= shares.back();
  }
  std::vector<std::size_t> order(weights.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return remainders[a] > remainders[b]; });
  ANTRIAN_ASSERT(left <= order.size());
  for (std::uint32_t i = 0; i < left; ++i) ++shares[order[i]];
  return shares;
}

void append_number(std::string& json, std::string_view name, std::uint32_t value) {
  json.push_back('"');
  json += name;
  json += "\":";
  json += std::to_string(value);
}

void append_slots(std::string& json, const std::vector<events::slot_definition>& slots) {
  json += ",\"slots\":[";
  for (std::size_t i = 0; i < slots.size(); ++i) {
    json += i == 0 ? "{\"start\":\"" : ",{\"start\":\"";
    events::append_clock(json, slots[i].start);
    json += "\",\"end\":\"";
    events::append_clock(json, slots[i].end);
    json += "\",\"capacity\":{";
    for (const auto lane : events::all_lanes) {
      const auto index = static_cast<std::size_t>(lane);
      if (index != 0) json.push_back(',');
      append_number(json, events::name_of(lane), slots[i].capacity[index]);
    }
    json += "}}";
  }
  json.push_back(']');
}

void append_policy(std::string& json, const events::day_policy& policy) {
  json += ",\"services\":[";
  for (std::size_t i = 0; i < policy.services.size(); ++i) {
    json += i == 0 ? "\"" : ",\"";
    json += policy.services[i];
    json.push_back('"');
  }
  json += "],\"policy\":{";
  append_number(json, "early_minutes", policy.early_minutes);
  json.push_back(',');
  append_number(json, "late_minutes", policy.late_minutes);
  json.push_back(',');
  append_number(json, "account_limit", policy.account_limit);
  json.push_back(',');
  append_number(json, "no_show_block_days", policy.no_show_block_days);
  json.push_back(',');
  append_number(json, "reschedule_limit", policy.reschedule_limit);
  json.push_back('}');
}

}  // namespace

std::vector<events::local_date> working_days(const configuration& configuration,
                                             events::office_ref office, events::local_date from,
                                             std::size_t count) {
  std::vector<events::local_date> dates;
  for (std::size_t i = 0; i < planning_days_max && dates.size() < count; ++i) {
    const events::local_date date{from.days + static_cast<std::int32_t>(i)};
    if (is_open(configuration, office, date)) dates.push_back(date);
  }
  return dates;
}

std::optional<day_plan> plan_day(const configuration& configuration, events::office_ref office,
                                 events::local_date date) {
  if (!is_open(configuration, office, date)) return std::nullopt;
  const auto& settings = configuration.settings_of(office);
  const std::int32_t offset = configuration.offices.at(office).utc_offset_minutes;
  const auto& pattern = pattern_on(configuration, office, date);
  const auto weekday = static_cast<std::size_t>(events::iso_weekday(date) - 1);
  day_plan plan;
  plan.slots = deal_quota(slots_of(pattern.week[weekday], pattern.slot_minutes), settings.quota);
  plan.release_at = release_of(settings.release, date, offset);
  plan.policy = settings.policy;
  plan.utc_offset_minutes = offset;
  return plan;
}

std::vector<events::slot_definition> deal_quota(const std::vector<opening_window>& slots,
                                                const events::lane_capacity& quota) {
  ANTRIAN_ASSERT(!slots.empty() || quota == events::lane_capacity{});
  std::vector<std::uint32_t> weights;
  std::vector<events::slot_definition> dealt;
  for (const auto& slot : slots) {
    ANTRIAN_ASSERT(slot.start < slot.end);
    weights.push_back(std::uint32_t{slot.end.minutes} - slot.start.minutes);
    dealt.push_back({slot.start, slot.end, {}});
  }
  if (slots.empty()) return dealt;
  for (std::size_t lane = 0; lane < events::lane_count; ++lane) {
    const auto shares = deal(quota[lane], weights);
    for (std::size_t i = 0; i < shares.size(); ++i) dealt[i].capacity[lane] = shares[i];
  }
  return dealt;
}

events::uuid open_day_id(std::string_view office_code, events::local_date date) {
  std::string name = "open_day|";
  name += office_code;
  name.push_back('|');
  events::append_date(name, date);
  events::uuid id;
  const std::vector<unsigned char> bytes(name.begin(), name.end());
  const int hashed =
      crypto_generichash(id.bytes.data(), id.bytes.size(), bytes.data(), bytes.size(), nullptr, 0);
  ANTRIAN_ASSERT(hashed == 0);
  // Version 8 is the one for ids made in one's own way; the variant is that of RFC 9562.
  id.bytes[6] = static_cast<std::uint8_t>((id.bytes[6] & 0x0F) | 0x80);
  id.bytes[8] = static_cast<std::uint8_t>((id.bytes[8] & 0x3F) | 0x80);
  return id;
}

void append_open_day_command(std::string& json, const events::uuid& id,
                             std::string_view office_code, events::local_date date,
                             events::instant at, const day_plan& plan) {
  // Office codes and services are checked when the configuration is read: nothing to escape.
  json += "{\"id\":\"";
  events::append_uuid(json, id);
  json += "\",\"type\":\"open_day\",\"office\":\"";
  json += office_code;
  json += "\",\"date\":\"";
  events::append_date(json, date);
  json += "\",\"at\":\"";
  events::append_instant(json, at);
  json.push_back('"');
  append_slots(json, plan.slots);
  if (plan.release_at) {
    json += ",\"release_at\":\"";
    events::append_instant(json, *plan.release_at);
    json.push_back('"');
  }
  append_policy(json, plan.policy);
  json.push_back('}');
}

}  // namespace antrian::config
