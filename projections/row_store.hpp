// Rows of one generation of a projection as RocksDB holds them: key = generation (big-endian) and
// stream name, so that a generation is one range, and an office's days follow each other in it.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "events/time.hpp"
#include "projections/day_name.hpp"
#include "storage/error.hpp"
#include "storage/store.hpp"

namespace antrian::projections {

/// Which office days: of one office or of all, from the first to the last date, both included.
struct day_range {
  std::optional<std::string> office;
  events::local_date from;
  events::local_date to;

  [[nodiscard]] bool holds(const day_name& day) const {
    return (!office || *office == day.office) && from <= day.date && day.date <= to;
  }
};

/// Cheap to copy; the store must outlive it.
class row_store {
 public:
  row_store(storage::store& store, storage::table table, std::uint32_t generation)
      : store_(&store), table_(table), generation_(generation) {}

  [[nodiscard]] std::uint32_t generation() const { return generation_; }
  [[nodiscard]] const storage::store& store() const { return *store_; }

  [[nodiscard]] storage::result<std::optional<std::string>> get(std::string_view stream) const;
  /// Rows of the range in order of stream name, until `visit` returns false. Leaps from office to
  /// office, so one date of all offices does not read the others.
  [[nodiscard]] storage::status scan(
      const day_range& range,
      const std::function<bool(std::string_view stream, std::string_view bytes)>& visit) const;

  void stage_put(rocksdb::WriteBatch& batch, std::string_view stream, std::string_view bytes) const;
  /// Deletes every row of this generation.
  void stage_clear(rocksdb::WriteBatch& batch) const;

 private:
  [[nodiscard]] std::string key(std::string_view stream) const;

  storage::store* store_;
  storage::table table_;
  std::uint32_t generation_;
};

}  // namespace antrian::projections
