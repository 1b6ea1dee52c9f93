// Foreseeable failures of a source, as values.
#pragma once

#include <cstdint>
#include <string>

#include <tl/expected.hpp>

namespace antrian::ingest {

enum class errc : std::uint8_t {
  input,   ///< the source cannot be read
  output,  ///< results or dead letters cannot be written
  node,    ///< the node cannot go on; nothing that was answered is lost
  away,    ///< nobody answers now; trying again later may help
};

struct error {
  errc code = errc::input;
  std::string message;  ///< a sentence: what, why, and what to do; never personal data
};

template <class T>
using result = tl::expected<T, error>;
using status = result<void>;

[[nodiscard]] inline tl::unexpected<error> fail(errc code, std::string message) {
  return tl::unexpected<error>(error{code, std::move(message)});
}

}  // namespace antrian::ingest
