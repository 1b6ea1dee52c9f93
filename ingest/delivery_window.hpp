// Which of the things that were sent, numbered one after another, have arrived without a gap. They
// may arrive in any order: topics have several partitions, and each delivers for itself.
//
// Pure bookkeeping; not thread-safe.
#pragma once

#include <cstdint>
#include <deque>

namespace antrian::ingest {

class delivery_window {
 public:
  /// Everything up to `done` has arrived; the next number is the one after it.
  explicit delivery_window(std::uint64_t done) : done_(done) {}

  /// One number arrived, of those after done(); each arrives once.
  void arrived(std::uint64_t number);

  /// The highest number up to which everything has arrived.
  [[nodiscard]] std::uint64_t done() const { return done_; }

 private:
  std::uint64_t done_;
  std::deque<bool> after_;  ///< of the numbers from done_ + 1 on: arrived already
};

}  // namespace antrian::ingest
