#include "storage/store_folder.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include <rocksdb/env.h>

#include "storage/rocks.hpp"

namespace antrian::storage {
namespace {

/// Entries of a store's folder; `lost+found` is there if the folder is a file system of its own.
constexpr std::array<std::string_view, 7> own_entries{
    ".", "..", "db", "secret.key", "secret.key.new", "lost+found", ""};

/// True for files that hold data of a database: table files and write-ahead logs.
bool holds_data(std::string_view name) {
  return name.ends_with(".sst") || name.ends_with(".log");
}

result<std::vector<std::string>> entries_of(rocksdb::Env& env, const std::string& folder) {
  std::vector<std::string> entries;
  const auto listed = env.GetChildren(folder, &entries);
  if (listed.IsNotFound()) return std::vector<std::string>{};
  if (!listed.ok()) return fail(listed, "reading the folder " + folder);
  return entries;
}

}  // namespace

std::string database_path(const std::string& store_path) {
  return store_path + "/db";
}
std::string default_secret_path(const std::string& store_path) {
  return store_path + "/secret.key";
}
std::string ingest_path(const std::string& store_path) {
  return store_path + "/db/ingest";
}

result<folder_content> inspect_folder(rocksdb::Env& env, const std::string& store_path) {
  if (store_path.empty()) return fail(errc::not_a_store, "the path of the store is empty");
  bool is_folder = false;
  const auto looked = env.IsDirectory(store_path, &is_folder);
  if (looked.ok() && !is_folder) return fail(errc::not_a_store, store_path + " is a file");

  const auto outer = entries_of(env, store_path);
  if (!outer) return tl::unexpected(outer.error());
  for (const auto& name : *outer) {
    if (std::find(own_entries.begin(), own_entries.end(), name) == own_entries.end()) {
      return fail(errc::not_a_store, store_path + " holds other things, such as " + name +
                                         "; give a new or empty folder");
    }
  }
  const std::string database = database_path(store_path);
  if (env.FileExists(database + "/CURRENT").ok()) return folder_content::database;
  const auto inner = entries_of(env, database);
  if (!inner) return tl::unexpected(inner.error());
  if (std::any_of(inner->begin(), inner->end(), holds_data)) {
    return fail(errc::damaged, database + " holds data but no CURRENT file: restore a backup");
  }
  return folder_content::nothing;
}

status create_folder(rocksdb::Env& env, const std::string& path) {
  for (std::size_t end = path.find('/', 1);; end = path.find('/', end + 1)) {
    const std::string folder = path.substr(0, end);
    // Existing parents may be unreadable for us and need not be touched.
    if (!env.FileExists(folder).ok()) {
      const auto created = env.CreateDirIfMissing(folder);
      if (!created.ok()) return fail(created, "creating the folder " + folder);
    }
    if (end == std::string::npos) return {};
  }
}

status check_not_in_use(rocksdb::Env& env, const std::string& store_path) {
  const std::string path = database_path(store_path) + "/LOCK";
  if (!env.FileExists(path).ok()) return {};
  rocksdb::FileLock* lock = nullptr;
  if (!env.LockFile(path, &lock).ok()) return fail(errc::in_use, store_path);
  const auto unlocked = env.UnlockFile(lock);
  if (!unlocked.ok()) return fail(unlocked, "unlocking " + path);
  return {};
}

}  // namespace antrian::storage
