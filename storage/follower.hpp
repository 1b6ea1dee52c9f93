// How far somebody outside has been told of the log: a publisher's checkpoint.
//
// Written behind what it stands for and not synced: after a crash it may be older than the truth,
// so the follower tells some events again. Consumers drop them by position.
//
// Thread-safety: one writer per follower; readers may run beside it.
#pragma once

#include <cstdint>
#include <string_view>

#include "storage/error.hpp"
#include "storage/store.hpp"

namespace antrian::storage {

/// Position of the last event that the follower is done with; 0 if it has never said so.
/// errc::damaged if the store says more than its log holds.
[[nodiscard]] result<std::uint64_t> follower_position(const store& store, std::string_view name);

/// Remembers the position. Lower than before: the follower wants to tell those events again.
[[nodiscard]] status store_follower_position(const store& store, std::string_view name,
                                             std::uint64_t position);

}  // namespace antrian::storage
