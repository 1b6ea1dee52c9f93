// Writes the keys and values of every table of a store to standard output, as they are: what a
// search for personal data must look through, since the store's files are compressed.
//
//     dump STORE
#include <cstdio>
#include <cstdlib>
#include <memory>

#include <rocksdb/db.h>

#include "storage/store.hpp"

namespace {

using namespace antrian;

void write_out(const rocksdb::Slice& bytes) {
  if (std::fwrite(bytes.data(), 1, bytes.size(), stdout) != bytes.size()) std::exit(1);
  std::fputc('\n', stdout);
}

}  // namespace

int main(int argc, char** argv) {
  storage::store_options options;
  if (argc == 2) options.path = argv[1];
  options.create_if_missing = false;
  const auto store = storage::store::open(options);
  if (!store) {
    std::fprintf(stderr, "dump: %s\n", store.error().message().c_str());
    return 1;
  }
  for (std::size_t i = 0; i < storage::table_count; ++i) {
    const std::unique_ptr<rocksdb::Iterator> row(
        (*store)->db().NewIterator({}, (*store)->family(static_cast<storage::table>(i))));
    for (row->SeekToFirst(); row->Valid(); row->Next()) {
      write_out(row->key());
      write_out(row->value());
    }
    if (!row->status().ok()) return 1;
  }
  return 0;
}
