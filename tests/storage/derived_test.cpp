// Goal: checkpoints, the command index and snapshots give back what was put in, by both ways in
// which commands are written, and refuse what was not folded from committed events.
// Method: round trips on a real disk and in memory, with reopening; death tests for the assertions.
#include "storage/derived.hpp"

#include <algorithm>
#include <set>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/storage/fixtures.hpp"

namespace antrian::storage {
namespace {

using command_rows = std::vector<std::pair<events::uuid, std::string>>;

/// Numbers scattered over all keys, as command ids are.
events::uuid scattered(std::uint64_t number) {
  auto id = numbered<events::uuid>(number);
  id.bytes[0] = static_cast<std::uint8_t>(number * 151);
  id.bytes[15] = static_cast<std::uint8_t>(number);
  return id;
}

command_rows commands(std::uint64_t first, std::size_t count) {
  command_rows rows;
  for (std::uint64_t i = first; i < first + count; ++i) {
    rows.emplace_back(scattered(i), "result " + std::to_string(i));
  }
  return rows;
}

std::map<std::string, std::string> claims_of(const store& store) {
  std::map<std::string, std::string> claims;
  must(for_each_claim(
      store, [&](std::string_view key, std::string_view value) { claims.emplace(key, value); }));
  return claims;
}

command_rows all_commands(const store& store) {
  command_rows rows;
  must(for_each_command(store, [&](const events::uuid& id, std::string_view result) {
    rows.emplace_back(id, result);
    return true;
  }));
  return rows;
}

class derived_tables : public on_any_disk {
 protected:
  derived_tables() { log_.commit({{"a", 100}}); }
  [[nodiscard]] storage::store& store() { return log_.store(); }
  void write(std::uint64_t position, std::vector<claim_row> claims, command_rows rows) {
    must(write_checkpoint(store(), {position, std::move(claims), std::move(rows)}));
  }
  test_log log_{disk_.options()};
};
ON_ANY_DISK(derived_tables);

TEST_P(derived_tables, are_empty_at_first) {
  EXPECT_EQ(must(checkpoint_position(store())), 0U);
  EXPECT_TRUE(claims_of(store()).empty());
  EXPECT_TRUE(commands_empty(store()));
  EXPECT_TRUE(all_commands(store()).empty());
  const std::vector ids{scattered(1)};
  EXPECT_EQ(must(find_commands(store(), ids)), std::vector<std::optional<std::string>>(1));
  EXPECT_TRUE(must(find_commands(store(), {})).empty());
}

TEST_P(derived_tables, keep_a_checkpoint) {
  write(40, {{"nik/1", "claimed"}, {"nik/2", "claimed"}}, commands(0, 10));
  write(50, {{"nik/1", std::nullopt}, {"nik/3", "claimed"}, {"nik/2", "again"}}, {});
  log_.reopen();
  EXPECT_EQ(must(checkpoint_position(store())), 50U);
  EXPECT_EQ(claims_of(store()),
            (std::map<std::string, std::string>{{"nik/2", "again"}, {"nik/3", "claimed"}}));
}

/// Few commands go in one by one, many as a sorted file.
TEST_P(derived_tables, find_commands_whichever_way_they_were_written) {
  const std::vector<std::size_t> counts{10, commands_one_by_one_max, commands_one_by_one_max + 1,
                                        3 * commands_one_by_one_max, 7};
  command_rows written;
  std::uint64_t position = 0;
  for (const auto count : counts) {
    auto rows = commands(written.size(), count);
    written.insert(written.end(), rows.begin(), rows.end());
    write(++position, {}, std::move(rows));
    EXPECT_FALSE(commands_empty(store()));
  }
  for (const bool reopened : {false, true}) {
    if (reopened) log_.reopen();
    auto sorted = written;
    std::sort(sorted.begin(), sorted.end());
    EXPECT_EQ(all_commands(store()), sorted);

    std::vector<events::uuid> ids;
    std::vector<std::optional<std::string>> expected;
    for (std::size_t i = 0; i < written.size(); i += 3) {
      ids.push_back(written[i].first);
      expected.emplace_back(written[i].second);
      ids.push_back(scattered(1'000'000 + i));  // never written
      expected.emplace_back();
    }
    EXPECT_EQ(must(find_commands(store(), ids)), expected);
  }
}

TEST_P(derived_tables, answer_in_the_order_asked_and_as_often) {
  write(1, {}, commands(0, 3));
  const std::vector ids{scattered(2), scattered(9), scattered(0), scattered(2)};
  EXPECT_EQ(
      must(find_commands(store(), ids)),
      (std::vector<std::optional<std::string>>{"result 2", std::nullopt, "result 0", "result 2"}));
}

TEST_P(derived_tables, take_the_same_commands_again) {
  const std::size_t many = commands_one_by_one_max + 1;
  write(1, {}, commands(0, many));
  write(2, {}, commands(0, many));
  write(3, {}, commands(0, 5));
  auto twice = commands(0, many);
  const auto again = commands(0, many);
  twice.insert(twice.end(), again.begin(), again.end());
  write(4, {}, std::move(twice));
  EXPECT_EQ(all_commands(store()).size(), many);
}

TEST_P(derived_tables, stop_when_told_to) {
  write(1, {}, commands(0, 10));
  int seen = 0;
  must(
      for_each_command(store(), [&](const events::uuid&, std::string_view) { return ++seen < 4; }));
  EXPECT_EQ(seen, 4);
}

TEST_P(derived_tables, keep_the_last_snapshot_of_each_stream) {
  EXPECT_EQ(must(read_snapshot(store(), "a")), std::nullopt);
  must(write_snapshot(store(), "a", {10, "state at 10"}));
  must(write_snapshot(store(), "b", {5, std::string("with \0 zero", 11)}));
  must(write_snapshot(store(), "a", {20, "state at 20"}));
  must(write_snapshot(store(), "c", {1, ""}));
  log_.reopen();
  const auto found = must(read_snapshot(store(), "a"));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->sequence, 20U);
  EXPECT_EQ(found->state, "state at 20");
  std::map<std::string, std::pair<std::uint64_t, std::string>> all;
  must(for_each_snapshot(store(), [&](std::string_view stream, const snapshot& value) {
    all[std::string(stream)] = {value.sequence, value.state};
  }));
  EXPECT_EQ(all, (std::map<std::string, std::pair<std::uint64_t, std::string>>{
                     {"a", {20, "state at 20"}},
                     {"b", {5, std::string("with \0 zero", 11)}},
                     {"c", {1, ""}}}));
}

TEST_P(derived_tables, refuse_a_snapshot_that_is_not_one) {
  raw_put(store(), table::snapshots, "a", "rubbish");
  const auto read = read_snapshot(store(), "a");
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, errc::damaged);
  const auto all = for_each_snapshot(store(), [](std::string_view, const snapshot&) {});
  ASSERT_FALSE(all);
  EXPECT_EQ(all.error().code, errc::damaged);
}

TEST_P(derived_tables, refuse_a_command_whose_key_is_no_id) {
  raw_put(store(), table::commands, "short", "result");
  const auto all =
      for_each_command(store(), [](const events::uuid&, std::string_view) { return true; });
  ASSERT_FALSE(all);
  EXPECT_EQ(all.error().code, errc::damaged);
}

RC_GTEST_PROP(any_command_index, finds_exactly_what_is_in_it, ()) {
  const disk memory(disk_kind::memory);
  test_log log(memory.options());
  log.commit({{"a", 1}});
  const auto known = *rc::gen::container<std::set<std::uint64_t>>(rc::gen::inRange(0, 200));
  const auto asked = *rc::gen::container<std::vector<std::uint64_t>>(rc::gen::inRange(0, 200));
  command_rows rows;
  for (const auto number : known) rows.emplace_back(scattered(number), std::to_string(number));
  must(write_checkpoint(log.store(), {1, {}, std::move(rows)}));
  std::vector<events::uuid> ids;
  std::vector<std::optional<std::string>> expected;
  for (const auto number : asked) {
    ids.push_back(scattered(number));
    expected.emplace_back(known.contains(number) ? std::optional(std::to_string(number))
                                                 : std::nullopt);
  }
  RC_ASSERT(must(find_commands(log.store(), ids)) == expected);
}

class a_checkpoint : public ::testing::Test {
 protected:
  a_checkpoint() {
    ::testing::FLAGS_gtest_death_test_style = "threadsafe";
    log_.commit({{"a", 10}});
    must(write_checkpoint(log_.store(), {5, {}, {}}));
  }
  void write(std::uint64_t position, command_rows rows = {}) {
    must(write_checkpoint(log_.store(), {position, {}, std::move(rows)}));
  }
  disk disk_{disk_kind::memory};
  test_log log_{disk_.options()};
};
using a_checkpoint_death_test = a_checkpoint;

TEST_F(a_checkpoint_death_test, is_never_of_events_that_are_not_committed) {
  write(10);
  EXPECT_DEATH(write(11), "broken invariant.*last_position");
}

TEST_F(a_checkpoint_death_test, never_goes_back) {
  write(5);
  EXPECT_DEATH(write(4), "broken invariant.*before");
}

TEST_F(a_checkpoint_death_test, never_gives_one_command_two_results) {
  auto rows = commands(0, commands_one_by_one_max + 1);
  rows.emplace_back(rows.front().first, "another result");
  EXPECT_DEATH(write(6, rows), "broken invariant.*result");
}

}  // namespace
}  // namespace antrian::storage
