// Attempts that later lines of a rush refer to.
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include "workload/random.hpp"
#include "workload/rush_attempt.hpp"

namespace antrian::workload {

/// A bounded sample of attempts: while it is full, a new one takes a random one's place.
class attempt_sample {
 public:
  explicit attempt_sample(std::size_t most) : most_(most) {}
  [[nodiscard]] bool empty() const { return attempts_.empty(); }
  /// A random one; there must be one.
  [[nodiscard]] attempt& pick(random_source& random) {
    return attempts_[random.below(attempts_.size())];
  }
  void add(const attempt& one, random_source& random) {
    if (attempts_.size() < most_) {
      attempts_.push_back(one);
    } else {
      pick(random) = one;
    }
  }
  /// Removes a random one; there must be one.
  [[nodiscard]] attempt take(random_source& random) {
    std::swap(pick(random), attempts_.back());
    const attempt one = attempts_.back();
    attempts_.pop_back();
    return one;
  }

 private:
  std::size_t most_;
  std::vector<attempt> attempts_;
};

}  // namespace antrian::workload
