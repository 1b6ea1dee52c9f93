#include "storage/vault.hpp"

#include <vector>

#include <rocksdb/db.h>

#include "storage/rocks.hpp"

namespace antrian::storage {
namespace {

rocksdb::Slice key_of(const events::subject_id& subject) {
  return {reinterpret_cast<const char*>(subject.bytes.data()), subject.bytes.size()};
}

/// Flushes every table. A write-ahead log is deleted once none of its rows is waiting in memory,
/// whichever table they belong to; so flushing the vault alone would leave the log that holds the
/// erased row.
status flush_all(store& store) {
  std::vector<rocksdb::ColumnFamilyHandle*> families;
  for (std::size_t i = 0; i < table_count; ++i) {
    families.push_back(store.family(static_cast<table>(i)));
  }
  const auto flushed = store.db().Flush(rocksdb::FlushOptions(), families);
  if (!flushed.ok()) return fail(flushed, "flushing the tables after erasing a person");
  return {};
}

/// Rewrites the files of the vault whose range holds the key, down to the last level.
status rewrite_files(store& store, const rocksdb::Slice& key) {
  rocksdb::CompactRangeOptions options;
  options.bottommost_level_compaction = rocksdb::BottommostLevelCompaction::kForce;
  options.exclusive_manual_compaction = false;  // the log's own compactions go on
  const auto compacted = store.db().CompactRange(options, store.family(table::vault), &key, &key);
  if (!compacted.ok()) return fail(compacted, "rewriting the vault after erasing a person");
  return {};
}

/// Deletes what flushing and compacting made obsolete now instead of some time later, and waits
/// for deletions that other threads have begun.
status purge_files(store& store) {
  auto& db = store.db();
  auto purged = db.DisableFileDeletions();
  // Switching deletions on again looks for every obsolete file.
  if (purged.ok()) purged = db.EnableFileDeletions(/*force=*/false);
  rocksdb::VectorLogPtr logs;
  if (purged.ok()) purged = db.GetSortedWalFiles(logs);  // waits for deletions that are under way
  if (!purged.ok()) return fail(purged, "deleting old files after erasing a person");
  return {};
}

}  // namespace

result<std::optional<events::personal_data>> read_person(const store& store,
                                                         const events::subject_id& subject) {
  rocksdb::PinnableSlice row;
  const auto read = store.db().Get({}, store.family(table::vault), key_of(subject), &row);
  if (read.IsNotFound()) return std::nullopt;
  if (!read.ok()) return fail(read, "reading the vault");
  auto person = vault_cipher(store.secret()).open(subject, to_view(row));
  if (!person) {
    return fail(errc::damaged, "the vault's row of subject " + events::to_hex(subject) +
                                   " does not open: it was changed");
  }
  return person;
}

result<bool> erase_person(store& store, const events::subject_id& subject) {
  rocksdb::WriteOptions durable;
  durable.sync = true;
  const auto key = key_of(subject);
  rocksdb::PinnableSlice row;
  const auto there = store.db().Get({}, store.family(table::vault), key, &row);
  if (!there.ok() && !there.IsNotFound()) return fail(there, "looking for a person to erase");
  const auto erased = store.db().Delete(durable, store.family(table::vault), key);
  if (!erased.ok()) return fail(erased, "erasing a person");
  if (auto flushed = flush_all(store); !flushed) return tl::unexpected(flushed.error());
  if (auto rewritten = rewrite_files(store, key); !rewritten) {
    return tl::unexpected(rewritten.error());
  }
  if (auto purged = purge_files(store); !purged) return tl::unexpected(purged.error());
  return there.ok();
}

}  // namespace antrian::storage
