#include "storage/log_rows.hpp"

#include <optional>

#include <rocksdb/db.h>

#include "storage/big_endian.hpp"
#include "storage/rocks.hpp"
#include "storage/stream_key.hpp"

namespace antrian::storage {
namespace {

std::string begin_of_stream(std::string_view stream) {
  std::string begin;
  append_stream_key(begin, stream, 0);
  return begin;
}

}  // namespace

stream_rows::stream_rows(const store& store, std::string_view stream)
    : begin_(begin_of_stream(stream)), end_(end_of_stream(stream)), lower_(begin_), upper_(end_) {
  rocksdb::ReadOptions options;
  options.iterate_lower_bound = &lower_;
  options.iterate_upper_bound = &upper_;
  row_.reset(store.db().NewIterator(options, store.family(table::streams)));
}

tl::unexpected<error> damaged_at(std::uint64_t position, std::string_view what) {
  std::string detail = "position " + std::to_string(position) + ": ";
  detail += what;
  return fail(errc::damaged, std::move(detail));
}

result<record_view> record_of_stream_row(const store& store, std::string_view stream,
                                         const rocksdb::Iterator& row,
                                         rocksdb::PinnableSlice& value) {
  const auto key = parse_stream_key(to_view(row.key()));
  if (!key || row.value().size() != 8) {
    return fail(errc::damaged, "a row of stream " + std::string(stream) + " is not one");
  }
  const auto position = read_number<std::uint64_t>(row.value().data());
  value.Reset();
  const auto read = store.db().Get({}, store.family(table::log), row.value(), &value);
  if (!read.ok() && !read.IsNotFound()) return fail(read, "reading the log");
  const auto record = read.ok() ? parse_record(position, to_view(value)) : std::nullopt;
  if (!record || record->stream != stream || record->first_sequence != key->sequence) {
    return damaged_at(position, "expected sequence " + std::to_string(key->sequence) +
                                    " of stream " + std::string(stream));
  }
  return *record;
}

}  // namespace antrian::storage
