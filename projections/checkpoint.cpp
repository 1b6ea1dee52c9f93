#include "projections/checkpoint.hpp"

#include <rocksdb/db.h>
#include <rocksdb/write_batch.h>

#include "projections/row_bytes.hpp"
#include "storage/rocks.hpp"

namespace antrian::projections {
namespace {

std::string meta_key(std::string_view projection) {
  return std::string{"projection/"}.append(projection);
}

}  // namespace

storage::result<std::optional<projection_checkpoint>> read_checkpoint(const storage::store& store,
                                                                      std::string_view projection) {
  std::string bytes;
  const auto status = store.db().Get(rocksdb::ReadOptions{}, store.family(storage::table::meta),
                                     meta_key(projection), &bytes);
  if (status.IsNotFound()) return std::nullopt;
  if (!status.ok()) return storage::fail(status, "reading a projection checkpoint");
  row_reader in{bytes};
  projection_checkpoint value;
  value.row_version = in.number32();
  value.generation = in.number32();
  value.position = in.number();
  value.next_generation = in.number32();
  value.next_position = in.number();
  if (!in.whole()) {
    return storage::fail(storage::errc::damaged,
                         "the checkpoint of the projection " + std::string{projection});
  }
  return value;
}

void stage_checkpoint(const storage::store& store, rocksdb::WriteBatch& batch,
                      std::string_view projection, const projection_checkpoint& value) {
  std::string bytes;
  row_writer out{bytes};
  out.number(value.row_version);
  out.number(value.generation);
  out.number(value.position);
  out.number(value.next_generation);
  out.number(value.next_position);
  batch.Put(store.family(storage::table::meta), meta_key(projection), bytes);
}

}  // namespace antrian::projections
