// The log's head: where the log ends, as written with every commit. And the other keys of `meta`.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "storage/error.hpp"
#include "storage/record.hpp"

namespace rocksdb {
class ColumnFamilyHandle;
class DB;
class Snapshot;
}  // namespace rocksdb

namespace antrian::storage {

// Keys of the meta table (docs/store-format.md). They are stored: never change them.
inline constexpr std::string_view meta_schema = "schema";
inline constexpr std::string_view meta_installation = "installation";
inline constexpr std::string_view meta_secret = "secret";
inline constexpr std::string_view meta_head = "head";
inline constexpr std::string_view meta_checkpoint = "checkpoint";
inline constexpr std::string_view meta_source_prefix = "source/";
inline constexpr std::string_view meta_follower_prefix = "follower/";

struct log_head {
  std::uint64_t last_position = 0;  ///< 0: nothing was ever committed
  std::uint64_t commits = 0;        ///< how many commits the log has
  hash256 hash{};                   ///< of the last commit; zero for an empty log
  friend bool operator==(const log_head&, const log_head&) = default;
};

void append_head(std::string& out, const log_head& head);
[[nodiscard]] std::optional<log_head> parse_head(std::string_view value);

/// The head as of the snapshot (null: as of now); a head of zeros for an empty log.
[[nodiscard]] result<log_head> read_head(rocksdb::DB& db, rocksdb::ColumnFamilyHandle* meta,
                                         const rocksdb::Snapshot* snapshot = nullptr);

/// A value of the meta table, or nothing.
[[nodiscard]] result<std::optional<std::string>> read_meta(
    rocksdb::DB& db, rocksdb::ColumnFamilyHandle* meta, std::string_view key,
    const rocksdb::Snapshot* snapshot = nullptr);
/// The same for a number of 8 bytes.
[[nodiscard]] result<std::optional<std::uint64_t>> read_meta_number(
    rocksdb::DB& db, rocksdb::ColumnFamilyHandle* meta, std::string_view key);

}  // namespace antrian::storage
