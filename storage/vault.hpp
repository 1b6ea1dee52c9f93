// The vault: personal data of confirmed applicants, sealed with XChaCha20-Poly1305 under a random
// key per subject, which is itself wrapped under a key derived from the installation's secret.
// Deleting a subject's row erases the person; events, which hold only the pseudonym, still replay.
//
// Thread-safety: every function may be called from any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "events/ids.hpp"
#include "events/personal.hpp"
#include "storage/error.hpp"
#include "storage/store.hpp"

namespace antrian::storage {

/// Seals and opens rows. Thread-safe: immutable after construction.
class vault_cipher {
 public:
  explicit vault_cipher(const events::secret_key& installation_secret);
  /// Appends the row's bytes: a fresh key and fresh nonces each time (libsodium's randomness).
  void append_sealed(std::string& out, const events::subject_id& subject,
                     std::string_view personal) const;
  /// Nothing if the row was changed, belongs to another subject, or to another installation.
  [[nodiscard]] std::optional<events::personal_data> open(const events::subject_id& subject,
                                                          std::string_view row) const;

 private:
  events::secret_key wrapping_key_;
};

/// What is known of a subject; nothing if the vault has no row (never confirmed, or erased).
[[nodiscard]] result<std::optional<events::personal_data>> read_person(
    const store& store, const events::subject_id& subject);

/// Erases a subject, and returns once no file of the store holds the row any more: the deletion is
/// durable, the write-ahead logs that held the row are flushed and deleted, and the vault's files
/// around it are rewritten, even if there is no row any more: an erasure that a crash cut short is
/// finished by the next. False if there was no row. Takes as long as that rewriting;
/// the journal goes on meanwhile. A file stays until the iterators that read it are gone. The
/// pseudonym, which is no personal data without the secret, stays in the events and in RocksDB's
/// manifest. Backups and copies hold the row until they are replaced; the disk's free blocks are
/// the operating system's.
[[nodiscard]] result<bool> erase_person(store& store, const events::subject_id& subject);

}  // namespace antrian::storage
