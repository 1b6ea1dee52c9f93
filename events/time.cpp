#include "events/time.hpp"

#include <chrono>

namespace antrian::events {
namespace {

std::optional<int> digits(std::string_view text, std::size_t from, std::size_t count) {
  if (from + count > text.size()) return std::nullopt;
  int value = 0;
  for (std::size_t i = from; i < from + count; ++i) {
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

void append_padded(std::string& out, std::int64_t value, int width) {
  char buffer[20];
  for (int i = width - 1; i >= 0; --i) {
    buffer[i] = static_cast<char>('0' + value % 10);
    value /= 10;
  }
  out.append(buffer, static_cast<std::size_t>(width));
}

std::chrono::year_month_day civil(local_date date) {
  return std::chrono::year_month_day{std::chrono::sys_days{std::chrono::days{date.days}}};
}

/// Milliseconds of the optional `.fraction` at `index`, which moves past it; nothing if malformed.
std::optional<int> fraction_ms(std::string_view text, std::size_t& index) {
  if (index >= text.size() || text[index] != '.') return 0;
  ++index;
  int ms = 0;
  int count = 0;
  for (; index < text.size() && text[index] >= '0' && text[index] <= '9'; ++index, ++count) {
    if (count < 3) ms = ms * 10 + (text[index] - '0');
  }
  if (count == 0 || count > 9) return std::nullopt;
  for (; count < 3; ++count) ms *= 10;
  return ms;
}

}  // namespace

std::optional<local_date> parse_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto year = digits(text, 0, 4);
  const auto month = digits(text, 5, 2);
  const auto day = digits(text, 8, 2);
  if (!year || !month || !day || *year < 1900 || *year > 2999) return std::nullopt;
  const std::chrono::year_month_day ymd{std::chrono::year{*year},
                                        std::chrono::month{static_cast<unsigned>(*month)},
                                        std::chrono::day{static_cast<unsigned>(*day)}};
  if (!ymd.ok()) return std::nullopt;
  return local_date{
      static_cast<std::int32_t>(std::chrono::sys_days{ymd}.time_since_epoch().count())};
}

std::optional<clock_time> parse_clock(std::string_view text, bool allow_end_of_day) {
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  const auto hour = digits(text, 0, 2);
  const auto minute = digits(text, 3, 2);
  if (!hour || !minute || *minute > 59) return std::nullopt;
  const bool end_of_day = allow_end_of_day && *hour == 24 && *minute == 0;
  if (*hour > 23 && !end_of_day) return std::nullopt;
  return clock_time{static_cast<std::uint16_t>(*hour * 60 + *minute)};
}

std::optional<instant> parse_instant(std::string_view text) {
  if (text.size() < 20 || (text[10] != 'T' && text[10] != 't')) return std::nullopt;
  const auto date = parse_date(text.substr(0, 10));
  const auto clock = parse_clock(text.substr(11, 5));
  const auto second = digits(text, 17, 2);
  if (!date || !clock || text[16] != ':' || !second || *second > 59) return std::nullopt;
  std::size_t index = 19;
  const auto ms = fraction_ms(text, index);
  if (!ms) return std::nullopt;
  const auto zone = text.substr(index);
  if (zone != "Z" && zone != "z" && zone != "+00:00") return std::nullopt;
  return instant{to_instant(*date, *clock, 0).ms + *second * 1000 + *ms};
}

void append_date(std::string& out, local_date date) {
  const auto ymd = civil(date);
  append_padded(out, static_cast<int>(ymd.year()), 4);
  out.push_back('-');
  append_padded(out, static_cast<unsigned>(ymd.month()), 2);
  out.push_back('-');
  append_padded(out, static_cast<unsigned>(ymd.day()), 2);
}

void append_clock(std::string& out, clock_time clock) {
  append_padded(out, clock.minutes / 60, 2);
  out.push_back(':');
  append_padded(out, clock.minutes % 60, 2);
}

void append_instant(std::string& out, instant at) {
  const auto date = date_of(local_time{at.ms});
  const std::int64_t ms = at.ms - date.days * day_ms;
  append_date(out, date);
  out.push_back('T');
  append_padded(out, ms / 3'600'000, 2);
  out.push_back(':');
  append_padded(out, ms / minute_ms % 60, 2);
  out.push_back(':');
  append_padded(out, ms / 1000 % 60, 2);
  out.push_back('.');
  append_padded(out, ms % 1000, 3);
  out.push_back('Z');
}

std::string to_text(local_date date) {
  std::string out;
  append_date(out, date);
  return out;
}

std::string to_text(clock_time clock) {
  std::string out;
  append_clock(out, clock);
  return out;
}

std::string to_text(instant at) {
  std::string out;
  append_instant(out, at);
  return out;
}

int iso_weekday(local_date date) {
  const std::chrono::weekday day{std::chrono::sys_days{std::chrono::days{date.days}}};
  return static_cast<int>(day.iso_encoding());
}

}  // namespace antrian::events
