#include "storage/audit_records.hpp"

#include <rocksdb/db.h>

#include "storage/rocks.hpp"
#include "storage/stream_key.hpp"

namespace antrian::storage {

audited_records::audited_records(const store& store, const rocksdb::Snapshot* snapshot,
                                 audit_findings& findings)
    : store_(store), snapshot_(snapshot), findings_(findings) {}

const audited_stream* audited_records::find(std::string_view stream) const {
  const auto known = by_name_.find(stream);
  return known == by_name_.end() ? nullptr : &streams_[known->second];
}

void audited_records::for_each_stream(
    const std::function<void(std::string_view name, const audited_stream&)>& visit) const {
  for (const auto& [name, index] : by_name_) visit(name, streams_[index]);
}

audited_stream& audited_records::stream_of(std::string_view name) {
  const auto known = by_name_.find(name);
  if (known != by_name_.end()) return streams_[known->second];
  by_name_.emplace(std::string(name), streams_.size());
  return streams_.emplace_back();
}

std::optional<std::uint64_t> audited_records::home_of(std::string_view stream,
                                                      std::uint64_t sequence) const {
  std::string key;
  append_stream_key(key, stream, sequence);
  rocksdb::ReadOptions options;
  options.snapshot = snapshot_;
  rocksdb::PinnableSlice position;
  const auto read = store_.db().Get(options, store_.family(table::streams), key, &position);
  // An index that cannot be read explains nothing; reading all of it later says what is wrong.
  if (!read.ok() || position.size() != 8) return std::nullopt;
  return read_number<std::uint64_t>(position.data());
}

void audited_records::check_position(std::uint64_t position) {
  if (expected_ == 0) return;
  if (position > expected_) {
    findings_.report(audit_fault::record_removed, expected_, position - 1, {},
                     "positions " + std::to_string(expected_) + " to " +
                         std::to_string(position - 1) + " are missing");
  } else if (position < expected_) {
    findings_.report(audit_fault::record_changed, position, position, {},
                     "it begins inside the record before it");
  }
}

void audited_records::report_changed(const record_view& record) {
  const auto home = home_of(record.stream, record.first_sequence);
  if (home && *home != record.first_position) {
    record_view at_home = record;
    at_home.first_position = *home;
    if (record_hash(at_home) == record.hash) {
      findings_.report(audit_fault::records_reordered, record.first_position, record.first_position,
                       record.stream,
                       "the record here was committed at position " + std::to_string(*home));
      return;
    }
  }
  findings_.report(audit_fault::record_changed, record.first_position, record.first_position,
                   record.stream, "its hash is not that of its bytes");
}

bool audited_records::gap_is_explained(const record_view& record, const audited_stream& stream) {
  if (stream.last_position != 0 && findings_.explains(stream.last_position)) return true;
  const auto home = home_of(record.stream, stream.next_sequence);
  if (home && findings_.explains(*home)) {
    findings_.name_stream(*home, record.stream);
    return true;
  }
  return record.first_sequence > stream.next_sequence &&
         findings_.claim_removed(stream.last_position, record.first_position,
                                 record.first_sequence - stream.next_sequence, record.stream);
}

void audited_records::check_chain(const record_view& record, const audited_stream& stream) {
  const std::uint64_t position = record.first_position;
  if (record.first_sequence != stream.next_sequence) {
    if (gap_is_explained(record, stream)) return;
    const bool later = record.first_sequence > stream.next_sequence;
    findings_.report(later ? audit_fault::record_removed : audit_fault::records_reordered, position,
                     position, record.stream,
                     "it has sequence " + std::to_string(record.first_sequence) +
                         " where the stream must go on with " +
                         std::to_string(stream.next_sequence));
    return;
  }
  if (record.previous == stream.last_hash) return;
  if (stream.last_position == 0) {
    findings_.report(audit_fault::record_changed, position, position, record.stream,
                     "it is the first of its stream, yet names a record before it");
  } else if (!findings_.explains(stream.last_position)) {
    findings_.report(
        audit_fault::record_changed, stream.last_position, stream.last_position, record.stream,
        "its hash is not the one that the next record of its stream names, at position " +
            std::to_string(position));
  }
}

std::optional<record_view> audited_records::check(std::uint64_t position, std::string_view value) {
  ++records_;
  check_position(position);
  const auto record = parse_record(position, value);
  if (!record) {
    findings_.report(audit_fault::record_changed, position, position, {},
                     "its bytes are not a record");
    expected_ = 0;
    return std::nullopt;
  }
  events_ += record->count;
  audited_stream& stream = stream_of(record->stream);
  stream.rows.add(record->first_sequence, position);
  const bool genuine = record_hash(*record) == record->hash;
  if (genuine) {
    check_chain(*record, stream);
  } else {
    report_changed(*record);
  }
  // A changed record may still be where its stream goes on; a displaced one is not.
  if (genuine || record->first_sequence == stream.next_sequence) {
    stream.next_sequence = record->first_sequence + record->count;
    stream.last_position = position;
    stream.last_hash = record->hash;
  }
  expected_ = genuine ? position + record->count : 0;
  return record;
}

void audited_records::finish(std::uint64_t last_committed) {
  if (expected_ == 0 || expected_ > last_committed) return;
  findings_.report(audit_fault::record_removed, expected_, last_committed, {},
                   "positions " + std::to_string(expected_) + " to " +
                       std::to_string(last_committed) + " are missing at the end");
}

}  // namespace antrian::storage
