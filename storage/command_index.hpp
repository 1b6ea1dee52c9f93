// Writing the idempotency index (reading it is in derived.hpp).
#pragma once

#include <span>
#include <string>
#include <utility>

#include "events/ids.hpp"
#include "storage/error.hpp"
#include "storage/store.hpp"

namespace antrian::storage {

/// Adds rows; many as a sorted file, which costs no memtable and no write-ahead log. Asserts that
/// an id that comes twice comes with the same result.
[[nodiscard]] status add_commands(store& store,
                                  std::span<const std::pair<events::uuid, std::string>> rows);

}  // namespace antrian::storage
