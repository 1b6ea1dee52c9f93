// Numbers as reports write them. Integer arithmetic throughout, so that the same report is the
// same text everywhere.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace antrian::projections {

/// `1234567` as `1,234,567`.
[[nodiscard]] std::string grouped(std::uint64_t value);
/// `part` of `whole` in percent with one decimal, rounded: `94.3`; nothing of nothing.
[[nodiscard]] std::optional<std::string> percent(std::uint64_t part, std::uint64_t whole);
/// Minutes with one decimal, rounded.
[[nodiscard]] std::string minutes(std::int64_t ms);
/// Days with one decimal, rounded.
[[nodiscard]] std::string days(std::int64_t ms);

}  // namespace antrian::projections
