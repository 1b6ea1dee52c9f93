// The audit's comparison of the streams index with the log.
#pragma once

#include "storage/audit_findings.hpp"
#include "storage/audit_records.hpp"
#include "storage/error.hpp"
#include "storage/store.hpp"

namespace antrian::storage {

/// Compares, after the walk along the records, every row with the record it names and every
/// record with its row. Streams that differ are compared row by row in a second walk.
[[nodiscard]] status check_index(const store& store, const rocksdb::Snapshot* snapshot,
                                 const audited_records& records, audit_findings& findings);

}  // namespace antrian::storage
