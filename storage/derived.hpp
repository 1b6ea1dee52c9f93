// Derived tables: claims, the idempotency index and office-day snapshots. All of them are folds of
// the log, written lazily and not synced: what a crash loses is folded again from the log's tail.
// Why they are not written with every commit:
// docs/decisions/0004-derived-tables-are-lazy.md.
//
// None of them is written before the events it was folded from: a checkpoint or snapshot must be
// of committed events only.
//
// Thread-safety: readers may run beside the one writer.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "events/ids.hpp"
#include "storage/error.hpp"
#include "storage/store.hpp"

namespace antrian::storage {

/// A row of the claims table: the key is kind + pseudonym; absent value: the row is gone.
struct claim_row {
  std::string key;
  std::optional<std::string> value;
};

/// What changed since the checkpoint before.
struct checkpoint {
  /// Everything up to here is in the tables; a committed position, never below the one before.
  std::uint64_t position = 0;
  std::vector<claim_row> claims;
  /// Results by command id; need not be sorted. An id may come twice, with the same result.
  std::vector<std::pair<events::uuid, std::string>> commands;
};

/// Position of the last checkpoint; 0 if there is none.
[[nodiscard]] result<std::uint64_t> checkpoint_position(const store& store);

/// More rows of the command index than this go in as a sorted file instead of one by one.
inline constexpr std::size_t commands_one_by_one_max = 4'096;

/// Adds a checkpoint. The commands' rows go in first (they are the same whenever they are
/// written, so it is harmless if only they survive), then claims and position as one atom.
/// An error leaves the checkpoint before in force.
[[nodiscard]] status write_checkpoint(store& store, checkpoint&& delta);

/// Every claim row as of the checkpoint.
[[nodiscard]] status for_each_claim(
    const store& store,
    const std::function<void(std::string_view key, std::string_view value)>& visit);

/// Result bytes of those commands that the index knows, in the order asked. Cheapest for many ids
/// at a time.
[[nodiscard]] result<std::vector<std::optional<std::string>>> find_commands(
    const store& store, std::span<const events::uuid> ids);

/// Every row of the command index as of the checkpoint, in order of id, until `visit` returns
/// false.
[[nodiscard]] status for_each_command(
    const store& store,
    const std::function<bool(const events::uuid& id, std::string_view result)>& visit);

/// Bytes of the command index, roughly.
[[nodiscard]] std::uint64_t commands_size(const store& store);

/// True if the index holds no command at all, so that look-ups can be skipped. False if it cannot
/// be read: the look-up then says why.
[[nodiscard]] bool commands_empty(const store& store);

struct snapshot {
  std::uint64_t sequence = 0;  ///< of the last event folded into it
  std::string state;           ///< opaque to storage: bytes of domain::office_day
};
/// Replaces the stream's snapshot.
[[nodiscard]] status write_snapshot(store& store, std::string_view stream, const snapshot& value);
[[nodiscard]] result<std::optional<snapshot>> read_snapshot(const store& store,
                                                            std::string_view stream);
[[nodiscard]] status for_each_snapshot(
    const store& store, const std::function<void(std::string_view stream, const snapshot&)>& visit);

}  // namespace antrian::storage
