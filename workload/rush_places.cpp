#include "workload/rush_places.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <optional>

#include "config/opening_plan.hpp"
#include "events/assert.hpp"
#include "workload/population.hpp"

namespace antrian::workload {
namespace {

std::optional<offered_office> offered(const config::configuration& configuration,
                                      events::office_ref ref, events::local_date from,
                                      std::uint32_t days) {
  const auto& office = configuration.offices.at(ref);
  offered_office out{
      office.code, province_code(office.province), configuration.policy_of(ref).services, {}, {}};
  for (const auto date : config::working_days(configuration, ref, from, days)) {
    const auto plan = config::plan_day(configuration, ref, date);
    ANTRIAN_ASSERT(plan.has_value());
    offered_day day{events::to_text(date), {}, configuration.settings_of(ref).quota[0]};
    for (const auto& slot : plan->slots) day.slots.push_back(slot.start);
    out.days.push_back(std::move(day));
  }
  if (out.days.empty()) return std::nullopt;
  return out;
}

void find_near(offered_zone& zone) {
  for (std::size_t i = 0; i < zone.offices.size(); ++i) {
    auto& office = zone.offices[i];
    std::vector<std::uint16_t> all;
    for (std::size_t j = 0; j < zone.offices.size(); ++j) {
      if (i == j) continue;
      const auto index = static_cast<std::uint16_t>(j);
      all.push_back(index);
      if (zone.offices[j].province == office.province) office.near.push_back(index);
    }
    if (office.near.empty()) office.near = all;
  }
}

}  // namespace

std::uint16_t offered_zone::pick(random_source& random) const {
  const auto point = static_cast<std::uint32_t>(random.below(weight_until.back()));
  const auto found = std::upper_bound(weight_until.begin(), weight_until.end(), point);
  return static_cast<std::uint16_t>(found - weight_until.begin());
}

std::vector<offered_zone> offered_zones(const config::configuration& configuration,
                                        const std::vector<std::uint32_t>& weights,
                                        events::local_date from, std::uint32_t days) {
  // The larger the offset, the earlier the same clock time.
  std::map<std::int32_t, offered_zone, std::greater<>> by_offset;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const events::office_ref ref{static_cast<std::uint16_t>(i)};
    auto office = offered(configuration, ref, from, days);
    if (!office) continue;
    auto& zone = by_offset[configuration.offices.at(ref).utc_offset_minutes];
    const std::uint32_t before = zone.weight_until.empty() ? 0 : zone.weight_until.back();
    zone.weight_until.push_back(before + weights[i]);
    zone.offices.push_back(std::move(*office));
  }
  std::vector<offered_zone> zones;
  for (auto& [offset, zone] : by_offset) {
    zone.utc_offset_minutes = offset;
    find_near(zone);
    zones.push_back(std::move(zone));
  }
  return zones;
}

}  // namespace antrian::workload
