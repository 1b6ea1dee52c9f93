#include "ingest/kafka_admin.hpp"

#include <algorithm>
#include <array>

#include <librdkafka/rdkafka.h>

#include "events/assert.hpp"

namespace antrian::ingest {
namespace {

/// What the brokers are told to wait at most, below what is waited for them.
constexpr int answer_slack_ms = 1000;

struct admin_deleter {
  void operator()(rd_kafka_AdminOptions_t* options) const {
    rd_kafka_AdminOptions_destroy(options);
  }
  void operator()(rd_kafka_event_t* event) const { rd_kafka_event_destroy(event); }
  void operator()(rd_kafka_NewTopic_t* topic) const { rd_kafka_NewTopic_destroy(topic); }
  void operator()(rd_kafka_ConfigResource_t* config) const {
    rd_kafka_ConfigResource_destroy(config);
  }
  void operator()(const rd_kafka_metadata_t* metadata) const {
    rd_kafka_metadata_destroy(metadata);
  }
};
template <class T>
using admin_ptr = std::unique_ptr<T, admin_deleter>;

tl::unexpected<error> refused(const std::string& what, rd_kafka_resp_err_t code, const char* text) {
  const bool away = code == RD_KAFKA_RESP_ERR__TIMED_OUT || code == RD_KAFKA_RESP_ERR__TRANSPORT ||
                    code == RD_KAFKA_RESP_ERR_REQUEST_TIMED_OUT;
  std::string message =
      (away ? "no Kafka broker answers, so it did not " : "Kafka did not ") + what + ": ";
  message += text != nullptr && *text != '\0' ? text : rd_kafka_err2str(code);
  return fail(away ? errc::away : errc::input, std::move(message));
}

admin_ptr<rd_kafka_AdminOptions_t> options_for(rd_kafka_t* client, rd_kafka_admin_op_t operation,
                                               int timeout_ms) {
  admin_ptr<rd_kafka_AdminOptions_t> options(rd_kafka_AdminOptions_new(client, operation));
  std::array<char, 256> reason{};
  rd_kafka_AdminOptions_set_request_timeout(options.get(), timeout_ms, reason.data(),
                                            reason.size());
  if (operation == RD_KAFKA_ADMIN_OP_CREATETOPICS) {
    rd_kafka_AdminOptions_set_operation_timeout(options.get(), timeout_ms, reason.data(),
                                                reason.size());
  }
  return options;
}

/// The answer to what was just asked, or why there is none.
result<admin_ptr<rd_kafka_event_t>> answer_to(const std::string& what, rd_kafka_queue_t* answers,
                                              int timeout_ms) {
  admin_ptr<rd_kafka_event_t> event(rd_kafka_queue_poll(answers, timeout_ms + answer_slack_ms));
  if (event == nullptr) return refused(what, RD_KAFKA_RESP_ERR__TIMED_OUT, nullptr);
  const auto code = rd_kafka_event_error(event.get());
  if (code != RD_KAFKA_RESP_ERR_NO_ERROR) {
    return refused(what, code, rd_kafka_event_error_string(event.get()));
  }
  return event;
}

/// Copies of the partition that has the fewest.
std::int32_t replication_of(const rd_kafka_metadata_topic_t& topic) {
  std::int32_t fewest = topic.partition_cnt > 0 ? topic.partitions[0].replica_cnt : 0;
  for (int i = 1; i < topic.partition_cnt; ++i) {
    fewest = std::min(fewest, topic.partitions[i].replica_cnt);
  }
  return fewest;
}

}  // namespace

kafka_admin::kafka_admin(kafka_handle client, int timeout_ms)
    : timeout_ms_(timeout_ms),
      client_(std::move(client)),
      answers_(rd_kafka_queue_new(client_.get())) {}

result<kafka_admin> kafka_admin::open(const kafka_cluster& cluster, kafka_health& health,
                                      int timeout_ms) {
  auto conf = make_kafka_conf(cluster, {}, {{"allow.auto.create.topics", "false"}});
  if (!conf) return tl::unexpected(conf.error());
  auto client = make_kafka_client(kafka_role::producer, std::move(*conf), health);
  if (!client) return tl::unexpected(client.error());
  return kafka_admin(std::move(*client), timeout_ms);
}

result<std::optional<kafka_topic_state>> kafka_admin::look_at(const std::string& topic) {
  const kafka_ptr<rd_kafka_topic_s> asked(
      rd_kafka_topic_new(client_.get(), topic.c_str(), nullptr));
  if (asked == nullptr) {
    return fail(errc::input, "there can be no Kafka topic named \"" + topic + "\"");
  }
  const rd_kafka_metadata_t* raw = nullptr;
  const auto code = rd_kafka_metadata(client_.get(), 0, asked.get(), &raw, timeout_ms_);
  const admin_ptr<const rd_kafka_metadata_t> metadata(raw);
  if (code != RD_KAFKA_RESP_ERR_NO_ERROR) {
    return refused("tell about topic " + topic, code, nullptr);
  }
  ANTRIAN_ASSERT(metadata->topic_cnt == 1);
  const auto& found = metadata->topics[0];
  if (found.err == RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART) {
    return std::optional<kafka_topic_state>();
  }
  if (found.err != RD_KAFKA_RESP_ERR_NO_ERROR) {
    return refused("tell about topic " + topic, found.err, nullptr);
  }
  auto settings = settings_of(topic);
  if (!settings) return tl::unexpected(settings.error());
  kafka_topic_state state;
  state.partitions = found.partition_cnt;
  state.replication = replication_of(found);
  state.settings = std::move(*settings);
  return std::optional(std::move(state));
}

result<std::map<std::string, kafka_topic_state::setting>> kafka_admin::settings_of(
    const std::string& topic) {
  const std::string what = "tell the settings of topic " + topic;
  const admin_ptr<rd_kafka_ConfigResource_t> asked(
      rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_TOPIC, topic.c_str()));
  auto* resource = asked.get();
  const auto options = options_for(client_.get(), RD_KAFKA_ADMIN_OP_DESCRIBECONFIGS, timeout_ms_);
  rd_kafka_DescribeConfigs(client_.get(), &resource, 1, options.get(), answers_.get());
  const auto answer = answer_to(what, answers_.get(), timeout_ms_);
  if (!answer) return tl::unexpected(answer.error());
  std::size_t count = 0;
  const auto* resources = rd_kafka_DescribeConfigs_result_resources(
      rd_kafka_event_DescribeConfigs_result(answer->get()), &count);
  ANTRIAN_ASSERT(count == 1);
  const auto code = rd_kafka_ConfigResource_error(resources[0]);
  if (code != RD_KAFKA_RESP_ERR_NO_ERROR) {
    return refused(what, code, rd_kafka_ConfigResource_error_string(resources[0]));
  }
  std::map<std::string, kafka_topic_state::setting> settings;
  const auto* entries = rd_kafka_ConfigResource_configs(resources[0], &count);
  for (std::size_t i = 0; i < count; ++i) {
    const char* value = rd_kafka_ConfigEntry_value(entries[i]);
    settings[rd_kafka_ConfigEntry_name(entries[i])] = {
        value != nullptr ? value : "",
        rd_kafka_ConfigEntry_source(entries[i]) == RD_KAFKA_CONFIG_SOURCE_DYNAMIC_TOPIC_CONFIG};
  }
  return settings;
}

result<bool> kafka_admin::make(const kafka_new_topic& topic) {
  const std::string what = "make topic " + topic.name;
  std::array<char, 256> reason{};
  // -1: as the brokers have it by default.
  const admin_ptr<rd_kafka_NewTopic_t> made(rd_kafka_NewTopic_new(
      topic.name.c_str(), topic.partitions, topic.replication > 0 ? topic.replication : -1,
      reason.data(), reason.size()));
  if (made == nullptr) return refused(what, RD_KAFKA_RESP_ERR__INVALID_ARG, reason.data());
  for (const auto& [name, value] : topic.settings) {
    rd_kafka_NewTopic_set_config(made.get(), name.c_str(), value.c_str());
  }
  auto* asked = made.get();
  const auto options = options_for(client_.get(), RD_KAFKA_ADMIN_OP_CREATETOPICS, timeout_ms_);
  rd_kafka_CreateTopics(client_.get(), &asked, 1, options.get(), answers_.get());
  const auto answer = answer_to(what, answers_.get(), timeout_ms_);
  if (!answer) return tl::unexpected(answer.error());
  std::size_t count = 0;
  const auto* topics = rd_kafka_CreateTopics_result_topics(
      rd_kafka_event_CreateTopics_result(answer->get()), &count);
  ANTRIAN_ASSERT(count == 1);
  const auto code = rd_kafka_topic_result_error(topics[0]);
  if (code == RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS) return false;
  if (code != RD_KAFKA_RESP_ERR_NO_ERROR) {
    return refused(what, code, rd_kafka_topic_result_error_string(topics[0]));
  }
  return true;
}

status kafka_admin::set(const std::string& topic,
                        const std::map<std::string, std::string>& settings) {
  const std::string what = "change the settings of topic " + topic;
  const admin_ptr<rd_kafka_ConfigResource_t> changed(
      rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_TOPIC, topic.c_str()));
  for (const auto& [name, value] : settings) {
    rd_kafka_ConfigResource_set_config(changed.get(), name.c_str(), value.c_str());
  }
  auto* resource = changed.get();
  const auto options = options_for(client_.get(), RD_KAFKA_ADMIN_OP_ALTERCONFIGS, timeout_ms_);
  rd_kafka_AlterConfigs(client_.get(), &resource, 1, options.get(), answers_.get());
  const auto answer = answer_to(what, answers_.get(), timeout_ms_);
  if (!answer) return tl::unexpected(answer.error());
  std::size_t count = 0;
  const auto* resources = rd_kafka_AlterConfigs_result_resources(
      rd_kafka_event_AlterConfigs_result(answer->get()), &count);
  ANTRIAN_ASSERT(count == 1);
  const auto code = rd_kafka_ConfigResource_error(resources[0]);
  if (code != RD_KAFKA_RESP_ERR_NO_ERROR) {
    return refused(what, code, rd_kafka_ConfigResource_error_string(resources[0]));
  }
  return {};
}

}  // namespace antrian::ingest
