// The command lines of one office day.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "config/opening_plan.hpp"
#include "events/ids.hpp"
#include "events/office_directory.hpp"
#include "events/time.hpp"
#include "events/vocabulary.hpp"
#include "workload/line_writer.hpp"
#include "workload/population.hpp"

namespace antrian::workload {

/// Writes each command to the sink. Times are local milliseconds since the day's midnight.
class day_lines {
 public:
  using line_sink = std::function<void(std::string_view line)>;

  /// Office and sink must outlive this.
  day_lines(const events::office& office, events::local_date date, const line_sink& sink);

  void check_in(std::int64_t at_ms, const events::uuid& id, const events::uuid& booking,
                std::string_view nik);
  void check_in(std::int64_t at_ms, const events::uuid& id, events::booking_code code,
                std::string_view nik);
  void undo_check_in(std::int64_t at_ms, const events::uuid& id, const events::uuid& booking,
                     std::string_view nik);
  void walk_in(std::int64_t at_ms, const events::uuid& id, std::span<const person> people,
               std::string_view service, events::lane lane);
  void call_next(std::int64_t at_ms, const events::uuid& id, std::uint32_t counter);
  /// `type` is recall, serve or miss.
  void about_number(std::int64_t at_ms, const events::uuid& id, std::string_view type,
                    std::uint32_t counter, std::uint32_t queue_number);
  void end_day(std::int64_t at_ms, const events::uuid& id);

 private:
  [[nodiscard]] line_writer begin(std::int64_t at_ms, const events::uuid& id,
                                  std::string_view type);
  void finish(line_writer& json);

  const events::office& office_;
  std::string date_;
  std::int64_t midnight_ms_;  ///< the day's local midnight, in UTC
  const line_sink& sink_;
  std::string line_;
};

}  // namespace antrian::workload
