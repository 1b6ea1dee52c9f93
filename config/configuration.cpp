#include "config/configuration.hpp"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <sstream>

#include "config/offices.hpp"
#include "config/toml_sections.hpp"
#include "events/assert.hpp"

namespace antrian::config {
namespace {

namespace fs = std::filesystem;

constexpr const char* file_name = "antrian.toml";

/// `named_by`: what says that it is this file, if it is not the user.
result<std::string> read_file(const fs::path& path, const std::string& named_by = {}) {
  const std::ifstream in(path, std::ios::binary);
  const int fault = errno;
  std::ostringstream text;
  text << in.rdbuf();
  if (!in.is_open() || text.bad()) {
    std::string message = "cannot be read";
    if (!in.is_open()) message += std::string(": ") + std::strerror(fault);
    if (!named_by.empty()) message += "; " + named_by + " names it";
    return tl::unexpected(config_error{path.string(), 0, {}, std::move(message)});
  }
  return std::move(text).str();
}

result<toml::table> parse_toml(const std::string& text, const std::string& file) {
  try {
    return toml::parse(text, file);
  } catch (const toml::parse_error& error) {
    return tl::unexpected(
        config_error{file, error.source().begin.line, {}, std::string(error.description())});
  }
}

std::uint32_t share_of(std::uint32_t quota, std::uint32_t percent) {
  return static_cast<std::uint32_t>((std::uint64_t{quota} * percent + 50) / 100);
}

/// The online places of an office's day as published, or by its class; nothing if neither says so.
std::optional<std::uint32_t> online_quota_of(const events::office& office,
                                             const toml_document& document) {
  if (office.daily_quota) return office.daily_quota;
  const auto by_class = document.quota_by_class.find(office.office_class);
  if (by_class == document.quota_by_class.end()) return std::nullopt;
  return by_class->second;
}

/// The settings of an office before its own section is read.
office_settings defaults_of(const events::office& office, const toml_document& document) {
  const auto pattern = document.pattern_by_class.find(office.office_class);
  const std::uint32_t online = online_quota_of(office, document).value_or(0);
  office_settings settings;
  settings.policy = document.policy;
  settings.release = document.release;
  settings.quota = {online, share_of(online, document.shares.priority_percent),
                    share_of(online, document.shares.walk_in_percent)};
  settings.pattern =
      pattern != document.pattern_by_class.end() ? pattern->second : document.default_pattern;
  return settings;
}

void read_offices(table_reader& root, const toml_document& document, configuration& out) {
  const toml::table nothing;
  const auto* table = root.table("office");
  table_reader sections(table != nullptr ? *table : nothing, "office", root.faults());
  for (const auto& office : out.offices.offices()) {
    const auto* section = sections.table(office.code);
    const bool has_lanes = section != nullptr && section->contains("lanes");
    if (!has_lanes && !online_quota_of(office, document)) {
      root.fault("quota_by_class", "expected the quota of class \"" + office.office_class +
                                       "\", which " + office.code + " has");
    }
    auto settings = defaults_of(office, document);
    if (section != nullptr) {
      table_reader reader(*section, sections.path_of(office.code), root.faults());
      read_office(reader, out.patterns, settings);
    }
    out.settings.push_back(std::move(settings));
  }
  sections.finish();
}

result<configuration> join(const toml::table& toml, const fs::path& path) {
  fault_keeper faults(path.string());
  table_reader root(toml, {}, faults);
  auto document = read_document(root);
  if (faults.first()) return tl::unexpected(*faults.first());

  const fs::path offices_path = path.parent_path() / document.offices_file;
  const auto offices_text = read_file(offices_path, "offices_file in " + path.string());
  if (!offices_text) return tl::unexpected(offices_text.error());
  auto offices = parse_offices(*offices_text, offices_path.string());
  if (!offices) return tl::unexpected(offices.error());

  const fs::path holidays_path = path.parent_path() / document.holidays_file;
  const auto holidays_text = read_file(holidays_path, "holidays_file in " + path.string());
  if (!holidays_text) return tl::unexpected(holidays_text.error());
  auto holidays = parse_holidays(*holidays_text, holidays_path.string());
  if (!holidays) return tl::unexpected(holidays.error());

  configuration out;
  out.offices = events::office_directory(std::move(*offices));
  out.holidays = std::move(*holidays);
  out.patterns = std::move(document.patterns);
  out.seasons = std::move(document.seasons);
  out.node = document.node;
  out.kafka = std::move(document.kafka);
  out.file = path;
  read_offices(root, document, out);
  root.finish();
  if (faults.first()) return tl::unexpected(*faults.first());
  ANTRIAN_ASSERT(out.settings.size() == out.offices.offices().size());
  return out;
}

/// `path`, or antrian.toml in it if it is a folder; an error that says who named it if there is no
/// such file.
result<fs::path> existing_file(const fs::path& path, const char* said_by) {
  std::error_code ignored;  // What cannot be looked at is not there.
  const fs::path file = fs::is_directory(path, ignored) ? path / file_name : path;
  if (fs::is_regular_file(file, ignored)) return file;
  return tl::unexpected(
      config_error{file.string(), 0, {}, std::string("there is no such file; ") + said_by});
}

}  // namespace

result<fs::path> find_configuration(const std::optional<fs::path>& given) {
  if (given) return existing_file(*given, "it was given as the configuration");
  if (const char* named = std::getenv("ANTRIAN_CONFIG"); named != nullptr && *named != '\0') {
    return existing_file(named, "ANTRIAN_CONFIG names it");
  }
  const fs::path beside = fs::path("config") / file_name;
  const fs::path system = fs::path("/etc/antrian") / file_name;
  for (const auto& path : {beside, system}) {
    if (existing_file(path, "")) return path;
  }
  return tl::unexpected(config_error{file_name,
                                     0,
                                     {},
                                     "no configuration found in ./" + beside.string() + " or " +
                                         system.string() +
                                         "; name one with --config or ANTRIAN_CONFIG"});
}

result<configuration> load(const std::optional<fs::path>& given) {
  const auto path = find_configuration(given);
  if (!path) return tl::unexpected(path.error());
  const auto text = read_file(*path);
  if (!text) return tl::unexpected(text.error());
  const auto toml = parse_toml(*text, path->string());
  if (!toml) return tl::unexpected(toml.error());
  return join(*toml, *path);
}

}  // namespace antrian::config
