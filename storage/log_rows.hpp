// What the writer's checks and the readers share: looking at single rows of the log.
#pragma once

#include <cstdint>
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

/// Follows the row of the streams table at which `row` stands to its record; `value` holds the
/// bytes that the view points into. The record's stream and sequence are those of the row.
[[nodiscard]] result<record_view> record_of_stream_row(const store& store, std::string_view stream,
                                                       const rocksdb::Iterator& row,
                                                       rocksdb::PinnableSlice& value);

}  // namespace antrian::storage
