#include "storage/store_folder.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <string_view>

#include <rocksdb/env.h>
#include <sys/stat.h>

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

status make_folders(rocksdb::Env& env, const std::string& store_path) {
  for (const auto& folder : {store_path, database_path(store_path)}) {
    if (&env != rocksdb::Env::Default()) {
      const auto created = env.CreateDirIfMissing(folder);
      if (!created.ok()) return fail(created, "creating the folder " + folder);
    } else if (::mkdir(folder.c_str(), S_IRWXU) != 0 && errno != EEXIST) {
      if (errno == ENOENT) {
        return fail(errc::not_a_store, store_path +
                                           ": the folder that it would be made in is not there "
                                           "either; correct the path, or make that folder first");
      }
      return fail(errno == EACCES || errno == EROFS ? errc::not_permitted : errc::io,
                  "creating the folder " + folder + ": " + std::strerror(errno));
    }
  }
  return {};
}

}  // namespace antrian::storage
