// Goal: the bytes of event and commit records are those of docs/store-format.md, and their hashes
// cover every one of them.
// Method: records composed by hand compared byte by byte; properties over random records; each
// byte of a value changed in turn.
#include "storage/record.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/storage/fixtures.hpp"

namespace antrian::storage {
namespace {

hash256 filled(std::uint8_t byte) {
  hash256 hash;
  hash.fill(byte);
  return hash;
}

record_view sample_record() {
  record_view record;
  record.first_position = 0x0102;
  record.stream = "BATAM/2026-11-30";
  record.first_sequence = 0x0304;
  record.count = 2;
  record.previous = filled(0xAB);
  record.events = "the events";
  return record;
}

std::string hex(std::string_view bytes) {
  std::string text;
  events::append_hex(text, reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
  return text;
}
std::string hex(const hash256& hash) {
  return hex({reinterpret_cast<const char*>(hash.data()), hash.size()});
}

bool same(const record_view& a, const record_view& b) {
  return a.first_position == b.first_position && a.stream == b.stream &&
         a.first_sequence == b.first_sequence && a.count == b.count && a.previous == b.previous &&
         a.events == b.events;
}

TEST(record_bytes, are_those_of_the_format) {
  std::string value;
  const auto hash = append_record(value, sample_record());
  std::string expected;
  expected += '\x01';
  expected.append(reinterpret_cast<const char*>(hash.data()), hash.size());
  expected.append(32, '\xAB');
  expected += std::string("\0\0\0\0\0\0\x03\x04", 8);
  expected += std::string("\0\0\0\x02", 4);
  expected += std::string("\0\x10", 2);
  expected += "BATAM/2026-11-30";
  expected += "the events";
  EXPECT_EQ(hex(value), hex(expected));
}

// Python: hashlib.blake2b(position + b'\x01' + value[33:], digest_size=32,
//                         person=b'antrian.record').hexdigest()
TEST(record_bytes, have_a_hash_that_other_programs_can_compute) {
  std::string value;
  EXPECT_EQ(hex(append_record(value, sample_record())),
            "c75d64facfb5f56b430ce3ebd1712d6474a5bc245958f50a311e8ac41be6f772");
}

TEST(commit_bytes, are_those_of_the_format) {
  const commit_record commit{0x0102, 0x0304, 5, filled(0xAB), filled(0xCD)};
  std::string value;
  append_commit(value, commit);
  std::string expected;
  expected += '\x01';
  expected.append(32, '\xCD');
  expected.append(32, '\xAB');
  expected += std::string("\0\0\0\0\0\0\x03\x04", 8);
  expected += std::string("\0\0\0\x05", 4);
  EXPECT_EQ(hex(value), hex(expected));
  EXPECT_EQ(parse_commit(0x0102, value), commit);
}

TEST(commit_bytes, have_a_hash_that_other_programs_can_compute) {
  const commit_record commit{0x0102, 0x0304, 5, filled(0xAB), {}};
  EXPECT_EQ(hex(commit_hash(commit, "hashes of records")),
            "43ca83596cfbd1c47977908fdece13f2449e18af32920b09935c1263dab34c47");
}

RC_GTEST_PROP(record_bytes, give_back_what_was_written,
              (std::uint64_t position, std::uint64_t sequence, std::uint32_t count,
               std::string events)) {
  const auto stream = *rc::gen::resize(
      60, rc::gen::nonEmpty(rc::gen::container<std::string>(rc::gen::inRange('!', '~'))));
  record_view record;
  record.first_position = position | 1;
  record.first_sequence = sequence | 1;
  record.count = count | 1;
  record.stream = stream;
  record.previous = filled(static_cast<std::uint8_t>(position));
  record.events = events.append("e");
  std::string value = "before";
  const auto hash = append_record(value, record);
  RC_ASSERT(value.starts_with("before"));
  const auto parsed = parse_record(record.first_position, std::string_view(value).substr(6));
  RC_ASSERT(parsed.has_value());
  RC_ASSERT(same(*parsed, record));
  RC_ASSERT(parsed->hash == hash);
  RC_ASSERT(record_hash(*parsed) == hash);
}

TEST(record_hash, changes_with_every_byte_of_the_record) {
  std::string value;
  append_record(value, sample_record());
  for (std::size_t at = 0; at < value.size(); ++at) {
    std::string changed = value;
    changed[at] = static_cast<char>(changed[at] ^ 1);
    const auto parsed = parse_record(sample_record().first_position, changed);
    if (!parsed) continue;  // not even the shape of a record
    EXPECT_NE(record_hash(*parsed), parsed->hash) << "byte " << at;
  }
}

TEST(record_hash, changes_with_the_position) {
  record_view record = sample_record();
  const auto before = record_hash(record);
  ++record.first_position;
  EXPECT_NE(record_hash(record), before);
}

TEST(commit_hash, changes_with_every_field_and_with_the_records) {
  const commit_record commit{10, 20, 5, filled(1), {}};
  const auto hash = commit_hash(commit, "hashes");
  auto changed = commit;
  changed.first_position = 11;
  EXPECT_NE(commit_hash(changed, "hashes"), hash);
  changed = commit;
  changed.last_position = 21;
  EXPECT_NE(commit_hash(changed, "hashes"), hash);
  changed = commit;
  changed.records = 6;
  EXPECT_NE(commit_hash(changed, "hashes"), hash);
  changed = commit;
  changed.previous = filled(2);
  EXPECT_NE(commit_hash(changed, "hashes"), hash);
  EXPECT_NE(commit_hash(commit, "Hashes"), hash);
}

TEST(parsing_a_record, refuses_bytes_cut_short_before_the_events) {
  std::string value;
  append_record(value, sample_record());
  const std::size_t events = value.size() - sample_record().events.size();
  for (std::size_t size = 0; size < events; ++size) {
    EXPECT_FALSE(parse_record(1, std::string_view(value).substr(0, size))) << size;
  }
}

TEST(parsing_a_record, refuses_an_unknown_format_and_zero_numbers) {
  std::string value;
  append_record(value, sample_record());
  EXPECT_TRUE(parse_record(1, value));
  EXPECT_FALSE(parse_record(0, value));
  auto changed = value;
  changed[0] = 2;
  EXPECT_FALSE(parse_record(1, changed));
  changed = value;
  changed.replace(65, 8, 8, '\0');  // the sequence
  EXPECT_FALSE(parse_record(1, changed));
  changed = value;
  changed.replace(73, 4, 4, '\0');  // the count
  EXPECT_FALSE(parse_record(1, changed));
}

TEST(parsing_a_commit, refuses_what_is_not_one) {
  const commit_record commit{10, 20, 5, filled(1), filled(2)};
  std::string value;
  append_commit(value, commit);
  EXPECT_TRUE(parse_commit(10, value));
  EXPECT_FALSE(parse_commit(21, value)) << "it ends before it begins";
  EXPECT_FALSE(parse_commit(0, value));
  EXPECT_FALSE(parse_commit(10, value + 'x'));
  EXPECT_FALSE(parse_commit(10, std::string_view(value).substr(1)));
  value[0] = 2;
  EXPECT_FALSE(parse_commit(10, value));
}

}  // namespace
}  // namespace antrian::storage
