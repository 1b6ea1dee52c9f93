// The audit's walk along the commit records, beside the walk along the event records.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "storage/audit_findings.hpp"
#include "storage/head.hpp"
#include "storage/record.hpp"
#include "storage/store.hpp"

namespace rocksdb {
class Iterator;
class Snapshot;
}  // namespace rocksdb

namespace antrian::storage {

class audited_commits {
 public:
  audited_commits(const store& store, const rocksdb::Snapshot* snapshot, audit_findings& findings);
  ~audited_commits();
  audited_commits(const audited_commits&) = delete;
  audited_commits& operator=(const audited_commits&) = delete;

  /// The next event record of the log, after audited_records has judged it.
  void add(const record_view& record);
  /// After the last record: goes on to the last commit.
  [[nodiscard]] status finish();
  /// After every other finding is known: reports the commits that none of them explains.
  void report_unexplained();
  void check_head(const log_head& head);

  [[nodiscard]] std::uint64_t commits() const { return commits_; }
  /// Of the last commit; nothing if there is none or it was changed.
  [[nodiscard]] std::optional<std::uint64_t> last_position() const;

 private:
  struct suspect {
    std::uint64_t first = 0;
    std::uint64_t last = 0;
    std::string detail;
  };
  [[nodiscard]] std::uint64_t end_of_current() const;
  void open_first();
  void open_next();
  void close_current();
  void judge_link(const commit_record& commit);

  audit_findings& findings_;
  std::unique_ptr<rocksdb::Iterator> row_;
  bool opened_first_ = false;
  std::optional<commit_record> current_;
  std::string hashes_;         ///< of the current commit's records so far
  std::uint32_t records_ = 0;  ///< of the current commit so far
  commit_record last_;         ///< the last one closed; its hash ties the next one
  bool link_known_ = true;     ///< false: the commit before was removed or cannot be read
  bool orphans_reported_ = false;
  /// Where the next commit must begin; 0: not known, since the one before was changed.
  std::uint64_t expected_ = 1;
  std::uint64_t commits_ = 0;
  std::vector<suspect> suspects_;
};

}  // namespace antrian::storage
