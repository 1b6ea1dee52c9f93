// The vault: personal data of confirmed applicants, sealed with XChaCha20-Poly1305 under a random
// key per subject, which is itself wrapped under a key derived from the installation's secret.
// Deleting a subject's row erases the person; events, which hold only the pseudonym, still replay.
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

/// Erases a subject, and compacts the row's range so that no file of the store holds it any more.
[[nodiscard]] status erase_person(store& store, const events::subject_id& subject);

}  // namespace antrian::storage
