// Personal data: how they are checked, how they become pseudonyms, and the bytes in which they
// travel to the vault. Nothing here may be logged.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "events/ids.hpp"

namespace antrian::events {

/// The hard checks of a NIK (DOMAIN, "NIK, phone"): 16 digits, a known province, a real date of
/// birth in some century (women: day + 40), a serial other than 0000.
/// Returns what was expected, or nothing if the NIK passes.
[[nodiscard]] std::optional<std::string_view> nik_fault(std::string_view nik);

/// An Indonesian mobile number as E.164 (`+628...`), or nothing. Spaces and dashes are accepted.
[[nodiscard]] std::optional<std::string> normalise_phone(std::string_view phone);

/// The installation's secret: pseudonyms of two installations cannot be joined.
using secret_key = std::array<std::uint8_t, 32>;

/// Makes pseudonyms: keyed BLAKE2b of the text under the installation's secret, one key for
/// people and one for accounts, so an account named like a NIK does not reveal it.
/// Thread-safe: immutable after construction.
class pseudonymiser {
 public:
  explicit pseudonymiser(const secret_key& installation_secret);
  [[nodiscard]] subject_id subject(std::string_view nik) const;
  [[nodiscard]] account_id account(std::string_view name) const;

 private:
  secret_key subject_key_;
  secret_key account_key_;
};

struct personal_data {
  std::string nik;
  std::string name;
  std::string phone;  ///< E.164 or empty
  std::string email;  ///< or empty
  friend bool operator==(const personal_data&, const personal_data&) = default;
};

/// Appends one versioned record; its size is what the text grew by. Each text is at most 255 bytes.
void append_personal(std::string& out, std::string_view nik, std::string_view name,
                     std::string_view phone, std::string_view email);
/// Nothing if the bytes are not such a record.
[[nodiscard]] std::optional<personal_data> parse_personal(std::string_view record);

}  // namespace antrian::events
