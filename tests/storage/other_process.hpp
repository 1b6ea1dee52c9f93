// Another process that has a store open.
#pragma once

#include <csignal>
#include <cstdlib>
#include <string>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

namespace antrian::storage {

/// Another process that holds a store's lock as RocksDB does. Between fork and _exit it makes
/// system calls only, which is all that a child of a process with threads may do.
class other_process {
 public:
  explicit other_process(const std::string& store_path) {
    const std::string lock_path = store_path + "/db/LOCK";
    int ready[2];
    if (::pipe(ready) != 0) std::abort();
    process_ = ::fork();
    if (process_ == 0) {
      struct flock whole {};
      whole.l_type = F_WRLCK;
      whole.l_whence = SEEK_SET;
      const int file = ::open(lock_path.c_str(), O_RDWR);
      const char locked = ::fcntl(file, F_SETLK, &whole) == 0 ? 'y' : 'n';
      if (::write(ready[1], &locked, 1) == 1) ::pause();
      ::_exit(0);
    }
    char locked = '?';
    EXPECT_EQ(::read(ready[0], &locked, 1), 1);
    EXPECT_EQ(locked, 'y');
    ::close(ready[0]);
    ::close(ready[1]);
  }
  ~other_process() {
    ::kill(process_, SIGKILL);
    ::waitpid(process_, nullptr, 0);
  }
  other_process(const other_process&) = delete;
  other_process& operator=(const other_process&) = delete;

 private:
  pid_t process_ = -1;
};

}  // namespace antrian::storage
