#include "storage/store.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include <rocksdb/db.h>
#include <rocksdb/env.h>
#include <sodium.h>

#include "storage/big_endian.hpp"
#include "storage/rocks.hpp"
#include "storage/secret_file.hpp"
#include "storage/store_access.hpp"
#include "storage/store_folder.hpp"
#include "storage/store_identity.hpp"
#include "storage/tuning.hpp"

namespace antrian::storage {
namespace {

struct handle_deleter {
  rocksdb::DB* db = nullptr;
  void operator()(rocksdb::ColumnFamilyHandle* handle) const {
    // Can only refuse the handle that DB::DefaultColumnFamily gives out, which is not one of ours.
    db->DestroyColumnFamilyHandle(handle).PermitUncheckedError();
  }
};
using family_handle = std::unique_ptr<rocksdb::ColumnFamilyHandle, handle_deleter>;

/// An open database; the handles are destroyed before it.
struct open_database {
  std::unique_ptr<rocksdb::DB> db;
  std::vector<family_handle> handles;

  [[nodiscard]] rocksdb::ColumnFamilyHandle* find(std::string_view name) const {
    for (const auto& handle : handles) {
      if (handle->GetName() == name) return handle.get();
    }
    return nullptr;
  }
};

using descriptors = std::vector<rocksdb::ColumnFamilyDescriptor>;

open_database take(rocksdb::DB* db, const std::vector<rocksdb::ColumnFamilyHandle*>& raw) {
  open_database opened{std::unique_ptr<rocksdb::DB>(db), {}};
  opened.handles.reserve(raw.size());
  for (auto* handle : raw) opened.handles.emplace_back(handle, handle_deleter{db});
  return opened;
}

descriptors own_tables() {
  const auto cache = rocksdb::NewLRUCache(block_cache_bytes);
  descriptors families;
  // RocksDB insists on its default family; nothing is ever stored in it. `meta` comes first, so
  // that a store whose creation was interrupted is recognised (store_identity.hpp).
  families.emplace_back(rocksdb::kDefaultColumnFamilyName, plain_family_options());
  families.emplace_back(std::string(name_of(table::meta)), family_options(table::meta, cache));
  for (std::size_t i = 0; i < table_count; ++i) {
    const auto which = static_cast<table>(i);
    if (which == table::meta) continue;
    families.emplace_back(std::string(name_of(which)), family_options(which, cache));
  }
  return families;
}

using table_names = std::vector<std::string>;

/// Sorted.
table_names own_names() {
  table_names names{rocksdb::kDefaultColumnFamilyName};
  for (std::size_t i = 0; i < table_count; ++i) names.emplace_back(name_of(static_cast<table>(i)));
  std::sort(names.begin(), names.end());
  return names;
}

/// Opens the tables that are there and makes the others. All of them in one step: RocksDB writes
/// its options file after each step.
result<open_database> open_tables(rocksdb::Env* env, const std::string& store_path,
                                  const table_names& existing) {
  descriptors present;
  descriptors missing;
  for (auto& family : own_tables()) {
    const bool exists = std::find(existing.begin(), existing.end(), family.name) != existing.end();
    (exists ? present : missing).push_back(std::move(family));
  }
  rocksdb::DBOptions options = database_options(env);
  options.create_if_missing = true;
  rocksdb::DB* db = nullptr;
  std::vector<rocksdb::ColumnFamilyHandle*> raw;
  const auto status = rocksdb::DB::Open(options, database_path(store_path), present, &raw, &db);
  if (!status.ok()) {
    // Another process may have been quicker.
    if (const auto free = check_not_in_use(*env, store_path); !free) {
      return tl::unexpected(free.error());
    }
    return fail(status, "opening " + database_path(store_path));
  }
  auto opened = take(db, raw);
  if (missing.empty()) return opened;
  raw.clear();
  const auto made = db->CreateColumnFamilies(missing, &raw);
  for (auto* handle : raw) opened.handles.emplace_back(handle, handle_deleter{db});
  if (!made.ok()) return fail(made, "making the tables of " + store_path);
  return opened;
}

/// Opens tables without changing anything.
result<open_database> open_to_read(rocksdb::Env* env, const std::string& store_path,
                                   const descriptors& families) {
  rocksdb::DB* db = nullptr;
  std::vector<rocksdb::ColumnFamilyHandle*> raw;
  const auto status = rocksdb::DB::OpenForReadOnly(database_options(env), database_path(store_path),
                                                   families, &raw, &db);
  if (!status.ok()) return fail(status, "looking into " + database_path(store_path));
  return take(db, raw);
}

/// The tables of a database. Refuses one that is not a store of this version before anything is
/// written to it.
result<table_names> existing_tables(rocksdb::Env* env, const std::string& store_path) {
  table_names names;
  const auto listed =
      rocksdb::DB::ListColumnFamilies(database_options(env), database_path(store_path), &names);
  if (!listed.ok()) return fail(listed, "reading the list of tables of " + store_path);
  const table_names own = own_names();
  std::sort(names.begin(), names.end());
  if (names == own) return names;

  descriptors unexpected;
  for (const auto& name : names) unexpected.emplace_back(name, plain_family_options());
  const auto opened = open_to_read(env, store_path, unexpected);
  if (!opened) return tl::unexpected(opened.error());
  std::vector<rocksdb::ColumnFamilyHandle*> families;
  for (const auto& handle : opened->handles) families.push_back(handle.get());
  const auto incomplete =
      check_incomplete(*opened->db, families, opened->find(name_of(table::meta)), store_path);
  if (!incomplete) return tl::unexpected(incomplete.error());
  if (!std::includes(own.begin(), own.end(), names.begin(), names.end())) {
    return fail(errc::not_a_store, store_path + " holds another program's RocksDB");
  }
  return names;
}

/// The tables that a store at this place has; makes the folder for a new one.
result<table_names> find_tables(rocksdb::Env* env, const store_options& options,
                                folder_content content) {
  if (content == folder_content::database) {
    if (options.access == store_access::write) {
      if (const auto free = check_not_in_use(*env, options.path); !free) {
        return tl::unexpected(free.error());
      }
    }
    return existing_tables(env, options.path);
  }
  if (!options.create_if_missing || options.access == store_access::read) {
    return fail(errc::not_a_store, options.path);
  }
  if (const auto made = make_folders(*env, options.path); !made) {
    return tl::unexpected(made.error());
  }
  return table_names{rocksdb::kDefaultColumnFamilyName};
}

result<events::secret_key> find_secret(const store_options& options, folder_content content) {
  if (options.secret != nullptr) return *options.secret;
  if (options.env != nullptr) {
    return fail(errc::secret, "with a file system of its own a store needs the secret itself");
  }
  if (!options.secret_file.empty()) return read_secret_file(options.secret_file);
  const std::string path = default_secret_path(options.path);
  // The secret is written before the database, so where there is a database there must be one.
  const bool exists = rocksdb::Env::Default()->FileExists(path).ok();
  if (content == folder_content::nothing && !exists) return create_secret_file(path);
  return read_secret_file(path);
}

}  // namespace

struct store::impl {
  std::string path;
  bool is_new = false;
  std::unique_ptr<read_lock> lock;  ///< of a store that is open for reading; outlives the database
  std::string installation;
  events::secret_key secret{};
  open_database database;
  std::array<rocksdb::ColumnFamilyHandle*, table_count> families{};

  impl() = default;
  impl(const impl&) = delete;
  impl& operator=(const impl&) = delete;
  ~impl() { sodium_memzero(secret.data(), secret.size()); }
};

store::store(std::unique_ptr<impl> parts) : impl_(std::move(parts)) {}
store::~store() = default;

result<std::unique_ptr<store>> store::open(const store_options& options) {
  // Picks the fastest implementation for this processor; harmless when called again.
  if (sodium_init() < 0) return fail(errc::secret, "libsodium cannot be initialised");
  rocksdb::Env* env = options.env != nullptr ? options.env : rocksdb::Env::Default();

  const bool reading = options.access == store_access::read;
  const auto content = inspect_folder(*env, options.path);
  if (!content) return tl::unexpected(content.error());
  // What may not be read looks empty.
  if (const auto permitted = check_permitted(*env, options.path, options.access); !permitted) {
    return tl::unexpected(permitted.error());
  }
  auto opened = std::make_unique<impl>();
  opened->path = options.path;
  opened->is_new = *content == folder_content::nothing;
  if (reading && *content == folder_content::database) {
    auto lock = read_lock::take(*env, options.path);
    if (!lock) return tl::unexpected(lock.error());
    opened->lock = std::move(*lock);
  }
  const auto existing = find_tables(env, options, *content);
  if (!existing) return tl::unexpected(existing.error());
  const auto secret = find_secret(options, *content);
  if (!secret) return tl::unexpected(secret.error());
  if (reading && *existing != own_names()) {
    return fail(errc::not_a_store, options.path + ": it was never finished");
  }
  auto database = reading ? open_to_read(env, options.path, own_tables())
                          : open_tables(env, options.path, *existing);
  if (!database) return tl::unexpected(database.error());

  opened->secret = *secret;
  opened->database = std::move(*database);
  for (std::size_t i = 0; i < table_count; ++i) {
    opened->families[i] = opened->database.find(name_of(static_cast<table>(i)));
  }
  auto installation = establish_identity(
      *opened->database.db, opened->families[static_cast<std::size_t>(table::meta)],
      opened->families[static_cast<std::size_t>(table::log)], *secret, options.path);
  if (!installation) return tl::unexpected(installation.error());
  opened->installation = std::move(*installation);
  return std::unique_ptr<store>(new store(std::move(opened)));
}

rocksdb::DB& store::db() const {
  return *impl_->database.db;
}

rocksdb::ColumnFamilyHandle* store::family(table which) const {
  return impl_->families[static_cast<std::size_t>(which)];
}

const events::secret_key& store::secret() const {
  return impl_->secret;
}
const std::string& store::installation() const {
  return impl_->installation;
}
const std::string& store::path() const {
  return impl_->path;
}
bool store::read_only() const {
  return impl_->lock != nullptr;
}
bool store::is_new() const {
  return impl_->is_new;
}

void append_big_endian(std::string& out, std::uint64_t value) {
  append_number(out, value);
}

std::uint64_t read_big_endian(const char* eight_bytes) {
  return read_number<std::uint64_t>(eight_bytes);
}

}  // namespace antrian::storage
