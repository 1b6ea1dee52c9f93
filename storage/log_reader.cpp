#include <memory>

#include <rocksdb/db.h>

#include "storage/big_endian.hpp"
#include "storage/event_log.hpp"
#include "storage/head.hpp"
#include "storage/log_rows.hpp"
#include "storage/rocks.hpp"
#include "storage/stream_key.hpp"

namespace antrian::storage {
namespace {

/// Reads of more positions than this are long scans, worth reading ahead of.
constexpr std::uint64_t long_scan_positions = 100'000;
constexpr std::size_t readahead_bytes = std::size_t{2} << 20;

/// Stands on the record that holds position `from`, or on the first one.
void seek_record(rocksdb::Iterator& row, std::uint64_t from) {
  const auto key = big_endian(from);
  row.SeekForPrev({key.data(), key.size()});
  if (!row.Valid() && row.status().ok()) row.SeekToFirst();
}

result<record_view> record_at(const rocksdb::Iterator& row, std::uint64_t expected) {
  if (row.key().size() != 8) return damaged_at(expected, "a key of the log is not a position");
  const auto position = read_number<std::uint64_t>(row.key().data());
  if (expected != 0 && position != expected) {
    return damaged_at(expected, "expected a record, but the next one begins at position " +
                                    std::to_string(position));
  }
  const auto record = parse_record(position, to_view(row.value()));
  if (!record) return damaged_at(position, "the record is not one");
  return *record;
}

}  // namespace

result<std::uint64_t> last_position(const store& store) {
  const auto head = read_head(store.db(), store.family(table::meta));
  if (!head) return tl::unexpected(head.error());
  return head->last_position;
}

status for_each_record(const store& store, std::uint64_t from,
                       const std::function<bool(const record_view&)>& visit) {
  // Read before the iterator is made, so the iterator sees at least as much.
  const auto last = last_position(store);
  if (!last) return tl::unexpected(last.error());
  if (from > *last) return {};
  rocksdb::ReadOptions options;
  options.fill_cache = false;
  if (*last - from > long_scan_positions) options.readahead_size = readahead_bytes;
  const std::unique_ptr<rocksdb::Iterator> row(
      store.db().NewIterator(options, store.family(table::log)));

  seek_record(*row, from);
  // The log begins at position 1; a record in the middle of it begins where it begins.
  std::uint64_t expected = from <= 1 ? 1 : 0;
  std::uint64_t end = 0;
  for (; row->Valid(); row->Next()) {
    const auto record = record_at(*row, expected);
    if (!record) return tl::unexpected(record.error());
    if (expected == 0 && record->first_position > from) {
      return damaged_at(from, "the log has no record that holds it");
    }
    end = record->first_position + record->count - 1;
    expected = end + 1;
    if (end >= from && !visit(*record)) return {};
  }
  if (!row->status().ok()) return fail(row->status(), "reading the log");
  if (end < *last) {
    return damaged_at(
        end, "the log ends here, but was committed up to position " + std::to_string(*last));
  }
  return {};
}

status for_each_stream_record(const store& store, std::string_view stream,
                              std::uint64_t from_sequence,
                              const std::function<bool(const record_view&)>& visit) {
  std::string from;
  append_stream_key(from, stream, from_sequence);
  const stream_rows row(store, stream);
  row->SeekForPrev(from);
  // No row before: `from_sequence` is 0 or 1, or the stream's beginning is missing.
  std::uint64_t expected = 0;
  if (!row->Valid() && row->status().ok()) {
    row->SeekToFirst();
    expected = 1;
  }

  std::optional<hash256> previous;
  rocksdb::PinnableSlice value;
  for (; row->Valid(); row->Next()) {
    const auto record = record_of_stream_row(store, stream, *row, value);
    if (!record) return tl::unexpected(record.error());
    if (expected != 0 && record->first_sequence != expected) {
      return damaged_at(record->first_position, "expected sequence " + std::to_string(expected) +
                                                    " of stream " + std::string(stream) + ", not " +
                                                    std::to_string(record->first_sequence));
    }
    if (previous && record->previous != *previous) {
      return damaged_at(record->first_position,
                        "the record is not chained to the one before it in its stream");
    }
    previous = record->hash;
    expected = record->first_sequence + record->count;
    if (expected > from_sequence && !visit(*record)) return {};
  }
  if (!row->status().ok()) return fail(row->status(), "reading a stream");
  return {};
}

result<std::optional<std::string>> source_state(const store& store, std::string_view source) {
  std::string key(meta_source_prefix);
  key += source;
  return read_meta(store.db(), store.family(table::meta), key);
}

}  // namespace antrian::storage
