// The name of an office day's stream, taken apart without an office directory: a stored row names
// its office by code, so a row can be read even if the office has left the configuration.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "events/time.hpp"

namespace antrian::projections {

/// `office` points into the stream's name it was parsed from.
struct day_name {
  std::string_view office;
  events::local_date date;
};

/// Nothing if the name is not `<office>/<YYYY-MM-DD>`.
[[nodiscard]] std::optional<day_name> parse_day_name(std::string_view stream);
[[nodiscard]] std::string stream_name(std::string_view office, events::local_date date);

/// What became of an office day; stored in rows, so only ever add at the end.
enum class day_status : std::uint8_t { not_opened, open, closed, ended };
inline constexpr std::size_t day_status_count = 4;
[[nodiscard]] std::string_view name_of(day_status status);

}  // namespace antrian::projections
