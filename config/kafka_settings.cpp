#include "config/kafka_settings.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <fstream>
#include <optional>
#include <set>

namespace antrian::config {
namespace {

constexpr std::uint32_t partitions_max = 10'000;
constexpr std::uint32_t replication_max = 100;
constexpr std::uint32_t retention_days_max = 36'500;
constexpr std::size_t topic_name_max = 249;
constexpr std::size_t secret_bytes_max = std::size_t{64} << 10;

bool is_topic_name(const std::string& text) {
  return text.size() <= topic_name_max && text != "." && text != ".." &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  c == '.' || c == '_' || c == '-';
         });
}

void read_brokers(table_reader& section, std::string& brokers) {
  const auto* node = section.node("brokers");
  if (node == nullptr) return;
  if (!node->is_array()) return section.read("brokers", brokers);
  std::vector<std::string> list;
  section.read("brokers", list);
  brokers.clear();
  for (const auto& broker : list) brokers += (brokers.empty() ? "" : ",") + broker;
  if (brokers.empty()) section.fault("brokers", "expected HOST:PORT of at least one broker");
}

struct named_topic {
  const char* key;
  kafka_topic_settings* settings;
};

void read_topics(table_reader& section, const std::array<named_topic, 4>& topics) {
  if (const auto* table = section.table("topics")) {
    table_reader names(*table, section.path_of("topics"), section.faults());
    std::set<std::string> taken;
    for (const auto& [key, settings] : topics) {
      names.read(key, settings->name);
      if (!is_topic_name(settings->name)) {
        names.fault(key, "expected up to " + std::to_string(topic_name_max) +
                             " letters, digits, dots, dashes or underscores");
      }
      if (!taken.insert(settings->name).second) names.fault(key, "expected four different topics");
    }
    names.finish();
  }
  if (const auto* table = section.table("retention_days")) {
    table_reader days(*table, section.path_of("retention_days"), section.faults());
    for (const auto& [key, settings] : topics) {
      days.read(key, settings->retention_days, 0, retention_days_max);
    }
    days.finish();
  }
}

/// A value as librdkafka takes it; nothing if it is none.
std::optional<std::string> plain_text(const toml::node& node) {
  if (auto text = node.value_exact<std::string>()) return text;
  if (const auto number = node.value_exact<std::int64_t>()) return std::to_string(*number);
  if (const auto flag = node.value_exact<bool>()) return *flag ? "true" : "false";
  return std::nullopt;
}

/// `{ env = "NAME" }` or `{ file = "PATH" }`; nothing if the table is something else.
std::optional<kafka_property> reference(const toml::table& table) {
  if (table.size() != 1) return std::nullopt;
  const auto only = table.begin();
  const auto key = only->first.str();
  const auto text = only->second.value_exact<std::string>();
  if (!text || text->empty()) return std::nullopt;
  kafka_property made;
  made.text = *text;
  if (key == "env") {
    made.from = kafka_property::source::environment;
  } else if (key == "file") {
    made.from = kafka_property::source::file;
  } else {
    return std::nullopt;
  }
  return made;
}

/// TOML reads the dots of a bare key as tables within tables; together they are one name again.
void read_properties(const toml::table& table, const std::string& prefix, table_reader& section,
                     std::vector<kafka_property>& out) {
  for (const auto& [key, value] : table) {
    const std::string name = prefix + std::string(key.str());
    const auto* inner = value.as_table();
    std::optional<kafka_property> property;
    if (inner != nullptr) {
      property = reference(*inner);
      if (!property && !inner->empty() && !inner->is_inline()) {
        read_properties(*inner, name + ".", section, out);
        continue;
      }
    } else if (auto text = plain_text(value)) {
      property.emplace();
      property->text = std::move(*text);
    }
    if (!property) {
      section.faults().fault(value, "kafka.properties." + name,
                             "expected a text, a whole number, true or false, or for a secret "
                             "{ env = \"NAME\" } or { file = \"PATH\" }");
      continue;
    }
    property->name = name;
    property->line = value.source().begin.line;
    out.push_back(std::move(*property));
  }
}

/// The content of a file without the line end at its end; nothing if it cannot be read.
std::optional<std::string> secret_in(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::string text(secret_bytes_max + 1, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (!in.is_open() || in.bad()) return std::nullopt;
  text.resize(static_cast<std::size_t>(in.gcount()));
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
  return text.size() <= secret_bytes_max ? std::optional(std::move(text)) : std::nullopt;
}

}  // namespace

void read_kafka(table_reader& section, kafka_settings& settings) {
  read_brokers(section, settings.brokers);
  section.read("partitions", settings.partitions, 1, partitions_max);
  section.read("replication", settings.replication, 0, replication_max);
  read_topics(section, {{{"commands", &settings.commands},
                         {"results", &settings.results},
                         {"events", &settings.events},
                         {"dead_letters", &settings.dead_letters}}});
  if (const auto* table = section.table("properties")) {
    read_properties(*table, {}, section, settings.properties);
  }
  section.finish();
}

result<std::map<std::string, std::string>> resolve_kafka_properties(
    const kafka_settings& settings, const std::filesystem::path& configuration_file) {
  std::map<std::string, std::string> values;
  const auto fault = [&](const kafka_property& of, std::string message) {
    return tl::unexpected(config_error{configuration_file.string(), of.line,
                                       "kafka.properties." + of.name, std::move(message)});
  };
  for (const auto& property : settings.properties) {
    std::string value = property.text;
    if (property.from == kafka_property::source::environment) {
      const char* found = std::getenv(property.text.c_str());
      if (found == nullptr || *found == '\0') {
        return fault(property, "the environment variable " + property.text + " is not set");
      }
      value = found;
    } else if (property.from == kafka_property::source::file) {
      const auto path = configuration_file.parent_path() / property.text;
      auto text = secret_in(path);
      if (!text || text->empty()) {
        return fault(property, "expected up to " + std::to_string(secret_bytes_max) +
                                   " bytes in the file " + path.string() +
                                   ", which is empty or cannot be read");
      }
      value = std::move(*text);
    }
    values.insert_or_assign(property.name, std::move(value));
  }
  return values;
}

}  // namespace antrian::config
