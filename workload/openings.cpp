#include "workload/openings.hpp"

#include <string>

#include "config/opening_plan.hpp"
#include "events/assert.hpp"

namespace antrian::workload {

void for_each_opening(const config::configuration& configuration, events::local_date from,
                      std::uint32_t days, events::instant at,
                      const std::function<void(std::string_view line)>& sink) {
  std::string line;
  for (std::size_t i = 0; i < configuration.offices.offices().size(); ++i) {
    const events::office_ref office{static_cast<std::uint16_t>(i)};
    const auto& code = configuration.offices.at(office).code;
    for (const auto date : config::working_days(configuration, office, from, days)) {
      const auto plan = config::plan_day(configuration, office, date);
      ANTRIAN_ASSERT(plan.has_value());
      line.clear();
      config::append_open_day_command(line, config::open_day_id(code, date), code, date, at, *plan);
      sink(line);
    }
  }
}

}  // namespace antrian::workload
