// Timing and scratch space of the benchmarks.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace antrian::bench {

class stopwatch {
 public:
  [[nodiscard]] double seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begun_).count();
  }

 private:
  std::chrono::steady_clock::time_point begun_ = std::chrono::steady_clock::now();
};

/// A folder that is removed with everything in it at the end.
class scratch_folder {
 public:
  /// Made below `parent`, which decides the disk that is measured.
  explicit scratch_folder(const std::filesystem::path& parent);
  ~scratch_folder();
  scratch_folder(const scratch_folder&) = delete;
  scratch_folder& operator=(const scratch_folder&) = delete;
  [[nodiscard]] std::string at(const std::string& name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

/// Resident memory of this process, in bytes.
[[nodiscard]] std::uint64_t resident_bytes();
/// CPU time of this process so far, in seconds, all threads.
[[nodiscard]] double cpu_seconds();
/// The value below which a share of the samples lies (0.5: the median). Sorts them.
[[nodiscard]] double quantile(std::vector<double>& samples, double share);

/// One line: name, value, unit.
void print_row(const std::string& name, double value, const char* unit);

}  // namespace antrian::bench
