#include "storage/audit_index.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include <rocksdb/db.h>

#include "storage/rocks.hpp"
#include "storage/stream_key.hpp"

namespace antrian::storage {
namespace {

constexpr std::size_t readahead_bytes = std::size_t{2} << 20;

/// A stream and a sequence.
using place = std::pair<std::string, std::uint64_t>;
/// Position of the record at each place, once as the log has it and once as the index says.
struct positions {
  std::optional<std::uint64_t> in_log;
  std::optional<std::uint64_t> in_index;
};
using comparison = std::map<place, positions>;

class index_check {
 public:
  index_check(const store& store, const rocksdb::Snapshot* snapshot, const audited_records& records,
              audit_findings& findings)
      : store_(store), records_(records), findings_(findings) {
    options_.snapshot = snapshot;
    options_.fill_cache = false;
    options_.readahead_size = readahead_bytes;
  }

  status run() {
    if (auto compared = compare_digests(); !compared) return compared;
    if (suspects_.empty()) return {};
    comparison rows;
    if (auto read = collect_log(rows); !read) return read;
    if (auto read = collect_index(rows); !read) return read;
    for (const auto& [where, found] : rows) judge(where, found);
    return {};
  }

 private:
  using suspects = std::unordered_set<std::string, text_hash, std::equal_to<>>;

  [[nodiscard]] std::unique_ptr<rocksdb::Iterator> rows_of(table which) const {
    return std::unique_ptr<rocksdb::Iterator>(
        store_.db().NewIterator(options_, store_.family(which)));
  }

  status compare_digests() {
    const auto row = rows_of(table::streams);
    std::string stream;
    index_digest digest;
    std::size_t matched = 0;
    const auto close = [&] {
      if (stream.empty()) return;
      const auto* known = records_.find(stream);
      if (known != nullptr) ++matched;
      if (known == nullptr || known->rows.value() != digest.value()) suspects_.insert(stream);
    };
    for (row->SeekToFirst(); row->Valid(); row->Next()) {
      const auto key = parse_stream_key(to_view(row->key()));
      if (!key || row->value().size() != 8) {
        findings_.report(audit_fault::index_mismatch, 0, 0, key ? key->stream : "",
                         "a row of the streams index is not one");
        continue;
      }
      if (key->stream != stream) {
        close();
        stream = key->stream;
        digest = index_digest();
      }
      digest.add(key->sequence, read_number<std::uint64_t>(row->value().data()));
    }
    close();
    if (!row->status().ok()) return fail(row->status(), "reading the streams index");
    if (matched < records_.stream_count()) suspect_streams_without_rows();
    return {};
  }

  void suspect_streams_without_rows() {
    const auto row = rows_of(table::streams);
    records_.for_each_stream([&](std::string_view name, const audited_stream&) {
      std::string first;
      append_stream_key(first, name, 0);
      row->Seek(first);
      const auto key = row->Valid() ? parse_stream_key(to_view(row->key())) : std::nullopt;
      if (!key || key->stream != name) suspects_.emplace(name);
    });
  }

  status collect_log(comparison& rows) const {
    const auto row = rows_of(table::log);
    for (row->SeekToFirst(); row->Valid(); row->Next()) {
      if (row->key().size() != 8) continue;
      const auto position = read_number<std::uint64_t>(row->key().data());
      const auto record = parse_record(position, to_view(row->value()));
      if (!record || suspects_.find(record->stream) == suspects_.end()) continue;
      rows[{std::string(record->stream), record->first_sequence}].in_log = position;
    }
    if (!row->status().ok()) return fail(row->status(), "reading the log");
    return {};
  }

  status collect_index(comparison& rows) const {
    const auto row = rows_of(table::streams);
    for (const auto& stream : suspects_) {
      std::string first;
      append_stream_key(first, stream, 0);
      for (row->Seek(first); row->Valid(); row->Next()) {
        const auto key = parse_stream_key(to_view(row->key()));
        if (!key || key->stream != stream) break;
        if (row->value().size() != 8) continue;
        rows[{stream, key->sequence}].in_index = read_number<std::uint64_t>(row->value().data());
      }
    }
    if (!row->status().ok()) return fail(row->status(), "reading the streams index");
    return {};
  }

  /// Reports a difference that no other finding explains.
  void judge(const place& where, const positions& found) {
    if (found.in_log == found.in_index) return;
    for (const auto& position : {found.in_log, found.in_index}) {
      if (!position || !findings_.explains(*position)) continue;
      findings_.name_stream(*position, where.first);
      return;
    }
    const std::uint64_t position = found.in_log ? *found.in_log : *found.in_index;
    findings_.report(
        audit_fault::index_mismatch, position, position, where.first,
        "sequence " + std::to_string(where.second) + " is " +
            (found.in_log ? "at position " + std::to_string(*found.in_log) : "not in the log") +
            ", and the index says " +
            (found.in_index ? "position " + std::to_string(*found.in_index) : "nothing"));
  }

  const store& store_;
  const audited_records& records_;
  audit_findings& findings_;
  rocksdb::ReadOptions options_;
  suspects suspects_;
};

}  // namespace

status check_index(const store& store, const rocksdb::Snapshot* snapshot,
                   const audited_records& records, audit_findings& findings) {
  return index_check(store, snapshot, records, findings).run();
}

}  // namespace antrian::storage
