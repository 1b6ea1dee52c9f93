#include "storage/head.hpp"

#include <cstring>

#include <rocksdb/db.h>

#include "storage/big_endian.hpp"
#include "storage/rocks.hpp"

namespace antrian::storage {
namespace {

constexpr std::size_t hash_at = 16;
constexpr std::size_t head_size = hash_at + 32;

}  // namespace

void append_head(std::string& out, const log_head& head) {
  append_number(out, head.last_position);
  append_number(out, head.commits);
  out.append(reinterpret_cast<const char*>(head.hash.data()), head.hash.size());
}

std::optional<log_head> parse_head(std::string_view value) {
  if (value.size() != head_size) return std::nullopt;
  log_head head;
  head.last_position = read_number<std::uint64_t>(value.data());
  head.commits = read_number<std::uint64_t>(value.data() + 8);
  std::memcpy(head.hash.data(), value.data() + hash_at, head.hash.size());
  return head;
}

result<std::optional<std::string>> read_meta(rocksdb::DB& db, rocksdb::ColumnFamilyHandle* meta,
                                             std::string_view key,
                                             const rocksdb::Snapshot* snapshot) {
  rocksdb::ReadOptions options;
  options.snapshot = snapshot;
  std::string value;
  const auto read = db.Get(options, meta, to_slice(key), &value);
  if (read.IsNotFound()) return std::nullopt;
  if (!read.ok()) return fail(read, "reading meta/" + std::string(key));
  return value;
}

result<std::optional<std::uint64_t>> read_meta_number(rocksdb::DB& db,
                                                      rocksdb::ColumnFamilyHandle* meta,
                                                      std::string_view key) {
  const auto value = read_meta(db, meta, key);
  if (!value) return tl::unexpected(value.error());
  if (!value->has_value()) return std::nullopt;
  if ((*value)->size() != 8) {
    return fail(errc::damaged, "meta/" + std::string(key) + " is not a number of 8 bytes");
  }
  return read_number<std::uint64_t>((*value)->data());
}

result<log_head> read_head(rocksdb::DB& db, rocksdb::ColumnFamilyHandle* meta,
                           const rocksdb::Snapshot* snapshot) {
  const auto value = read_meta(db, meta, meta_head, snapshot);
  if (!value) return tl::unexpected(value.error());
  if (!value->has_value()) return log_head{};
  const auto head = parse_head(**value);
  if (!head) return fail(errc::damaged, "meta/head is not a head of 48 bytes");
  return *head;
}

}  // namespace antrian::storage
