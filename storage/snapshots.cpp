#include <memory>

#include <rocksdb/db.h>

#include "storage/big_endian.hpp"
#include "storage/derived.hpp"
#include "storage/rocks.hpp"

namespace antrian::storage {
namespace {

constexpr char format_version = 1;
constexpr std::size_t state_at = 1 + 8;

std::optional<snapshot> parse_snapshot(std::string_view value) {
  if (value.size() < state_at || value.front() != format_version) return std::nullopt;
  return snapshot{read_number<std::uint64_t>(value.data() + 1),
                  std::string(value.substr(state_at))};
}

tl::unexpected<error> not_a_snapshot(std::string_view stream) {
  return fail(errc::damaged, "the snapshot of stream " + std::string(stream) + " is not one");
}

}  // namespace

status write_snapshot(store& store, std::string_view stream, const snapshot& value) {
  std::string bytes;
  bytes.reserve(state_at + value.state.size());
  bytes.push_back(format_version);
  append_number(bytes, value.sequence);
  bytes += value.state;
  rocksdb::WriteOptions lazy;
  lazy.sync = false;  // one that a crash loses is folded again from the stream
  const auto written =
      store.db().Put(lazy, store.family(table::snapshots), to_slice(stream), bytes);
  if (!written.ok()) return fail(written, "writing a snapshot");
  return {};
}

result<std::optional<snapshot>> read_snapshot(const store& store, std::string_view stream) {
  rocksdb::PinnableSlice value;
  const auto read = store.db().Get({}, store.family(table::snapshots), to_slice(stream), &value);
  if (read.IsNotFound()) return std::nullopt;
  if (!read.ok()) return fail(read, "reading a snapshot");
  auto parsed = parse_snapshot(to_view(value));
  if (!parsed) return not_a_snapshot(stream);
  return parsed;
}

status for_each_snapshot(
    const store& store,
    const std::function<void(std::string_view stream, const snapshot&)>& visit) {
  rocksdb::ReadOptions options;
  options.fill_cache = false;
  const std::unique_ptr<rocksdb::Iterator> row(
      store.db().NewIterator(options, store.family(table::snapshots)));
  for (row->SeekToFirst(); row->Valid(); row->Next()) {
    const auto parsed = parse_snapshot(to_view(row->value()));
    if (!parsed) return not_a_snapshot(to_view(row->key()));
    visit(to_view(row->key()), *parsed);
  }
  if (!row->status().ok()) return fail(row->status(), "reading the snapshots");
  return {};
}

}  // namespace antrian::storage
