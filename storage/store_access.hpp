// Whether this process may use a store's files, and whether another process does: asked before
// RocksDB touches anything, so that each refusal says what it is.
#pragma once

#include <memory>
#include <string>

#include "storage/error.hpp"
#include "storage/store.hpp"

namespace rocksdb {
class Env;
}

namespace antrian::storage {

/// errc::not_permitted, with the file and the reason, if this user or a read-only file system
/// forbids it. What is not there yet is passed over. Only a real disk has permissions.
[[nodiscard]] status check_permitted(rocksdb::Env& env, const std::string& store_path,
                                     store_access access);

/// errc::in_use if a process, this one included, holds the database's lock. To be asked where
/// writing is permitted.
[[nodiscard]] status check_not_in_use(rocksdb::Env& env, const std::string& store_path);

/// While it lives nobody opens the store for writing.
class read_lock {
 public:
  read_lock() = default;
  virtual ~read_lock() = default;
  read_lock(const read_lock&) = delete;
  read_lock& operator=(const read_lock&) = delete;

  /// errc::in_use if another process has the store open. Works without permission to write, too;
  /// nothing is held then where there is no lock file, for nobody can have the store open.
  [[nodiscard]] static result<std::unique_ptr<read_lock>> take(rocksdb::Env& env,
                                                               const std::string& store_path);
};

}  // namespace antrian::storage
