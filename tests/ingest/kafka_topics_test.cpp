// Goal: each difference of a topic from its plan is found and explained, and only what loses no
// message is changed. Method: topics as the brokers would describe them, one difference at a time.
#include "ingest/kafka_topics.hpp"

#include <gtest/gtest.h>

namespace antrian::ingest {
namespace {

using kind = kafka_finding::kind;

constexpr std::int64_t day_ms = 86'400'000;

kafka_topic_plan plan() {
  return {"antrian.commands", 8, 0, 7 * day_ms, true};
}

kafka_topic_state as_planned() {
  kafka_topic_state state;
  state.partitions = 8;
  state.replication = 3;
  state.settings = {{"cleanup.policy", {"delete", false}},
                    {"retention.ms", {std::to_string(7 * day_ms), true}},
                    {"retention.bytes", {"-1", false}},
                    {"max.message.bytes", {std::to_string(kafka_message_bytes_min), true}},
                    {"min.insync.replicas", {"2", true}}};
  return state;
}

/// The only finding, which must be of this kind and say this; and the changes.
std::map<std::string, std::string> only(const kafka_comparison& compared, kind what,
                                        const std::string& part) {
  EXPECT_EQ(compared.findings.size(), 1U);
  for (const auto& finding : compared.findings) {
    EXPECT_EQ(finding.what, what) << finding.text;
    EXPECT_EQ(finding.topic, "antrian.commands");
    EXPECT_NE(finding.text.find(part), std::string::npos) << finding.text;
  }
  return compared.changes;
}

using changes = std::map<std::string, std::string>;

TEST(kafka_topics_test, a_topic_as_planned_is_right) {
  EXPECT_EQ(only(compare(plan(), as_planned()), kind::right, "8 partitions, kept 7 days"),
            changes{});
}

TEST(kafka_topics_test, partitions_are_never_changed) {
  for (const int count : {1, 7, 9}) {
    auto found = as_planned();
    found.partitions = count;
    EXPECT_EQ(only(compare(plan(), found), kind::wrong, "partitions = " + std::to_string(count)),
              changes{});
  }
}

TEST(kafka_topics_test, copies_are_compared_if_their_number_is_planned) {
  auto wanted = plan();
  wanted.replication = 2;
  EXPECT_EQ(only(compare(wanted, as_planned()), kind::wrong, "on 3 brokers, not on 2"), changes{});
  auto found = as_planned();
  found.replication = 1;
  EXPECT_EQ(only(compare(plan(), found), kind::note, "on one broker only"), changes{});
  found = as_planned();
  found.settings["min.insync.replicas"].value = "1";
  EXPECT_EQ(only(compare(plan(), found), kind::note, "min.insync.replicas=1"), changes{});
}

TEST(kafka_topics_test, a_compacted_topic_is_left_alone) {
  for (const char* policy : {"compact", "compact,delete"}) {
    auto found = as_planned();
    found.settings["cleanup.policy"].value = policy;
    EXPECT_EQ(only(compare(plan(), found), kind::wrong, policy), changes{});
  }
}

TEST(kafka_topics_test, messages_are_kept_longer_at_once_but_never_shorter) {
  auto found = as_planned();
  found.settings["retention.ms"].value = std::to_string(day_ms);
  EXPECT_EQ(only(compare(plan(), found), kind::mended, "keeps messages 1 day, not 7 days"),
            (changes{{"retention.ms", std::to_string(7 * day_ms)}}));
  for (const auto& longer : {std::to_string(8 * day_ms), std::string("-1")}) {
    found.settings["retention.ms"].value = longer;
    EXPECT_EQ(only(compare(plan(), found), kind::wrong, "personal data"), changes{});
  }
  auto for_ever = plan();
  for_ever.retention_ms = kafka_keep_for_ever;
  found.settings["retention.ms"].value = std::to_string(7 * day_ms);
  EXPECT_EQ(only(compare(for_ever, found), kind::mended, "not for ever"),
            (changes{{"retention.ms", "-1"}}));
  found.settings["retention.ms"].value = "-1";
  EXPECT_EQ(only(compare(for_ever, found), kind::right, "for ever"), changes{});
}

TEST(kafka_topics_test, limits_that_would_lose_or_refuse_messages_are_lifted) {
  auto found = as_planned();
  found.settings["retention.bytes"].value = "1073741824";
  EXPECT_EQ(only(compare(plan(), found), kind::mended, "1073741824 bytes"),
            (changes{{"retention.bytes", "-1"}}));
  found = as_planned();
  found.settings["max.message.bytes"].value = "1048588";
  EXPECT_EQ(only(compare(plan(), found), kind::mended, "1048588"),
            (changes{{"max.message.bytes", std::to_string(kafka_message_bytes_min)}}));
  found.settings["max.message.bytes"].value = std::to_string(kafka_message_bytes_min + 1);
  EXPECT_EQ(only(compare(plan(), found), kind::right, ""), changes{});
}

TEST(kafka_topics_test, what_the_brokers_do_not_tell_is_no_difference) {
  auto found = as_planned();
  found.settings.clear();
  EXPECT_EQ(only(compare(plan(), found), kind::right, ""), changes{});
}

}  // namespace
}  // namespace antrian::ingest
