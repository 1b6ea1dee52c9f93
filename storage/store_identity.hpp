// Who a store is: its schema version, the installation's name, and whose secret it was made with.
#pragma once

#include <string>
#include <vector>

#include "events/personal.hpp"
#include "storage/error.hpp"

namespace rocksdb {
class ColumnFamilyHandle;
class DB;
}  // namespace rocksdb

namespace antrian::storage {

/// Judges a database whose tables are not those of this version; `meta` is null if it has none.
/// Passes only one whose creation was interrupted, which holds no row at all.
[[nodiscard]] status check_incomplete(rocksdb::DB& db,
                                      const std::vector<rocksdb::ColumnFamilyHandle*>& families,
                                      rocksdb::ColumnFamilyHandle* meta,
                                      const std::string& store_path);

/// Checks schema version and secret of a store, or writes them, with a name for the installation,
/// into a new one. Returns the installation's name.
[[nodiscard]] result<std::string> establish_identity(rocksdb::DB& db,
                                                     rocksdb::ColumnFamilyHandle* meta,
                                                     rocksdb::ColumnFamilyHandle* log,
                                                     const events::secret_key& secret,
                                                     const std::string& store_path);

}  // namespace antrian::storage
