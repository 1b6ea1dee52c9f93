#include "storage/command_index.hpp"

#include <algorithm>
#include <cstring>
#include <memory>
#include <optional>
#include <vector>

#include <rocksdb/db.h>
#include <rocksdb/env.h>
#include <rocksdb/sst_file_writer.h>

#include "events/assert.hpp"
#include "storage/big_endian.hpp"
#include "storage/derived.hpp"
#include "storage/rocks.hpp"
#include "storage/store_folder.hpp"

namespace antrian::storage {
namespace {

using rows_span = std::span<const std::pair<events::uuid, std::string>>;

rocksdb::Slice key_of(const events::uuid& id) {
  return {reinterpret_cast<const char*>(id.bytes.data()), id.bytes.size()};
}

/// The indices of `count` ids in order of id. Sorts 16-byte pairs by the ids' first half, which
/// nearly always decides, instead of moving the rows.
template <class IdAt>
std::vector<std::size_t> sorted_by_id(std::size_t count, const IdAt& id_at) {
  std::vector<std::pair<std::uint64_t, std::size_t>> keys;
  keys.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    const events::uuid& id = id_at(i);
    keys.emplace_back(read_number<std::uint64_t>(reinterpret_cast<const char*>(id.bytes.data())),
                      i);
  }
  std::sort(keys.begin(), keys.end(), [&](const auto& a, const auto& b) {
    if (a.first != b.first) return a.first < b.first;
    return id_at(a.second) < id_at(b.second);
  });
  std::vector<std::size_t> order;
  order.reserve(count);
  for (const auto& key : keys) order.push_back(key.second);
  return order;
}

status add_one_by_one(store& store, rows_span rows) {
  rocksdb::WriteBatch batch;
  for (const auto& [id, result] : rows) {
    const auto added = batch.Put(store.family(table::commands), key_of(id), result);
    if (!added.ok()) return fail(added, "composing rows of the command index");
  }
  rocksdb::WriteOptions lazy;
  lazy.sync = false;  // like the checkpoint that they belong to, which follows in the same log
  const auto written = store.db().Write(lazy, &batch);
  if (!written.ok()) return fail(written, "writing rows of the command index");
  return {};
}

/// Asks memory for rows that come soon: in order of id they are anywhere, and waiting for each of
/// them would be most of the work.
void prefetch_ahead(rows_span rows, const std::vector<std::size_t>& order, std::size_t at) {
  constexpr std::size_t row_ahead = 16;
  constexpr std::size_t bytes_ahead = 8;
  if (at + row_ahead < order.size()) __builtin_prefetch(&rows[order[at + row_ahead]]);
  if (at + bytes_ahead < order.size()) {
    __builtin_prefetch(rows[order[at + bytes_ahead]].second.data());
  }
}

status write_sorted_file(store& store, rows_span rows, const std::string& path) {
  auto* family = store.family(table::commands);
  const rocksdb::Options options = store.db().GetOptions(family);
  rocksdb::SstFileWriter file(rocksdb::EnvOptions(options), options, family);
  auto written = file.Open(path);
  const events::uuid* before = nullptr;
  const std::string* result_before = nullptr;
  const auto order = sorted_by_id(
      rows.size(), [&](std::size_t i) -> const events::uuid& { return rows[i].first; });
  for (std::size_t at = 0; at < order.size() && written.ok(); ++at) {
    prefetch_ahead(rows, order, at);
    const auto& [id, result] = rows[order[at]];
    if (before != nullptr && *before == id) {
      ANTRIAN_ASSERT(*result_before == result);
      continue;
    }
    written = file.Put(key_of(id), result);
    before = &id;
    result_before = &result;
  }
  if (written.ok()) written = file.Finish();
  if (!written.ok()) return fail(written, "writing a sorted file of the command index");
  return {};
}

status add_as_file(store& store, rows_span rows) {
  rocksdb::Env& env = *store.db().GetEnv();
  const std::string folder = ingest_path(store.path());
  if (const auto made = env.CreateDirIfMissing(folder); !made.ok()) {
    return fail(made, "creating the folder " + folder);
  }
  // A crash may have left an unfinished one of this name; it is written over.
  const std::string path = folder + "/commands.sst";
  if (auto written = write_sorted_file(store, rows, path); !written) return written;
  rocksdb::IngestExternalFileOptions options;
  options.move_files = true;
  options.write_global_seqno = false;
  const auto ingested =
      store.db().IngestExternalFile(store.family(table::commands), {path}, options);
  if (!ingested.ok()) return fail(ingested, "adding a sorted file to the command index");
  return {};
}

}  // namespace

status add_commands(store& store, rows_span rows) {
  if (rows.empty()) return {};
  if (rows.size() <= commands_one_by_one_max) return add_one_by_one(store, rows);
  return add_as_file(store, rows);
}

result<std::vector<std::optional<std::string>>> find_commands(const store& store,
                                                              std::span<const events::uuid> ids) {
  // In order of id, ids that share a block of a file are looked up together.
  const auto order =
      sorted_by_id(ids.size(), [&](std::size_t i) -> const events::uuid& { return ids[i]; });
  std::vector<rocksdb::Slice> keys;
  keys.reserve(ids.size());
  for (const std::size_t i : order) keys.push_back(key_of(ids[i]));
  std::vector<rocksdb::PinnableSlice> values(ids.size());
  std::vector<rocksdb::Status> statuses(ids.size());
  constexpr bool sorted_input = true;
  store.db().MultiGet({}, store.family(table::commands), keys.size(), keys.data(), values.data(),
                      statuses.data(), sorted_input);

  std::vector<std::optional<std::string>> found(ids.size());
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (statuses[i].ok()) {
      found[order[i]] = values[i].ToString();
    } else if (!statuses[i].IsNotFound()) {
      return fail(statuses[i], "looking up commands");
    }
  }
  return found;
}

status for_each_command(
    const store& store,
    const std::function<bool(const events::uuid& id, std::string_view result)>& visit) {
  rocksdb::ReadOptions options;
  options.fill_cache = false;
  options.readahead_size = std::size_t{2} << 20;
  const std::unique_ptr<rocksdb::Iterator> row(
      store.db().NewIterator(options, store.family(table::commands)));
  for (row->SeekToFirst(); row->Valid(); row->Next()) {
    events::uuid id;
    if (row->key().size() != id.bytes.size()) {
      return fail(errc::damaged, "a key of the command index is not a command id");
    }
    std::memcpy(id.bytes.data(), row->key().data(), id.bytes.size());
    if (!visit(id, to_view(row->value()))) return {};
  }
  if (!row->status().ok()) return fail(row->status(), "reading the command index");
  return {};
}

std::uint64_t commands_size(const store& store) {
  std::uint64_t files = 0;
  std::uint64_t memory = 0;
  auto* family = store.family(table::commands);
  store.db().GetIntProperty(family, rocksdb::DB::Properties::kTotalSstFilesSize, &files);
  store.db().GetIntProperty(family, rocksdb::DB::Properties::kSizeAllMemTables, &memory);
  return files + memory;
}

bool commands_empty(const store& store) {
  // Not by RocksDB's count of keys: it is an estimate, and can be 0 where there are some.
  const std::unique_ptr<rocksdb::Iterator> row(
      store.db().NewIterator({}, store.family(table::commands)));
  row->SeekToFirst();
  return !row->Valid() && row->status().ok();
}

}  // namespace antrian::storage
