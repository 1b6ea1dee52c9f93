// The booking rush: a whole country presses "book" when the places of a week are released.
//
// A stream of JSONL command lines in order of their `at`, made from a seed: the same options give
// the same bytes on every machine. Memory does not grow with the number of commands.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "config/configuration.hpp"
#include "events/time.hpp"

namespace antrian::workload {

/// What part of all lines is of each kind, in parts per million; the rest are first bookings.
struct rush_shares {
  std::uint32_t repeat = 20'000;  ///< the same command again, as after a time-out
  std::uint32_t retry = 90'000;   ///< a new command after a refusal: another day or office
  std::uint32_t cancel = 25'000;
  std::uint32_t reschedule = 20'000;
  std::uint32_t tout = 40'000;  ///< by accounts that book for hundreds of people
  std::uint32_t malformed = 5'000;
  std::uint32_t mistaken = 3'000;  ///< a service or a time that the day does not have
};

struct rush_options {
  std::uint64_t seed = 1;
  std::uint64_t commands = 1'000'000;
  events::local_date from;          ///< the first day on offer; its week's release is the rush
  std::uint32_t days = 5;           ///< working days on offer at each office
  std::uint32_t priority = 50'000;  ///< families that book in the priority lane, per million
  rush_shares shares;
};

/// How many lines of each kind were given so far.
struct rush_counts {
  std::uint64_t first = 0;  ///< first bookings of a family
  std::uint64_t repeat = 0;
  std::uint64_t retry = 0;
  std::uint64_t cancel = 0;
  std::uint64_t reschedule = 0;
  std::uint64_t tout = 0;
  std::uint64_t malformed = 0;
  std::uint64_t mistaken = 0;
};

/// Not thread-safe; several generators are independent of each other.
class rush_generator {
 public:
  /// The configuration must outlive the generator. At least one office must open on some day.
  rush_generator(const config::configuration& configuration, const rush_options& options);
  ~rush_generator();
  rush_generator(const rush_generator&) = delete;
  rush_generator& operator=(const rush_generator&) = delete;

  /// Makes `line` the next line, without a line break; false when all have been given.
  [[nodiscard]] bool next_line(std::string& line);
  [[nodiscard]] const rush_counts& counts() const;

 private:
  struct impl;
  std::unique_ptr<impl> impl_;
};

}  // namespace antrian::workload
