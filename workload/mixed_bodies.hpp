// The fields of each command type of a mixed workload.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "events/ids.hpp"
#include "events/time.hpp"
#include "events/vocabulary.hpp"
#include "workload/json_tree.hpp"
#include "workload/mixed_guess.hpp"
#include "workload/random.hpp"

namespace antrian::workload {

/// What is already settled about a command.
struct command_frame {
  events::command_type type;
  events::uuid id;
  events::instant at;
  std::int32_t utc_offset_minutes;  ///< of its office
};

/// Refers to what the generator owns; made for one command.
struct mixed_bodies {
  random_source& random;
  const std::vector<std::string>& niks;
  std::span<const std::string> own;  ///< those of `niks` that belong to this round
  std::uint64_t& turn;               ///< whose turn it is to book
  std::uint32_t accounts;
  std::vector<scene_day>& days;
  std::vector<scene_day>& last_days;
  busy_people& busy;

  /// Adds the type's own fields to a command that has the common ones, and notes on the day what
  /// was sent.
  void add(json_value& command, const command_frame& frame, scene_day& day);

 private:
  void add_open_day(json_value& command, const command_frame& frame, scene_day& day);
  void add_slots(json_value& command, day_guess& guess);
  void add_book(json_value& command, const command_frame& frame, scene_day& day);
  /// Makes it a move of an earlier booking; the id of that.
  [[nodiscard]] events::uuid replace_something(sent_booking& sent, scene_day& target);
  void add_walk_in(json_value& command, const command_frame& frame, scene_day& day);
  void add_cancel(json_value& command, scene_day& day);
  void add_check_in(json_value& command, scene_day& day);
  void add_undo(json_value& command, const scene_day& day);
  void add_call_next(json_value& command, scene_day& day);
  void add_queue_number(json_value& command, const scene_day& day);

  [[nodiscard]] json_value some_policy();
  [[nodiscard]] std::vector<std::string> services_of_a_day();
  [[nodiscard]] std::string some_service();
  [[nodiscard]] std::string some_wish();
  [[nodiscard]] json_value applicants_of(const std::vector<std::string>& chosen);
  [[nodiscard]] std::vector<std::string> some_niks(std::size_t most, events::local_date on);
  /// Mostly one of the day's; sometimes of another day, sometimes one that never was.
  [[nodiscard]] sent_booking some_booking(const scene_day& day);
  /// Mostly one that passes the test.
  using booking_test = std::function<bool(const sent_booking&)>;
  [[nodiscard]] sent_booking some_booking(const scene_day& day, const booking_test& wanted);
  /// Mostly one of the booking's.
  [[nodiscard]] std::string some_nik(const sent_booking& booking);
};

}  // namespace antrian::workload
