// The end of the log, and the end of each stream: what a writer goes on from.
#pragma once

#include <cstdint>
#include <string_view>

#include "storage/error.hpp"
#include "storage/head.hpp"
#include "storage/record.hpp"
#include "storage/store.hpp"

namespace antrian::storage {

/// Commits before the last one whose chain is followed when a writer is opened. Reaches back over
/// everything that can have come from the write-ahead log in ordinary use, in a few milliseconds.
inline constexpr std::uint64_t chained_commits_checked_max = 1'000;

/// The head, after checking that the end of the log agrees with it (log_writer::open).
[[nodiscard]] result<log_head> check_log_end(const store& store);

struct stream_tail {
  std::uint64_t last_sequence = 0;  ///< 0: the stream has no event
  hash256 last_hash{};              ///< of the stream's last record
};
[[nodiscard]] result<stream_tail> read_stream_tail(const store& store, std::string_view stream);

}  // namespace antrian::storage
