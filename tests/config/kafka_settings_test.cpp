// Goal: [kafka] is read whole; slips are refused with line and key; a secret is read from where it
// is named and never shown. Method: small tables, files in a folder of the test's own, and the
// environment of the test.
#include "config/kafka_settings.hpp"

#include <cstdlib>
#include <fstream>

#include <gtest/gtest.h>
#include <unistd.h>

#include "config/configuration.hpp"

namespace antrian::config {
namespace {

namespace fs = std::filesystem;

struct read_result {
  kafka_settings settings;
  std::string fault;  ///< empty: none
};

read_result read(const std::string& text) {
  const toml::table root = toml::parse(text);
  fault_keeper faults("antrian.toml");
  table_reader reader(root, {}, faults);
  read_result out;
  const auto* table = reader.table("kafka");
  if (table == nullptr) {
    out.fault = "no table";
    return out;
  }
  table_reader section(*table, "kafka", faults);
  read_kafka(section, out.settings);
  if (faults.first()) out.fault = faults.first()->text();
  return out;
}

std::map<std::string, std::string> literal(const kafka_settings& settings) {
  std::map<std::string, std::string> out;
  for (const auto& property : settings.properties) out[property.name] = property.text;
  return out;
}

TEST(kafka_settings_test, the_shipped_file_says_what_the_defaults_are) {
  const auto shipped = load(fs::path(ANTRIAN_SOURCE_DIR) / "config");
  ASSERT_TRUE(shipped) << shipped.error().text();
  const kafka_settings defaults;
  const auto& read = shipped->kafka;
  EXPECT_EQ(read.brokers, defaults.brokers);
  EXPECT_EQ(read.partitions, defaults.partitions);
  EXPECT_EQ(read.replication, defaults.replication);
  const std::pair<const kafka_topic_settings*, const kafka_topic_settings*> topics[] = {
      {&read.commands, &defaults.commands},
      {&read.results, &defaults.results},
      {&read.events, &defaults.events},
      {&read.dead_letters, &defaults.dead_letters}};
  for (const auto& [one, other] : topics) {
    EXPECT_EQ(one->name, other->name);
    EXPECT_EQ(one->retention_days, other->retention_days) << one->name;
  }
  EXPECT_TRUE(read.properties.empty());
}

TEST(kafka_settings_test, every_key_is_read) {
  const auto made = read(
      "[kafka]\nbrokers = [\"a:1\", \"b:2\"]\npartitions = 3\nreplication = 2\n"
      "[kafka.topics]\ncommands = \"c\"\nresults = \"r\"\nevents = \"e\"\ndead_letters = \"d\"\n"
      "[kafka.retention_days]\ncommands = 1\nresults = 2\nevents = 3\ndead_letters = 4\n");
  EXPECT_EQ(made.fault, "");
  EXPECT_EQ(made.settings.brokers, "a:1,b:2");
  EXPECT_EQ(made.settings.partitions, 3U);
  EXPECT_EQ(made.settings.replication, 2U);
  EXPECT_EQ(made.settings.commands.name, "c");
  EXPECT_EQ(made.settings.results.name, "r");
  EXPECT_EQ(made.settings.events.name, "e");
  EXPECT_EQ(made.settings.dead_letters.name, "d");
  EXPECT_EQ(made.settings.commands.retention_days, 1U);
  EXPECT_EQ(made.settings.results.retention_days, 2U);
  EXPECT_EQ(made.settings.events.retention_days, 3U);
  EXPECT_EQ(made.settings.dead_letters.retention_days, 4U);
}

TEST(kafka_settings_test, slips_are_refused_where_they_are) {
  const std::pair<const char*, const char*> slips[] = {
      {"[kafka]\nbrokers = 1\n", "antrian.toml:2: kafka.brokers: expected a text"},
      {"[kafka]\nbrokers = []\n", "antrian.toml:2: kafka.brokers: expected HOST:PORT"},
      {"[kafka]\npartitions = 0\n", "antrian.toml:2: kafka.partitions: expected a whole number"},
      {"[kafka]\nbroker = \"a:1\"\n", "antrian.toml:2: kafka.broker: unknown key: did you mean"},
      {"[kafka.topics]\nevents = \"a b\"\n", "antrian.toml:2: kafka.topics.events: expected up to"},
      {"[kafka.topics]\nevents = \"antrian.results\"\n",
       "antrian.toml:2: kafka.topics.events: expected four different"},
      {"[kafka.topics]\nevent = \"x\"\n", "antrian.toml:2: kafka.topics.event: unknown key"},
      {"[kafka.retention_days]\ncommands = -1\n",
       "antrian.toml:2: kafka.retention_days.commands: expected a whole number"},
      {"[kafka.properties]\ndebug = 1.5\n",
       "antrian.toml:2: kafka.properties.debug: expected a text"},
      {"[kafka.properties]\n\"sasl.password\" = { envv = \"X\" }\n",
       "antrian.toml:2: kafka.properties.sasl.password: expected a text"},
      {"[kafka.properties]\n\"sasl.password\" = { env = 1 }\n",
       "antrian.toml:2: kafka.properties.sasl.password: expected a text"},
  };
  for (const auto& [text, expected] : slips) {
    EXPECT_EQ(read(text).fault.rfind(expected, 0), 0U) << read(text).fault << "\n" << text;
  }
}

TEST(kafka_settings_test, a_dotted_name_is_one_name_with_or_without_quotes) {
  const auto made = read(
      "[kafka.properties]\nsecurity.protocol = \"SASL_SSL\"\n\"linger.ms\" = 7\n"
      "socket.keepalive.enable = false\nsasl.password = { env = \"SECRET\" }\n"
      "ssl.key.location = \"k\"\nssl.key.password = { file = \"f\" }\n");
  EXPECT_EQ(made.fault, "");
  const std::map<std::string, std::string> expected{{"security.protocol", "SASL_SSL"},
                                                    {"linger.ms", "7"},
                                                    {"socket.keepalive.enable", "false"},
                                                    {"sasl.password", "SECRET"},
                                                    {"ssl.key.location", "k"},
                                                    {"ssl.key.password", "f"}};
  EXPECT_EQ(literal(made.settings), expected);
}

class kafka_secrets_test : public testing::Test {
 protected:
  kafka_secrets_test() {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  ~kafka_secrets_test() override { fs::remove_all(folder_); }

  [[nodiscard]] result<std::map<std::string, std::string>> resolved(
      const std::string& properties) const {
    const auto made = read("[kafka.properties]\n" + properties);
    EXPECT_EQ(made.fault, "");
    return resolve_kafka_properties(made.settings, folder_ / "antrian.toml");
  }

  fs::path folder_ =
      fs::temp_directory_path() / ("antrian_kafka_secrets_" + std::to_string(getpid()));
};

TEST_F(kafka_secrets_test, come_from_where_they_are_named) {
  ASSERT_EQ(setenv("ANTRIAN_TEST_SECRET", "hush", 1), 0);
  std::ofstream(folder_ / "key") << "two\nlines\n";
  const auto values = resolved(
      "\"sasl.password\" = { env = \"ANTRIAN_TEST_SECRET\" }\n"
      "\"ssl.key.pem\" = { file = \"key\" }\n\"client.id\" = \"me\"\n");
  ASSERT_EQ(unsetenv("ANTRIAN_TEST_SECRET"), 0);
  ASSERT_TRUE(values) << values.error().text();
  EXPECT_EQ(values->at("sasl.password"), "hush");
  EXPECT_EQ(values->at("ssl.key.pem"), "two\nlines");
  EXPECT_EQ(values->at("client.id"), "me");
}

TEST_F(kafka_secrets_test, that_are_missing_are_errors_with_line_and_place) {
  const auto variable = resolved("\"sasl.password\" = { env = \"ANTRIAN_TEST_NOT_SET\" }\n");
  ASSERT_FALSE(variable);
  EXPECT_EQ(variable.error().text(),
            (folder_ / "antrian.toml").string() +
                ":2: kafka.properties.sasl.password: the environment variable "
                "ANTRIAN_TEST_NOT_SET is not set");
  const auto file = resolved("\"sasl.password\" = { file = \"nothing\" }\n");
  ASSERT_FALSE(file);
  EXPECT_NE(file.error().text().find((folder_ / "nothing").string()), std::string::npos);
  std::ofstream(folder_ / "empty") << "\n";
  EXPECT_FALSE(resolved("\"sasl.password\" = { file = \"empty\" }\n"));
}

TEST_F(kafka_secrets_test, of_absurd_size_are_refused) {
  std::ofstream(folder_ / "large") << std::string((64U << 10U) + 1, 'x');
  EXPECT_FALSE(resolved("\"sasl.password\" = { file = \"large\" }\n"));
  std::ofstream(folder_ / "large", std::ios::trunc) << std::string(64U << 10U, 'x');
  EXPECT_TRUE(resolved("\"sasl.password\" = { file = \"large\" }\n"));
}

}  // namespace
}  // namespace antrian::config
