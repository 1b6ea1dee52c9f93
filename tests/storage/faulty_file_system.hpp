// A file system that can fail, and that can lose power.
//
// It stands between RocksDB and a file system below (RocksDB's memory or a real disk) and keeps,
// for each file, how many bytes were synced and whether its name was (a new name is durable only
// once its folder was synced). Losing power takes away what was not: unsynced bytes of a file, all
// or only some of them; files whose name was not durable; and a rename that was not, whose target
// is what it was before. A deletion counts as durable at once, which is what an ordered journal
// makes likely and RocksDB does not rely on.
//
// Use: open a store on it (tests/storage/faulty_disk.hpp has it all in one), call `cut_power` or
// `cut_power_after`, destroy the store, call `restore_power`, open again.
//
// Thread-safety: all of it is behind one mutex.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

#include <rocksdb/env.h>
#include <rocksdb/file_system.h>

namespace antrian::storage {

/// How many of a file's unsynced bytes survive a loss of power.
using survival = std::function<std::uint64_t(std::uint64_t unsynced)>;
[[nodiscard]] inline std::uint64_t nothing_unsynced(std::uint64_t) {
  return 0;
}

class faulty_file_system final : public rocksdb::FileSystemWrapper {
 public:
  explicit faulty_file_system(const std::shared_ptr<rocksdb::FileSystem>& below)
      : FileSystemWrapper(below), state_(std::make_shared<state>()) {}

  [[nodiscard]] const char* Name() const override { return "faulty_file_system"; }

  /// The sync after `count` more, and every later one, fails until restore_power.
  void fail_syncs_after(std::uint64_t count) {
    with_lock([&](state& s) { s.syncs_left = count; });
  }
  /// From the operation after `count` more on, every change of the disk fails until restore_power.
  void cut_power_after(std::uint64_t count) {
    with_lock([&](state& s) { s.operations_left = count; });
  }
  void cut_power() { cut_power_after(0); }
  [[nodiscard]] bool power_is_cut() const { return state_->is_cut(); }
  /// Changes of the disk so far, the refused ones not counted.
  [[nodiscard]] std::uint64_t operations() const { return state_->count(); }

  /// Power is back, without what was not synced. No file of this file system may be open.
  /// Everything works again.
  void restore_power(const survival& survives = nothing_unsynced) {
    const std::lock_guard lock(state_->mutex);
    for (const auto& [path, file] : state_->files) {
      if (!file.name_is_durable) {
        undo_name(path, file);
      } else if (file.written > file.synced) {
        const auto kept = file.synced + survives(file.written - file.synced);
        rewrite(path, read_all(path).substr(0, kept));
      }
    }
    state_->files.clear();
    state_->syncs_left = never;
    state_->operations_left = never;
  }

  rocksdb::IOStatus NewWritableFile(const std::string& path, const rocksdb::FileOptions& options,
                                    std::unique_ptr<rocksdb::FSWritableFile>* out,
                                    rocksdb::IODebugContext* debug) override {
    if (!state_->operation()) return refused();
    auto before = durable_content(path);
    auto opened = target()->NewWritableFile(path, options, out, debug);
    if (opened.ok()) {
      with_lock([&](state& s) { s.files[path] = {0, 0, false, std::move(before)}; });
      *out = std::make_unique<watched_file>(std::move(*out), path, state_);
    }
    return opened;
  }

  rocksdb::IOStatus ReopenWritableFile(const std::string& path, const rocksdb::FileOptions& options,
                                       std::unique_ptr<rocksdb::FSWritableFile>* out,
                                       rocksdb::IODebugContext* debug) override {
    if (!state_->operation()) return refused();
    std::uint64_t size = 0;
    const bool exists = target()->GetFileSize(path, {}, &size, debug).ok();
    auto opened = target()->ReopenWritableFile(path, options, out, debug);
    if (opened.ok()) {
      with_lock([&](state& s) { s.files.try_emplace(path, facts{size, size, exists, {}}); });
      *out = std::make_unique<watched_file>(std::move(*out), path, state_);
    }
    return opened;
  }

  rocksdb::IOStatus NewDirectory(const std::string& path, const rocksdb::IOOptions& options,
                                 std::unique_ptr<rocksdb::FSDirectory>* out,
                                 rocksdb::IODebugContext* debug) override {
    auto opened = target()->NewDirectory(path, options, out, debug);
    if (opened.ok()) *out = std::make_unique<watched_folder>(std::move(*out), path, state_);
    return opened;
  }

  rocksdb::IOStatus RenameFile(const std::string& from, const std::string& to,
                               const rocksdb::IOOptions& options,
                               rocksdb::IODebugContext* debug) override {
    if (!state_->operation()) return refused();
    auto before = durable_content(to);
    auto renamed = target()->RenameFile(from, to, options, debug);
    if (renamed.ok()) {
      with_lock([&](state& s) {
        auto moved = s.facts_of(from);
        s.files.erase(from);
        s.files[to] = {moved.written, moved.synced, false, std::move(before)};
      });
    }
    return renamed;
  }

  rocksdb::IOStatus LinkFile(const std::string& from, const std::string& to,
                             const rocksdb::IOOptions& options,
                             rocksdb::IODebugContext* debug) override {
    if (!state_->operation()) return refused();
    auto linked = target()->LinkFile(from, to, options, debug);
    if (linked.ok()) {
      with_lock([&](state& s) {
        const auto same = s.facts_of(from);
        s.files[to] = {same.written, same.synced, false, {}};
      });
    }
    return linked;
  }

  rocksdb::IOStatus DeleteFile(const std::string& path, const rocksdb::IOOptions& options,
                               rocksdb::IODebugContext* debug) override {
    if (!state_->operation()) return refused();
    auto deleted = target()->DeleteFile(path, options, debug);
    if (deleted.ok()) with_lock([&](state& s) { s.files.erase(path); });
    return deleted;
  }

 private:
  static constexpr std::uint64_t never = std::numeric_limits<std::uint64_t>::max();

  struct facts {
    std::uint64_t written = 0;
    std::uint64_t synced = 0;
    bool name_is_durable = true;
    /// What the name stood for before, if that was durable and this is not.
    std::optional<std::string> content_before;
  };

  struct state {
    mutable std::mutex mutex;
    std::map<std::string, facts> files;  ///< those written through this file system
    std::uint64_t syncs_left = never;
    std::uint64_t operations_left = never;
    std::uint64_t operations_done = 0;

    /// Files that were never written through this file system are as durable as can be.
    [[nodiscard]] facts facts_of(const std::string& path) const {
      const auto known = files.find(path);
      return known == files.end() ? facts{} : known->second;
    }
    /// Counts a change of the disk; false if the power is cut.
    [[nodiscard]] bool operation() {
      const std::lock_guard lock(mutex);
      if (operations_left == 0) return false;
      if (operations_left != never) --operations_left;
      ++operations_done;
      return true;
    }
    [[nodiscard]] bool sync() {
      if (!operation()) return false;
      const std::lock_guard lock(mutex);
      if (syncs_left == 0) return false;
      if (syncs_left != never) --syncs_left;
      return true;
    }
    [[nodiscard]] bool is_cut() const {
      const std::lock_guard lock(mutex);
      return operations_left == 0;
    }
    [[nodiscard]] std::uint64_t count() const {
      const std::lock_guard lock(mutex);
      return operations_done;
    }
  };

  static rocksdb::IOStatus refused() { return rocksdb::IOStatus::IOError("injected failure"); }

  class watched_file final : public rocksdb::FSWritableFileOwnerWrapper {
   public:
    watched_file(std::unique_ptr<rocksdb::FSWritableFile>&& below, std::string path,
                 std::shared_ptr<state> shared)
        : FSWritableFileOwnerWrapper(std::move(below)),
          path_(std::move(path)),
          state_(std::move(shared)) {}

    rocksdb::IOStatus Append(const rocksdb::Slice& data, const rocksdb::IOOptions& options,
                             rocksdb::IODebugContext* debug) override {
      if (!state_->operation()) return refused();
      auto appended = target()->Append(data, options, debug);
      if (appended.ok()) update([&](facts& f) { f.written += data.size(); });
      return appended;
    }
    rocksdb::IOStatus Append(const rocksdb::Slice& data, const rocksdb::IOOptions& options,
                             const rocksdb::DataVerificationInfo&,
                             rocksdb::IODebugContext* debug) override {
      return Append(data, options, debug);
    }
    rocksdb::IOStatus Truncate(std::uint64_t size, const rocksdb::IOOptions& options,
                               rocksdb::IODebugContext* debug) override {
      if (!state_->operation()) return refused();
      auto cut = target()->Truncate(size, options, debug);
      if (cut.ok()) {
        update([&](facts& f) {
          f.written = size;
          f.synced = std::min(f.synced, size);
        });
      }
      return cut;
    }
    rocksdb::IOStatus Sync(const rocksdb::IOOptions& options,
                           rocksdb::IODebugContext* debug) override {
      if (!state_->sync()) return refused();
      auto synced = target()->Sync(options, debug);
      if (synced.ok()) update([](facts& f) { f.synced = f.written; });
      return synced;
    }
    rocksdb::IOStatus Fsync(const rocksdb::IOOptions& options,
                            rocksdb::IODebugContext* debug) override {
      return Sync(options, debug);
    }

   private:
    template <class Change>
    void update(const Change& change) {
      const std::lock_guard lock(state_->mutex);
      const auto known = state_->files.find(path_);
      if (known != state_->files.end()) change(known->second);
    }
    std::string path_;
    std::shared_ptr<state> state_;
  };

  class watched_folder final : public rocksdb::FSDirectoryWrapper {
   public:
    watched_folder(std::unique_ptr<rocksdb::FSDirectory>&& below, std::string path,
                   std::shared_ptr<state> shared)
        : FSDirectoryWrapper(std::move(below)),
          prefix_(std::move(path)),
          state_(std::move(shared)) {
      if (!prefix_.ends_with('/')) prefix_.push_back('/');
    }
    rocksdb::IOStatus Fsync(const rocksdb::IOOptions& options,
                            rocksdb::IODebugContext* debug) override {
      if (!state_->sync()) return refused();
      auto synced = FSDirectoryWrapper::Fsync(options, debug);
      if (synced.ok()) make_names_durable();
      return synced;
    }
    rocksdb::IOStatus FsyncWithDirOptions(const rocksdb::IOOptions& options,
                                          rocksdb::IODebugContext* debug,
                                          const rocksdb::DirFsyncOptions&) override {
      return Fsync(options, debug);
    }

   private:
    void make_names_durable() {
      const std::lock_guard lock(state_->mutex);
      for (auto& [path, file] : state_->files) {
        if (!path.starts_with(prefix_) || path.find('/', prefix_.size()) != std::string::npos) {
          continue;
        }
        file.name_is_durable = true;
        file.content_before.reset();
      }
    }
    std::string prefix_;
    std::shared_ptr<state> state_;
  };

  template <class Use>
  void with_lock(const Use& use) {
    const std::lock_guard lock(state_->mutex);
    use(*state_);
  }

  /// What would be found under this name after a loss of power, if anything.
  std::optional<std::string> durable_content(const std::string& path) {
    facts known;
    with_lock([&](state& s) { known = s.facts_of(path); });
    if (!known.name_is_durable) return known.content_before;
    if (!target()->FileExists(path, {}, nullptr).ok()) return std::nullopt;
    auto content = read_all(path);
    if (known.synced < known.written) content.resize(known.synced);
    return content;
  }

  void undo_name(const std::string& path, const facts& file) {
    if (file.content_before) {
      rewrite(path, *file.content_before);
    } else {
      must(target()->DeleteFile(path, {}, nullptr));
    }
  }

  std::string read_all(const std::string& path) {
    std::string content;
    must(rocksdb::ReadFileToString(target(), path, &content));
    return content;
  }
  void rewrite(const std::string& path, const std::string& content) {
    must(rocksdb::WriteStringToFile(target(), content, path, /*should_sync=*/true));
  }
  /// The file system below never fails; if it does, the test says nothing.
  static void must(const rocksdb::Status& done) {
    if (!done.ok()) throw std::runtime_error("the file system below: " + done.ToString());
  }

  std::shared_ptr<state> state_;
};

}  // namespace antrian::storage
