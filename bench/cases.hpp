// The cases of bench_engine. Each prints its figures, with what they are measured against.
#pragma once

#include <cstdint>
#include <filesystem>

#include "bench/measure.hpp"
#include "config/configuration.hpp"

namespace antrian::bench {

struct bench_setup {
  const config::configuration* configuration = nullptr;
  std::filesystem::path folder;  ///< where stores are made: decides the disk
  std::uint64_t commands = 1'000'000;
  std::uint64_t seed = 1;
};

// engine_cases.cpp
void pipeline_case(const bench_setup& setup);
void ingest_case(const bench_setup& setup);
void tout_case(const bench_setup& setup);
void latency_case(const bench_setup& setup);
void memory_case(const bench_setup& setup);
// history_cases.cpp
void replay_case(const bench_setup& setup);
void year_case(const bench_setup& setup);

}  // namespace antrian::bench
