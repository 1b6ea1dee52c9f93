// What is wrong with a configuration, as a value: which file, where in it, and what to do.
#pragma once

#include <cstdint>
#include <string>

#include <tl/expected.hpp>

namespace antrian::config {

struct config_error {
  std::string file;
  std::uint32_t line = 0;  ///< counted from 1; 0: the file as a whole
  std::string key;         ///< as a path: `office.BATAM.lanes`; empty where a line says it all
  std::string message;     ///< what was expected

  /// `FILE:LINE: KEY: MESSAGE`, without the parts that are not known.
  [[nodiscard]] std::string text() const;
};

template <class T>
using result = tl::expected<T, config_error>;

}  // namespace antrian::config
