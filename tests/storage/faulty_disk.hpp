// A disk in memory that can fail and lose power, ready for a store.
#pragma once

#include <memory>
#include <utility>

#include <rocksdb/env.h>
#include <rocksdb/system_clock.h>

#include "storage/store.hpp"
#include "tests/storage/faulty_file_system.hpp"
#include "tests/storage/fixtures.hpp"

namespace antrian::storage {

/// The real clock, but it does not sleep. After a failed flush RocksDB sleeps for a second, to
/// spare a disk in trouble; here that would be most of a test's time.
class sleepless_clock final : public rocksdb::SystemClockWrapper {
 public:
  using SystemClockWrapper::SystemClockWrapper;
  [[nodiscard]] const char* Name() const override { return "sleepless_clock"; }
  void SleepForMicroseconds(int) override {}
};

/// RocksDB's default environment with another file system, and that clock.
class faulty_env final : public rocksdb::EnvWrapper {
 public:
  explicit faulty_env(const std::shared_ptr<rocksdb::FileSystem>& files)
      : EnvWrapper(rocksdb::NewCompositeEnv(files)) {
    file_system_ = files;
    system_clock_ = std::make_shared<sleepless_clock>(rocksdb::Env::Default()->GetSystemClock());
  }
};

class faulty_disk {
 public:
  [[nodiscard]] store_options options() const {
    store_options options;
    options.path = "/store";
    options.env = env_.get();
    options.secret = &test_secret;
    return options;
  }
  [[nodiscard]] faulty_file_system& files() const { return *files_; }

 private:
  std::unique_ptr<rocksdb::Env> memory_{rocksdb::NewMemEnv(rocksdb::Env::Default())};
  std::shared_ptr<faulty_file_system> files_{
      std::make_shared<faulty_file_system>(memory_->GetFileSystem())};
  std::unique_ptr<rocksdb::Env> env_{std::make_unique<faulty_env>(files_)};
};

}  // namespace antrian::storage
