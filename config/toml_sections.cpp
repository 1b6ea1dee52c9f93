#include "config/toml_sections.hpp"

#include <algorithm>
#include <array>

#include "events/assert.hpp"

namespace antrian::config {
namespace {

constexpr std::uint32_t minutes_max = 24 * 60;
constexpr std::uint32_t percent_max = 1000;
constexpr std::size_t services_max = 32;
constexpr std::array<const char*, 7> weekdays{"monday", "tuesday",  "wednesday", "thursday",
                                              "friday", "saturday", "sunday"};

bool is_service(const std::string& text) {
  return text.size() <= 48 && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
         });
}

void read_services(table_reader& section, std::vector<std::string>& services) {
  section.read("services", services);
  const bool repeated = [&] {
    auto sorted = services;
    std::sort(sorted.begin(), sorted.end());
    return std::adjacent_find(sorted.begin(), sorted.end()) != sorted.end();
  }();
  if (services.empty() || services.size() > services_max || repeated ||
      !std::all_of(services.begin(), services.end(), is_service)) {
    section.fault("services", "expected 1 to " + std::to_string(services_max) +
                                  " different names of small letters, digits or underscores");
  }
}

void read_policy(table_reader& section, events::day_policy& policy) {
  section.read("early_minutes", policy.early_minutes, 0, minutes_max);
  section.read("late_minutes", policy.late_minutes, 0, minutes_max);
  section.read("account_limit", policy.account_limit, 1, 100'000);
  section.read("no_show_block_days", policy.no_show_block_days, 0, 3660);
  section.read("reschedule_limit", policy.reschedule_limit, 0, 1000);
  read_services(section, policy.services);
  section.finish();
}

void read_release(table_reader& section, release_rule& rule) {
  constexpr const char* expected =
      "expected \"friday_14\", \"when_opened\" or { days_before = DAYS, at = \"HH:MM\" }";
  const auto* node = section.node("release");
  if (node == nullptr) return;
  if (const auto* table = node->as_table()) {
    table_reader inner(*table, section.path_of("release"), section.faults());
    release_days_before before;
    std::string at;
    inner.read("days_before", before.days, 0, release_days_max);
    inner.read("at", at);
    inner.finish();
    const auto clock = events::parse_clock(at);
    if (!table->contains("days_before") || !clock) {
      section.fault("release", expected);
      return;
    }
    before.at = *clock;
    rule = before;
    return;
  }
  const auto name = node->value_exact<std::string>();
  if (name == "friday_14") {
    rule = release_friday_14{};
  } else if (name == "when_opened") {
    rule = release_when_opened{};
  } else {
    section.fault("release", expected);
  }
}

void read_quotas(table_reader& section, std::map<std::string, std::uint32_t>& quotas) {
  for (const auto& [key, value] : section.raw()) {
    std::uint32_t quota = 0;
    section.read(key.str(), quota, 1, events::slot_capacity_max);
    quotas.emplace(key.str(), quota);
  }
}

std::vector<opening_window> read_windows(table_reader& section, const char* weekday) {
  std::vector<std::string> texts;
  section.read(weekday, texts);
  std::vector<opening_window> windows;
  for (const auto& text : texts) {
    const auto window = parse_window(text);
    if (!window || (!windows.empty() && window->start < windows.back().end)) {
      section.fault(weekday,
                    "expected windows such as \"08:00-12:00\", in order and without overlap");
      return {};
    }
    windows.push_back(*window);
  }
  return windows;
}

opening_pattern read_pattern(table_reader& section, std::string name) {
  opening_pattern pattern;
  pattern.name = std::move(name);
  section.read("slot_minutes", pattern.slot_minutes, slot_minutes_min, slot_minutes_max);
  bool ever_open = false;
  for (std::size_t day = 0; day < weekdays.size(); ++day) {
    pattern.week[day] = read_windows(section, weekdays[day]);
    ever_open = ever_open || !pattern.week[day].empty();
    if (slots_of(pattern.week[day], pattern.slot_minutes).size() > events::slots_max) {
      section.fault(weekdays[day],
                    "expected at most " + std::to_string(events::slots_max) + " slots");
    }
  }
  section.finish();
  if (!ever_open) section.fault("monday", "expected at least one weekday with a window");
  return pattern;
}

std::vector<std::string> names_of(const std::vector<opening_pattern>& patterns) {
  std::vector<std::string> names;
  names.reserve(patterns.size());
  for (const auto& pattern : patterns) names.push_back(pattern.name);
  return names;
}

/// The pattern that the text under `key` names. Absent: `otherwise`.
std::size_t read_pattern_name(table_reader& section, std::string_view key,
                              const std::vector<opening_pattern>& patterns, std::size_t otherwise) {
  std::string name;
  section.read(key, name);
  if (name.empty()) return otherwise;
  for (std::size_t i = 0; i < patterns.size(); ++i) {
    if (patterns[i].name == name) return i;
  }
  const auto meant = nearest(name, names_of(patterns));
  section.fault(key, "there is no [pattern." + name + "]" +
                         (meant ? ": did you mean " + *meant + "?" : std::string{}));
  return otherwise;
}

void read_opening(table_reader& section, toml_document& document) {
  document.default_pattern = read_pattern_name(section, "default", document.patterns, 0);
  if (!section.raw().contains("default")) {
    section.fault("default", "expected the name of a pattern");
  }
  if (const auto* table = section.table("by_class")) {
    table_reader by_class(*table, section.path_of("by_class"), section.faults());
    for (const auto& [key, value] : *table) {
      document.pattern_by_class.emplace(
          key.str(), read_pattern_name(by_class, key.str(), document.patterns, 0));
    }
  }
  section.finish();
}

std::optional<events::local_date> read_date(table_reader& section, const char* key) {
  const auto* node = section.node(key);
  const auto value = node != nullptr ? node->value_exact<toml::date>() : std::nullopt;
  if (value) {
    char text[16];
    std::snprintf(text, sizeof text, "%04u-%02u-%02u", unsigned{value->year},
                  unsigned{value->month}, unsigned{value->day});
    if (const auto date = events::parse_date(text)) return date;
  }
  section.fault(key, "expected a date, without quotes, such as 2027-02-08");
  return std::nullopt;
}

void read_season(table_reader& section, toml_document& document) {
  const auto first = read_date(section, "first");
  const auto last = read_date(section, "last");
  const auto pattern = read_pattern_name(section, "pattern", document.patterns, 0);
  if (!section.raw().contains("pattern")) {
    section.fault("pattern", "expected the name of a pattern");
  }
  section.finish();
  if (!first || !last) return;
  if (*last < *first) {
    section.fault("last", "expected a date that is not before `first`");
  } else if (!document.seasons.empty() && *first <= document.seasons.back().last) {
    section.fault("first", "expected seasons in order of date and without overlap");
  } else {
    document.seasons.push_back({*first, *last, pattern});
  }
}

void read_seasons(table_reader& root, toml_document& document) {
  const auto* seasons = root.array("season");
  if (seasons == nullptr) return;
  for (const auto& element : *seasons) {
    const auto* table = element.as_table();
    if (table == nullptr) {
      root.fault("season", "expected [[season]] tables");
      return;
    }
    table_reader section(*table, "season", root.faults());
    read_season(section, document);
  }
}

void read_node(table_reader& section, node_tuning& node) {
  section.read("batch_commands", node.batch_commands, 1, 1'000'000);
  section.read("batches_in_flight", node.batches_in_flight, 1, 1024);
  section.read("worker_threads", node.worker_threads, 1, 256);
  section.read("checkpoint_events", node.checkpoint_events, 1000, 1'000'000'000);
  section.read("snapshot_events", node.snapshot_events, 100, 1'000'000'000);
  section.read("idle_day_limit", node.idle_day_limit, 1, 10'000'000);
  section.finish();
}

/// Calls `read` with a reader of the table under `key`, if it is there.
template <class Read>
void in_section(table_reader& root, std::string_view key, const Read& read) {
  if (const auto* table = root.table(key)) {
    table_reader section(*table, root.path_of(key), root.faults());
    read(section);
  }
}

}  // namespace

toml_document read_document(table_reader& root) {
  toml_document document;
  root.read("offices_file", document.offices_file);
  root.read("holidays_file", document.holidays_file);
  read_release(root, document.release);
  in_section(root, "policy", [&](auto& section) { read_policy(section, document.policy); });
  in_section(root, "quota_by_class",
             [&](auto& section) { read_quotas(section, document.quota_by_class); });
  in_section(root, "lanes", [&](auto& section) {
    section.read("priority_percent", document.shares.priority_percent, 0, percent_max);
    section.read("walk_in_percent", document.shares.walk_in_percent, 0, percent_max);
    section.finish();
  });
  in_section(root, "pattern", [&](auto& section) {
    for (const auto& [key, value] : section.raw()) {
      const std::string name(key.str());
      in_section(section, name,
                 [&](auto& pattern) { document.patterns.push_back(read_pattern(pattern, name)); });
    }
  });
  if (document.patterns.empty()) root.fault("pattern", "expected at least one [pattern.NAME]");
  in_section(root, "opening", [&](auto& section) { read_opening(section, document); });
  if (!root.raw().contains("opening")) {
    root.fault("opening", "expected a table with the key `default`");
  }
  read_seasons(root, document);
  in_section(root, "node", [&](auto& section) { read_node(section, document.node); });
  in_section(root, "kafka", [&](auto& section) { read_kafka(section, document.kafka); });
  return document;
}

void read_office(table_reader& section, const std::vector<opening_pattern>& patterns,
                 office_settings& settings) {
  ANTRIAN_ASSERT(settings.pattern < patterns.size());
  settings.pattern = read_pattern_name(section, "pattern", patterns, settings.pattern);
  read_release(section, settings.release);
  in_section(section, "lanes", [&](auto& lanes) {
    for (const auto lane : events::all_lanes) {
      const auto name = events::name_of(lane);
      lanes.read(name, settings.quota[static_cast<std::size_t>(lane)], 0,
                 events::slot_capacity_max);
      if (!lanes.raw().contains(name)) lanes.fault(name, "expected the places of every lane");
    }
    lanes.finish();
  });
  in_section(section, "policy", [&](auto& policy) { read_policy(policy, settings.policy); });
  section.finish();
}

}  // namespace antrian::config
