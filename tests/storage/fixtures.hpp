// What the tests of storage share: a disk that is a real folder or RocksDB's memory, a log on it
// that can be closed and opened again, and what was committed to compare the log with.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <rocksdb/db.h>
#include <rocksdb/env.h>
#include <rocksdb/write_batch.h>
#include <sodium.h>

#include "events/event_codec.hpp"
#include "storage/big_endian.hpp"
#include "storage/event_log.hpp"
#include "storage/rocks.hpp"
#include "storage/store.hpp"

namespace antrian::storage {

/// The value of a result that must have one; ends the test if it has not.
template <class T>
[[nodiscard]] T must(result<T> outcome) {
  if (!outcome) throw std::runtime_error(outcome.error().message());
  return std::move(*outcome);
}
inline void must(const status& outcome) {
  if (!outcome) throw std::runtime_error(outcome.error().message());
}

/// A folder of its own under the system's temporary folder, gone with the object.
class temporary_folder {
 public:
  temporary_folder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "antrian-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) std::abort();
    path_ = pattern;
  }
  ~temporary_folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  temporary_folder(const temporary_folder&) = delete;
  temporary_folder& operator=(const temporary_folder&) = delete;
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_;
};

/// A secret whose bytes count up from `first`.
[[nodiscard]] inline events::secret_key secret_from(std::uint8_t first) {
  events::secret_key secret{};
  for (auto& byte : secret) byte = first++;
  return secret;
}
inline const events::secret_key test_secret = secret_from(1);

enum class disk_kind { real, memory };

[[nodiscard]] inline std::string name_of(disk_kind kind) {
  return kind == disk_kind::real ? "real_disk" : "memory";
}

/// Where a store lives; outlives every store opened on it.
class disk {
 public:
  explicit disk(disk_kind kind) {
    if (kind == disk_kind::memory) {
      memory_.reset(rocksdb::NewMemEnv(rocksdb::Env::Default()));
    } else {
      folder_.emplace();
    }
  }
  [[nodiscard]] store_options options() const {
    store_options options;
    options.path = memory_ ? "/store" : folder_->path() + "/store";
    options.env = memory_.get();
    options.secret = memory_ ? &test_secret : nullptr;
    return options;
  }
  [[nodiscard]] rocksdb::Env& env() const { return memory_ ? *memory_ : *rocksdb::Env::Default(); }

 private:
  std::optional<temporary_folder> folder_;
  std::unique_ptr<rocksdb::Env> memory_;
};

/// An id made from a number.
template <class Id>
[[nodiscard]] Id numbered(std::uint64_t number) {
  Id id;
  std::memcpy(id.bytes.data(), &number, sizeof number);
  return id;
}

/// An event that differs from every other number's.
[[nodiscard]] inline events::event event_of(std::uint64_t number) {
  events::booking_declined declined;
  declined.reason = events::decline_reason::day_full;
  declined.subjects.push_back(numbered<events::subject_id>(number + 1'000'000));
  return {numbered<events::uuid>(number),
          events::instant{1'795'762'800'000 + static_cast<std::int64_t>(number)}, std::nullopt,
          declined};
}

/// As one record was committed, or was read.
struct logged_record {
  std::uint64_t first_position = 0;
  std::string stream;
  std::uint64_t first_sequence = 0;
  std::vector<events::event> events;
  friend bool operator==(const logged_record&, const logged_record&) = default;
};

[[nodiscard]] inline logged_record logged(const record_view& view) {
  logged_record record{view.first_position, std::string(view.stream), view.first_sequence, {}};
  EXPECT_TRUE(events::parse_events(view.events, record.events));
  EXPECT_EQ(record.events.size(), view.count);
  return record;
}

/// Everything from a position on. Fails the test if the log cannot be read.
[[nodiscard]] inline std::vector<logged_record> read_log(const store& store,
                                                         std::uint64_t from = 1) {
  std::vector<logged_record> records;
  const auto read = for_each_record(store, from, [&](const record_view& view) {
    records.push_back(logged(view));
    return true;
  });
  EXPECT_TRUE(read) << read.error().message();
  return records;
}

[[nodiscard]] inline std::vector<logged_record> read_stream(const store& store,
                                                            std::string_view stream,
                                                            std::uint64_t from = 1) {
  std::vector<logged_record> records;
  const auto read = for_each_stream_record(store, stream, from, [&](const record_view& view) {
    records.push_back(logged(view));
    return true;
  });
  EXPECT_TRUE(read) << read.error().message();
  return records;
}

/// A stream and how many events it gets.
using stream_share = std::pair<std::string, std::size_t>;

/// A store with its writer, and what was committed through it. Numbers its events.
class test_log {
 public:
  /// Fails the test if the store cannot be opened.
  explicit test_log(const store_options& options) : options_(options) { open(); }
  /// Opens nothing yet.
  struct closed {};
  test_log(const store_options& options, closed) : options_(options) {}

  [[nodiscard]] storage::store& store() { return *store_; }
  [[nodiscard]] log_writer& writer() { return *writer_; }
  /// What was acknowledged, record by record.
  [[nodiscard]] const std::vector<logged_record>& committed() const { return committed_; }

  void close() {
    writer_.reset();
    store_.reset();
  }
  [[nodiscard]] status try_open() {
    auto opened = storage::store::open(options_);
    if (!opened) return tl::unexpected(opened.error());
    store_ = std::move(*opened);
    auto writer = log_writer::open(*store_);
    if (!writer) return tl::unexpected(writer.error());
    writer_ = std::move(*writer);
    return {};
  }
  void open() {
    const auto opened = try_open();
    ASSERT_TRUE(opened) << opened.error().message();
  }
  void reopen() {
    close();
    open();
  }

  /// What a batch would add after `position`.
  [[nodiscard]] log_append append_after(std::uint64_t position,
                                        const std::vector<stream_share>& shares) {
    log_append append;
    append.first_position = position + 1;
    for (const auto& [stream, count] : shares) {
      stream_append part{stream, {}};
      for (std::size_t i = 0; i < count; ++i) part.events.push_back(event_of(++last_number_));
      append.streams.push_back(std::move(part));
    }
    return append;
  }

  /// Commits appends as one group, and notes them if they were acknowledged.
  result<commit_info> commit_group(const std::vector<log_append>& appends) {
    std::vector<const log_append*> group;
    for (const auto& append : appends) group.push_back(&append);
    auto done = writer_->commit(group);
    if (done) note(appends);
    return done;
  }
  result<commit_info> try_commit(const std::vector<stream_share>& shares) {
    std::vector<log_append> appends;
    appends.push_back(append_after(writer_->last_position(), shares));
    return commit_group(appends);
  }
  void commit(const std::vector<stream_share>& shares) {
    const auto done = try_commit(shares);
    ASSERT_TRUE(done) << done.error().message();
  }

  void note(const std::vector<log_append>& appends) {
    for (const auto& append : appends) {
      std::uint64_t position = append.first_position;
      for (const auto& part : append.streams) {
        auto& sequence = sequences_[part.stream];
        committed_.push_back({position, part.stream, sequence + 1, part.events});
        sequence += part.events.size();
        position += part.events.size();
      }
    }
  }

 private:
  store_options options_;
  std::unique_ptr<storage::store> store_;
  std::unique_ptr<log_writer> writer_;
  std::uint64_t last_number_ = 0;
  std::map<std::string, std::uint64_t> sequences_;
  std::vector<logged_record> committed_;
};

// Raw rows, for tests that change behind the store's back what it wrote.

[[nodiscard]] inline std::string position_key(std::uint64_t position) {
  std::string key;
  append_big_endian(key, position);
  return key;
}

[[nodiscard]] inline std::optional<std::string> raw_get(const store& store, table which,
                                                        const std::string& key) {
  std::string value;
  const auto read = store.db().Get({}, store.family(which), key, &value);
  EXPECT_TRUE(read.ok() || read.IsNotFound()) << read.ToString();
  if (!read.ok()) return std::nullopt;
  return value;
}
inline void raw_put(store& store, table which, const std::string& key, const std::string& value) {
  const auto put = store.db().Put({}, store.family(which), key, value);
  ASSERT_TRUE(put.ok()) << put.ToString();
}
inline void raw_delete(store& store, table which, const std::string& key) {
  const auto deleted = store.db().Delete({}, store.family(which), key);
  ASSERT_TRUE(deleted.ok()) << deleted.ToString();
}

/// A test on a real disk and in memory.
class on_any_disk : public ::testing::TestWithParam<disk_kind> {
 protected:
  disk disk_{GetParam()};
};

#define ON_ANY_DISK(suite)                                                                   \
  INSTANTIATE_TEST_SUITE_P(on, suite, ::testing::Values(disk_kind::real, disk_kind::memory), \
                           [](const auto& param) { return name_of(param.param); })

}  // namespace antrian::storage
