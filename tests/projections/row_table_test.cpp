// Goal: rows are the same whether they are in memory or in the store, and a range is read whole, in
// order, and no further than asked. Method: a table of small rows over a store in memory.
#include "projections/row_table.hpp"

#include <gtest/gtest.h>
#include <rocksdb/db.h>
#include <rocksdb/write_batch.h>

#include "projections/row_bytes.hpp"
#include "tests/projections/fixtures.hpp"

namespace antrian::projections {
namespace {

struct number_row {
  std::uint64_t value = 0;
  void encode(std::string& bytes) const { row_writer{bytes}.number(value); }
  static std::optional<number_row> decode(std::string_view bytes) {
    row_reader in{bytes};
    const number_row row{in.number()};
    return in.whole() ? std::optional{row} : std::nullopt;
  }
  [[nodiscard]] std::size_t memory_bytes() const { return 100; }
};

class row_table_test : public ::testing::Test {
 protected:
  row_table<number_row> table(std::uint32_t generation = 1, std::size_t memory_max = 1'000'000) {
    return {row_store{store_.store(), storage::table::reports, generation}, memory_max};
  }
  static void set(row_table<number_row>& rows, std::string_view stream, std::uint64_t value) {
    auto row = rows.change(stream);
    ASSERT_TRUE(row) << row.error().message();
    (*row)->value = value;
  }
  void save(row_table<number_row>& rows) {
    rocksdb::WriteBatch batch;
    rows.stage(batch);
    write(batch);
    rows.settle();
  }
  void write(rocksdb::WriteBatch& batch) {
    rocksdb::WriteOptions options;
    options.sync = false;
    ASSERT_TRUE(store_.store().db().Write(options, &batch).ok());
  }
  using found_rows = std::vector<std::pair<std::string, std::uint64_t>>;
  static found_rows all(const row_table<number_row>& rows, const day_range& range = every_day) {
    found_rows found;
    const auto read = rows.for_each(range, [&found](std::string_view stream, const auto& row) {
      found.emplace_back(stream, row.value);
      return true;
    });
    EXPECT_TRUE(read) << read.error().message();
    return found;
  }
  static std::uint64_t value_of(const row_table<number_row>& rows, std::string_view stream) {
    const auto row = rows.read(stream);
    EXPECT_TRUE(row && *row) << stream;
    return row && *row ? (*row)->value : 0;
  }

  test_store store_;
};

TEST_F(row_table_test, an_unknown_row_is_none) {
  auto rows = table();
  const auto row = rows.read("A/2026-11-30");
  ASSERT_TRUE(row);
  EXPECT_FALSE(*row);
}

TEST_F(row_table_test, an_unsaved_row_is_read_and_not_stored) {
  auto rows = table();
  set(rows, "A/2026-11-30", 7);
  EXPECT_EQ(value_of(rows, "A/2026-11-30"), 7U);
  const auto elsewhere = table();
  EXPECT_TRUE(all(elsewhere).empty());
}

TEST_F(row_table_test, a_saved_row_is_changed_further_by_another_table) {
  auto rows = table();
  set(rows, "A/2026-11-30", 7);
  save(rows);
  auto later = table();
  auto row = later.change("A/2026-11-30");
  ASSERT_TRUE(row);
  EXPECT_EQ((*row)->value, 7U);
}

TEST_F(row_table_test, generations_do_not_see_each_other) {
  auto old = table(1);
  auto next = table(2);
  set(old, "A/2026-11-30", 1);
  set(next, "B/2026-11-30", 2);
  save(old);
  save(next);
  EXPECT_EQ(all(table(1)), (found_rows{{"A/2026-11-30", 1}}));
  EXPECT_EQ(all(table(2)), (found_rows{{"B/2026-11-30", 2}}));
  rocksdb::WriteBatch batch;
  old.rows().stage_clear(batch);
  write(batch);
  EXPECT_TRUE(all(table(1)).empty());
  EXPECT_EQ(all(table(2)).size(), 1U);
}

TEST_F(row_table_test, rows_in_memory_and_in_the_store_are_one_ordered_range) {
  auto rows = table();
  for (const auto* stream : {"A/2026-11-30", "B/2026-11-30", "C/2026-11-30"}) {
    set(rows, stream, 1);
  }
  save(rows);
  auto mixed = table();
  set(mixed, "A/2026-11-29", 2);
  set(mixed, "B/2026-11-30", 2);
  set(mixed, "D/2026-11-30", 2);
  EXPECT_EQ(all(mixed), (found_rows{{"A/2026-11-29", 2},
                                    {"A/2026-11-30", 1},
                                    {"B/2026-11-30", 2},
                                    {"C/2026-11-30", 1},
                                    {"D/2026-11-30", 2}}));
}

TEST_F(row_table_test, a_range_is_by_office_and_by_date) {
  auto rows = table();
  // Names that begin alike, and one that sorts between another office and its dates.
  for (const auto* office : {"BATAM", "BATAM-ULP", "BATAM_2", "MEDAN"}) {
    for (const auto* day : {"2026-11-29", "2026-11-30", "2026-12-01"}) {
      set(rows, stream_name(office, date(day)), 1);
    }
  }
  const auto streams = [](const found_rows& found) {
    std::vector<std::string> names;
    for (const auto& each : found) names.push_back(each.first);
    return names;
  };
  const day_range one_date{std::nullopt, date("2026-11-30"), date("2026-11-30")};
  const day_range one_office{"BATAM", date("2026-11-30"), date("2026-12-31")};
  const std::vector<std::string> on_date{"BATAM-ULP/2026-11-30", "BATAM/2026-11-30",
                                         "BATAM_2/2026-11-30", "MEDAN/2026-11-30"};
  const std::vector<std::string> of_office{"BATAM/2026-11-30", "BATAM/2026-12-01"};
  EXPECT_EQ(streams(all(rows, one_date)), on_date);
  EXPECT_EQ(streams(all(rows, one_office)), of_office);
  save(rows);
  const auto stored = table();
  EXPECT_EQ(streams(all(stored, one_date)), on_date);
  EXPECT_EQ(streams(all(stored, one_office)), of_office);
}

TEST_F(row_table_test, a_reader_may_stop_in_memory_and_in_the_store) {
  auto rows = table();
  set(rows, "B/2026-11-30", 1);
  set(rows, "D/2026-11-30", 1);
  save(rows);
  auto mixed = table();
  set(mixed, "A/2026-11-30", 1);
  set(mixed, "C/2026-11-30", 1);
  set(mixed, "E/2026-11-30", 1);
  for (std::size_t limit = 1; limit <= 5; ++limit) {
    std::size_t visited = 0;
    const auto read = mixed.for_each(
        every_day, [&](std::string_view, const number_row&) { return ++visited < limit; });
    EXPECT_TRUE(read);
    EXPECT_EQ(visited, limit);
  }
}

TEST_F(row_table_test, memory_is_kept_below_the_limit_by_dropping_what_was_saved_longest_ago) {
  auto rows = table(1, 1'000);
  for (int day = 10; day < 30; ++day) {
    set(rows, "A/2026-11-" + std::to_string(day), 5);
    save(rows);
    EXPECT_LE(rows.memory_bytes(), 1'000U);
  }
  EXPECT_LT(rows.rows_in_memory(), 10U);
  EXPECT_GT(rows.rows_in_memory(), 0U);
  EXPECT_EQ(value_of(rows, "A/2026-11-10"), 5U);
  set(rows, "A/2026-11-10", 6);
  save(rows);
  EXPECT_EQ(all(rows).size(), 20U);
  EXPECT_EQ(value_of(rows, "A/2026-11-10"), 6U);
}

TEST_F(row_table_test, changed_rows_are_never_dropped) {
  auto rows = table(1, 1);
  for (int day = 10; day < 30; ++day) set(rows, "A/2026-11-" + std::to_string(day), 5);
  EXPECT_EQ(rows.rows_in_memory(), 20U);
  save(rows);
  EXPECT_EQ(rows.rows_in_memory(), 0U);
  EXPECT_EQ(all(rows).size(), 20U);
}

TEST_F(row_table_test, reading_does_not_fill_memory) {
  auto rows = table();
  set(rows, "A/2026-11-30", 1);
  save(rows);
  const auto reader = table();
  EXPECT_EQ(value_of(reader, "A/2026-11-30"), 1U);
  EXPECT_EQ(all(reader).size(), 1U);
  EXPECT_EQ(reader.rows_in_memory(), 0U);
}

TEST_F(row_table_test, damaged_bytes_are_an_error_and_not_a_row) {
  auto rows = table();
  rocksdb::WriteBatch batch;
  rows.rows().stage_put(batch, "A/2026-11-30", "\xFF");
  write(batch);
  EXPECT_EQ(rows.read("A/2026-11-30").error().code, storage::errc::damaged);
  EXPECT_EQ(rows.change("A/2026-11-30").error().code, storage::errc::damaged);
  const auto read =
      rows.for_each(every_day, [](std::string_view, const number_row&) { return true; });
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, storage::errc::damaged);
}

}  // namespace
}  // namespace antrian::projections
