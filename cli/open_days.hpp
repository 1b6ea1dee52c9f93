// Opening office days from the configuration: what `antrian open` and `antrian demo` share.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "actors/node.hpp"
#include "cli/session.hpp"
#include "config/opening_plan.hpp"
#include "events/time.hpp"

namespace antrian::cli {

struct opening_request {
  std::vector<events::office_ref> offices;
  events::local_date from;
  std::uint32_t days = 5;  ///< working days of each office
};

/// One planned office day, with the `open_day` command that opens it as one line of JSON. The
/// command's id follows from office and date, so that sending it twice is a repeat.
struct planned_day {
  events::office_ref office;
  events::local_date date;
  const config::day_plan& plan;
  std::string_view command;
};
void for_each_planned_day(const config::configuration& configuration,
                          const opening_request& request, events::instant at,
                          const std::function<void(const planned_day&)>& visit);

/// What became of one office's days.
struct office_opening {
  events::office_ref office;
  std::uint32_t opened = 0;
  std::uint32_t already_open = 0;
  std::optional<events::local_date> first;
  events::local_date last;
  events::lane_capacity places{};             ///< over all its days, by lane, as planned
  std::optional<events::instant> release_at;  ///< of the first day
};
struct opening_report {
  std::vector<office_opening> offices;
  [[nodiscard]] std::uint64_t opened() const;
  [[nodiscard]] std::uint64_t already_open() const;
};

/// Submits the commands to the node and waits for the answers. The error is a sentence.
[[nodiscard]] tl::expected<opening_report, std::string> open_days(session& open, actors::node& node,
                                                                  const opening_request& request);

[[nodiscard]] std::string opening_table(const config::configuration& configuration,
                                        const opening_report& report);
[[nodiscard]] std::string opening_json(const config::configuration& configuration,
                                       const opening_report& report);
/// `Opened 750 office days ...`
[[nodiscard]] std::string opening_sentence(const opening_report& report);

}  // namespace antrian::cli
