// Progress of anything that takes longer than two seconds, on standard error: a bar that redraws
// itself on a terminal, a line every few seconds elsewhere.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace antrian::cli {

class progress_bar {
 public:
  /// `what`: as in "ingesting"; `unit`: what is counted, as in "commands".
  progress_bar(std::string what, std::string unit, bool quiet);
  ~progress_bar();
  progress_bar(const progress_bar&) = delete;
  progress_bar& operator=(const progress_bar&) = delete;

  /// `fraction` of the work is done (0 to 1; negative: unknown), and `count` units.
  void update(double fraction, std::uint64_t count);
  /// Takes the bar off the terminal; to be called before anything else is said there.
  void clear();

 private:
  using clock = std::chrono::steady_clock;
  std::string what_;
  std::string unit_;
  bool quiet_;
  bool terminal_;
  bool drawn_ = false;
  clock::time_point begun_ = clock::now();
  clock::time_point last_ = clock::now();
};

}  // namespace antrian::cli
