// The file with the installation's secret. Without it no pseudonym can be made again and no row of
// the vault opened; and whoever has it and the store can read the vault.
#pragma once

#include <string>

#include "events/personal.hpp"
#include "storage/error.hpp"

namespace antrian::storage {

/// Reads 64 hexadecimal digits, with a line end or not.
[[nodiscard]] result<events::secret_key> read_secret_file(const std::string& path);

/// Makes a new secret (libsodium's randomness) and writes it, durably, with mode 0600. Fails if
/// the file exists: a secret is never overwritten.
[[nodiscard]] result<events::secret_key> create_secret_file(const std::string& path);

}  // namespace antrian::storage
