// Goal: a store is opened for reading without a byte of it changing, by whoever may read it; and a
// refusal tells permissions, a missing folder and another process apart.
// Method: stores on a real disk whose permissions are taken away (a test that runs as root first
// lays down root's power over files), and a second process that holds the lock.
#include "storage/store_access.hpp"

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <map>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <linux/capability.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/storage/fixtures.hpp"
#include "tests/storage/other_process.hpp"

namespace antrian::storage {
namespace {

namespace fs = std::filesystem;

/// While it lives, permissions hold for this thread even if it is root's.
class as_anybody {
 public:
  as_anybody() {
    header_.version = _LINUX_CAPABILITY_VERSION_3;
    ::syscall(SYS_capget, &header_, before_);
    auto now = std::to_array(before_);
    now[0].effective &= ~(1U << CAP_DAC_OVERRIDE | 1U << CAP_DAC_READ_SEARCH);
    ::syscall(SYS_capset, &header_, now.data());
  }
  ~as_anybody() { ::syscall(SYS_capset, &header_, before_); }
  as_anybody(const as_anybody&) = delete;
  as_anybody& operator=(const as_anybody&) = delete;

 private:
  __user_cap_header_struct header_{};
  __user_cap_data_struct before_[2]{};
};

class store_access_test : public ::testing::Test {
 protected:
  void SetUp() override {
    test_log log(options_);
    log.commit({{"a", 1}, {"b", 2}});
  }
  void TearDown() override {
    fs::permissions(options_.path, fs::perms::owner_all);
    fs::permissions(options_.path + "/db", fs::perms::owner_all);
  }
  result<std::unique_ptr<store>> open_to(store_access access) const {
    auto options = options_;
    options.access = access;
    return store::open(options);
  }
  error refused(store_access access) const {
    const auto opened = open_to(access);
    EXPECT_FALSE(opened);
    return opened ? error{} : opened.error();
  }
  void take_away(const std::string& name, fs::perms perms) const {
    fs::permissions(options_.path + name, perms, fs::perm_options::remove);
  }
  std::map<std::string, std::pair<std::string, timespec>> content() const {
    std::map<std::string, std::pair<std::string, timespec>> files;
    for (const auto& entry : fs::recursive_directory_iterator(options_.path)) {
      if (!entry.is_regular_file()) continue;
      struct stat about {};
      EXPECT_EQ(::stat(entry.path().c_str(), &about), 0);
      std::ifstream file(entry.path(), std::ios::binary);
      files[entry.path().string()] = {std::string(std::istreambuf_iterator<char>(file), {}),
                                      about.st_mtim};
    }
    return files;
  }

  disk disk_{disk_kind::real};
  store_options options_ = disk_.options();
};

bool has(const error& why, std::string_view part) {
  return why.message().find(part) != std::string::npos;
}

bool same(const std::map<std::string, std::pair<std::string, timespec>>& a,
          const std::map<std::string, std::pair<std::string, timespec>>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const auto& x, const auto& y) {
    return x.first == y.first && x.second.first == y.second.first &&
           x.second.second.tv_sec == y.second.second.tv_sec &&
           x.second.second.tv_nsec == y.second.second.tv_nsec;
  });
}

TEST_F(store_access_test, reading_sees_the_log_and_changes_no_file) {
  const auto before = content();
  {
    const auto opened = must(open_to(store_access::read));
    EXPECT_TRUE(opened->read_only());
    EXPECT_EQ(read_log(*opened).size(), 2U);
  }
  EXPECT_TRUE(same(content(), before));
  // The control: opening for writing does change files.
  EXPECT_FALSE(must(open_to(store_access::write))->read_only());
  EXPECT_FALSE(same(content(), before));
}

TEST_F(store_access_test, reading_refuses_every_write) {
  const auto opened = must(open_to(store_access::read));
  const auto written = opened->db().Put({}, opened->family(table::meta), "key", "value");
  EXPECT_TRUE(written.IsNotSupported()) << written.ToString();
}

TEST_F(store_access_test, a_store_that_may_not_be_written_is_not_said_to_be_in_use) {
  const as_anybody now;
  take_away("/db", fs::perms::owner_write);
  const auto why = refused(store_access::write);
  EXPECT_EQ(why.code, errc::not_permitted) << why.message();
  EXPECT_TRUE(has(why, "writing to " + options_.path + "/db: Permission denied")) << why.message();
  EXPECT_TRUE(has(why, "run as the user who owns it")) << why.message();
  EXPECT_EQ(read_log(*must(open_to(store_access::read))).size(), 2U);
}

TEST_F(store_access_test, a_lock_file_of_another_user_is_no_lock) {
  const as_anybody now;
  take_away("/db/LOCK", fs::perms::owner_write);
  EXPECT_EQ(refused(store_access::write).code, errc::not_permitted);
  EXPECT_EQ(read_log(*must(open_to(store_access::read))).size(), 2U);
}

TEST_F(store_access_test, a_copy_without_a_lock_file_that_may_not_be_written_can_be_read) {
  const as_anybody now;
  fs::remove(options_.path + "/db/LOCK");
  take_away("/db", fs::perms::owner_write);
  EXPECT_EQ(read_log(*must(open_to(store_access::read))).size(), 2U);
}

TEST_F(store_access_test, a_store_that_may_not_be_read_is_not_said_to_be_missing) {
  const as_anybody now;
  for (const std::string name : {"/db", ""}) {
    take_away(name, fs::perms::owner_all);
    for (const auto access : {store_access::read, store_access::write}) {
      const auto why = refused(access);
      EXPECT_EQ(why.code, errc::not_permitted) << why.message();
      EXPECT_TRUE(has(why, "reading " + options_.path + name + ": ")) << why.message();
    }
  }
}

TEST_F(store_access_test, reading_is_refused_while_another_process_has_the_store_open) {
  const other_process other(options_.path);
  EXPECT_EQ(refused(store_access::read).code, errc::in_use);
  // Even by one who could not open it for writing.
  const as_anybody now;
  take_away("/db", fs::perms::owner_write);
  EXPECT_EQ(refused(store_access::read).code, errc::in_use);
}

TEST_F(store_access_test, nobody_opens_a_store_for_writing_while_it_is_read) {
  auto reading = must(open_to(store_access::read));
  EXPECT_EQ(refused(store_access::write).code, errc::in_use);
  reading.reset();
  EXPECT_TRUE(open_to(store_access::write));
}

TEST_F(store_access_test, one_who_only_reads_makes_no_store) {
  auto options = options_;
  options.path += "-absent";
  options.access = store_access::read;
  const auto opened = store::open(options);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, errc::not_a_store);
  EXPECT_FALSE(fs::exists(options.path));
}

TEST(a_new_store, is_for_its_owner_alone_whatever_the_umask) {
  const temporary_folder folder;
  store_options options;
  options.path = folder.path() + "/store";
  const auto before = ::umask(0);
  EXPECT_TRUE(must(store::open(options))->is_new());
  ::umask(before);
  for (const std::string name : {"", "/db"}) {
    struct stat about {};
    ASSERT_EQ(::stat((options.path + name).c_str(), &about), 0);
    EXPECT_EQ(about.st_mode & 0777U, 0700U) << name;
  }
  EXPECT_FALSE(must(store::open(options))->is_new());
}

TEST(a_new_store, is_not_made_under_a_folder_that_is_not_there) {
  const temporary_folder folder;
  store_options options;
  options.path = folder.path() + "/typing-eror/store";
  const auto opened = store::open(options);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, errc::not_a_store);
  EXPECT_TRUE(has(opened.error(), options.path + ": the folder")) << opened.error().message();
  EXPECT_TRUE(fs::is_empty(folder.path()));
}

}  // namespace
}  // namespace antrian::storage
