// Goal: a store opens only where it may: not twice, not over foreign content, not a newer one, not
// with another secret; and what was half created is finished.
// Method: stores on a real disk and in memory, with their folders and rows changed behind their
// back.
#include "storage/store.hpp"

#include <fstream>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "storage/head.hpp"
#include "tests/storage/fixtures.hpp"
#include "tests/storage/other_process.hpp"

namespace antrian::storage {
namespace {

std::unique_ptr<store> opened(const store_options& options) {
  auto opened = store::open(options);
  EXPECT_TRUE(opened) << opened.error().message();
  return opened ? std::move(*opened) : nullptr;
}

error refused(const store_options& options) {
  const auto opened = store::open(options);
  EXPECT_FALSE(opened);
  return opened ? error{} : opened.error();
}

class opening_a_store : public on_any_disk {};
ON_ANY_DISK(opening_a_store);

TEST_P(opening_a_store, creates_it_and_names_the_installation_for_good) {
  std::string installation;
  {
    const auto created = opened(disk_.options());
    installation = created->installation();
    EXPECT_EQ(installation.size(), 8U);
    EXPECT_EQ(installation.find_first_not_of("0123456789abcdef"), std::string::npos);
  }
  EXPECT_EQ(opened(disk_.options())->installation(), installation);
}

TEST_P(opening_a_store, refuses_a_second_one_in_the_same_process) {
  const auto first = opened(disk_.options());
  const auto error = refused(disk_.options());
  EXPECT_EQ(error.code, errc::in_use);
  EXPECT_NE(error.message().find("one process at a time"), std::string::npos);
}

TEST_P(opening_a_store, does_not_create_one_where_it_must_not) {
  auto options = disk_.options();
  options.create_if_missing = false;
  EXPECT_EQ(refused(options).code, errc::not_a_store);
  EXPECT_FALSE(disk_.env().FileExists(options.path).ok());
  options.create_if_missing = true;
  opened(options);
  options.create_if_missing = false;
  EXPECT_NE(opened(options), nullptr);
}

TEST_P(opening_a_store, refuses_a_newer_schema_and_names_both_versions) {
  {
    const auto store = opened(disk_.options());
    raw_put(*store, table::meta, std::string(meta_schema), position_key(store_schema_version + 1));
  }
  const auto error = refused(disk_.options());
  EXPECT_EQ(error.code, errc::newer_schema);
  EXPECT_NE(error.message().find("schema version 2"), std::string::npos) << error.message();
  EXPECT_NE(error.message().find("versions up to 1"), std::string::npos) << error.message();
}

TEST_P(opening_a_store, refuses_a_newer_schema_with_tables_it_does_not_know) {
  {
    const auto store = opened(disk_.options());
    raw_put(*store, table::meta, std::string(meta_schema), position_key(store_schema_version + 1));
    rocksdb::ColumnFamilyHandle* handle = nullptr;
    ASSERT_TRUE(store->db().CreateColumnFamily({}, "tomorrow", &handle).ok());
    ASSERT_TRUE(store->db().DestroyColumnFamilyHandle(handle).ok());
  }
  EXPECT_EQ(refused(disk_.options()).code, errc::newer_schema);
}

TEST_P(opening_a_store, refuses_one_that_lost_its_schema_version) {
  {
    test_log log(disk_.options());
    log.commit({{"a", 1}});
    raw_delete(log.store(), table::meta, std::string(meta_schema));
  }
  EXPECT_EQ(refused(disk_.options()).code, errc::damaged);
}

TEST_P(opening_a_store, refuses_one_with_a_table_of_its_own_version_missing) {
  {
    const auto store = opened(disk_.options());
    ASSERT_TRUE(store->db().DropColumnFamily(store->family(table::reports)).ok());
  }
  EXPECT_EQ(refused(disk_.options()).code, errc::damaged);
}

TEST_P(opening_a_store, refuses_a_database_that_lost_its_current_file) {
  const auto options = disk_.options();
  {
    test_log log(options);
    log.commit({{"a", 1}});
  }
  ASSERT_TRUE(disk_.env().DeleteFile(options.path + "/db/CURRENT").ok());
  EXPECT_EQ(refused(options).code, errc::damaged);
}

TEST_P(opening_a_store, refuses_a_folder_with_foreign_files) {
  const auto options = disk_.options();
  ASSERT_TRUE(disk_.env().CreateDirIfMissing(options.path).ok());
  ASSERT_TRUE(rocksdb::WriteStringToFile(&disk_.env(), "dear", options.path + "/diary.txt").ok());
  const auto error = refused(options);
  EXPECT_EQ(error.code, errc::not_a_store);
  EXPECT_NE(error.message().find("diary.txt"), std::string::npos);
}

/// Makes a RocksDB, as another program would, where a store would have its own.
void make_foreign_database(const disk& disk, const std::string& family, bool with_row) {
  const auto path = disk.options().path;
  ASSERT_TRUE(disk.env().CreateDirIfMissing(path).ok());
  rocksdb::Options options;
  options.env = &disk.env();
  options.create_if_missing = true;
  rocksdb::DB* raw = nullptr;
  ASSERT_TRUE(rocksdb::DB::Open(options, path + "/db", &raw).ok());
  const std::unique_ptr<rocksdb::DB> database(raw);
  if (with_row) {
    ASSERT_TRUE(database->Put({}, "theirs", "row").ok());
  }
  if (family.empty()) return;
  rocksdb::ColumnFamilyHandle* handle = nullptr;
  ASSERT_TRUE(database->CreateColumnFamily({}, family, &handle).ok());
  ASSERT_TRUE(database->DestroyColumnFamilyHandle(handle).ok());
}

TEST_P(opening_a_store, refuses_another_programs_database_and_leaves_it_alone) {
  make_foreign_database(disk_, "", true);
  EXPECT_EQ(refused(disk_.options()).code, errc::not_a_store);
  std::vector<std::string> families;
  rocksdb::Options options;
  options.env = &disk_.env();
  ASSERT_TRUE(
      rocksdb::DB::ListColumnFamilies(options, disk_.options().path + "/db", &families).ok());
  EXPECT_EQ(families, std::vector<std::string>{"default"});
}

TEST_P(opening_a_store, refuses_another_programs_database_by_its_tables_alone) {
  make_foreign_database(disk_, "theirs", false);
  EXPECT_EQ(refused(disk_.options()).code, errc::not_a_store);
}

TEST(opening_a_store_in_memory, finishes_one_whose_creation_was_interrupted) {
  const disk memory(disk_kind::memory);
  make_foreign_database(memory, "meta", false);  // as far as RocksDB got
  EXPECT_NE(opened(memory.options()), nullptr);
}

TEST(opening_a_store_in_memory, needs_the_secret_itself) {
  const disk memory(disk_kind::memory);
  auto options = memory.options();
  options.secret = nullptr;
  EXPECT_EQ(refused(options).code, errc::secret);
}

TEST_P(opening_a_store, refuses_another_secret) {
  auto options = disk_.options();
  options.secret = &test_secret;
  opened(options);
  const auto other = secret_from(2);
  options.secret = &other;
  EXPECT_EQ(refused(options).code, errc::secret);
  options.secret = &test_secret;
  EXPECT_NE(opened(options), nullptr);
}

// From here on: the real disk, where the secret is a file.

class the_secret_file : public ::testing::Test {
 protected:
  disk disk_{disk_kind::real};
  store_options options_ = disk_.options();
  std::string secret_path_ = options_.path + "/secret.key";

  static std::string content_of(const std::string& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  static void write(const std::string& path, const std::string& content) {
    std::ofstream(path) << content;
  }
};

TEST_F(the_secret_file, is_made_with_the_store_for_its_owner_alone) {
  const auto store = opened(options_);
  struct stat status {};
  ASSERT_EQ(::stat(secret_path_.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
  std::string text;
  events::append_hex(text, store->secret().data(), store->secret().size());
  EXPECT_EQ(content_of(secret_path_), text + "\n");
}

TEST_F(the_secret_file, differs_from_installation_to_installation) {
  const disk other(disk_kind::real);
  EXPECT_NE(opened(options_)->secret(), opened(other.options())->secret());
}

TEST_F(the_secret_file, is_the_same_when_opened_again) {
  const auto secret = opened(options_)->secret();
  EXPECT_EQ(opened(options_)->secret(), secret);
}

TEST_F(the_secret_file, is_not_made_again_for_a_store_that_lost_it) {
  opened(options_);
  std::filesystem::remove(secret_path_);
  EXPECT_EQ(refused(options_).code, errc::secret);
  EXPECT_FALSE(std::filesystem::exists(secret_path_));
}

TEST_F(the_secret_file, must_be_this_stores) {
  opened(options_);
  write(secret_path_, std::string(64, 'a') + "\n");
  EXPECT_EQ(refused(options_).code, errc::secret);
}

TEST_F(the_secret_file, must_hold_64_hexadecimal_digits) {
  opened(options_);
  const auto digits = content_of(secret_path_).substr(0, 64);
  const std::vector<std::string> wrong{
      "", "\n", digits.substr(1), digits + "0", "g" + digits.substr(1), digits + "\n\n"};
  for (const auto& text : wrong) {
    write(secret_path_, text);
    EXPECT_EQ(refused(options_).code, errc::secret) << text;
  }
  write(secret_path_, digits);
  EXPECT_NE(opened(options_), nullptr);
}

TEST_F(the_secret_file, may_be_kept_elsewhere) {
  const temporary_folder safe;
  options_.secret_file = safe.path() + "/key";
  EXPECT_EQ(refused(options_).code, errc::secret) << "it is not made there";
  write(options_.secret_file, std::string(64, 'a'));
  EXPECT_EQ(opened(options_)->secret()[0], 0xAA);
  EXPECT_FALSE(std::filesystem::exists(secret_path_));
}

TEST_F(the_secret_file, left_by_an_interrupted_creation_is_used) {
  std::filesystem::create_directories(options_.path);
  write(secret_path_, std::string(64, 'b'));
  write(secret_path_ + ".new", "half");
  EXPECT_EQ(opened(options_)->secret()[0], 0xBB);
}

TEST(a_store_on_a_real_disk, is_refused_while_another_process_has_it_open) {
  const disk real(disk_kind::real);
  const auto options = real.options();
  opened(options);

  {
    const other_process other(options.path);
    EXPECT_EQ(refused(options).code, errc::in_use);
  }
  EXPECT_NE(opened(options), nullptr);
}

TEST(a_store_on_a_real_disk, is_not_made_of_a_file) {
  const temporary_folder folder;
  store_options options;
  options.path = folder.path() + "/file";
  std::ofstream(options.path) << "text";
  EXPECT_EQ(refused(options).code, errc::not_a_store);
}

TEST(an_error, has_a_sentence_and_the_detail) {
  const error lost{errc::in_use, "/data"};
  EXPECT_EQ(lost.message(),
            "another antrian process has this store open; one process at a time: /data");
}

TEST(an_error, of_a_full_disk_says_what_to_do) {
  const auto advice = [](const rocksdb::Status& outcome) {
    return fail(outcome, "writing a commit").value().message().find("; make room and run") !=
           std::string::npos;
  };
  EXPECT_TRUE(advice(rocksdb::Status::NoSpace("No space left on device")));
  EXPECT_FALSE(advice(rocksdb::Status::IOError("Input/output error")));
}

}  // namespace
}  // namespace antrian::storage
