// Findings of an audit while it runs. One tampering breaks several promises at once (a removed
// record breaks positions, its stream's chain, its commit and the index); the checks ask here
// whether what they see is explained by what was found already.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "storage/audit.hpp"

namespace antrian::storage {

class audit_findings {
 public:
  /// The positions from `first` to `last` are not as they were committed.
  void report(audit_fault fault, std::uint64_t first, std::uint64_t last, std::string_view stream,
              std::string detail);
  [[nodiscard]] bool full() const { return entries_.size() >= audit_findings_max; }

  /// True if a finding covers a position of the range.
  [[nodiscard]] bool explains(std::uint64_t first, std::uint64_t last) const;
  [[nodiscard]] bool explains(std::uint64_t position) const { return explains(position, position); }
  /// True if there is a finding of this kind, anywhere or beginning at a position.
  [[nodiscard]] bool has(audit_fault fault) const;
  [[nodiscard]] bool has(audit_fault fault, std::uint64_t position) const;

  /// Says whose the finding at this position is, where that was not known.
  void name_stream(std::uint64_t position, std::string_view stream);
  /// Finds removed records of unknown stream, `count` positions or more between the two, and says
  /// whose they are. False if there are none.
  bool claim_removed(std::uint64_t after, std::uint64_t before, std::uint64_t count,
                     std::string_view stream);
  /// A whole commit was removed: its records need no finding of their own.
  void report_removed_commit(std::uint64_t first, std::uint64_t last, std::string detail);

  /// In order of position.
  [[nodiscard]] std::vector<audit_finding> take();

 private:
  struct entry {
    audit_finding finding;
    std::uint64_t last = 0;
  };
  std::vector<entry> entries_;
};

}  // namespace antrian::storage
