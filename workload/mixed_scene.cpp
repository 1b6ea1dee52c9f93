#include "workload/mixed_scene.hpp"

#include <algorithm>
#include <set>

#include "events/assert.hpp"
#include "workload/population.hpp"
#include "workload/random.hpp"

namespace antrian::workload {
namespace {

constexpr std::int64_t hour_ms = 60 * events::minute_ms;

}  // namespace

std::vector<scene_office> choose_offices(const config::configuration& configuration,
                                         std::uint32_t count) {
  const auto& all = configuration.offices.offices();
  std::vector<scene_office> chosen;
  std::set<std::int32_t> zones;
  for (const auto& office : all) {
    if (chosen.size() < count && zones.insert(office.utc_offset_minutes).second) {
      chosen.push_back({office.code, office.utc_offset_minutes});
    }
  }
  for (const auto& office : all) {
    const bool is_chosen = std::any_of(chosen.begin(), chosen.end(),
                                       [&](const auto& one) { return one.code == office.code; });
    if (chosen.size() < count && !is_chosen) {
      chosen.push_back({office.code, office.utc_offset_minutes});
    }
  }
  ANTRIAN_ASSERT(!chosen.empty());
  return chosen;
}

std::vector<std::string> make_niks(std::uint32_t count, std::uint64_t seed) {
  std::vector<std::string> niks;
  random_source random(seed);
  while (niks.size() < count) {
    std::string nik;
    append_nik(nik, {random.next(), 12, age_band::any});
    if (std::find(niks.begin(), niks.end(), nik) == niks.end()) niks.push_back(std::move(nik));
  }
  return niks;
}

scene_time time_of(std::uint64_t step, std::uint64_t steps, std::uint32_t days) {
  ANTRIAN_ASSERT(step < steps && days > 0);
  const auto part = [](std::uint64_t done, std::uint64_t of, std::int64_t length_ms) {
    return static_cast<std::int64_t>(done) * length_ms / static_cast<std::int64_t>(of);
  };
  const std::uint64_t opening = steps / 25 + 1;
  const std::uint64_t booking = steps / 5 + opening;
  if (step < opening) return {phase::opening, 0, -72 * hour_ms};
  if (step < booking) {
    return {phase::booking, 0,
            -66 * hour_ms + part(step - opening, booking - opening, 60 * hour_ms)};
  }
  const std::uint64_t left = steps - booking;
  const std::uint64_t day = (step - booking) * days / left;
  const std::uint64_t day_begin = day * left / days;
  const std::uint64_t day_steps = left / days + 1;
  const std::uint64_t in_day = std::min(step - booking - day_begin, day_steps - 1);
  const std::int64_t clock = 6 * hour_ms + part(in_day, day_steps, 11 * hour_ms);
  return {in_day * 20 > day_steps * 19 ? phase::closing : phase::counter,
          static_cast<std::uint32_t>(day), static_cast<std::int64_t>(day) * events::day_ms + clock};
}

}  // namespace antrian::workload
