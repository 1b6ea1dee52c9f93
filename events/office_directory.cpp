#include "events/office_directory.hpp"

#include "events/assert.hpp"

namespace antrian::events {

office_directory::office_directory(std::vector<office> offices) : offices_(std::move(offices)) {
  ANTRIAN_ASSERT(offices_.size() < UINT16_MAX);
  for (std::size_t i = 0; i < offices_.size(); ++i) {
    by_code_.emplace(offices_[i].code, static_cast<std::uint16_t>(i));
  }
}

std::optional<office_ref> office_directory::find(std::string_view code) const {
  const auto found = by_code_.find(code);
  if (found == by_code_.end()) return std::nullopt;
  return office_ref{found->second};
}

std::string office_directory::stream_name(const office_day_key& key) const {
  std::string name = at(key.office).code;
  name.push_back('/');
  append_date(name, key.date);
  return name;
}

std::optional<office_day_key> office_directory::parse_stream(std::string_view name) const {
  const auto slash = name.rfind('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const auto office = find(name.substr(0, slash));
  const auto date = parse_date(name.substr(slash + 1));
  if (!office || !date) return std::nullopt;
  return office_day_key{*office, *date};
}

}  // namespace antrian::events
