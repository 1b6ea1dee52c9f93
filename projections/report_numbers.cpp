#include "projections/report_numbers.hpp"

#include "events/time.hpp"

namespace antrian::projections {
namespace {

/// `value` / `unit` with one decimal, halves rounded away from zero.
std::string tenths(std::int64_t value, std::int64_t unit) {
  const bool negative = value < 0;
  const std::int64_t size = negative ? -value : value;
  const std::int64_t rounded = size / unit * 10 + (size % unit * 10 + unit / 2) / unit;
  std::string text = std::to_string(rounded / 10) + "." + std::to_string(rounded % 10);
  return negative && rounded > 0 ? "-" + text : text;
}

}  // namespace

std::string grouped(std::uint64_t value) {
  std::string text = std::to_string(value);
  for (std::size_t from_end = 3; from_end < text.size(); from_end += 4) {
    text.insert(text.size() - from_end, ",");
  }
  return text;
}

std::optional<std::string> percent(std::uint64_t part, std::uint64_t whole) {
  if (whole == 0) return std::nullopt;
  return tenths(static_cast<std::int64_t>(part) * 100, static_cast<std::int64_t>(whole));
}

std::string minutes(std::int64_t ms) {
  return tenths(ms, events::minute_ms);
}

std::string days(std::int64_t ms) {
  return tenths(ms, events::day_ms);
}

}  // namespace antrian::projections
