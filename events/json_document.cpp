#include "events/json_document.hpp"

#include <algorithm>
#include <bit>

#include "events/json_softening.hpp"

namespace antrian::events {
namespace {

// Most lines are below 1 KiB; with this much room none of them makes the parser grow.
constexpr std::size_t first_capacity_bytes = std::size_t{64} * 1024;
constexpr std::size_t nesting_max = 1024;

std::string_view sentence_of(simdjson::error_code code) {
  switch (code) {
    case simdjson::EMPTY:
      return "empty: expected one JSON object";
    case simdjson::UTF8_ERROR:
      return "not valid UTF-8: expected one JSON object in UTF-8";
    case simdjson::DEPTH_ERROR:
      return "nested too deeply: expected at most 1024 levels";
    case simdjson::CAPACITY:
    case simdjson::MEMALLOC:
      return "too long to be read: expected one JSON object";
    default:
      return "not valid JSON: expected one whole JSON object and nothing after it";
  }
}

}  // namespace

tl::expected<simdjson::dom::object, std::string_view> json_parser::parse(std::string_view text,
                                                                         std::size_t padding) {
  simdjson::dom::element root;
  auto code = parse_element(text, padding, root);
  if (code == simdjson::NUMBER_ERROR || code == simdjson::STRING_ERROR) {
    // A number beyond 64 bits and half a surrogate pair are valid JSON, and may be in a field that
    // nobody reads.
    soften(text, softened_);
    code = parse_element(softened_, 0, root);
  }
  if (code != simdjson::SUCCESS) return tl::unexpected(sentence_of(code));
  simdjson::dom::object object;
  if (root.get(object) != simdjson::SUCCESS) {
    return tl::unexpected(std::string_view{"not an object: expected one JSON object"});
  }
  return object;
}

simdjson::error_code json_parser::parse_element(std::string_view text, std::size_t padding,
                                                simdjson::dom::element& root) {
  if (text.empty()) return simdjson::EMPTY;
  if (!make_room(text.size())) return simdjson::MEMALLOC;
  if (padding < simdjson::SIMDJSON_PADDING) {
    padded_.assign(text);
    padded_.append(simdjson::SIMDJSON_PADDING, ' ');
    text = std::string_view{padded_}.substr(0, text.size());
  }
  return parser_.parse(text.data(), text.size(), false).get(root);
}

// Grows in powers of two: lines that are each a little longer than the last do not reallocate
// every time.
bool json_parser::make_room(std::size_t size) {
  if (size <= parser_.capacity()) return true;
  if (size > parser_.max_capacity()) return false;
  const std::size_t wanted = std::bit_ceil(std::max(size, first_capacity_bytes));
  const std::size_t capacity = std::min(wanted, parser_.max_capacity());
  return parser_.allocate(capacity, nesting_max) == simdjson::SUCCESS;
}

}  // namespace antrian::events
