// The bytes of the log: event records and commit records, and the chains that tie them together.
//
// A record holds all events that one wave of a batch produced for one stream. Its hash covers the
// hash of the record before it in the stream; a commit's hash covers the hash of the commit before
// it and of every record in it. So a changed, removed or reordered record is found.
//
// The hashes are plain BLAKE2b-256, without a key: whoever has the store can check it
// (storage/audit.hpp), byte layout in docs/store-format.md.
//
// Thread-safety: pure functions.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace antrian::storage {

using hash256 = std::array<std::uint8_t, 32>;

/// An event record as stored; the views point into the bytes it was parsed from.
struct record_view {
  std::uint64_t first_position = 0;
  std::string_view stream;
  std::uint64_t first_sequence = 0;  ///< of its first event in the stream; streams start at 1
  std::uint32_t count = 0;           ///< number of events
  hash256 previous{};                ///< hash of the stream's record before; zero for the first
  hash256 hash{};                    ///< of this record, as stored
  std::string_view events;           ///< events::parse_events
};

/// A stream's name may be this long; the office day streams are far shorter.
inline constexpr std::size_t stream_size_max = 255;

/// Appends the value of a record; `view.hash` is computed, not read, and returned.
hash256 append_record(std::string& out, const record_view& view);
/// The same in two steps, so that the events are encoded where they are stored: append_record is
/// `begin_record`, then the events' bytes appended to `out`, then `finish_record` with what
/// begin_record returned. `view.events` and `view.hash` are not read.
[[nodiscard]] std::size_t begin_record(std::string& out, const record_view& view);
hash256 finish_record(std::string& out, std::size_t begin, std::uint64_t first_position);
/// Nothing if the bytes are not a record. Checks the shape, not the hash.
[[nodiscard]] std::optional<record_view> parse_record(std::uint64_t first_position,
                                                      std::string_view value);
/// What the record's hash must be, from everything else in it.
[[nodiscard]] hash256 record_hash(const record_view& view);

/// What ties the records of one commit together, and this commit to the one before.
struct commit_record {
  std::uint64_t first_position = 0;
  std::uint64_t last_position = 0;
  std::uint32_t records = 0;  ///< number of event records, never 0
  hash256 previous{};         ///< hash of the commit before; zero for the first
  hash256 hash{};             ///< of this commit, as stored
  friend bool operator==(const commit_record&, const commit_record&) = default;
};

/// The commit's hash, given the concatenated hashes of its records in order of position.
[[nodiscard]] hash256 commit_hash(const commit_record& commit, std::string_view record_hashes);
void append_commit(std::string& out, const commit_record& commit);
[[nodiscard]] std::optional<commit_record> parse_commit(std::uint64_t first_position,
                                                        std::string_view value);

}  // namespace antrian::storage
