// Looks at topics, makes them, and changes their settings.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "ingest/kafka_client.hpp"

namespace antrian::ingest {

/// A topic as the brokers have it.
struct kafka_topic_state {
  struct setting {
    std::string value;
    bool own = false;  ///< set for this topic, not taken over from the brokers
  };
  std::int32_t partitions = 0;
  std::int32_t replication = 0;  ///< copies of the partition that has the fewest
  std::map<std::string, setting> settings;
};

/// A topic that is to be made.
struct kafka_new_topic {
  std::string name;
  std::int32_t partitions = 1;
  std::int32_t replication = 0;  ///< 0: as the brokers have it by default
  std::map<std::string, std::string> settings;
};

/// Each call waits for the brokers' answer; errc::away if none comes in time. One thread.
class kafka_admin {
 public:
  /// `health` outlives it.
  [[nodiscard]] static result<kafka_admin> open(const kafka_cluster& cluster, kafka_health& health,
                                                int timeout_ms);

  /// Nothing if there is no such topic.
  [[nodiscard]] result<std::optional<kafka_topic_state>> look_at(const std::string& topic);
  /// False if somebody else has made it just now. Either way a broker may not show it at once.
  [[nodiscard]] result<bool> make(const kafka_new_topic& topic);
  /// Replaces all settings that are the topic's own.
  [[nodiscard]] status set(const std::string& topic,
                           const std::map<std::string, std::string>& settings);

 private:
  kafka_admin(kafka_handle client, int timeout_ms);
  [[nodiscard]] result<std::map<std::string, kafka_topic_state::setting>> settings_of(
      const std::string& topic);

  int timeout_ms_;
  kafka_handle client_;
  kafka_ptr<rd_kafka_queue_s> answers_;
};

}  // namespace antrian::ingest
