#include "projections/day_name.hpp"

#include <array>

namespace antrian::projections {

std::optional<day_name> parse_day_name(std::string_view stream) {
  const auto slash = stream.rfind('/');
  if (slash == std::string_view::npos || slash == 0) return std::nullopt;
  const auto date = events::parse_date(stream.substr(slash + 1));
  if (!date) return std::nullopt;
  return day_name{stream.substr(0, slash), *date};
}

std::string stream_name(std::string_view office, events::local_date date) {
  std::string name{office};
  name.push_back('/');
  events::append_date(name, date);
  return name;
}

std::string_view name_of(day_status status) {
  static constexpr std::array<std::string_view, day_status_count> names{"not_opened", "open",
                                                                        "closed", "ended"};
  return names.at(static_cast<std::size_t>(status));
}

}  // namespace antrian::projections
