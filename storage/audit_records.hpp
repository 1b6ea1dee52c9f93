// The audit's walk along the event records.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include <boost/unordered/unordered_flat_map.hpp>

#include "storage/audit_findings.hpp"
#include "storage/index_digest.hpp"
#include "storage/record.hpp"
#include "storage/store.hpp"
#include "storage/text_hash.hpp"

namespace rocksdb {
class Snapshot;
}

namespace antrian::storage {

/// What the log says about one stream, up to where the walk has come.
struct audited_stream {
  std::uint64_t next_sequence = 1;
  std::uint64_t last_position = 0;  ///< where its last record begins; 0: it has none yet
  hash256 last_hash{};
  index_digest rows;  ///< of the rows that the streams index must have
};

/// Checks hashes, positions and the chains of the streams.
class audited_records {
 public:
  audited_records(const store& store, const rocksdb::Snapshot* snapshot, audit_findings& findings);

  /// The next record of the log. Returns it, or nothing if its bytes are not a record.
  std::optional<record_view> check(std::uint64_t position, std::string_view value);
  /// After the last record: the commits go on to this position.
  void finish(std::uint64_t last_committed);

  [[nodiscard]] std::uint64_t records() const { return records_; }
  [[nodiscard]] std::uint64_t events() const { return events_; }
  [[nodiscard]] std::size_t stream_count() const { return streams_.size(); }
  [[nodiscard]] const audited_stream* find(std::string_view stream) const;
  void for_each_stream(
      const std::function<void(std::string_view name, const audited_stream&)>& visit) const;

 private:
  [[nodiscard]] audited_stream& stream_of(std::string_view name);
  void check_position(std::uint64_t position);
  void report_changed(const record_view& record);
  void check_chain(const record_view& record, const audited_stream& stream);
  [[nodiscard]] bool gap_is_explained(const record_view& record, const audited_stream& stream);
  [[nodiscard]] std::optional<std::uint64_t> home_of(std::string_view stream,
                                                     std::uint64_t sequence) const;

  const store& store_;
  const rocksdb::Snapshot* snapshot_;
  audit_findings& findings_;
  /// Where the next record must begin; 0: not known, since the one before was changed.
  std::uint64_t expected_ = 1;
  std::uint64_t records_ = 0;
  std::uint64_t events_ = 0;
  // The digests are large, so they stay where they are while the table of names grows.
  std::deque<audited_stream> streams_;
  boost::unordered_flat_map<std::string, std::size_t, text_hash, std::equal_to<>> by_name_;
};

}  // namespace antrian::storage
