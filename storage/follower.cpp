#include "storage/follower.hpp"

#include <string>

#include <rocksdb/db.h>

#include "storage/big_endian.hpp"
#include "storage/event_log.hpp"
#include "storage/head.hpp"
#include "storage/rocks.hpp"

namespace antrian::storage {
namespace {

std::string key_of(std::string_view name) {
  return std::string(meta_follower_prefix) + std::string(name);
}

}  // namespace

result<std::uint64_t> follower_position(const store& store, std::string_view name) {
  const auto stored = read_meta_number(store.db(), store.family(table::meta), key_of(name));
  if (!stored) return tl::unexpected(stored.error());
  const auto position = stored->value_or(0);
  const auto last = last_position(store);
  if (!last) return tl::unexpected(last.error());
  if (position > *last) {
    return fail(errc::damaged, "the follower " + std::string(name) + " was told of position " +
                                   std::to_string(position) + ", but the log ends at " +
                                   std::to_string(*last));
  }
  return position;
}

status store_follower_position(const store& store, std::string_view name, std::uint64_t position) {
  std::string value;
  append_number(value, position);
  rocksdb::WriteOptions lazy;
  lazy.sync = false;
  const auto written = store.db().Put(lazy, store.family(table::meta), key_of(name), value);
  if (!written.ok()) return fail(written, "remembering how far the log is published");
  return {};
}

}  // namespace antrian::storage
