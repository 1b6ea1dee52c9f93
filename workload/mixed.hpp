// Dense random commands of every type on a few office days, with few people, few accounts and
// little room, at times before, during and after the slots: so that every decline reason and every
// branch of docs/wire.md is met often. For property, crash and differential tests.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "config/configuration.hpp"
#include "events/ids.hpp"
#include "events/time.hpp"

namespace antrian::workload {

struct mixed_options {
  std::uint64_t seed = 1;
  std::uint64_t commands = 20'000;
  std::uint32_t offices = 3;  ///< at most as many as there are; of different time zones first
  std::uint32_t days = 3;     ///< of each office at a time; then the next days follow
  std::uint32_t people = 800;
  std::uint32_t accounts = 120;
  events::local_date from{20'787};  ///< 2026-11-30; weekends and holidays are opened too
  // Of all lines, in parts per million.
  std::uint32_t repeated = 30'000;  ///< an earlier line again
  std::uint32_t reused = 10'000;    ///< another command under an id that was used before
  std::uint32_t mutated = 50'000;   ///< one random change in the JSON, see json_tree.hpp
};

/// The same options give the same lines. Not thread-safe.
class mixed_generator {
 public:
  /// Takes what it needs from the configuration.
  mixed_generator(const config::configuration& configuration, const mixed_options& options);
  ~mixed_generator();
  mixed_generator(const mixed_generator&) = delete;
  mixed_generator& operator=(const mixed_generator&) = delete;

  /// Makes `line` the next line, without a line break; false when all have been given. Lines are
  /// roughly in order of their `at`, with many exceptions.
  [[nodiscard]] bool next_line(std::string& line);

  /// Tells the code of a confirmed booking, so that check-ins by code can be right; without it all
  /// codes are guesses. It changes what the following lines are.
  void learn_code(const events::uuid& booking, events::booking_code code);

 private:
  struct impl;
  std::unique_ptr<impl> impl_;
};

}  // namespace antrian::workload
