// What every source here needs to talk to RocksDB: slices, and its status as our error.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <rocksdb/slice.h>
#include <rocksdb/status.h>

#include "storage/error.hpp"

namespace antrian::storage {

[[nodiscard]] inline rocksdb::Slice to_slice(std::string_view text) {
  return {text.data(), text.size()};
}

[[nodiscard]] inline std::string_view to_view(const rocksdb::Slice& slice) {
  return {slice.data(), slice.size()};
}

/// RocksDB's "corruption" is errc::damaged, everything else errc::io. `doing` says what was being
/// done: "writing a commit".
[[nodiscard]] tl::unexpected<error> fail(const rocksdb::Status& outcome, std::string_view doing);

}  // namespace antrian::storage
