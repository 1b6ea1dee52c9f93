// Which event types a projection folds: one bit per alternative of event_body. In a rush nine of
// ten events are refusals, so those that do not care must be able to pass over them in a
// nanosecond.
#pragma once

#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <variant>

#include "events/event.hpp"

namespace antrian::projections {

namespace detail {
template <class Type, class... All>
consteval std::size_t index_in(const std::variant<All...>*) {
  constexpr bool same[]{std::is_same_v<Type, All>...};
  std::size_t index = 0;
  while (!same[index]) ++index;
  return index;
}
}  // namespace detail

static_assert(events::event_type_count <= 32);

template <class... Types>
inline constexpr std::uint32_t event_mask =
    ((1U << detail::index_in<Types>(static_cast<const events::event_body*>(nullptr))) | ...);

[[nodiscard]] inline bool is_in(std::uint32_t mask, const events::event& event) {
  return (mask >> event.body.index() & 1U) != 0;
}

}  // namespace antrian::projections
