#include "ingest/delivery_ledger.hpp"

#include "events/assert.hpp"

namespace antrian::ingest {

std::uint64_t delivery_ledger::open() {
  ANTRIAN_ASSERT(batches_.empty() || batches_.back().closed);
  batches_.emplace_back();
  return first_ + batches_.size() - 1;
}

void delivery_ledger::delivered(std::uint64_t tag) {
  ANTRIAN_ASSERT(tag >= first_ && tag - first_ < batches_.size());
  auto& of = batches_[static_cast<std::size_t>(tag - first_)];
  ANTRIAN_ASSERT(of.under_way > 0);
  --of.under_way;
}

std::size_t delivery_ledger::take_finished() {
  std::size_t finished = 0;
  while (!batches_.empty() && batches_.front().closed && batches_.front().under_way == 0) {
    batches_.pop_front();
    ++first_;
    ++finished;
  }
  return finished;
}

}  // namespace antrian::ingest
