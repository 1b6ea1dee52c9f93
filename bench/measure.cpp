#include "bench/measure.hpp"

#include <algorithm>
#include <cstdio>
#include <fstream>

#include <sys/resource.h>
#include <unistd.h>

namespace antrian::bench {

scratch_folder::scratch_folder(const std::filesystem::path& parent)
    : path_(parent / ("antrian-bench-" + std::to_string(::getpid()))) {
  std::filesystem::remove_all(path_);
  std::filesystem::create_directories(path_);
}

scratch_folder::~scratch_folder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::uint64_t resident_bytes() {
  std::ifstream statm("/proc/self/statm");
  std::uint64_t size = 0;
  std::uint64_t resident = 0;
  statm >> size >> resident;
  return resident * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

double cpu_seconds() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

double quantile(std::vector<double>& samples, double share) {
  std::sort(samples.begin(), samples.end());
  const auto last = static_cast<double>(samples.size() - 1);
  return samples[static_cast<std::size_t>(share * last)];
}

void print_row(const std::string& name, double value, const char* unit) {
  std::printf("  %-58s %14.3f %s\n", name.c_str(), value, unit);
  std::fflush(stdout);
}

}  // namespace antrian::bench
