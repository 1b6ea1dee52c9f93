// Goal: personal data can be read with the right secret, under the right subject, from an unchanged
// row, and in no other way; and an erased person is in no file.
// Method: rows sealed and then changed in every byte; every file of a real store searched for the
// bytes of the erased row.
#include "storage/vault.hpp"

#include <fstream>

#include <gtest/gtest.h>

#include "events/personal.hpp"
#include "storage/derived.hpp"
#include "tests/storage/fixtures.hpp"

namespace antrian::storage {
namespace {

const events::personal_data budi{"1271010101900001", "Budi Santoso", "+628123456789",
                                 "budi@example.id"};

std::string bytes_of(const events::personal_data& person) {
  std::string bytes;
  events::append_personal(bytes, person.nik, person.name, person.phone, person.email);
  return bytes;
}

const auto subject_1 = numbered<events::subject_id>(1);
const auto subject_2 = numbered<events::subject_id>(2);

std::string sealed(const vault_cipher& cipher, const events::subject_id& subject) {
  std::string row;
  cipher.append_sealed(row, subject, bytes_of(budi));
  return row;
}

TEST(a_sealed_row, opens_for_its_subject) {
  const vault_cipher cipher(test_secret);
  std::string out = "before";
  cipher.append_sealed(out, subject_1, bytes_of(budi));
  ASSERT_TRUE(out.starts_with("before"));
  EXPECT_EQ(cipher.open(subject_1, std::string_view(out).substr(6)), budi);
  EXPECT_EQ(vault_cipher(test_secret).open(subject_1, std::string_view(out).substr(6)), budi);
}

TEST(a_sealed_row, shows_nothing_of_what_is_in_it) {
  const auto row = sealed(vault_cipher(test_secret), subject_1);
  for (const auto& text : {budi.nik, budi.name, budi.phone, budi.email}) {
    EXPECT_EQ(row.find(text), std::string::npos);
  }
}

TEST(a_sealed_row, is_different_each_time) {
  const vault_cipher cipher(test_secret);
  EXPECT_NE(sealed(cipher, subject_1), sealed(cipher, subject_1));
}

TEST(a_sealed_row, does_not_open_for_another_subject) {
  const vault_cipher cipher(test_secret);
  EXPECT_EQ(cipher.open(subject_2, sealed(cipher, subject_1)), std::nullopt);
}

TEST(a_sealed_row, does_not_open_with_another_secret) {
  const auto row = sealed(vault_cipher(test_secret), subject_1);
  EXPECT_EQ(vault_cipher(secret_from(2)).open(subject_1, row), std::nullopt);
}

TEST(a_sealed_row, does_not_open_with_any_byte_changed) {
  const vault_cipher cipher(test_secret);
  const auto row = sealed(cipher, subject_1);
  for (std::size_t at = 0; at < row.size(); ++at) {
    auto changed = row;
    changed[at] = static_cast<char>(changed[at] ^ 1);
    EXPECT_EQ(cipher.open(subject_1, changed), std::nullopt) << "byte " << at;
  }
}

TEST(a_sealed_row, does_not_open_cut_short_or_with_more_behind) {
  const vault_cipher cipher(test_secret);
  const auto row = sealed(cipher, subject_1);
  for (std::size_t size = 0; size < row.size(); ++size) {
    EXPECT_EQ(cipher.open(subject_1, std::string_view(row).substr(0, size)), std::nullopt) << size;
  }
  EXPECT_EQ(cipher.open(subject_1, row + 'x'), std::nullopt);
}

TEST(a_sealed_row, does_not_open_with_the_key_of_another_row) {
  const vault_cipher cipher(test_secret);
  auto row = sealed(cipher, subject_1);
  constexpr std::size_t key_size = 1 + 24 + 48;  // format, nonce, wrapped key
  row.replace(0, key_size, sealed(cipher, subject_1), 0, key_size);
  EXPECT_EQ(cipher.open(subject_1, row), std::nullopt);
}

/// One batch with these people.
log_append batch_with(test_log& log, const std::vector<vault_entry>& people) {
  auto append = log.append_after(log.writer().last_position(), {{"a", 1}});
  append.vault = people;
  return append;
}

class the_vault : public on_any_disk {
 protected:
  void commit(const std::vector<vault_entry>& people) {
    ASSERT_TRUE(log_.commit_group({batch_with(log_, people)}));
  }
  test_log log_{disk_.options()};
  std::string budi_ = bytes_of(budi);
};
ON_ANY_DISK(the_vault);

TEST_P(the_vault, keeps_people_with_the_commit_that_confirmed_them) {
  commit({{subject_1, budi_}});
  log_.reopen();
  EXPECT_EQ(must(read_person(log_.store(), subject_1)), budi);
  EXPECT_EQ(must(read_person(log_.store(), subject_2)), std::nullopt);
}

TEST_P(the_vault, keeps_the_last_of_several_entries) {
  auto moved = budi;
  moved.phone = "+628999999999";
  const auto new_bytes = bytes_of(moved);
  commit({{subject_2, budi_}, {subject_1, budi_}, {subject_1, new_bytes}, {subject_2, budi_}});
  EXPECT_EQ(must(read_person(log_.store(), subject_1)), moved);
  EXPECT_EQ(must(read_person(log_.store(), subject_2)), budi);
  commit({{subject_1, budi_}});
  EXPECT_EQ(must(read_person(log_.store(), subject_1)), budi);

  std::vector<log_append> group;
  group.push_back(batch_with(log_, {{subject_1, budi_}}));
  group.push_back(log_.append_after(log_.writer().last_position() + 1, {}));
  group.back().vault = {{subject_1, new_bytes}};
  ASSERT_TRUE(log_.commit_group(group));
  EXPECT_EQ(must(read_person(log_.store(), subject_1)), moved) << "across the batches of a group";
}

TEST_P(the_vault, calls_a_changed_row_damage) {
  commit({{subject_1, budi_}});
  const std::string key(reinterpret_cast<const char*>(subject_1.bytes.data()), 16);
  auto row = raw_get(log_.store(), table::vault, key).value();
  row.back() = static_cast<char>(row.back() ^ 1);
  raw_put(log_.store(), table::vault, key, row);
  const auto read = read_person(log_.store(), subject_1);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, errc::damaged);
}

TEST_P(the_vault, forgets_an_erased_person_and_no_other) {
  commit({{subject_1, budi_}, {subject_2, budi_}});
  EXPECT_TRUE(must(erase_person(log_.store(), subject_1)));
  EXPECT_EQ(must(read_person(log_.store(), subject_1)), std::nullopt);
  EXPECT_FALSE(must(erase_person(log_.store(), subject_1)));  // again: there was nothing
  log_.commit({{"a", 1}});                                    // and the log goes on
  log_.reopen();
  EXPECT_EQ(must(read_person(log_.store(), subject_1)), std::nullopt);
  EXPECT_EQ(must(read_person(log_.store(), subject_2)), budi);
  EXPECT_EQ(read_log(log_.store()), log_.committed());
}

/// The files below a folder that hold these bytes.
std::vector<std::string> files_with(const std::string& folder, const std::string& bytes) {
  std::vector<std::string> found;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream file(entry.path(), std::ios::binary);
    const std::string content{std::istreambuf_iterator<char>(file), {}};
    if (content.find(bytes) != std::string::npos) found.push_back(entry.path().filename());
  }
  return found;
}

/// Where in the store a row may be when its person is erased.
enum class whereabouts { write_ahead_log, table_file, last_level, several };

class erasing : public ::testing::TestWithParam<whereabouts> {
 protected:
  void commit(const std::vector<vault_entry>& people) {
    ASSERT_TRUE(log_.commit_group({batch_with(log_, people)}));
  }
  /// The part of a row that is its own: the wrapped key, then the sealed data.
  [[nodiscard]] std::string row() {
    const std::string key(reinterpret_cast<const char*>(subject_1.bytes.data()), 16);
    return raw_get(log_.store(), table::vault, key).value();
  }
  void flush() { ASSERT_TRUE(log_.store().db().Flush({}, log_.store().family(table::vault)).ok()); }
  void compact() {
    rocksdb::CompactRangeOptions options;
    options.bottommost_level_compaction = rocksdb::BottommostLevelCompaction::kForce;
    ASSERT_TRUE(log_.store()
                    .db()
                    .CompactRange(options, log_.store().family(table::vault), nullptr, nullptr)
                    .ok());
  }
  disk disk_{disk_kind::real};
  test_log log_{disk_.options()};
  std::string budi_ = bytes_of(budi);
};

TEST_P(erasing, leaves_the_row_in_no_file) {
  std::vector<std::string> rows;
  commit({{subject_1, budi_}, {subject_2, budi_}});
  rows.push_back(row());
  if (GetParam() != whereabouts::write_ahead_log) flush();
  if (GetParam() == whereabouts::last_level) compact();
  if (GetParam() == whereabouts::several) {
    compact();
    for (int i = 0; i < 2; ++i) {
      commit({{subject_1, budi_}});
      rows.push_back(row());
      flush();
    }
    commit({{subject_1, budi_}});
    rows.push_back(row());
  }
  const auto folder = disk_.options().path;
  // Sixteen bytes are enough to know a row by, and compression leaves random bytes as they are.
  ASSERT_FALSE(files_with(folder, rows.back().substr(30, 16)).empty()) << "the search finds it";

  EXPECT_TRUE(must(erase_person(log_.store(), subject_1)));

  for (const auto& gone : rows) {
    EXPECT_EQ(files_with(folder, gone.substr(30, 16)), std::vector<std::string>{}) << "its key";
    EXPECT_EQ(files_with(folder, gone.substr(gone.size() - 16)), std::vector<std::string>{})
        << "its data";
  }
  EXPECT_EQ(must(read_person(log_.store(), subject_2)), budi);
}
INSTANTIATE_TEST_SUITE_P(from, erasing,
                         ::testing::Values(whereabouts::write_ahead_log, whereabouts::table_file,
                                           whereabouts::last_level, whereabouts::several),
                         [](const auto& param) {
                           switch (param.param) {
                             case whereabouts::write_ahead_log:
                               return "the_write_ahead_log";
                             case whereabouts::table_file:
                               return "a_table_file";
                             case whereabouts::last_level:
                               return "the_last_level";
                             case whereabouts::several:
                               return "several_files";
                           }
                           return "nowhere";
                         });

}  // namespace
}  // namespace antrian::storage
