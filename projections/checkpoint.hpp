// How far a projection has come, as one row of the meta table: written in the same batch as the
// rows it speaks of, so that both are there or neither.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "storage/error.hpp"
#include "storage/store.hpp"

namespace antrian::projections {

struct projection_checkpoint {
  std::uint32_t row_version = 0;  ///< of the rows' bytes; another version means: fold again
  std::uint32_t generation = 1;   ///< the rows that are read
  std::uint64_t position = 0;
  std::uint32_t next_generation = 0;  ///< the rows being rebuilt; 0: none
  std::uint64_t next_position = 0;
  friend bool operator==(const projection_checkpoint&, const projection_checkpoint&) = default;
};

/// Nothing if the projection was never saved.
[[nodiscard]] storage::result<std::optional<projection_checkpoint>> read_checkpoint(
    const storage::store& store, std::string_view projection);

void stage_checkpoint(const storage::store& store, rocksdb::WriteBatch& batch,
                      std::string_view projection, const projection_checkpoint& value);

}  // namespace antrian::projections
