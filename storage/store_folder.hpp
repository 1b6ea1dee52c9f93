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

/// Makes the folders of a new store, for their owner alone; one that is there stays as it is. The
/// folder above them must be there: a path with a typing error makes no store.
[[nodiscard]] status make_folders(rocksdb::Env& env, const std::string& store_path);

}  // namespace antrian::storage
