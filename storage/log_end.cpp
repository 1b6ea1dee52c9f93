#include "storage/log_end.hpp"

#include <memory>
#include <string>

#include <rocksdb/db.h>

#include "storage/big_endian.hpp"
#include "storage/derived.hpp"
#include "storage/log_rows.hpp"
#include "storage/rocks.hpp"

namespace antrian::storage {
namespace {

using iterator = std::unique_ptr<rocksdb::Iterator>;

iterator rows_of(const store& store, table which) {
  rocksdb::ReadOptions options;
  options.fill_cache = false;
  return iterator(store.db().NewIterator(options, store.family(which)));
}

result<commit_record> commit_at(const rocksdb::Iterator& row) {
  if (row.key().size() != 8) return fail(errc::damaged, "a key of the commits is not a position");
  const auto position = read_number<std::uint64_t>(row.key().data());
  const auto commit = parse_commit(position, to_view(row.value()));
  if (!commit) return damaged_at(position, "the commit record is not one");
  return *commit;
}

/// Recomputes the hash of a commit from its records, which must end the log.
status check_records_of(const store& store, const commit_record& commit) {
  const auto row = rows_of(store, table::log);
  std::string hashes;
  std::uint64_t expected = commit.first_position;
  std::uint32_t records = 0;
  const auto first = big_endian(commit.first_position);
  for (row->Seek({first.data(), first.size()}); row->Valid(); row->Next()) {
    if (row->key().size() != 8) return fail(errc::damaged, "a key of the log is not a position");
    const auto position = read_number<std::uint64_t>(row->key().data());
    const auto record = parse_record(position, to_view(row->value()));
    if (position != expected || !record || record_hash(*record) != record->hash) {
      return damaged_at(expected, "expected the record that was committed there");
    }
    hashes.append(reinterpret_cast<const char*>(record->hash.data()), record->hash.size());
    expected += record->count;
    ++records;
  }
  if (!row->status().ok()) return fail(row->status(), "reading the end of the log");
  if (expected != commit.last_position + 1 || records != commit.records) {
    return damaged_at(commit.last_position,
                      "the log must end here, as its last commit says, but ends at position " +
                          std::to_string(expected - 1));
  }
  if (commit_hash(commit, hashes) != commit.hash) {
    return damaged_at(commit.first_position, "the last commit's hash is not that of its records");
  }
  return {};
}

/// Follows the chain back from the last commit, at which `row` stands.
status check_chain_before(rocksdb::Iterator& row, commit_record later) {
  for (std::uint64_t i = 0; i < chained_commits_checked_max; ++i) {
    row.Prev();
    if (!row.status().ok()) return fail(row.status(), "reading the commits");
    if (!row.Valid()) {
      if (later.first_position == 1 && later.previous == hash256{}) return {};
      return damaged_at(later.first_position, "the commit before this one is missing");
    }
    const auto commit = commit_at(row);
    if (!commit) return tl::unexpected(commit.error());
    if (commit->last_position + 1 != later.first_position || commit->hash != later.previous) {
      return damaged_at(later.first_position, "the commit before is not the one chained to it");
    }
    later = *commit;
  }
  return {};
}

status check_checkpoint(const store& store, const log_head& head) {
  const auto checkpoint = checkpoint_position(store);
  if (!checkpoint) return tl::unexpected(checkpoint.error());
  if (*checkpoint > head.last_position) {
    return damaged_at(head.last_position,
                      "the log ends here, but there is a checkpoint of position " +
                          std::to_string(*checkpoint) + ": committed events were lost");
  }
  return {};
}

}  // namespace

result<log_head> check_log_end(const store& store) {
  const auto head = read_head(store.db(), store.family(table::meta));
  if (!head) return tl::unexpected(head.error());
  if (const auto fits = check_checkpoint(store, *head); !fits) return tl::unexpected(fits.error());

  const auto row = rows_of(store, table::commits);
  row->SeekToLast();
  if (!row->status().ok()) return fail(row->status(), "reading the last commit");
  if (!row->Valid()) {
    const auto record = rows_of(store, table::log);
    record->SeekToFirst();
    if (!record->status().ok()) return fail(record->status(), "reading the log");
    if (!record->Valid() && *head == log_head{}) return *head;
    return damaged_at(head->last_position, "the head or the log is not empty, the commits are");
  }
  const auto last = commit_at(*row);
  if (!last) return tl::unexpected(last.error());
  if (last->last_position != head->last_position || last->hash != head->hash) {
    return damaged_at(
        head->last_position,
        "the head says that the log ends here, but the last commit ends at position " +
            std::to_string(last->last_position) + " or has another hash");
  }
  if (const auto whole = check_records_of(store, *last); !whole) {
    return tl::unexpected(whole.error());
  }
  if (const auto whole = check_chain_before(*row, *last); !whole) {
    return tl::unexpected(whole.error());
  }
  return *head;
}

result<stream_tail> read_stream_tail(const store& store, std::string_view stream) {
  const stream_rows row(store, stream);
  row->SeekToLast();
  if (!row->status().ok()) return fail(row->status(), "reading the end of a stream");
  if (!row->Valid()) return stream_tail{};

  rocksdb::PinnableSlice value;
  const auto record = record_of_stream_row(store, stream, *row, value);
  if (!record) return tl::unexpected(record.error());
  return stream_tail{record->first_sequence + record->count - 1, record->hash};
}

}  // namespace antrian::storage
