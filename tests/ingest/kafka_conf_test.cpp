// Goal: what the promises rest on cannot be configured away, a slip is named, and nothing that is
// set is ever shown. Method: configurations, and clients that are not polled.
#include <gtest/gtest.h>
#include <librdkafka/rdkafka.h>

#include "ingest/kafka_client.hpp"
#include "ingest/kafka_producer.hpp"

namespace antrian::ingest {
namespace {

using properties = std::map<std::string, std::string>;

std::string value_of(const rd_kafka_conf_t* conf, const char* name) {
  std::string text(512, '\0');
  std::size_t size = text.size();
  EXPECT_EQ(rd_kafka_conf_get(conf, name, text.data(), &size), RD_KAFKA_CONF_OK) << name;
  text.resize(size - 1);
  return text;
}

std::string error_with(const properties& wanted, const properties& fixed = {}) {
  const auto conf = make_kafka_conf({"localhost:1", wanted}, {}, fixed);
  return conf ? "accepted" : conf.error().message;
}

TEST(kafka_conf_test, the_users_value_goes_before_a_default_and_after_what_is_fixed) {
  const auto conf = make_kafka_conf({"a:1,b:2", {{"linger.ms", "7"}}},
                                    {{"linger.ms", "5"}, {"batch.size", "1000"}},
                                    {{"enable.partition.eof", "true"}});
  ASSERT_TRUE(conf) << conf.error().message;
  EXPECT_EQ(value_of(conf->get(), "linger.ms"), "7");
  EXPECT_EQ(value_of(conf->get(), "batch.size"), "1000");
  EXPECT_EQ(value_of(conf->get(), "enable.partition.eof"), "true");
  EXPECT_EQ(value_of(conf->get(), "bootstrap.servers"), "a:1,b:2");
  EXPECT_EQ(value_of(conf->get(), "client.id"), "antrian");
}

TEST(kafka_conf_test, what_is_promised_cannot_be_set) {
  for (const char* name :
       {"acks", "request.required.acks", "enable.idempotence", "enable.gapless.guarantee",
        "message.timeout.ms", "delivery.timeout.ms", "retries", "message.send.max.retries",
        "delivery.report.only.error", "transactional.id", "partitioner", "allow.auto.create.topics",
        "auto.offset.reset", "enable.auto.commit", "auto.commit.enable", "enable.auto.offset.store",
        "isolation.level", "bootstrap.servers", "metadata.broker.list", "message.max.bytes"}) {
    const auto expected = "[kafka.properties] " + std::string(name) + " cannot be set: ";
    EXPECT_EQ(error_with({{name, "1"}}).rfind(expected, 0), 0U) << error_with({{name, "1"}});
    const auto of_topics = "topic." + std::string(name);
    EXPECT_EQ(error_with({{of_topics, "1"}}).rfind(expected, 0), 0U) << of_topics;
  }
  EXPECT_EQ(error_with({{"check.crcs", "false"}}, {{"check.crcs", "true"}}),
            "[kafka.properties] check.crcs cannot be set: antrian needs true there");
}

TEST(kafka_conf_test, a_slip_is_named_with_what_was_expected) {
  EXPECT_NE(error_with({{"sasl.pasword", "x"}}).find("sasl.pasword is no property"),
            std::string::npos);
  EXPECT_NE(error_with({{"linger.ms", "900001"}}).find("linger.ms: expected 0 .. 900000"),
            std::string::npos);
  EXPECT_NE(error_with({{"security.protocol", "tls"}})
                .find("security.protocol: expected plaintext, ssl, sasl_plaintext, sasl_ssl"),
            std::string::npos);
  EXPECT_NE(make_kafka_conf({"", {}}, {}, {}).error().message.find("brokers"), std::string::npos);
}

/// The names in librdkafka's table of its properties.
std::vector<std::string> all_names() {
  char* text = nullptr;
  std::size_t size = 0;
  auto* file = open_memstream(&text, &size);
  rd_kafka_conf_properties_show(file);
  std::fclose(file);
  const std::unique_ptr<char, void (*)(void*)> owner(text, &std::free);
  std::vector<std::string> names;
  const std::string table(text, size);
  for (std::size_t at = 0; at < table.size(); at = table.find('\n', at) + 1) {
    const auto line = table.substr(at, table.find('\n', at) - at);
    const auto bar = line.find('|');
    if (bar == std::string::npos || line.find(' ') > bar) continue;
    names.push_back(line.substr(0, line.find(' ')));
  }
  return names;
}

TEST(kafka_conf_test, no_error_shows_a_value) {
  const std::string secret = "hunter2hunter2";
  const auto names = all_names();
  ASSERT_GT(names.size(), 100U);
  std::size_t refused = 0;
  for (const auto& name : names) {
    const auto error = error_with({{name, secret}});
    EXPECT_EQ(error.find(secret), std::string::npos) << error;
    if (error != "accepted") ++refused;
  }
  EXPECT_GT(refused, 50U);
}

TEST(kafka_conf_test, a_client_that_cannot_be_made_says_why_without_its_secrets) {
  const std::string secret = "hunter2hunter2";
  const std::vector<properties> wrong{
      {{"security.protocol", "SASL_PLAINTEXT"},
       {"sasl.mechanism", "PLAIN"},
       {"sasl.password", secret}},
      {{"security.protocol", "SSL"}, {"ssl.key.pem", secret}},
      {{"security.protocol", "SSL"},
       {"ssl.key.location", "/dev/null"},
       {"ssl.key.password", secret}},
      {{"security.protocol", "SSL"},
       {"ssl.keystore.location", "/dev/null"},
       {"ssl.keystore.password", secret}},
      {{"max.in.flight", "100"}},
  };
  for (const auto& each : wrong) {
    std::string told;
    kafka_health health([&](const std::string& text) { told += text; });
    const auto producer = kafka_producer::open({"localhost:1", each}, health, [](auto) {});
    ASSERT_FALSE(producer) << each.rbegin()->first;
    EXPECT_EQ(producer.error().code, errc::input);
    EXPECT_NE(producer.error().message, "");
    EXPECT_EQ((producer.error().message + told).find(secret), std::string::npos);
  }
}

TEST(kafka_health_test, says_a_thing_once_until_it_is_over) {
  std::vector<std::string> told;
  kafka_health health([&](const std::string& text) { told.push_back(text); });
  health.fine();
  EXPECT_TRUE(told.empty());
  health.remember("refused");
  EXPECT_FALSE(health.in_trouble());
  health.unreachable();
  health.unreachable();
  health.trouble("more of it");
  ASSERT_EQ(told.size(), 1U);
  EXPECT_NE(told[0].find("(refused)"), std::string::npos);
  EXPECT_TRUE(health.in_trouble());
  health.fine();
  health.fine();
  EXPECT_EQ(told.size(), 2U);
  EXPECT_FALSE(health.in_trouble());
  health.trouble("again");
  EXPECT_EQ(told.size(), 3U);
}

TEST(kafka_health_test, does_not_take_an_old_error_of_one_client_for_a_new_one) {
  std::vector<std::string> told;
  kafka_health health([&](const std::string& text) { told.push_back(text); });
  health.unreachable();
  health.fine();
  ASSERT_EQ(told.size(), 2U);
  health.unreachable();
  health.remember("refused");
  EXPECT_EQ(told.size(), 2U);
  EXPECT_FALSE(health.in_trouble());
  health.fine();
  EXPECT_EQ(told.size(), 2U);
}

}  // namespace
}  // namespace antrian::ingest
