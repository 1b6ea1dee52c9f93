#include "cli/demo_folder.hpp"

#include <filesystem>
#include <fstream>
#include <system_error>

#include "cli/session.hpp"

namespace antrian::cli {
namespace {

namespace fs = std::filesystem;

bool holds_something(const std::string& folder) {
  std::error_code ignored;
  return fs::exists(folder, ignored) &&
         (!fs::is_directory(folder, ignored) || !fs::is_empty(folder, ignored));
}

std::string first_line_of(const std::string& path) {
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  return line;
}

int refuse(const std::string& path) {
  return complain(usage, path +
                             " was not made by a demo, so it is left alone; give another folder "
                             "with --store, or remove it yourself");
}

/// The marker names the installation, so a marker that outlived its store marks no other one.
int check_store_is_demo(const demo_paths& paths) {
  storage::store_options options;
  options.path = paths.store;
  options.create_if_missing = false;
  const auto store = storage::store::open(options);
  if (!store && store.error().code == storage::errc::in_use) return complain(store.error());
  if (!store || first_line_of(paths.marker()) != (*store)->installation()) {
    return refuse(paths.store);
  }
  return done;
}

}  // namespace

demo_paths::demo_paths(const std::string& store_path) : store(store_path) {
  while (store.size() > 1 && store.ends_with('/')) store.pop_back();
  files = store + "-files";
}

std::string default_demo_store() {
  std::error_code ignored;
  const bool in_source_tree =
      fs::exists("CMakePresets.json", ignored) && fs::exists("config/antrian.toml", ignored);
  return in_source_tree ? "build/demo-store" : "antrian-demo";
}

int make_room_for_demo(const demo_paths& paths, bool keep) {
  std::error_code failure;
  if (holds_something(paths.store)) {
    if (const int code = check_store_is_demo(paths); code != done) return code;
  } else if (holds_something(paths.files) && !fs::exists(paths.marker(), failure)) {
    return refuse(paths.files);
  }
  if (!keep) {
    fs::remove_all(paths.store, failure);
    if (!failure) fs::remove_all(paths.files, failure);
    if (failure) return complain(failed, "cannot remove " + paths.store + ": " + failure.message());
  }
  fs::create_directories(paths.files, failure);
  if (failure) return complain(failed, "cannot create " + paths.files + ": " + failure.message());
  return done;
}

bool mark_as_demo(const demo_paths& paths, const storage::store& store) {
  std::ofstream marker(paths.marker());
  marker << store.installation() << "\nThe store " << paths.store
         << " and this folder were made by `antrian demo`, which may remove both.\n";
  marker.flush();
  return static_cast<bool>(marker);
}

}  // namespace antrian::cli
