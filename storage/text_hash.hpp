// Hash for tables keyed by text that are also asked with a string_view.
#pragma once

#include <cstddef>
#include <string_view>

#include <boost/container_hash/hash.hpp>

namespace antrian::storage {

struct text_hash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const noexcept {
    return boost::hash<std::string_view>{}(text);
  }
};

}  // namespace antrian::storage
