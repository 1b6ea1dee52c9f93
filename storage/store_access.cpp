#include "storage/store_access.hpp"

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <rocksdb/env.h>
#include <unistd.h>

#include "storage/rocks.hpp"
#include "storage/store_folder.hpp"

namespace antrian::storage {
namespace {

std::string lock_path(const std::string& store_path) {
  return database_path(store_path) + "/LOCK";
}

bool on_real_disk(const rocksdb::Env& env) {
  return &env == rocksdb::Env::Default();
}

/// By the user that the process acts as, not by the one who called it.
int access_fault(const std::string& path, int mode) {
  return ::faccessat(AT_FDCWD, path.c_str(), mode, AT_EACCESS) == 0 ? 0 : errno;
}

tl::unexpected<error> forbidden(const std::string& path, int mode, int fault) {
  std::string detail = (mode & W_OK) != 0 ? "writing to " : "reading ";
  detail += path + ": " + std::strerror(fault);
  detail += fault == EROFS ? "; only reading commands work there" : "; run as the user who owns it";
  return fail(errc::not_permitted, std::move(detail));
}

/// RocksDB's own lock, which admits one holder.
class exclusive_lock final : public read_lock {
 public:
  exclusive_lock(rocksdb::Env& env, rocksdb::FileLock* lock) : env_(env), lock_(lock) {}
  ~exclusive_lock() override { env_.UnlockFile(lock_).PermitUncheckedError(); }

 private:
  rocksdb::Env& env_;
  rocksdb::FileLock* lock_;
};

/// A lock on the same file as RocksDB's, of the kind that needs no permission to write.
class shared_lock final : public read_lock {
 public:
  explicit shared_lock(int file) : file_(file) {}
  ~shared_lock() override {
    if (file_ >= 0) ::close(file_);  // which gives the lock back
  }

 private:
  int file_;
};

result<std::unique_ptr<read_lock>> take_shared(const std::string& store_path) {
  const std::string path = lock_path(store_path);
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0 && errno != ENOENT) return forbidden(path, R_OK, errno);
  auto held = std::make_unique<shared_lock>(file);
  struct flock whole {};
  whole.l_type = F_RDLCK;
  whole.l_whence = SEEK_SET;
  if (file >= 0 && ::fcntl(file, F_SETLK, &whole) != 0) return fail(errc::in_use, store_path);
  return std::unique_ptr<read_lock>(std::move(held));
}

}  // namespace

status check_permitted(rocksdb::Env& env, const std::string& store_path, store_access access) {
  if (!on_real_disk(env)) return {};
  const int look = R_OK | X_OK;
  const bool writing = access == store_access::write;
  const std::pair<std::string, int> needed[] = {
      {store_path, look},
      {database_path(store_path), writing ? look | W_OK : look},
      {lock_path(store_path), writing ? R_OK | W_OK : R_OK}};
  for (const auto& [path, mode] : needed) {
    const int fault = access_fault(path, mode);
    if (fault == ENOENT) return {};
    if (fault == EACCES || fault == EPERM || fault == EROFS) {
      const int forbidden_mode = access_fault(path, mode & ~W_OK) == 0 ? mode : R_OK;
      return forbidden(path, forbidden_mode, fault);
    }
  }
  return {};
}

status check_not_in_use(rocksdb::Env& env, const std::string& store_path) {
  const std::string path = lock_path(store_path);
  if (!env.FileExists(path).ok()) return {};
  rocksdb::FileLock* lock = nullptr;
  if (!env.LockFile(path, &lock).ok()) return fail(errc::in_use, store_path);
  const auto unlocked = env.UnlockFile(lock);
  if (!unlocked.ok()) return fail(unlocked, "unlocking " + path);
  return {};
}

result<std::unique_ptr<read_lock>> read_lock::take(rocksdb::Env& env,
                                                   const std::string& store_path) {
  if (!check_permitted(env, store_path, store_access::write)) return take_shared(store_path);
  // A process that has the store open already has this lock, and would lose it with the other kind.
  rocksdb::FileLock* lock = nullptr;
  if (!env.LockFile(lock_path(store_path), &lock).ok()) return fail(errc::in_use, store_path);
  return std::unique_ptr<read_lock>(std::make_unique<exclusive_lock>(env, lock));
}

}  // namespace antrian::storage
