#include "cli/noted_head.hpp"

#include <memory>

#include <rocksdb/db.h>

#include "events/ids.hpp"
#include "storage/rocks.hpp"

namespace antrian::cli {

std::optional<storage::hash256> parse_hash(std::string_view text) {
  storage::hash256 hash{};
  if (!events::parse_hex(text, hash.data(), hash.size())) return std::nullopt;
  return hash;
}

storage::result<std::optional<std::uint64_t>> find_noted_head(const storage::store& store,
                                                              const storage::hash256& noted) {
  rocksdb::ReadOptions options;
  options.fill_cache = false;
  const std::unique_ptr<rocksdb::Iterator> row(
      store.db().NewIterator(options, store.family(storage::table::commits)));
  for (row->SeekToFirst(); row->Valid(); row->Next()) {
    if (row->key().size() != 8) continue;  // the audit of the chain reports it
    const auto commit = storage::parse_commit(storage::read_big_endian(row->key().data()),
                                              storage::to_view(row->value()));
    if (commit && commit->hash == noted) return std::optional(commit->last_position);
  }
  if (!row->status().ok()) return storage::fail(row->status(), "reading the commits");
  return std::optional<std::uint64_t>();
}

}  // namespace antrian::cli
