#include "storage/tuning.hpp"

#include <array>
#include <cstdarg>

#include <rocksdb/env.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/slice_transform.h>
#include <rocksdb/table.h>

namespace antrian::storage {
namespace {

constexpr std::size_t kib = 1024;
constexpr std::size_t mib = 1024 * kib;

constexpr std::array<std::string_view, table_count> names{
    "log",   "commits", "streams",      "snapshots",  "claims", "commands",
    "vault", "meta",    "availability", "front_desk", "reports"};

// All data live in the write-ahead log until every table that has rows in it was flushed, so this
// bounds what opening must replay. It must exceed the write buffers of the log, or these would
// be flushed half full.
constexpr std::size_t wal_bytes_max = 256 * mib;
constexpr std::size_t log_buffer_bytes = 64 * mib;
static_assert(wal_bytes_max > 2 * log_buffer_bytes);

constexpr double bloom_bits_per_key = 12;

rocksdb::BlockBasedTableOptions blocks(const std::shared_ptr<rocksdb::Cache>& cache,
                                       std::size_t block_bytes) {
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = cache;
  table.block_size = block_bytes;
  table.format_version = 5;
  table.checksum = rocksdb::kXXH3;
  return table;
}

/// Keys that only grow: flushed files never overlap, so compaction moves them to the last level
/// without rewriting, as long as every level has the same compression.
rocksdb::ColumnFamilyOptions growing(const std::shared_ptr<rocksdb::Cache>& cache,
                                     std::size_t buffer_bytes, std::size_t block_bytes) {
  rocksdb::ColumnFamilyOptions family;
  family.write_buffer_size = buffer_bytes;
  family.max_write_buffer_number = 4;
  family.target_file_size_base = buffer_bytes;
  family.level_compaction_dynamic_level_bytes = true;
  family.compression = rocksdb::kNoCompression;
  family.table_factory.reset(rocksdb::NewBlockBasedTableFactory(blocks(cache, block_bytes)));
  return family;
}

/// The stream of a key of the streams table. The memtable keeps, for each stream, the place of its
/// last row, so that the next one goes beside it without a search from the top.
class stream_of_key final : public rocksdb::SliceTransform {
 public:
  [[nodiscard]] const char* Name() const override { return "antrian.stream_of_key"; }
  [[nodiscard]] rocksdb::Slice Transform(const rocksdb::Slice& key) const override {
    return {key.data(), key.size() - sequence_bytes};
  }
  [[nodiscard]] bool InDomain(const rocksdb::Slice& key) const override {
    return key.size() > sequence_bytes;
  }

 private:
  static constexpr std::size_t sequence_bytes = 8;
};

/// Rows that are looked up one by one by their whole key.
rocksdb::ColumnFamilyOptions looked_up(const std::shared_ptr<rocksdb::Cache>& cache,
                                       std::size_t buffer_bytes) {
  rocksdb::ColumnFamilyOptions family;
  family.write_buffer_size = buffer_bytes;
  family.level_compaction_dynamic_level_bytes = true;
  family.compression = rocksdb::kLZ4Compression;
  auto table = blocks(cache, 4 * kib);
  table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(bloom_bits_per_key));
  table.whole_key_filtering = true;
  family.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  return family;
}

/// RocksDB's own log goes nowhere: what went wrong comes back as a status, and a log file on a full
/// disk would end the process by an assertion of the library before that could be told.
class silent_log final : public rocksdb::Logger {
 public:
  using rocksdb::Logger::Logv;
  void Logv(const char*, std::va_list) override {}
};

}  // namespace

std::string_view name_of(table which) {
  return names.at(static_cast<std::size_t>(which));
}

rocksdb::DBOptions database_options(rocksdb::Env* env) {
  rocksdb::DBOptions options;
  options.env = env;

  // The default mode would stop silently at a damaged record even if more follow it, and so roll
  // back what was acknowledged; this one calls that corruption. It forgives only a last record that
  // goes on beyond the end of the file, as a torn write leaves it. Whether that record was ever
  // synced it cannot know: one that was acknowledged, and was cut off or had its length damaged
  // afterwards, is dropped the same way, and only a head that was noted elsewhere shows it
  // (`antrian audit verify --noted`).
  options.wal_recovery_mode = rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
  options.max_total_wal_size = wal_bytes_max;
  options.paranoid_checks = true;
  // One thread writes, in groups that it makes itself, so the other write paths gain nothing.
  options.enable_pipelined_write = false;
  options.unordered_write = false;
  options.two_write_queues = false;

  options.max_background_jobs = 2;
  options.bytes_per_sync = mib;

  // Opening touches no more files than it must; files are opened and checked when first read.
  options.max_open_files = 1024;
  options.max_file_opening_threads = 2;
  options.skip_stats_update_on_db_open = true;
  options.skip_checking_sst_file_sizes_on_db_open = true;

  options.info_log = std::make_shared<silent_log>();
  options.info_log_level = rocksdb::FATAL_LEVEL;
  options.stats_dump_period_sec = 0;
  options.stats_persist_period_sec = 0;
  return options;
}

rocksdb::ColumnFamilyOptions family_options(table which,
                                            const std::shared_ptr<rocksdb::Cache>& cache) {
  switch (which) {
    case table::log:
      return growing(cache, log_buffer_bytes, 32 * kib);
    case table::commits:
      return growing(cache, 16 * mib, 16 * kib);
    case table::streams: {
      // Grows at the end of each stream: new rows fall between old ones, in few places.
      auto family = growing(cache, 32 * mib, 8 * kib);
      family.compression = rocksdb::kLZ4Compression;
      family.memtable_insert_with_hint_prefix_extractor = std::make_shared<const stream_of_key>();
      return family;
    }
    case table::commands: {
      // Random keys, never overwritten: merging a few sorted runs rewrites each row less often
      // than levels would. A look-up of an unknown id must not read the memtable's tree either.
      auto family = looked_up(cache, 32 * mib);
      family.compaction_style = rocksdb::kCompactionStyleUniversal;
      family.level_compaction_dynamic_level_bytes = false;
      family.memtable_prefix_bloom_size_ratio = 0.05;
      family.memtable_whole_key_filtering = true;
      return family;
    }
    case table::vault: {
      // The writer adds a commit's rows in order of subject; with a remembered place for each first
      // byte the memtable finds most of them from the one before.
      auto family = looked_up(cache, 32 * mib);
      family.memtable_insert_with_hint_prefix_extractor.reset(rocksdb::NewFixedPrefixTransform(1));
      return family;
    }
    case table::meta:
      return looked_up(cache, 4 * mib);
    case table::snapshots:
    case table::claims:
    case table::availability:
    case table::front_desk:
    case table::reports:
      return looked_up(cache, 16 * mib);
  }
  return plain_family_options();
}

rocksdb::ColumnFamilyOptions plain_family_options() {
  return {};
}

}  // namespace antrian::storage
