// What the topics of an installation are like, and what is to be done about one that is not.
//
// Nothing here takes messages away: a topic that keeps too little is mended, one that keeps too
// much, has other partitions or is compacted is left as it is and explained.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ingest/kafka_admin.hpp"

namespace antrian::ingest {

/// What a topic must at least let through, in bytes of a batch as the brokers count it: any
/// command, and any record that the producer sends (kafka_record_size_max) with what surrounds it.
inline constexpr std::int64_t kafka_message_bytes_min = (std::int64_t{4} << 20) + (64 << 10);

inline constexpr std::int64_t kafka_keep_for_ever = -1;

/// A topic as it should be.
struct kafka_topic_plan {
  std::string name;
  std::int32_t partitions = 1;
  std::int32_t replication = 0;  ///< 0: as the brokers have it by default
  std::int64_t retention_ms = kafka_keep_for_ever;
  bool personal_data = false;  ///< must not be kept longer than planned
};

/// One thing about a topic, for people.
struct kafka_finding {
  enum class kind : std::uint8_t {
    right,   ///< as planned
    note,    ///< worth knowing
    mended,  ///< was not as planned, or missing, and is now
    wrong,   ///< is not as planned, and was left so
  };
  kind what = kind::right;
  std::string topic;
  std::string text;  ///< a sentence

  friend bool operator==(const kafka_finding&, const kafka_finding&) = default;
};

/// How a topic differs from its plan.
struct kafka_comparison {
  /// Those that are `mended` are so once `changes` are made.
  std::vector<kafka_finding> findings;
  std::map<std::string, std::string> changes;  ///< by setting
};

/// Pure.
[[nodiscard]] kafka_comparison compare(const kafka_topic_plan& plan,
                                       const kafka_topic_state& found);

enum class kafka_topic_mode : std::uint8_t {
  look,  ///< change nothing: what could be mended is wrong
  mend,
};

/// Makes or checks the topic. Safe to run again and to run twice at once.
[[nodiscard]] result<std::vector<kafka_finding>> settle_topic(kafka_admin& admin,
                                                              const kafka_topic_plan& plan,
                                                              kafka_topic_mode mode);

}  // namespace antrian::ingest
