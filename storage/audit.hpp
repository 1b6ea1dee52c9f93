// The audit of the log: everything that the chains promise, checked from the first byte to the
// last, without decoding an event.
//
// Checked are: every record's hash; each stream's chain and its sequence without gap; positions
// without gap; every commit's hash and the chain of commits; the streams index, both that each of
// its rows leads to its record and that each record has its row; and the head. What the chains
// cannot show by themselves is a log whose end was cut off together with its head, or one rewritten
// from some commit to the end: for that, note the head's hash elsewhere and compare it later.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/error.hpp"
#include "storage/record.hpp"
#include "storage/store.hpp"

namespace antrian::storage {

enum class audit_fault : std::uint8_t {
  record_changed,     ///< a record's bytes are not those that were committed
  record_removed,     ///< positions or sequences are missing
  records_reordered,  ///< a record stands where another one was committed
  commit_changed,     ///< a commit record's bytes are not those that were committed
  commit_removed,     ///< a commit record is missing, with its event records or without
  index_mismatch,     ///< the streams index and the log do not name the same records
  head_mismatch,      ///< the head does not name the last commit
};

/// `record changed` and so on.
[[nodiscard]] std::string_view sentence_of(audit_fault fault);

struct audit_finding {
  std::uint64_t position = 0;  ///< where it begins
  std::string stream;          ///< empty: not known, or it concerns no single stream
  audit_fault fault = audit_fault::record_changed;
  std::string detail;  ///< a sentence; holds no personal data
};

/// The audit ends early once it has this many findings.
inline constexpr std::size_t audit_findings_max = 100;

struct audit_report {
  std::uint64_t events = 0;
  std::uint64_t records = 0;
  std::uint64_t commits = 0;
  std::uint64_t streams = 0;
  std::uint64_t last_position = 0;      ///< of the head
  hash256 head_hash{};                  ///< of the last commit, as the head says
  std::vector<audit_finding> findings;  ///< in order of position; one per tampering where possible
  bool complete = true;                 ///< false: ended early, there may be more

  [[nodiscard]] bool whole() const { return complete && findings.empty(); }
};

/// Called now and then with the position reached and the last one.
using audit_progress = std::function<void(std::uint64_t position, std::uint64_t last)>;

/// Looks at one moment of the store, so the journal may go on writing. An error means that the
/// store could not be read, a finding that it could and is not what was written. Any thread.
[[nodiscard]] result<audit_report> verify_chain(const store& store, const audit_progress& progress);

}  // namespace antrian::storage
