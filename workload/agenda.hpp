// What is still to happen on a day, in order of time; at one instant in the order of planning.
#pragma once

#include <cstdint>
#include <optional>
#include <queue>
#include <vector>

namespace antrian::workload {

template <class Action>
class agenda {
 public:
  struct entry {
    std::int64_t at_ms;
    std::uint64_t order;
    Action action;
  };

  void plan(std::int64_t at_ms, const Action& action) {
    entries_.push({at_ms, planned_++, action});
  }

  [[nodiscard]] std::optional<entry> next() {
    if (entries_.empty()) return std::nullopt;
    const entry first = entries_.top();
    entries_.pop();
    return first;
  }

 private:
  struct later {
    bool operator()(const entry& a, const entry& b) const {
      return a.at_ms != b.at_ms ? a.at_ms > b.at_ms : a.order > b.order;
    }
  };
  std::priority_queue<entry, std::vector<entry>, later> entries_;
  std::uint64_t planned_ = 0;
};

}  // namespace antrian::workload
