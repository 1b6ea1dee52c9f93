#include "storage/audit_findings.hpp"

#include <algorithm>
#include <utility>

namespace antrian::storage {

void audit_findings::report(audit_fault fault, std::uint64_t first, std::uint64_t last,
                            std::string_view stream, std::string detail) {
  if (full()) return;
  entries_.push_back({{first, std::string(stream), fault, std::move(detail)}, last});
}

bool audit_findings::explains(std::uint64_t first, std::uint64_t last) const {
  return std::any_of(entries_.begin(), entries_.end(), [&](const entry& known) {
    return known.finding.position <= last && first <= known.last;
  });
}

bool audit_findings::has(audit_fault fault) const {
  return std::any_of(entries_.begin(), entries_.end(),
                     [&](const entry& known) { return known.finding.fault == fault; });
}

bool audit_findings::has(audit_fault fault, std::uint64_t position) const {
  return std::any_of(entries_.begin(), entries_.end(), [&](const entry& known) {
    return known.finding.fault == fault && known.finding.position == position;
  });
}

void audit_findings::name_stream(std::uint64_t position, std::string_view stream) {
  for (auto& known : entries_) {
    if (known.finding.position <= position && position <= known.last &&
        known.finding.fault == audit_fault::record_removed && known.finding.stream.empty()) {
      known.finding.stream = stream;
    }
  }
}

bool audit_findings::claim_removed(std::uint64_t after, std::uint64_t before, std::uint64_t count,
                                   std::string_view stream) {
  for (auto& known : entries_) {
    const bool removed = known.finding.fault == audit_fault::record_removed ||
                         known.finding.fault == audit_fault::commit_removed;
    const bool between = after < known.finding.position && known.last < before;
    if (!removed || !between || known.last - known.finding.position + 1 < count) continue;
    name_stream(known.finding.position, stream);
    return true;
  }
  return false;
}

void audit_findings::report_removed_commit(std::uint64_t first, std::uint64_t last,
                                           std::string detail) {
  std::erase_if(entries_, [&](const entry& known) {
    return known.finding.fault == audit_fault::record_removed && first <= known.finding.position &&
           known.last <= last;
  });
  report(audit_fault::commit_removed, first, last, {}, std::move(detail));
}

std::vector<audit_finding> audit_findings::take() {
  std::stable_sort(entries_.begin(), entries_.end(), [](const entry& a, const entry& b) {
    return a.finding.position < b.finding.position;
  });
  std::vector<audit_finding> findings;
  findings.reserve(entries_.size());
  for (auto& known : entries_) findings.push_back(std::move(known.finding));
  entries_.clear();
  return findings;
}

}  // namespace antrian::storage
