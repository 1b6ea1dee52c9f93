#include "projections/row_store.hpp"

#include <memory>

#include <rocksdb/db.h>
#include <rocksdb/write_batch.h>

#include "storage/rocks.hpp"

namespace antrian::projections {
namespace {

constexpr std::size_t generation_size = 4;

std::string generation_prefix(std::uint32_t generation) {
  std::string key;
  for (unsigned shift = 32; shift > 0; shift -= 8) {
    key.push_back(static_cast<char>(generation >> (shift - 8) & 0xFF));
  }
  return key;
}

}  // namespace

std::string row_store::key(std::string_view stream) const {
  return generation_prefix(generation_).append(stream);
}

storage::result<std::optional<std::string>> row_store::get(std::string_view stream) const {
  std::string bytes;
  const auto status =
      store_->db().Get(rocksdb::ReadOptions{}, store_->family(table_), key(stream), &bytes);
  if (status.IsNotFound()) return std::nullopt;
  if (!status.ok()) return storage::fail(status, "reading a projection row");
  return bytes;
}

storage::status row_store::scan(
    const day_range& range,
    const std::function<bool(std::string_view stream, std::string_view bytes)>& visit) const {
  const std::string end = generation_prefix(generation_ + 1);
  const rocksdb::Slice upper{end};
  rocksdb::ReadOptions options;
  options.iterate_upper_bound = &upper;
  options.fill_cache = false;
  const std::unique_ptr<rocksdb::Iterator> rows{
      store_->db().NewIterator(options, store_->family(table_))};
  rows->Seek(range.office ? key(stream_name(*range.office, range.from)) : key(""));
  while (rows->Valid()) {
    auto stream = storage::to_view(rows->key());
    stream.remove_prefix(generation_size);
    const auto day = parse_day_name(stream);
    if (!day) return storage::fail(storage::errc::damaged, "a row's key is not an office day");
    if (range.office && *range.office != day->office) break;
    if (day->date < range.from) {
      rows->Seek(key(stream_name(day->office, range.from)));
      continue;
    }
    if (day->date > range.to) {
      // A colon follows the digits, so this is past every date of the office.
      rows->Seek(key(std::string{day->office} + "/:"));
      continue;
    }
    if (!visit(stream, storage::to_view(rows->value()))) break;
    rows->Next();
  }
  if (!rows->status().ok()) return storage::fail(rows->status(), "reading projection rows");
  return {};
}

void row_store::stage_put(rocksdb::WriteBatch& batch, std::string_view stream,
                          std::string_view bytes) const {
  batch.Put(store_->family(table_), key(stream), bytes);
}

void row_store::stage_clear(rocksdb::WriteBatch& batch) const {
  batch.DeleteRange(store_->family(table_), generation_prefix(generation_),
                    generation_prefix(generation_ + 1));
}

}  // namespace antrian::projections
