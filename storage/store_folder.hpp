// What a folder holds before RocksDB touches it: a store, nothing yet, or something that is not
// ours and must be left alone.
#pragma once

#include <string>
#include <vector>

#include "storage/error.hpp"

namespace rocksdb {
class Env;
}

namespace antrian::storage {

/// The files of a store, all inside its folder.
[[nodiscard]] std::string database_path(const std::string& store_path);
[[nodiscard]] std::string default_secret_path(const std::string& store_path);
/// For files that are written before they become part of the database; same file system as it.
[[nodiscard]] std::string ingest_path(const std::string& store_path);

enum class folder_content {
  nothing,   ///< absent or empty, or a store whose creation never got as far as a database
  database,  ///< a RocksDB, which may be another program's
};

/// Looks, and changes nothing. errc::not_a_store for foreign content, errc::damaged for a database
/// that lost its CURRENT file (RocksDB would take it for a new one and delete the rest).
[[nodiscard]] result<folder_content> inspect_folder(rocksdb::Env& env,
                                                    const std::string& store_path);

/// Creates the folder with all its parents.
[[nodiscard]] status create_folder(rocksdb::Env& env, const std::string& path);

/// errc::in_use if a process, this one included, holds the database's lock.
[[nodiscard]] status check_not_in_use(rocksdb::Env& env, const std::string& store_path);

}  // namespace antrian::storage
