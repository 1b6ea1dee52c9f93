#include "storage/store_identity.hpp"

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include <rocksdb/db.h>
#include <sodium.h>

#include "events/ids.hpp"
#include "storage/big_endian.hpp"
#include "storage/head.hpp"
#include "storage/rocks.hpp"
#include "storage/store.hpp"

namespace antrian::storage {
namespace {

/// Tells whether a secret is the store's without giving it away: a keyed hash of this text.
constexpr std::string_view fingerprint_of_text = "antrian store secret, version 1";
constexpr std::size_t fingerprint_size = 16;
constexpr std::size_t installation_bytes = 4;

std::string fingerprint_of(const events::secret_key& secret) {
  std::array<unsigned char, fingerprint_size> hash{};
  crypto_generichash(hash.data(), hash.size(),
                     reinterpret_cast<const unsigned char*>(fingerprint_of_text.data()),
                     fingerprint_of_text.size(), secret.data(), secret.size());
  return {reinterpret_cast<const char*>(hash.data()), hash.size()};
}

result<bool> is_empty(rocksdb::DB& db, rocksdb::ColumnFamilyHandle* family) {
  const std::unique_ptr<rocksdb::Iterator> rows(db.NewIterator(rocksdb::ReadOptions(), family));
  rows->SeekToFirst();
  if (!rows->status().ok()) return fail(rows->status(), "reading the table " + family->GetName());
  return !rows->Valid();
}

/// There is no older version yet; the first change of store_schema_version brings a migration.
status check_version(std::uint64_t version, const std::string& store_path) {
  if (version == store_schema_version) return {};
  if (version < store_schema_version) {
    return fail(errc::damaged, store_path + ": meta/schema is " + std::to_string(version) +
                                   ", a version that never existed");
  }
  return fail(errc::newer_schema, store_path + " has schema version " + std::to_string(version) +
                                      ", and this antrian knows versions up to " +
                                      std::to_string(store_schema_version) +
                                      "; use the antrian that wrote it or a newer one");
}

/// Everything a new store starts with, as one synced write, so that it is there whole or not.
result<std::string> write_identity(rocksdb::DB& db, rocksdb::ColumnFamilyHandle* meta,
                                   const events::secret_key& secret) {
  std::array<std::uint8_t, installation_bytes> random{};
  randombytes_buf(random.data(), random.size());
  std::string installation;
  events::append_hex(installation, random.data(), random.size());

  const auto version = big_endian(std::uint64_t{store_schema_version});
  rocksdb::WriteBatch batch;
  auto composed = batch.Put(meta, to_slice(meta_schema), {version.data(), version.size()});
  if (composed.ok()) composed = batch.Put(meta, to_slice(meta_installation), installation);
  if (composed.ok()) composed = batch.Put(meta, to_slice(meta_secret), fingerprint_of(secret));
  if (!composed.ok()) return fail(composed, "composing the first write of a new store");
  rocksdb::WriteOptions durable;
  durable.sync = true;
  const auto written = db.Write(durable, &batch);
  if (!written.ok()) return fail(written, "writing the first rows of a new store");
  return installation;
}

result<std::string> check_identity(rocksdb::DB& db, rocksdb::ColumnFamilyHandle* meta,
                                   const events::secret_key& secret,
                                   const std::string& store_path) {
  const auto fingerprint = read_meta(db, meta, meta_secret);
  if (!fingerprint) return tl::unexpected(fingerprint.error());
  auto installation = read_meta(db, meta, meta_installation);
  if (!installation) return tl::unexpected(installation.error());
  if (!fingerprint->has_value() || (*fingerprint)->size() != fingerprint_size ||
      !installation->has_value() || (*installation)->size() != 2 * installation_bytes) {
    return fail(errc::damaged, store_path + ": meta/secret or meta/installation is missing");
  }
  const std::string given = fingerprint_of(secret);
  if (sodium_memcmp(given.data(), (*fingerprint)->data(), fingerprint_size) != 0) {
    return fail(errc::secret, store_path + " was made with another secret than the one given");
  }
  return std::move(**installation);
}

}  // namespace

status check_incomplete(rocksdb::DB& db, const std::vector<rocksdb::ColumnFamilyHandle*>& families,
                        rocksdb::ColumnFamilyHandle* meta, const std::string& store_path) {
  if (meta != nullptr) {
    const auto version = read_meta_number(db, meta, meta_schema);
    // A foreign table may be called meta as well; then its rows are judged below.
    if (version && version->has_value()) {
      if (const auto known = check_version(**version, store_path); !known) return known;
      return fail(errc::damaged, store_path + ": its tables are not those of schema version " +
                                     std::to_string(**version));
    }
  }
  for (auto* family : families) {
    const auto empty = is_empty(db, family);
    if (!empty) return tl::unexpected(empty.error());
    if (!*empty) return fail(errc::not_a_store, store_path + " holds another program's RocksDB");
  }
  return {};
}

result<std::string> establish_identity(rocksdb::DB& db, rocksdb::ColumnFamilyHandle* meta,
                                       rocksdb::ColumnFamilyHandle* log,
                                       const events::secret_key& secret,
                                       const std::string& store_path) {
  const auto version = read_meta_number(db, meta, meta_schema);
  if (!version) return tl::unexpected(version.error());
  if (version->has_value()) {
    if (const auto known = check_version(**version, store_path); !known) {
      return tl::unexpected(known.error());
    }
    return check_identity(db, meta, secret, store_path);
  }
  const auto empty = is_empty(db, log);
  if (!empty) return tl::unexpected(empty.error());
  if (!*empty) return fail(errc::damaged, store_path + ": meta/schema is missing");
  return write_identity(db, meta, secret);
}

}  // namespace antrian::storage
