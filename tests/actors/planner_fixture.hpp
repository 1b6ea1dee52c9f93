// Short commands for batches whose waves are known.
#pragma once

#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "tests/actors/planned_batch.hpp"

namespace antrian::actors {

/// Office day number n: the offices take turns, date after date.
inline events::office_day_key day(std::uint32_t n) {
  return {{static_cast<std::uint16_t>(n % 3)},
          {tests::date("2026-11-30").days + static_cast<std::int32_t>(n / 3)}};
}

/// Makes the commands of a batch; ids count up.
class wave_planner_test : public ::testing::Test {
 protected:
  using waves = std::vector<std::size_t>;

  events::command make(std::uint32_t on, events::command_body body,
                       std::string_view clock = "07:00") {
    const auto key = day(on);
    return {tests::uuid_of(++made_), key,
            events::to_instant(key.date, tests::clock(clock),
                               tests::offices().at(key.office).utc_offset_minutes),
            std::nullopt, std::move(body)};
  }
  events::command open(std::uint32_t on, std::uint32_t places = 100, std::uint32_t limit = 5) {
    events::open_day body;
    body.slots = {tests::slot("08:00", "09:00", places, places, places)};
    body.policy.account_limit = limit;
    body.policy.reschedule_limit = 9;
    body.utc_offset_minutes = tests::offices().at(day(on).office).utc_offset_minutes;
    return make(on, std::move(body));
  }
  /// By an account of the first person's own, unless told.
  events::command book(std::uint32_t on, const std::vector<std::uint64_t>& people,
                       std::optional<std::uint64_t> account = std::nullopt,
                       std::optional<events::uuid> replaces = std::nullopt) {
    events::book body;
    body.account = tests::account(account.value_or(1000 + people.front()));
    body.applicants = tests::people(people);
    body.service = "new_passport";
    body.replaces = replaces;
    return make(on, std::move(body));
  }
  events::command walk_in(std::uint32_t on, const std::vector<std::uint64_t>& people) {
    return make(on, events::walk_in{tests::people(people), "new_passport"}, "08:30");
  }
  events::command cancel(std::uint32_t on, const events::uuid& booking) {
    return make(on, events::cancel{booking, std::nullopt});
  }
  events::command check_in(std::uint32_t on, const events::uuid& booking, std::uint64_t who) {
    return make(on, events::check_in{booking, tests::person(who)}, "08:00");
  }

  void open_days(std::uint32_t count, std::uint32_t places = 100, std::uint32_t limit = 5) {
    std::vector<events::command> batch;
    for (std::uint32_t n = 0; n < count; ++n) batch.push_back(open(n, places, limit));
    country_.play(batch);
  }
  /// In which wave each command of the batch was decided.
  waves waves_of(const std::vector<events::command>& batch) {
    waves numbers;
    for (auto& done : country_.play(batch)) numbers.push_back(done.wave);
    return numbers;
  }

  planned_country country_;
  std::uint64_t made_ = 0;
};

}  // namespace antrian::actors
