// Goal: damage is found, named, and never silently read over: at the end of the write-ahead log, in
// its middle, and in the rows of the log.
// Method: files of a closed store on a real disk cut or changed; rows changed behind the store's
// back.
#include <fstream>

#include <gtest/gtest.h>

#include "storage/audit.hpp"
#include "storage/derived.hpp"
#include "storage/head.hpp"
#include "storage/record.hpp"
#include "storage/stream_key.hpp"
#include "tests/storage/fixtures.hpp"

namespace antrian::storage {
namespace {

/// The write-ahead log with the most bytes: the one that holds the commits.
std::filesystem::path write_ahead_log(const store_options& options) {
  std::filesystem::path largest;
  std::uintmax_t size = 0;
  for (const auto& entry : std::filesystem::directory_iterator(options.path + "/db")) {
    if (entry.path().extension() != ".log" || entry.file_size() < size) continue;
    largest = entry.path();
    size = entry.file_size();
  }
  return largest;
}

void flip_byte(const std::filesystem::path& path, std::uintmax_t at) {
  std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
  file.seekg(static_cast<std::streamoff>(at));
  const char byte = static_cast<char>(file.get() ^ 0x40);
  file.seekp(static_cast<std::streamoff>(at));
  file.put(byte);
  ASSERT_TRUE(file.good());
}

class the_write_ahead_log : public ::testing::Test {
 protected:
  the_write_ahead_log() {
    for (int i = 0; i < 3; ++i) {
      log_.commit({{"a", 2}, {"b", 1}});
      sizes_.push_back(std::filesystem::file_size(write_ahead_log(disk_.options())));
    }
    noted_ = must(read_head(log_.store().db(), log_.store().family(table::meta))).hash;
    log_.close();
  }
  /// The records of the first commits.
  [[nodiscard]] std::vector<logged_record> first_commits(std::size_t commits) const {
    return {log_.committed().begin(),
            log_.committed().begin() + static_cast<std::ptrdiff_t>(2 * commits)};
  }

  disk disk_{disk_kind::real};
  test_log log_{disk_.options()};
  std::vector<std::uintmax_t> sizes_;  ///< of the write-ahead log after each commit
  hash256 noted_{};                    ///< of the last commit
};

TEST_F(the_write_ahead_log, is_forgiven_a_torn_tail_without_half_a_commit) {
  const auto path = write_ahead_log(disk_.options());
  std::filesystem::resize_file(path, (sizes_[1] + sizes_[2]) / 2);
  log_.open();
  EXPECT_EQ(read_log(log_.store()), first_commits(2));
  EXPECT_EQ(log_.writer().last_position(), 6U);
}

TEST_F(the_write_ahead_log, is_refused_with_damage_in_the_middle) {
  flip_byte(write_ahead_log(disk_.options()), (sizes_[0] + sizes_[1]) / 2);
  const auto opened = storage::store::open(disk_.options());
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, errc::damaged) << opened.error().message();
}

TEST_F(the_write_ahead_log, is_refused_with_damage_in_the_last_commit) {
  flip_byte(write_ahead_log(disk_.options()), (sizes_[1] + sizes_[2]) / 2);
  const auto opened = storage::store::open(disk_.options());
  ASSERT_FALSE(opened) << "it was acknowledged, so it must not be dropped silently";
  EXPECT_EQ(opened.error().code, errc::damaged) << opened.error().message();
}

/// The one damage to what was acknowledged that opening cannot see; docs/operations.md says so.
TEST_F(the_write_ahead_log, loses_a_last_commit_whose_length_is_damaged_as_if_it_were_torn) {
  // A record of the write-ahead log begins with a checksum of 4 bytes and a length of 2.
  flip_byte(write_ahead_log(disk_.options()), sizes_[1] + 5);
  log_.open();
  EXPECT_EQ(read_log(log_.store()), first_commits(2));
  const auto left = must(verify_chain(log_.store(), nullptr));
  EXPECT_TRUE(left.whole());
  EXPECT_NE(left.head_hash, noted_) << "the noted head shows it";
}

/// Three commits, closed properly; each test changes a row and looks what is said about it.
class a_changed_row : public ::testing::Test {
 protected:
  a_changed_row() {
    log_.commit({{"a", 2}, {"b", 1}});  // positions 1-2, 3
    log_.commit({{"a", 2}});            // 4-5
    log_.commit({{"b", 2}, {"a", 1}});  // 6-7, 8
  }
  [[nodiscard]] storage::store& store() { return log_.store(); }

  /// What opening a writer says.
  [[nodiscard]] std::string opening() {
    const auto writer = log_writer::open(store());
    if (writer) return "";
    EXPECT_EQ(writer.error().code, errc::damaged);
    return writer.error().detail;
  }
  [[nodiscard]] std::string reading(std::uint64_t from = 1) {
    const auto read = for_each_record(store(), from, [](const record_view&) { return true; });
    if (read) return "";
    EXPECT_EQ(read.error().code, errc::damaged);
    return read.error().detail;
  }
  [[nodiscard]] std::string reading_stream(std::string_view stream, std::uint64_t from = 1) {
    const auto read =
        for_each_stream_record(store(), stream, from, [](const record_view&) { return true; });
    if (read) return "";
    EXPECT_EQ(read.error().code, errc::damaged);
    return read.error().detail;
  }

  disk disk_{disk_kind::memory};
  test_log log_{disk_.options()};
};

bool says(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST_F(a_changed_row, is_none_and_nothing_is_said) {
  EXPECT_EQ(opening(), "");
  EXPECT_EQ(reading(), "");
  EXPECT_EQ(reading_stream("a"), "");
}

TEST_F(a_changed_row, in_the_head_stops_the_writer) {
  auto head = must(read_head(store().db(), store().family(table::meta)));
  --head.last_position;
  std::string value;
  append_head(value, head);
  raw_put(store(), table::meta, std::string(meta_head), value);
  EXPECT_TRUE(says(opening(), "position 7: the head says that the log ends here")) << opening();
}

TEST_F(a_changed_row, that_removes_the_head_stops_the_writer) {
  raw_delete(store(), table::meta, std::string(meta_head));
  EXPECT_TRUE(says(opening(), "the head")) << opening();
}

TEST_F(a_changed_row, that_removes_the_last_commit_stops_the_writer) {
  raw_delete(store(), table::commits, position_key(6));
  EXPECT_TRUE(says(opening(), "the last commit ends at position 5")) << opening();
}

TEST_F(a_changed_row, that_removes_all_commits_stops_the_writer) {
  for (const auto first : {1U, 4U, 6U}) raw_delete(store(), table::commits, position_key(first));
  EXPECT_TRUE(says(opening(), "the commits are")) << opening();
}

TEST_F(a_changed_row, that_removes_a_commit_before_stops_the_writer) {
  raw_delete(store(), table::commits, position_key(4));
  EXPECT_TRUE(says(opening(), "position 6: the commit before")) << opening();
}

TEST_F(a_changed_row, that_removes_the_first_commit_stops_the_writer) {
  raw_delete(store(), table::commits, position_key(1));
  EXPECT_TRUE(says(opening(), "position 4: the commit before")) << opening();
}

TEST_F(a_changed_row, that_removes_the_last_record_stops_the_writer_and_the_readers) {
  raw_delete(store(), table::log, position_key(8));
  EXPECT_TRUE(says(opening(), "ends at position 7")) << opening();
  EXPECT_TRUE(says(reading(), "committed up to position 8")) << reading();
  EXPECT_TRUE(says(reading_stream("a"), "position 8")) << reading_stream("a");
}

TEST_F(a_changed_row, in_a_record_of_the_last_commit_stops_the_writer) {
  auto value = raw_get(store(), table::log, position_key(6)).value();
  value.back() = static_cast<char>(value.back() ^ 1);
  raw_put(store(), table::log, position_key(6), value);
  EXPECT_TRUE(says(opening(), "position 6: expected the record that was committed")) << opening();
}

TEST_F(a_changed_row, with_its_hash_made_right_again_stops_the_writer) {
  const auto value = raw_get(store(), table::log, position_key(6)).value();
  auto record = parse_record(6, value).value();
  const std::string events(record.events.size(), 'x');
  record.events = events;
  std::string forged;
  append_record(forged, record);
  raw_put(store(), table::log, position_key(6), forged);
  EXPECT_TRUE(says(opening(), "the last commit's hash")) << opening();
}

TEST_F(a_changed_row, that_adds_a_record_stops_the_writer) {
  raw_put(store(), table::log, position_key(9),
          raw_get(store(), table::log, position_key(8)).value());
  EXPECT_NE(opening(), "");
}

TEST_F(a_changed_row, that_puts_a_checkpoint_ahead_of_the_log_stops_the_writer) {
  raw_put(store(), table::meta, std::string(meta_checkpoint), position_key(8));
  EXPECT_EQ(opening(), "");
  raw_put(store(), table::meta, std::string(meta_checkpoint), position_key(9));
  EXPECT_TRUE(says(opening(), "a checkpoint of position 9")) << opening();
}

TEST_F(a_changed_row, that_removes_a_record_stops_the_readers) {
  raw_delete(store(), table::log, position_key(4));
  EXPECT_TRUE(says(reading(), "position 4: expected a record")) << reading();
  EXPECT_TRUE(says(reading(4), "position 4: expected a record")) << reading(4);
  EXPECT_EQ(reading(6), "") << "what follows is whole";
  EXPECT_TRUE(says(reading_stream("a"), "position 4: expected sequence 3")) << reading_stream("a");
}

TEST_F(a_changed_row, that_removes_the_first_record_stops_the_readers) {
  raw_delete(store(), table::log, position_key(1));
  EXPECT_TRUE(says(reading(), "position 1")) << reading();
  EXPECT_TRUE(says(reading(2), "position 2: the log has no record that holds it")) << reading(2);
}

TEST_F(a_changed_row, that_is_no_record_any_more_stops_the_readers) {
  raw_put(store(), table::log, position_key(4), "rubbish");
  EXPECT_TRUE(says(reading(), "position 4: the record is not one")) << reading();
  EXPECT_TRUE(says(reading_stream("a"), "position 4")) << reading_stream("a");
}

std::string row_key(std::string_view stream, std::uint64_t sequence) {
  std::string key;
  append_stream_key(key, stream, sequence);
  return key;
}

TEST_F(a_changed_row, that_removes_a_row_of_the_index_stops_reading_the_stream) {
  raw_delete(store(), table::streams, row_key("a", 3));
  EXPECT_TRUE(says(reading_stream("a"), "position 8: expected sequence 3")) << reading_stream("a");
  EXPECT_EQ(reading_stream("b"), "");
}

TEST_F(a_changed_row, that_removes_the_first_row_of_the_index_stops_reading_the_stream) {
  raw_delete(store(), table::streams, row_key("a", 1));
  EXPECT_TRUE(says(reading_stream("a"), "expected sequence 1")) << reading_stream("a");
}

TEST_F(a_changed_row, that_leads_to_another_record_stops_reading_the_stream) {
  raw_put(store(), table::streams, row_key("a", 3), position_key(6));
  EXPECT_TRUE(says(reading_stream("a"), "position 6: expected sequence 3 of stream a"))
      << reading_stream("a");
}

TEST_F(a_changed_row, that_breaks_the_streams_chain_stops_reading_the_stream) {
  const auto value = raw_get(store(), table::log, position_key(4)).value();
  auto record = parse_record(4, value).value();
  record.previous[0] ^= 1;
  std::string forged;
  append_record(forged, record);
  raw_put(store(), table::log, position_key(4), forged);
  EXPECT_TRUE(says(reading_stream("a"), "position 4: the record is not chained"))
      << reading_stream("a");
}

TEST_F(a_changed_row, at_the_end_of_a_stream_stops_a_commit_to_it) {
  raw_put(store(), table::streams, row_key("b", 2), position_key(4));
  log_.close();
  log_.open();
  const auto done = log_.try_commit({{"b", 1}});
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, errc::damaged);
  EXPECT_TRUE(says(done.error().detail, "of stream b")) << done.error().detail;
  const auto after = log_.try_commit({{"c", 1}});
  ASSERT_FALSE(after) << "an error is final";
  EXPECT_EQ(after.error().detail, done.error().detail);
}

}  // namespace
}  // namespace antrian::storage
