#include "storage/audit.hpp"

#include <memory>

#include <rocksdb/db.h>
#include <rocksdb/snapshot.h>

#include "events/assert.hpp"
#include "storage/audit_commits.hpp"
#include "storage/audit_findings.hpp"
#include "storage/audit_index.hpp"
#include "storage/audit_records.hpp"
#include "storage/big_endian.hpp"
#include "storage/head.hpp"
#include "storage/rocks.hpp"

namespace antrian::storage {
namespace {

constexpr std::size_t readahead_bytes = std::size_t{4} << 20;
constexpr std::uint64_t records_between_progress = 10'000;

/// One walk along records and commits together.
status walk(const store& store, const rocksdb::Snapshot* snapshot, std::uint64_t last,
            audited_records& records, audited_commits& commits, audit_findings& findings,
            const audit_progress& progress) {
  rocksdb::ReadOptions options;
  options.snapshot = snapshot;
  options.fill_cache = false;
  options.readahead_size = readahead_bytes;
  const std::unique_ptr<rocksdb::Iterator> row(
      store.db().NewIterator(options, store.family(table::log)));
  for (row->SeekToFirst(); row->Valid() && !findings.full(); row->Next()) {
    if (row->key().size() != 8) {
      findings.report(audit_fault::record_changed, 0, 0, {}, "a key of the log is not a position");
      continue;
    }
    const auto position = read_number<std::uint64_t>(row->key().data());
    if (const auto record = records.check(position, to_view(row->value()))) commits.add(*record);
    if (progress && records.records() % records_between_progress == 0) progress(position, last);
  }
  if (!row->status().ok()) return fail(row->status(), "reading the log");
  if (auto finished = commits.finish(); !finished) return finished;
  records.finish(commits.last_position().value_or(last));
  if (progress) progress(last, last);
  return {};
}

}  // namespace

std::string_view sentence_of(audit_fault fault) {
  switch (fault) {
    case audit_fault::record_changed:
      return "record changed";
    case audit_fault::record_removed:
      return "record removed";
    case audit_fault::records_reordered:
      return "records reordered";
    case audit_fault::commit_changed:
      return "commit changed";
    case audit_fault::commit_removed:
      return "commit removed";
    case audit_fault::index_mismatch:
      return "streams index does not match";
    case audit_fault::head_mismatch:
      return "head does not match";
  }
  ANTRIAN_ASSERT(false && "an audit_fault without a sentence");
  return {};
}

result<audit_report> verify_chain(const store& store, const audit_progress& progress) {
  rocksdb::ManagedSnapshot moment(&store.db());
  const auto head = read_head(store.db(), store.family(table::meta), moment.snapshot());
  if (!head) return tl::unexpected(head.error());

  audit_findings findings;
  audited_records records(store, moment.snapshot(), findings);
  audited_commits commits(store, moment.snapshot(), findings);
  if (const auto walked =
          walk(store, moment.snapshot(), head->last_position, records, commits, findings, progress);
      !walked) {
    return tl::unexpected(walked.error());
  }
  // Only a walk that reached the end can tell what is missing.
  if (!findings.full()) {
    if (const auto checked = check_index(store, moment.snapshot(), records, findings); !checked) {
      return tl::unexpected(checked.error());
    }
    commits.report_unexplained();
    commits.check_head(*head);
  }

  audit_report report;
  report.events = records.events();
  report.records = records.records();
  report.commits = commits.commits();
  report.streams = records.stream_count();
  report.last_position = head->last_position;
  report.head_hash = head->hash;
  report.complete = !findings.full();
  report.findings = findings.take();
  return report;
}

}  // namespace antrian::storage
