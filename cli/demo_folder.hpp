// Where a demo puts its store and files, and what it may delete: only what a demo made.
#pragma once

#include <string>

#include "storage/store.hpp"

namespace antrian::cli {

/// The store's folder holds nothing but the store, so the files are in a folder beside it.
struct demo_paths {
  std::string store;
  std::string files;

  explicit demo_paths(const std::string& store_path);
  [[nodiscard]] std::string commands() const { return files + "/commands.jsonl"; }
  [[nodiscard]] std::string dead_letters() const { return files + "/dead-letters.jsonl"; }
  [[nodiscard]] std::string day() const { return files + "/played-day.jsonl"; }
  [[nodiscard]] std::string marker() const { return files + "/made-by-antrian-demo"; }
};

/// `build/demo-store` in the source tree, `antrian-demo` elsewhere.
[[nodiscard]] std::string default_demo_store();

/// Removes what an earlier demo left there (unless `keep`, which goes on with it), and makes the
/// folder for the files. Refuses, with a complaint, to touch a store or files that no demo made.
/// Returns an exit code.
int make_room_for_demo(const demo_paths& paths, bool keep);

/// Marks the store as one that a later demo may remove. False if the marker cannot be written.
[[nodiscard]] bool mark_as_demo(const demo_paths& paths, const storage::store& store);

}  // namespace antrian::cli
