#include "storage/record.hpp"

#include <cstring>

#include <sodium.h>

#include "events/assert.hpp"
#include "storage/big_endian.hpp"

namespace antrian::storage {
namespace {

// Both kinds of value begin alike: format, hash, hash of the one before (docs/store-format.md).
constexpr char format_version = 1;
constexpr std::size_t hash_at = 1;
constexpr std::size_t hash_size = 32;
constexpr std::size_t previous_at = hash_at + hash_size;
constexpr std::size_t fields_at = previous_at + hash_size;

constexpr std::size_t sequence_at = fields_at;
constexpr std::size_t count_at = sequence_at + 8;
constexpr std::size_t stream_size_at = count_at + 4;
constexpr std::size_t stream_at = stream_size_at + 2;

constexpr std::size_t last_position_at = fields_at;
constexpr std::size_t records_at = last_position_at + 8;
constexpr std::size_t commit_size = records_at + 4;

// BLAKE2b's personalisation keeps the hash of a record from ever being the hash of a commit.
constexpr unsigned char record_kind[crypto_generichash_blake2b_PERSONALBYTES] = "antrian.record";
constexpr unsigned char commit_kind[crypto_generichash_blake2b_PERSONALBYTES] = "antrian.commit";

const unsigned char* bytes_of(const char* text) {
  return reinterpret_cast<const unsigned char*>(text);
}

class hasher {
 public:
  explicit hasher(const unsigned char* kind) {
    crypto_generichash_blake2b_init_salt_personal(&state_, nullptr, 0, hash_size, nullptr, kind);
  }
  void add(std::string_view text) {
    crypto_generichash_blake2b_update(&state_, bytes_of(text.data()), text.size());
  }
  [[nodiscard]] hash256 finish() {
    hash256 hash;
    crypto_generichash_blake2b_final(&state_, hash.data(), hash.size());
    return hash;
  }

 private:
  crypto_generichash_blake2b_state state_;
};

void append_hash(std::string& out, const hash256& hash) {
  out.append(reinterpret_cast<const char*>(hash.data()), hash.size());
}

hash256 read_hash(const char* bytes) {
  hash256 hash;
  std::memcpy(hash.data(), bytes, hash.size());
  return hash;
}

/// The hash of a record's value, which is everything but the hash itself, under its position.
hash256 hash_of_value(std::uint64_t first_position, std::string_view value) {
  hasher hash(record_kind);
  const auto position = big_endian(first_position);
  hash.add({position.data(), position.size()});
  hash.add(value.substr(0, hash_at));
  hash.add(value.substr(previous_at));
  return hash.finish();
}

/// Fields of a record between the hash and the events.
void append_fields(std::string& out, const record_view& view) {
  append_hash(out, view.previous);
  append_number(out, view.first_sequence);
  append_number(out, view.count);
  append_number(out, static_cast<std::uint16_t>(view.stream.size()));
  out.append(view.stream);
}

}  // namespace

std::size_t begin_record(std::string& out, const record_view& view) {
  ANTRIAN_ASSERT(view.count > 0 && view.first_sequence > 0);
  ANTRIAN_ASSERT(!view.stream.empty() && view.stream.size() <= stream_size_max);
  const std::size_t begin = out.size();
  out.push_back(format_version);
  out.append(hash_size, '\0');
  append_fields(out, view);
  return begin;
}

hash256 finish_record(std::string& out, std::size_t begin, std::uint64_t first_position) {
  ANTRIAN_ASSERT(first_position > 0);
  ANTRIAN_ASSERT(out.size() > begin + stream_at);
  const hash256 hash = hash_of_value(first_position, std::string_view(out).substr(begin));
  std::memcpy(out.data() + begin + hash_at, hash.data(), hash.size());
  return hash;
}

hash256 append_record(std::string& out, const record_view& view) {
  const std::size_t begin = begin_record(out, view);
  out.append(view.events);
  return finish_record(out, begin, view.first_position);
}

std::optional<record_view> parse_record(std::uint64_t first_position, std::string_view value) {
  if (value.size() < stream_at || value.front() != format_version) return std::nullopt;
  const std::size_t stream_size = read_number<std::uint16_t>(value.data() + stream_size_at);
  if (stream_size == 0 || value.size() - stream_at < stream_size) return std::nullopt;
  record_view view;
  view.first_position = first_position;
  view.hash = read_hash(value.data() + hash_at);
  view.previous = read_hash(value.data() + previous_at);
  view.first_sequence = read_number<std::uint64_t>(value.data() + sequence_at);
  view.count = read_number<std::uint32_t>(value.data() + count_at);
  view.stream = value.substr(stream_at, stream_size);
  view.events = value.substr(stream_at + stream_size);
  if (first_position == 0 || view.first_sequence == 0 || view.count == 0) return std::nullopt;
  return view;
}

hash256 record_hash(const record_view& view) {
  std::string fields;
  fields.reserve(stream_at + view.stream.size());
  append_number(fields, view.first_position);
  fields.push_back(format_version);
  append_fields(fields, view);
  hasher hash(record_kind);
  hash.add(fields);
  hash.add(view.events);
  return hash.finish();
}

hash256 commit_hash(const commit_record& commit, std::string_view record_hashes) {
  std::string fields;
  fields.reserve(1 + hash_size + 8 + 8 + 4);
  append_number(fields, commit.first_position);
  fields.push_back(format_version);
  append_hash(fields, commit.previous);
  append_number(fields, commit.last_position);
  append_number(fields, commit.records);
  hasher hash(commit_kind);
  hash.add(fields);
  hash.add(record_hashes);
  return hash.finish();
}

void append_commit(std::string& out, const commit_record& commit) {
  out.push_back(format_version);
  append_hash(out, commit.hash);
  append_hash(out, commit.previous);
  append_number(out, commit.last_position);
  append_number(out, commit.records);
}

std::optional<commit_record> parse_commit(std::uint64_t first_position, std::string_view value) {
  if (value.size() != commit_size || value.front() != format_version) return std::nullopt;
  commit_record commit;
  commit.first_position = first_position;
  commit.hash = read_hash(value.data() + hash_at);
  commit.previous = read_hash(value.data() + previous_at);
  commit.last_position = read_number<std::uint64_t>(value.data() + last_position_at);
  commit.records = read_number<std::uint32_t>(value.data() + records_at);
  if (first_position == 0 || commit.last_position < first_position || commit.records == 0) {
    return std::nullopt;
  }
  return commit;
}

}  // namespace antrian::storage
