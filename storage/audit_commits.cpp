#include "storage/audit_commits.hpp"

#include <algorithm>
#include <limits>

#include <rocksdb/db.h>

#include "storage/big_endian.hpp"
#include "storage/rocks.hpp"

namespace antrian::storage {
namespace {

std::unique_ptr<rocksdb::Iterator> all_commits(const store& store,
                                               const rocksdb::Snapshot* snapshot) {
  rocksdb::ReadOptions options;
  options.snapshot = snapshot;
  options.fill_cache = false;
  return std::unique_ptr<rocksdb::Iterator>(
      store.db().NewIterator(options, store.family(table::commits)));
}

}  // namespace

audited_commits::audited_commits(const store& store, const rocksdb::Snapshot* snapshot,
                                 audit_findings& findings)
    : findings_(findings), row_(all_commits(store, snapshot)) {}

audited_commits::~audited_commits() = default;

std::optional<std::uint64_t> audited_commits::last_position() const {
  if (expected_ == 0 || last_.last_position == 0) return std::nullopt;
  return last_.last_position;
}

/// Where the records of the current commit end: as it says, unless the next commit begins sooner.
std::uint64_t audited_commits::end_of_current() const {
  const std::uint64_t end = current_->last_position;
  if (!row_->Valid() || row_->key().size() != 8) return end;
  const auto next = read_number<std::uint64_t>(row_->key().data());
  return next > current_->first_position ? std::min(end, next - 1) : end;
}

/// Not before the first record was judged: then its absence is known, which a missing commit
/// explains.
void audited_commits::open_first() {
  if (opened_first_) return;
  opened_first_ = true;
  row_->SeekToFirst();
  open_next();
}

void audited_commits::open_next() {
  current_.reset();
  hashes_.clear();
  records_ = 0;
  for (; row_->Valid() && !current_; row_->Next()) {
    ++commits_;
    const auto key = row_->key();
    const std::uint64_t first = key.size() == 8 ? read_number<std::uint64_t>(key.data()) : 0;
    current_ = parse_commit(first, to_view(row_->value()));
    if (!current_) {
      findings_.report(audit_fault::commit_changed, first, first, {},
                       "its bytes are not a commit record");
      expected_ = 0;
      link_known_ = false;
    }
  }
  if (!current_) return;
  const std::uint64_t first = current_->first_position;
  if (expected_ != 0 && first > expected_) {
    findings_.report_removed_commit(expected_, first - 1,
                                    "no commit record covers positions " +
                                        std::to_string(expected_) + " to " +
                                        std::to_string(first - 1));
    link_known_ = false;
  } else if (expected_ != 0 && first < expected_) {
    findings_.report(audit_fault::commit_changed, first, first, {},
                     "it begins inside the commit before it");
    link_known_ = false;
  }
}

void audited_commits::judge_link(const commit_record& commit) {
  if (!link_known_ || commit.previous == last_.hash) return;
  if (last_.last_position == 0) {
    suspects_.push_back({commit.first_position, commit.last_position,
                         "it is the first commit, yet names one before it"});
    return;
  }
  suspects_.push_back({last_.first_position, last_.last_position,
                       "its hash is not the one that the next commit names, at position " +
                           std::to_string(commit.first_position)});
}

void audited_commits::close_current() {
  const commit_record& commit = *current_;
  if (records_ == commit.records && commit_hash(commit, hashes_) == commit.hash) {
    judge_link(commit);
    expected_ = commit.last_position + 1;
  } else {
    expected_ = 0;
    suspects_.push_back(
        {commit.first_position, commit.last_position, "its hash is not that of its records"});
  }
  last_ = commit;
  link_known_ = true;
  open_next();
}

void audited_commits::add(const record_view& record) {
  open_first();
  while (current_ && record.first_position > end_of_current()) close_current();
  if (!current_) {
    if (!orphans_reported_ && expected_ != 0) {
      findings_.report(audit_fault::commit_removed, record.first_position,
                       std::numeric_limits<std::uint64_t>::max(), {},
                       "no commit record covers the records from here to the end");
    }
    orphans_reported_ = true;
    return;
  }
  // Records before the current commit are those of a removed one, which was reported.
  if (record.first_position < current_->first_position) return;
  hashes_.append(reinterpret_cast<const char*>(record.hash.data()), record.hash.size());
  ++records_;
}

status audited_commits::finish() {
  open_first();
  while (current_ && !findings_.full()) close_current();
  if (!row_->status().ok()) return fail(row_->status(), "reading the commits");
  return {};
}

void audited_commits::report_unexplained() {
  for (auto& commit : suspects_) {
    if (findings_.explains(commit.first, commit.last)) continue;
    findings_.report(audit_fault::commit_changed, commit.first, commit.last, {},
                     std::move(commit.detail));
  }
  suspects_.clear();
}

void audited_commits::check_head(const log_head& head) {
  const bool same_end = head.last_position == last_.last_position && head.hash == last_.hash;
  if (same_end && head.commits == commits_) return;
  // A removed commit is missing from the count.
  if (same_end && findings_.has(audit_fault::commit_removed)) return;
  // The head still names what the last commit was before it was changed.
  if (findings_.has(audit_fault::commit_changed, last_.first_position)) return;
  if (orphans_reported_) return;
  const std::uint64_t position = std::max(head.last_position, last_.last_position);
  findings_.report(audit_fault::head_mismatch, position, position, {},
                   "the head names commit " + std::to_string(head.commits) +
                       ", ending at position " + std::to_string(head.last_position) +
                       "; the last of " + std::to_string(commits_) + " ends at position " +
                       std::to_string(last_.last_position) +
                       (head.last_position == last_.last_position ? " with another hash" : ""));
}

}  // namespace antrian::storage
