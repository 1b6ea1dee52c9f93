// The store: one RocksDB with a column family per table, opened by one process at a time.
//
// Thread-safety: immutable after open; RocksDB itself is thread-safe. Only the journal writes the
// log (storage/event_log.hpp).
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "events/personal.hpp"
#include "storage/error.hpp"

namespace rocksdb {
class DB;
class Env;
class ColumnFamilyHandle;
class WriteBatch;
}  // namespace rocksdb

namespace antrian::storage {

/// Raised when the meaning of stored bytes changes; a store of a higher version is refused.
inline constexpr std::uint32_t store_schema_version = 1;

enum class table : std::uint8_t {
  log,           ///< position of first event -> event record
  commits,       ///< position of first event of a commit -> commit record (the commit chain)
  streams,       ///< stream, sequence -> position of the record
  snapshots,     ///< stream -> office-day snapshot
  claims,        ///< pseudonym -> claim row, as of the checkpoint
  commands,      ///< command id -> result bytes, as of the checkpoint
  vault,         ///< subject -> sealed personal data and their wrapped key
  meta,          ///< schema version, head, source progress, checkpoints
  availability,  ///< rows of the projection of this name
  front_desk,
  reports,
};
inline constexpr std::size_t table_count = 11;

enum class store_access : std::uint8_t {
  write,
  /// Changes nothing in the folder, and needs no permission to write there; every write through
  /// RocksDB is refused. The store must be there, whole.
  read,
};

struct store_options {
  std::string path;
  store_access access = store_access::write;
  bool create_if_missing = true;
  /// File with the installation's secret (32 bytes as 64 hexadecimal digits). Empty: `secret.key`
  /// inside the store's folder, made with mode 0600 when the store is created.
  std::string secret_file;
  /// Tests: another file system (RocksDB's in-memory one, or one that loses what was not synced).
  /// Not owned. With it the secret must be given in `secret`.
  rocksdb::Env* env = nullptr;
  const events::secret_key* secret = nullptr;
};

class store {
 public:
  [[nodiscard]] static result<std::unique_ptr<store>> open(const store_options& options);
  ~store();
  store(const store&) = delete;
  store& operator=(const store&) = delete;

  [[nodiscard]] rocksdb::DB& db() const;
  [[nodiscard]] rocksdb::ColumnFamilyHandle* family(table which) const;
  [[nodiscard]] const events::secret_key& secret() const;
  /// A name for this installation, made when the store was created: the CloudEvents source.
  [[nodiscard]] const std::string& installation() const;
  [[nodiscard]] const std::string& path() const;
  /// Opened with store_access::read.
  [[nodiscard]] bool read_only() const;
  /// This opening made it: there was none before.
  [[nodiscard]] bool is_new() const;

 private:
  struct impl;
  explicit store(std::unique_ptr<impl> parts);
  std::unique_ptr<impl> impl_;
};

/// Big-endian, so that RocksDB's byte order is the numbers' order.
void append_big_endian(std::string& out, std::uint64_t value);
[[nodiscard]] std::uint64_t read_big_endian(const char* eight_bytes);

}  // namespace antrian::storage
