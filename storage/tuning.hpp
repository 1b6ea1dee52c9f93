// How RocksDB is set for each table, with the reasons.
#pragma once

#include <memory>
#include <string_view>

#include <rocksdb/cache.h>
#include <rocksdb/options.h>

#include "storage/store.hpp"

namespace antrian::storage {

/// The table's name, which is its column family's. Stored: never change one.
[[nodiscard]] std::string_view name_of(table which);

[[nodiscard]] rocksdb::DBOptions database_options(rocksdb::Env* env);

/// `cache` is shared by all tables.
[[nodiscard]] rocksdb::ColumnFamilyOptions family_options(
    table which, const std::shared_ptr<rocksdb::Cache>& cache);

/// For tables that only a foreign or newer store has; just good enough to open and look.
[[nodiscard]] rocksdb::ColumnFamilyOptions plain_family_options();

inline constexpr std::size_t block_cache_bytes = std::size_t{64} << 20;

}  // namespace antrian::storage
