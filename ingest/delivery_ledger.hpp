// Which batches have all their records delivered, and all before them too.
#pragma once

#include <cstdint>
#include <deque>

namespace antrian::ingest {

/// Not thread-safe. Delivery reports may come in any order.
class delivery_ledger {
 public:
  /// A new batch; its tag goes with each of its records.
  [[nodiscard]] std::uint64_t open();
  /// A record of the batch opened last is on its way.
  void sent() { ++batches_.back().under_way; }
  /// The batch opened last has no further records.
  void close() { batches_.back().closed = true; }
  /// A record of this batch has arrived.
  void delivered(std::uint64_t tag);

  /// How many batches, from the oldest, are delivered whole; they are forgotten.
  [[nodiscard]] std::size_t take_finished();
  [[nodiscard]] bool empty() const { return batches_.empty(); }

 private:
  struct batch {
    std::uint64_t under_way = 0;
    bool closed = false;
  };
  std::uint64_t first_ = 0;  ///< tag of the front
  std::deque<batch> batches_;
};

}  // namespace antrian::ingest
