#include "workload/demand.hpp"

#include <algorithm>
#include <cmath>

#include "workload/random.hpp"

namespace antrian::workload {
namespace {

constexpr double people_per_booking = 1.9;
constexpr double town_demand = 0.5;  ///< of the week's quota, on average
constexpr double city_demand = 3.0;  ///< of the week's quota, at least
constexpr double weight_sum = 1e9;

/// A factor around 1, as uneven as the world (lognormal).
double noise(random_source& random, double spread) {
  double normal = -6.0;
  for (int i = 0; i < 12; ++i) normal += static_cast<double>(random.below(1 << 20)) / (1 << 20);
  return std::exp(spread * normal);
}

bool is_city(const events::office& office) {
  return office.office_class.rfind("Kelas I ", 0) == 0;
}

}  // namespace

std::vector<std::uint32_t> demand_weights(const config::configuration& configuration,
                                          std::uint64_t bookings, std::uint32_t days,
                                          std::uint64_t seed) {
  random_source random(seed);
  const auto& offices = configuration.offices.offices();
  std::vector<double> demand;
  demand.reserve(offices.size());
  double towns = 0;
  double cities = 0;
  for (std::size_t i = 0; i < offices.size(); ++i) {
    const double places = double{1} * configuration.settings[i].quota[0] * days;
    const double ratio = is_city(offices[i]) ? city_demand * noise(random, 0.6)
                                             : std::min(2.0, town_demand * noise(random, 0.5));
    demand.push_back(places * ratio / people_per_booking);
    (is_city(offices[i]) ? cities : towns) += demand.back();
  }
  // A rush that is larger than both is larger in the cities; a smaller one is smaller everywhere.
  const double rest = static_cast<double>(bookings) - towns;
  const double city_factor = cities > 0 ? std::max(1.0, rest / cities) : 1.0;
  const double sum = towns + cities * city_factor;
  std::vector<std::uint32_t> weights;
  weights.reserve(offices.size());
  for (std::size_t i = 0; i < offices.size(); ++i) {
    const double scaled = demand[i] * (is_city(offices[i]) ? city_factor : 1.0) * weight_sum / sum;
    weights.push_back(static_cast<std::uint32_t>(std::max(1.0, std::round(scaled))));
  }
  return weights;
}

}  // namespace antrian::workload
