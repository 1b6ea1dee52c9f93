#include "ingest/delivery_window.hpp"

#include "events/assert.hpp"

namespace antrian::ingest {

void delivery_window::arrived(std::uint64_t number) {
  ANTRIAN_ASSERT(number > done_);
  const auto index = static_cast<std::size_t>(number - done_ - 1);
  if (index >= after_.size()) after_.resize(index + 1, false);
  ANTRIAN_ASSERT(!after_[index]);
  after_[index] = true;
  while (!after_.empty() && after_.front()) {
    after_.pop_front();
    ++done_;
  }
}

}  // namespace antrian::ingest
