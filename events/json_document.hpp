// One received line as a JSON object, or a sentence saying why it is none.
//
// Not thread-safe: one parser per thread. simdjson is included here, so only sources that read
// JSON include this header.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <simdjson.h>
#include <tl/expected.hpp>

namespace antrian::events {

class json_parser {
 public:
  /// Parses a whole JSON object. The object, and the text in it, is valid until the next call.
  /// `padding` bytes after the end of `text` may be read. On failure: a sentence that says what is
  /// wrong without quoting the text.
  [[nodiscard]] tl::expected<simdjson::dom::object, std::string_view> parse(std::string_view text,
                                                                            std::size_t padding);

 private:
  [[nodiscard]] simdjson::error_code parse_element(std::string_view text, std::size_t padding,
                                                   simdjson::dom::element& root);
  [[nodiscard]] bool make_room(std::size_t size);

  simdjson::dom::parser parser_;
  std::string padded_;    ///< copy of a text that has too few readable bytes behind it
  std::string softened_;  ///< copy of a text with numbers or texts that no type holds
};

}  // namespace antrian::events
