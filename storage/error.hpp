// Foreseeable failures of the store, as values. `storage::result<T>` is tl::expected (the shape of
// C++23's std::expected); exceptions are left to what nobody can foresee.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

namespace antrian::storage {

enum class errc : std::uint8_t {
  in_use,         ///< another process has the store open
  newer_schema,   ///< written by a newer antrian
  not_a_store,    ///< the folder holds something else, or nothing and must not be created
  damaged,        ///< bytes that are not what was written
  io,             ///< the disk or the file system refused
  not_permitted,  ///< this user may not, or the file system is read-only
  secret,         ///< the installation's secret is missing, unreadable, or not this store's
};

/// One sentence per value, for people.
[[nodiscard]] std::string_view sentence_of(errc code);

struct error {
  errc code = errc::io;
  std::string detail;  ///< what exactly, and what to do; never personal data
  [[nodiscard]] std::string message() const;
};

template <class T>
using result = tl::expected<T, error>;
using status = result<void>;

[[nodiscard]] inline tl::unexpected<error> fail(errc code, std::string detail) {
  return tl::unexpected<error>(error{code, std::move(detail)});
}

}  // namespace antrian::storage
