#include "config/holidays.hpp"

#include <algorithm>
#include <map>

#include "config/csv.hpp"

namespace antrian::config {
namespace {

enum column : std::size_t { date, name, kind, status };

result<holiday> holiday_of(const csv_row& row, const std::string& file) {
  const auto fault = [&](std::string key, std::string message) {
    return tl::unexpected(config_error{file, row.line, std::move(key), std::move(message)});
  };
  const auto& fields = row.fields;
  holiday day;
  const auto parsed = events::parse_date(fields[date]);
  if (!parsed) {
    return fault("date", "expected a real date as YYYY-MM-DD, found \"" + fields[date] + "\"");
  }
  day.date = *parsed;
  day.name = fields[name];
  if (day.name.empty()) return fault("name", "expected the holiday's name, found nothing");
  if (fields[kind] == "cuti_bersama") {
    day.which = holiday::kind::cuti_bersama;
  } else if (fields[kind] != "national") {
    return fault("kind", "expected national or cuti_bersama, found \"" + fields[kind] + "\"");
  }
  day.provisional = fields[status] == "provisional";
  if (!day.provisional && fields[status] != "final") {
    return fault("status", "expected final or provisional, found \"" + fields[status] + "\"");
  }
  return day;
}

bool earlier(const holiday& a, const holiday& b) {
  return a.date < b.date;
}

}  // namespace

holiday_calendar::holiday_calendar(std::vector<holiday> days) : days_(std::move(days)) {
  std::sort(days_.begin(), days_.end(), earlier);
}

const holiday* holiday_calendar::find(events::local_date date) const {
  const auto found = std::lower_bound(
      days_.begin(), days_.end(), date,
      [](const holiday& day, events::local_date wanted) { return day.date < wanted; });
  return found != days_.end() && found->date == date ? &*found : nullptr;
}

result<holiday_calendar> parse_holidays(std::string_view text, const std::string& file) {
  const auto rows = parse_csv(text, file, {"date", "name", "kind", "status"});
  if (!rows) return tl::unexpected(rows.error());
  std::vector<holiday> days;
  std::map<events::local_date, std::uint32_t> line_of_date;
  for (const auto& row : *rows) {
    auto day = holiday_of(row, file);
    if (!day) return tl::unexpected(day.error());
    const auto [first, is_new] = line_of_date.emplace(day->date, row.line);
    if (!is_new) {
      return tl::unexpected(config_error{file, row.line, "date",
                                         "expected each date once, but " +
                                             events::to_text(day->date) + " is already in line " +
                                             std::to_string(first->second)});
    }
    days.push_back(std::move(*day));
  }
  return holiday_calendar(std::move(days));
}

}  // namespace antrian::config
