// Goal: an untouched store has no finding; each kind of tampering has exactly the one finding that
// names it, at its position and with its stream; and one finding does not hide the next.
// Method: a log of several commits in memory; rows changed, removed, moved and forged by raw
// writes; the report compared with what must be in it.
#include "storage/audit.hpp"

#include <gtest/gtest.h>

#include "storage/head.hpp"
#include "storage/stream_key.hpp"
#include "tests/storage/fixtures.hpp"

namespace antrian::storage {
namespace {

std::string described(const audit_finding& finding) {
  return std::to_string(finding.position) + " " + (finding.stream.empty() ? "-" : finding.stream) +
         ": " + std::string(sentence_of(finding.fault));
}

std::vector<std::string> described(const audit_report& report) {
  std::vector<std::string> texts;
  for (const auto& finding : report.findings) texts.push_back(described(finding));
  return texts;
}

using texts = std::vector<std::string>;

class the_audit : public ::testing::Test {
 protected:
  the_audit() {
    log_.commit({{"a", 2}, {"b", 3}});            // 1-2, 3-5
    log_.commit({{"a", 3}, {"c", 2}});            // 6-8, 9-10
    log_.commit({{"b", 1}});                      // 11
    log_.commit({{"c", 2}, {"a", 3}, {"b", 1}});  // 12-13, 14-16, 17
    log_.commit({{"d", 4}});                      // 18-21
    log_.commit({{"a", 1}, {"b", 1}});            // 22, 23
  }
  [[nodiscard]] storage::store& store() { return log_.store(); }
  [[nodiscard]] audit_report audit() { return must(verify_chain(store(), nullptr)); }
  [[nodiscard]] texts findings() { return described(audit()); }

  [[nodiscard]] std::string record(std::uint64_t position) {
    return raw_get(store(), table::log, position_key(position)).value();
  }
  void put_record(std::uint64_t position, const std::string& value) {
    raw_put(store(), table::log, position_key(position), value);
  }
  void swap_records(std::uint64_t one, std::uint64_t other) {
    const auto first = record(one);
    put_record(one, record(other));
    put_record(other, first);
  }
  void remove_record(std::uint64_t position) {
    raw_delete(store(), table::log, position_key(position));
  }
  void change_record(std::uint64_t position) {
    auto value = record(position);
    value.back() = static_cast<char>(value.back() ^ 1);
    put_record(position, value);
  }
  /// Changes a record and makes its own hash right again, as a careful forger would.
  void forge_record(std::uint64_t position) {
    const auto value = record(position);
    auto view = parse_record(position, value).value();
    std::string events(view.events);
    events.back() = static_cast<char>(events.back() ^ 1);
    view.events = events;
    std::string forged;
    append_record(forged, view);
    put_record(position, forged);
  }
  static std::string row_key(std::string_view stream, std::uint64_t sequence) {
    std::string key;
    append_stream_key(key, stream, sequence);
    return key;
  }
  void remove_row(std::string_view stream, std::uint64_t sequence) {
    raw_delete(store(), table::streams, row_key(stream, sequence));
  }
  void remove_commit_row(std::uint64_t position) {
    raw_delete(store(), table::commits, position_key(position));
  }

  disk disk_{disk_kind::memory};
  test_log log_{disk_.options()};
};

TEST_F(the_audit, finds_nothing_in_an_untouched_store) {
  const auto report = audit();
  EXPECT_EQ(described(report), texts{});
  EXPECT_TRUE(report.whole());
  EXPECT_EQ(report.events, 23U);
  EXPECT_EQ(report.records, 11U);
  EXPECT_EQ(report.commits, 6U);
  EXPECT_EQ(report.streams, 4U);
  EXPECT_EQ(report.last_position, 23U);
  const auto head = must(read_head(store().db(), store().family(table::meta)));
  EXPECT_EQ(report.head_hash, head.hash);
}

TEST_F(the_audit, finds_nothing_in_an_empty_store) {
  const disk memory(disk_kind::memory);
  test_log empty(memory.options());
  const auto report = must(verify_chain(empty.store(), nullptr));
  EXPECT_TRUE(report.whole());
  EXPECT_EQ(report.events, 0U);
}

TEST_F(the_audit, tells_how_far_it_is) {
  std::uint64_t reached = 0;
  (void)must(verify_chain(store(), [&](std::uint64_t position, std::uint64_t last) {
    EXPECT_EQ(last, 23U);
    EXPECT_GE(position, reached);
    reached = position;
  }));
  EXPECT_EQ(reached, 23U);
}

TEST_F(the_audit, names_a_changed_record) {
  change_record(6);
  EXPECT_EQ(findings(), texts{"6 a: record changed"});
}

TEST_F(the_audit, names_a_changed_record_at_either_end) {
  change_record(1);
  change_record(23);
  EXPECT_EQ(findings(), (texts{"1 a: record changed", "23 b: record changed"}));
}

/// Every byte of a record, one after another, wherever in it the byte is.
TEST_F(the_audit, names_a_record_with_any_byte_changed) {
  const auto before = record(6);
  for (std::size_t at = 0; at < before.size(); ++at) {
    auto value = before;
    value[at] = static_cast<char>(value[at] ^ 1);
    put_record(6, value);
    const auto report = audit();
    ASSERT_EQ(report.findings.size(), 1U) << "byte " << at << ": " << described(report)[0];
    EXPECT_EQ(report.findings[0].position, 6U) << at;
    EXPECT_EQ(report.findings[0].fault, audit_fault::record_changed) << at;
  }
}

TEST_F(the_audit, names_a_record_that_is_none_any_more) {
  put_record(6, "rubbish");
  EXPECT_EQ(findings(), texts{"6 -: record changed"});
}

TEST_F(the_audit, names_a_forged_record_by_the_next_one_of_its_stream) {
  forge_record(6);
  EXPECT_EQ(findings(), texts{"6 a: record changed"});
}

TEST_F(the_audit, names_the_commit_of_a_forged_record_that_none_follows) {
  forge_record(18);
  EXPECT_EQ(findings(), texts{"18 -: commit changed"});
}

TEST_F(the_audit, names_a_removed_record) {
  remove_record(6);
  EXPECT_EQ(findings(), texts{"6 a: record removed"});
}

TEST_F(the_audit, names_a_removed_record_whose_row_in_the_index_is_removed_too) {
  remove_record(6);
  remove_row("a", 3);
  EXPECT_EQ(findings(), texts{"6 a: record removed"});
}

TEST_F(the_audit, names_a_removed_record_that_was_the_last_of_its_stream) {
  remove_record(18);
  EXPECT_EQ(findings(), texts{"18 d: record removed"});
}

TEST_F(the_audit, names_removed_records_at_either_end) {
  remove_record(1);
  remove_record(23);
  EXPECT_EQ(findings(), (texts{"1 a: record removed", "23 b: record removed"}));
}

TEST_F(the_audit, names_records_of_one_stream_that_changed_places) {
  swap_records(6, 14);
  EXPECT_EQ(findings(), (texts{"6 a: records reordered", "14 a: records reordered"}));
}

TEST_F(the_audit, names_records_of_two_streams_that_changed_places) {
  swap_records(9, 14);
  EXPECT_EQ(findings(), (texts{"9 a: records reordered", "14 c: records reordered"}));
}

TEST_F(the_audit, names_records_of_one_commit_that_changed_places) {
  swap_records(22, 23);
  EXPECT_EQ(findings(), (texts{"22 b: records reordered", "23 a: records reordered"}));
}

TEST_F(the_audit, names_a_whole_commit_that_was_removed) {
  for (const auto position : {12U, 14U, 17U}) remove_record(position);
  remove_row("c", 3);
  remove_row("a", 6);
  remove_row("b", 5);
  remove_commit_row(12);
  EXPECT_EQ(findings(), texts{"12 -: commit removed"});
}

TEST_F(the_audit, names_a_whole_commit_that_was_removed_without_its_rows_in_the_index) {
  for (const auto position : {12U, 14U, 17U}) remove_record(position);
  remove_commit_row(12);
  EXPECT_EQ(findings(), texts{"12 -: commit removed"});
}

TEST_F(the_audit, names_the_first_commit_that_was_removed) {
  for (const auto position : {1U, 3U}) remove_record(position);
  remove_row("a", 1);
  remove_row("b", 1);
  remove_commit_row(1);
  EXPECT_EQ(findings(), texts{"1 -: commit removed"});
}

TEST_F(the_audit, names_the_head_where_the_last_commit_was_removed) {
  for (const auto position : {22U, 23U}) remove_record(position);
  remove_row("a", 9);
  remove_row("b", 6);
  remove_commit_row(22);
  EXPECT_EQ(findings(), texts{"23 -: head does not match"});
}

TEST_F(the_audit, names_a_commit_record_that_was_removed_by_itself) {
  remove_commit_row(6);
  EXPECT_EQ(findings(), texts{"6 -: commit removed"});
}

TEST_F(the_audit, names_the_last_commit_record_that_was_removed_by_itself) {
  remove_commit_row(22);
  EXPECT_EQ(findings(), texts{"22 -: commit removed"});
}

TEST_F(the_audit, names_a_commit_record_with_any_byte_changed) {
  for (const std::uint64_t position : {12U, 22U}) {  // 22 is the last
    const auto key = position_key(position);
    const auto before = raw_get(store(), table::commits, key).value();
    for (std::size_t at = 0; at < before.size(); ++at) {
      auto value = before;
      value[at] = static_cast<char>(value[at] ^ 1);
      raw_put(store(), table::commits, key, value);
      ASSERT_EQ(findings(), texts{std::to_string(position) + " -: commit changed"}) << at;
    }
    raw_put(store(), table::commits, key, before);
  }
}

TEST_F(the_audit, names_a_forged_commit_by_the_next_one) {
  const auto forge = [&](std::uint64_t position, auto change) {
    auto commit =
        parse_commit(position, raw_get(store(), table::commits, position_key(position)).value())
            .value();
    std::string hashes;
    for (const auto& logged : log_.committed()) {
      if (logged.first_position < commit.first_position ||
          logged.first_position > commit.last_position) {
        continue;
      }
      const auto value = record(logged.first_position);
      const auto hash = parse_record(logged.first_position, value).value().hash;
      hashes.append(reinterpret_cast<const char*>(hash.data()), hash.size());
    }
    change(commit);
    commit.hash = commit_hash(commit, hashes);
    std::string forged;
    append_commit(forged, commit);
    raw_put(store(), table::commits, position_key(position), forged);
  };
  forge_record(18);
  forge(18, [](commit_record&) {});
  EXPECT_EQ(findings(), texts{"18 -: commit changed"});
}

TEST_F(the_audit, names_the_head_that_was_changed) {
  const auto head = must(read_head(store().db(), store().family(table::meta)));
  const auto with = [&](auto change) {
    auto changed = head;
    change(changed);
    std::string value;
    append_head(value, changed);
    raw_put(store(), table::meta, std::string(meta_head), value);
    return findings();
  };
  EXPECT_EQ(with([](log_head& h) { h.hash[0] ^= 1; }), texts{"23 -: head does not match"});
  EXPECT_EQ(with([](log_head& h) { ++h.commits; }), texts{"23 -: head does not match"});
  EXPECT_EQ(with([](log_head& h) { ++h.last_position; }), texts{"24 -: head does not match"});
  EXPECT_EQ(with([](log_head&) {}), texts{});
}

TEST_F(the_audit, names_a_row_of_the_index_that_was_removed) {
  remove_row("a", 3);
  EXPECT_EQ(findings(), texts{"6 a: streams index does not match"});
}

TEST_F(the_audit, names_a_stream_that_is_missing_in_the_index) {
  remove_row("d", 1);
  EXPECT_EQ(findings(), texts{"18 d: streams index does not match"});
}

TEST_F(the_audit, names_a_row_of_the_index_that_leads_elsewhere) {
  raw_put(store(), table::streams, row_key("a", 3), position_key(9));
  EXPECT_EQ(findings(), texts{"6 a: streams index does not match"});
}

TEST_F(the_audit, names_a_row_of_the_index_that_was_added) {
  raw_put(store(), table::streams, row_key("a", 4), position_key(7));
  EXPECT_EQ(findings(), texts{"7 a: streams index does not match"});
}

TEST_F(the_audit, names_a_stream_that_was_added_to_the_index) {
  raw_put(store(), table::streams, row_key("ghost", 1), position_key(3));
  EXPECT_EQ(findings(), texts{"3 ghost: streams index does not match"});
}

TEST_F(the_audit, names_a_row_of_the_index_that_is_none) {
  raw_put(store(), table::streams, row_key("a", 3), "short");
  EXPECT_EQ(findings(),
            (texts{"0 a: streams index does not match", "6 a: streams index does not match"}));
}

TEST_F(the_audit, names_a_record_that_was_added_behind_the_end) {
  record_view view;
  view.first_position = 24;
  view.stream = "d";
  view.first_sequence = 5;
  view.count = 1;
  view.previous = parse_record(18, record(18)).value().hash;
  view.events = "more";
  std::string value;
  append_record(value, view);
  put_record(24, value);
  raw_put(store(), table::streams, row_key("d", 5), position_key(24));
  EXPECT_EQ(findings(), texts{"24 -: commit removed"}) << "no commit covers it";
}

TEST_F(the_audit, goes_on_after_a_finding) {
  change_record(1);
  remove_record(6);
  swap_records(9, 12);
  remove_row("d", 1);
  EXPECT_EQ(findings(),
            (texts{"1 a: record changed", "6 a: record removed", "9 c: records reordered",
                   "12 c: records reordered", "18 d: streams index does not match"}));
}

TEST_F(the_audit, ends_early_when_too_much_is_wrong_and_says_so) {
  for (int i = 0; i < 150; ++i) {
    const auto position = log_.writer().last_position() + 1;
    log_.commit({{"e", 1}});
    change_record(position);
  }
  const auto report = audit();
  EXPECT_EQ(report.findings.size(), audit_findings_max);
  EXPECT_FALSE(report.complete);
  EXPECT_FALSE(report.whole());
}

TEST_F(the_audit, has_a_sentence_for_each_fault) {
  std::set<std::string_view> sentences;
  for (int i = 0; i <= static_cast<int>(audit_fault::head_mismatch); ++i) {
    sentences.insert(sentence_of(static_cast<audit_fault>(i)));
  }
  EXPECT_EQ(sentences.size(), 7U);
  EXPECT_TRUE(sentences.contains("records reordered"));
}

}  // namespace
}  // namespace antrian::storage
