#include "storage/derived.hpp"

#include <memory>

#include <rocksdb/db.h>

#include "events/assert.hpp"
#include "storage/big_endian.hpp"
#include "storage/command_index.hpp"
#include "storage/head.hpp"
#include "storage/rocks.hpp"

namespace antrian::storage {
namespace {

/// Claims and position as one atom. Not synced: the write-ahead log keeps the order of writes, so
/// after a crash a checkpoint is there only if every commit before it is (those were synced), and
/// one that is lost is folded again from the log's tail.
status write_claims(store& store, const checkpoint& delta) {
  rocksdb::WriteBatch batch;
  auto* claims = store.family(table::claims);
  for (const auto& row : delta.claims) {
    const auto added =
        row.value ? batch.Put(claims, row.key, *row.value) : batch.Delete(claims, row.key);
    if (!added.ok()) return fail(added, "composing a checkpoint");
  }
  const auto position = big_endian(delta.position);
  const auto added = batch.Put(store.family(table::meta), to_slice(meta_checkpoint),
                               {position.data(), position.size()});
  if (!added.ok()) return fail(added, "composing a checkpoint");
  rocksdb::WriteOptions lazy;
  lazy.sync = false;
  const auto written = store.db().Write(lazy, &batch);
  if (!written.ok()) return fail(written, "writing a checkpoint");
  return {};
}

}  // namespace

result<std::uint64_t> checkpoint_position(const store& store) {
  const auto position = read_meta_number(store.db(), store.family(table::meta), meta_checkpoint);
  if (!position) return tl::unexpected(position.error());
  return position->value_or(0);
}

status write_checkpoint(store& store, checkpoint&& delta) {
  const auto before = checkpoint_position(store);
  if (!before) return tl::unexpected(before.error());
  ANTRIAN_ASSERT(delta.position >= *before);
  const auto head = read_head(store.db(), store.family(table::meta));
  if (!head) return tl::unexpected(head.error());
  ANTRIAN_ASSERT(delta.position <= head->last_position);

  if (auto added = add_commands(store, delta.commands); !added) return added;
  return write_claims(store, delta);
}

status for_each_claim(
    const store& store,
    const std::function<void(std::string_view key, std::string_view value)>& visit) {
  rocksdb::ReadOptions options;
  options.fill_cache = false;
  const std::unique_ptr<rocksdb::Iterator> row(
      store.db().NewIterator(options, store.family(table::claims)));
  for (row->SeekToFirst(); row->Valid(); row->Next()) {
    visit(to_view(row->key()), to_view(row->value()));
  }
  if (!row->status().ok()) return fail(row->status(), "reading the claims");
  return {};
}

}  // namespace antrian::storage
