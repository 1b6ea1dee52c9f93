// What the writer's checks and the readers share: looking at single rows of the log.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include <rocksdb/iterator.h>
#include <rocksdb/slice.h>

#include "storage/error.hpp"
#include "storage/record.hpp"
#include "storage/store.hpp"

namespace antrian::storage {

/// errc::damaged at a position of the log.
[[nodiscard]] tl::unexpected<error> damaged_at(std::uint64_t position, std::string_view what);

/// The rows of one stream in the streams table, in order of sequence. Stands nowhere at first.
class stream_rows {
 public:
  stream_rows(const store& store, std::string_view stream);
  stream_rows(const stream_rows&) = delete;
  stream_rows& operator=(const stream_rows&) = delete;

  [[nodiscard]] rocksdb::Iterator& operator*() const { return *row_; }
  [[nodiscard]] rocksdb::Iterator* operator->() const { return row_.get(); }

 private:
  // The iterator points to its bounds.
  std::string begin_;
  std::string end_;
  rocksdb::Slice lower_;
  rocksdb::Slice upper_;
  std::unique_ptr<rocksdb::Iterator> row_;
};

/// Follows the row of the streams table at which `row` stands to its record; `value` holds the
/// bytes that the view points into. The record's stream and sequence are those of the row.
[[nodiscard]] result<record_view> record_of_stream_row(const store& store, std::string_view stream,
                                                       const rocksdb::Iterator& row,
                                                       rocksdb::PinnableSlice& value);

}  // namespace antrian::storage
