#include "cli/arguments.hpp"

#include <algorithm>

#include "config/table_reader.hpp"

namespace antrian::cli {
namespace {

constexpr std::int32_t western_time_minutes = 7 * 60;

bool has_form_of_date(std::string_view text) {
  constexpr std::string_view form = "0000-00-00";
  return std::equal(text.begin(), text.end(), form.begin(), form.end(), [](char c, char expected) {
    return expected == '-' ? c == '-' : c >= '0' && c <= '9';
  });
}

}  // namespace

CLI::Option* add_date_option(CLI::App& app, const std::string& name,
                             std::optional<events::local_date>& value,
                             const std::string& description) {
  return app
      .add_option_function<std::string>(
          name,
          [&value, name](const std::string& text) {
            value = events::parse_date(text);
            if (value) return;
            throw CLI::ValidationError(
                name, has_form_of_date(text)
                          ? text + " is not a real date; expected one from 1900 to 2999"
                          : "expected a date such as 2026-11-30, got " + text);
          },
          description)
      ->type_name("YYYY-MM-DD");
}

tl::expected<events::office_ref, std::string> find_office(
    const config::configuration& configuration, std::string_view code) {
  if (const auto found = configuration.offices.find(code)) return *found;
  std::vector<std::string> codes;
  for (const auto& office : configuration.offices.offices()) codes.push_back(office.code);
  std::string capitals(code);
  for (char& c : capitals) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  const auto meant = config::nearest(capitals, codes);
  return tl::unexpected("there is no office " + std::string(code) +
                        (meant ? "; did you mean " + *meant + "?" : std::string(".")) +
                        " Expected one of the " + std::to_string(codes.size()) +
                        " codes in the offices file named by " + configuration.file.string());
}

tl::expected<std::vector<events::office_ref>, std::string> find_offices(
    const config::configuration& configuration, const std::vector<std::string>& codes) {
  std::vector<events::office_ref> offices;
  for (const auto& code : codes) {
    const auto office = find_office(configuration, code);
    if (!office) return tl::unexpected(office.error());
    offices.push_back(*office);
  }
  if (!codes.empty()) return offices;
  for (std::size_t i = 0; i < configuration.offices.offices().size(); ++i) {
    offices.push_back({static_cast<std::uint16_t>(i)});
  }
  return offices;
}

events::local_date today(events::instant now) {
  return events::date_of(events::to_local(now, western_time_minutes));
}

events::local_date next_monday(events::instant now) {
  const auto date = today(now);
  return {date.days + 8 - events::iso_weekday(date)};
}

}  // namespace antrian::cli
