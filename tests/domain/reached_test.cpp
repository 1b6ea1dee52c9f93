// Goal: the random histories of the properties come to every answer that every command can have;
// else the properties would say nothing about those.
// Method: histories from a fixed row of seeds, with every answer counted by command type.
#include <iomanip>
#include <iostream>
#include <map>

#include <gtest/gtest.h>

#include "tests/domain/random_commands.hpp"

namespace antrian::tests {
namespace {

using events::command_type;
using events::decline_reason;
/// No reason: accepted.
using outcome_counts =
    std::map<std::pair<command_type, std::optional<decline_reason>>, std::size_t>;

constexpr int histories = 600;
constexpr int steps_max = 100;  // as in the properties

struct tally {
  outcome_counts outcomes;
  std::size_t moves_within_a_day = 0;
  std::size_t moves_between_days = 0;
};

tally count_outcomes() {
  tally counts;
  const auto histories_of = any_history();
  for (std::uint64_t seed = 1; seed <= histories; ++seed) {
    nation country;
    player p(country);
    p.open_days();
    for (const step& s : histories_of(rc::Random(seed), steps_max).value()) {
      const auto [command, caused] = p.play(s);
      const answer got{caused};
      ++counts.outcomes[{s.type, got.declined()}];
      const auto* confirmed = got.get<events::booking_confirmed>();
      if (confirmed == nullptr || !confirmed->replaces) continue;
      const bool within = got.get<events::booking_cancelled>() != nullptr;
      ++(within ? counts.moves_within_a_day : counts.moves_between_days);
    }
  }
  return counts;
}

/// Every reason that docs/wire.md gives for a command type, apart from a day that is not open.
std::map<command_type, std::vector<decline_reason>> reasons_of_commands() {
  using r = decline_reason;
  return {
      {command_type::open_day, {r::already_open}},
      {command_type::change_capacity, {}},
      {command_type::close_day, {}},
      {command_type::end_day, {}},
      {command_type::book,
       {r::not_yet_released, r::unknown_service, r::unknown_slot, r::slot_passed,
        r::unknown_booking, r::not_live, r::reschedule_limit, r::blocked_after_no_show,
        r::nik_has_booking, r::account_limit, r::slot_full, r::lane_full, r::day_full}},
      {command_type::cancel, {r::unknown_booking, r::nik_mismatch, r::not_live, r::slot_passed}},
      {command_type::check_in,
       {r::unknown_booking, r::nik_mismatch, r::already_checked_in, r::not_live, r::too_early,
        r::too_late}},
      {command_type::walk_in,
       {r::unknown_service, r::nik_has_booking, r::slot_passed, r::lane_full, r::day_full}},
      {command_type::undo_check_in, {r::unknown_booking, r::nik_mismatch, r::not_checked_in}},
      {command_type::call_next, {r::queue_empty}},
      {command_type::recall, {r::unknown_queue_number}},
      {command_type::serve, {r::unknown_queue_number}},
      {command_type::miss, {r::unknown_queue_number}}};
}

TEST(random_histories, come_to_every_answer_of_every_command) {
  auto [counts, moves_within_a_day, moves_between_days] = count_outcomes();
  std::size_t named = 0;
  std::size_t total = 0;
  for (const auto& [key, count] : counts) {
    std::cout << std::setw(8) << count << "  " << name_of(key.first) << ' '
              << (key.second ? name_of(*key.second) : "accepted") << '\n';
    total += count;
  }
  EXPECT_GE(moves_within_a_day, 10U);
  EXPECT_GE(moves_between_days, 10U);
  std::cout << std::setw(8) << moves_within_a_day << "  moves within a day\n"
            << std::setw(8) << moves_between_days << "  moves between days\n";
  const auto reached = [&, &counts = counts](command_type type,
                                             std::optional<decline_reason> reason) {
    const auto count = counts[{type, reason}];
    EXPECT_GE(count, 10U) << name_of(type) << ' ' << (reason ? name_of(*reason) : "accepted");
    named += count;
  };
  for (const auto& [type, reasons] : reasons_of_commands()) {
    reached(type, std::nullopt);
    for (const auto reason : reasons) reached(type, reason);
    if (type == command_type::open_day) continue;
    reached(type, decline_reason::day_not_open);
    reached(type, decline_reason::day_closed);
  }
  // And to no answer besides those.
  EXPECT_EQ(named, total);
}

}  // namespace
}  // namespace antrian::tests
