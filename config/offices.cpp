#include "config/offices.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <unordered_map>

#include "config/csv.hpp"
#include "events/command.hpp"

namespace antrian::config {
namespace {

enum column : std::size_t { code, name, office_class, city, province, timezone, daily_quota };

constexpr std::size_t code_length_max = 48;

struct zone {
  std::string_view name;
  std::int32_t utc_offset_minutes;
};
/// Indonesia keeps no daylight saving time, so a zone is its offset.
constexpr std::array<zone, 4> zones{{{"Asia/Jakarta", 420},
                                     {"Asia/Pontianak", 420},
                                     {"Asia/Makassar", 480},
                                     {"Asia/Jayapura", 540}}};

/// The code is a key on the wire and a part of stream names, so it is kept to letters that need
/// no escaping anywhere.
bool is_code(std::string_view text) {
  const auto fits = [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  };
  return !text.empty() && text.size() <= code_length_max &&
         std::all_of(text.begin(), text.end(), fits);
}

std::optional<std::int32_t> offset_of(std::string_view timezone_name) {
  for (const auto& one : zones) {
    if (one.name == timezone_name) return one.utc_offset_minutes;
  }
  return std::nullopt;
}

std::optional<std::uint32_t> quota_of(std::string_view text) {
  std::uint32_t value = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (fault != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  if (value == 0 || value > events::slot_capacity_max) return std::nullopt;
  return value;
}

result<events::office> office_of(const csv_row& row, const std::string& file) {
  const auto fault = [&](std::string key, std::string message) {
    return tl::unexpected(config_error{file, row.line, std::move(key), std::move(message)});
  };
  const auto& fields = row.fields;
  if (!is_code(fields[code])) {
    return fault("code", "expected 1 to " + std::to_string(code_length_max) +
                             " capital letters, digits or underscores, found \"" + fields[code] +
                             "\"");
  }
  if (fields[name].empty()) return fault("name", "expected the office's name, found nothing");
  if (fields[city].empty()) return fault("city", "expected a city, found nothing");
  if (fields[province].empty()) return fault("province", "expected a province, found nothing");
  const auto offset = offset_of(fields[timezone]);
  if (!offset) {
    return fault("timezone",
                 "expected Asia/Jakarta, Asia/Pontianak, Asia/Makassar or Asia/Jayapura, found \"" +
                     fields[timezone] + "\"");
  }
  events::office office{fields[code],     fields[name], fields[office_class], fields[city],
                        fields[province], *offset,      std::nullopt};
  if (!fields[daily_quota].empty()) {
    office.daily_quota = quota_of(fields[daily_quota]);
    if (!office.daily_quota) {
      return fault("daily_quota", "expected a whole number from 1 to " +
                                      std::to_string(events::slot_capacity_max) +
                                      " or nothing, found \"" + fields[daily_quota] + "\"");
    }
  }
  return office;
}

}  // namespace

result<std::vector<events::office>> parse_offices(std::string_view text, const std::string& file) {
  const auto rows = parse_csv(text, file,
                              {"code", "name", "office_class", "city", "province", "timezone",
                               "daily_quota", "quota_source"});
  if (!rows) return tl::unexpected(rows.error());
  std::vector<events::office> offices;
  std::unordered_map<std::string, std::uint32_t> line_of_code;
  for (const auto& row : *rows) {
    auto office = office_of(row, file);
    if (!office) return tl::unexpected(office.error());
    const auto [first, is_new] = line_of_code.emplace(office->code, row.line);
    if (!is_new) {
      return tl::unexpected(config_error{file, row.line, "code",
                                         "expected each code once, but " + office->code +
                                             " is already in line " +
                                             std::to_string(first->second)});
    }
    offices.push_back(std::move(*office));
  }
  if (offices.empty() || offices.size() >= UINT16_MAX) {
    return tl::unexpected(config_error{file, 0, {}, "expected 1 to 65534 offices"});
  }
  return offices;
}

}  // namespace antrian::config
