#include "workload/arrivals.hpp"

#include <array>

namespace antrian::workload {
namespace {

/// Until `end_ms` after the release, so many of every thousand commands have arrived.
struct phase_end {
  std::int64_t end_ms;
  std::uint32_t arrived_per_mille;
};
constexpr std::array<phase_end, 15> phases{{{-120'000, 2},
                                            {-10'000, 6},
                                            {0, 10},
                                            {15'000, 70},
                                            {60'000, 180},
                                            {120'000, 275},
                                            {300'000, 425},
                                            {600'000, 555},
                                            {1'200'000, 680},
                                            {2'400'000, 785},
                                            {4'200'000, 860},
                                            {7'200'000, 920},
                                            {6 * 3'600'000, 955},
                                            {24 * 3'600'000, 985},
                                            {arrivals_end_ms, 1000}}};
static_assert(phases.back().arrived_per_mille == 1000);

constexpr std::int64_t phase_begin_ms(std::size_t phase) {
  return phase == 0 ? arrivals_begin_ms : phases[phase - 1].end_ms;
}

}  // namespace

arrival_stream::arrival_stream(events::instant release, std::uint64_t count, std::uint64_t seed)
    : release_(release), count_(count), random_(seed) {
  enter_phase();
}

void arrival_stream::enter_phase() {
  // Rounded on the running sum, so that all phases together have exactly `count`.
  const std::uint64_t until = count_ * phases[phase_].arrived_per_mille / 1000;
  in_phase_ = until - before_phase_;
  before_phase_ = until;
  given_ = 0;
}

std::optional<events::instant> arrival_stream::next() {
  while (given_ == in_phase_) {
    if (++phase_ == phases.size()) {
      --phase_;
      return std::nullopt;
    }
    enter_phase();
  }
  // Each command of a phase has its own equal part of it and a random place inside that part: so
  // they come in order although no two are known at once.
  const std::int64_t begin = phase_begin_ms(phase_);
  const auto length = static_cast<std::uint64_t>(phases[phase_].end_ms - begin);
  const std::uint64_t part = length * given_ / in_phase_;
  const std::uint64_t part_end = length * (given_ + 1) / in_phase_;
  ++given_;
  const std::uint64_t offset = part + (part_end > part ? random_.below(part_end - part) : 0);
  return events::instant{release_.ms + begin + static_cast<std::int64_t>(offset)};
}

}  // namespace antrian::workload
