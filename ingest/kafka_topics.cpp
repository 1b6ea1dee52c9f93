#include "ingest/kafka_topics.hpp"

#include <charconv>
#include <chrono>
#include <thread>

#include "ingest/kafka_producer.hpp"

namespace antrian::ingest {
namespace {

using kind = kafka_finding::kind;

static_assert(kafka_record_size_max < std::size_t{kafka_message_bytes_min});

constexpr std::chrono::milliseconds look_pause{50};
constexpr int looks_max = 300;

constexpr std::int64_t day_ms = 24LL * 60 * 60 * 1000;

std::string time_text(std::int64_t ms) {
  if (ms < 0) return "for ever";
  if (ms % day_ms == 0) return std::to_string(ms / day_ms) + (ms == day_ms ? " day" : " days");
  return std::to_string(ms) + " ms";
}

std::string count_text(std::int64_t count, const char* of) {
  return std::to_string(count) + " " + of + (count == 1 ? "" : "s");
}

std::string value_of(const kafka_topic_state& found, const std::string& setting) {
  const auto at = found.settings.find(setting);
  return at != found.settings.end() ? at->second.value : std::string();
}

/// Nothing if the brokers do not tell, or not as a number.
std::optional<std::int64_t> number_of(const kafka_topic_state& found, const std::string& setting) {
  const auto text = value_of(found, setting);
  std::int64_t number = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failed != std::errc() || end != text.data() + text.size() || text.empty()) {
    return std::nullopt;
  }
  return number;
}

class comparer {
 public:
  comparer(const kafka_topic_plan& plan, const kafka_topic_state& found)
      : plan_(plan), found_(found) {}

  kafka_comparison run() && {
    partitions();
    replication();
    cleanup();
    retention();
    size_limits();
    if (out_.findings.empty()) {
      say(kind::right, "is as it should be: " + count_text(found_.partitions, "partition") +
                           ", kept " + time_text(plan_.retention_ms) + ".");
    }
    return std::move(out_);
  }

 private:
  void say(kind what, std::string text) {
    out_.findings.push_back({what, plan_.name, std::move(text)});
  }
  void mend(const std::string& setting, const std::string& value, const std::string& text) {
    out_.changes[setting] = value;
    say(kind::mended, text);
  }

  void partitions() {
    if (found_.partitions == plan_.partitions) return;
    say(kind::wrong,
        "has " + count_text(found_.partitions, "partition") + ", not " +
            std::to_string(plan_.partitions) +
            ". That is not changed: an office would go on in another partition, out of "
            "order. Set [kafka] partitions = " +
            std::to_string(found_.partitions) +
            " if that is what you want, or delete the topic before it is used.");
  }

  void replication() {
    if (plan_.replication > 0 && found_.replication != plan_.replication) {
      say(kind::wrong, "has each message on " + count_text(found_.replication, "broker") +
                           ", not on " + std::to_string(plan_.replication) +
                           ". Kafka's kafka-reassign-partitions changes that.");
    } else if (found_.replication == 1) {
      say(kind::note,
          "has each message on one broker only: what that broker's disk loses is lost.");
    } else if (found_.replication >= 3 &&
               number_of(found_, "min.insync.replicas").value_or(2) < 2) {
      say(kind::note,
          "takes a message as delivered when one broker has it (min.insync.replicas=1); 2 is "
          "safer.");
    }
  }

  void cleanup() {
    const auto policy = value_of(found_, "cleanup.policy");
    if (policy.find("compact") == std::string::npos) return;
    say(kind::wrong,
        "is compacted (cleanup.policy=" + policy +
            "): Kafka removes all but the last message of a key. That is not changed, as messages "
            "older than their time would go at once. To change it: kafka-configs --alter --topic " +
            plan_.name + " --add-config cleanup.policy=delete");
  }

  void retention() {
    const auto kept = number_of(found_, "retention.ms");
    if (kept && *kept != plan_.retention_ms) {
      const bool longer = *kept < 0 || (plan_.retention_ms >= 0 && *kept > plan_.retention_ms);
      const std::string difference =
          "keeps messages " + time_text(*kept) + ", not " + time_text(plan_.retention_ms);
      if (longer) {
        say(kind::wrong,
            difference + (plan_.personal_data ? ", and they hold personal data" : "") +
                ". That is not changed, as messages would go at once. To change it: kafka-configs "
                "--alter --topic " +
                plan_.name + " --add-config retention.ms=" + std::to_string(plan_.retention_ms));
      } else {
        mend("retention.ms", std::to_string(plan_.retention_ms), difference + ".");
      }
    }
    const auto bytes = number_of(found_, "retention.bytes");
    if (bytes && *bytes >= 0) {
      mend("retention.bytes", "-1",
           "removes messages before their time when a partition has more than " +
               count_text(*bytes, "byte") + " (retention.bytes).");
    }
  }

  void size_limits() {
    const auto size = number_of(found_, "max.message.bytes");
    if (!size || *size >= kafka_message_bytes_min) return;
    mend("max.message.bytes", std::to_string(kafka_message_bytes_min),
         "takes messages up to " + count_text(*size, "byte") + " only; " +
             std::to_string(kafka_message_bytes_min) + " are needed.");
  }

  const kafka_topic_plan& plan_;
  const kafka_topic_state& found_;
  kafka_comparison out_;
};

kafka_new_topic new_topic(const kafka_topic_plan& plan) {
  kafka_new_topic made;
  made.name = plan.name;
  made.partitions = plan.partitions;
  made.replication = plan.replication;
  made.settings = {{"cleanup.policy", "delete"},
                   {"retention.ms", std::to_string(plan.retention_ms)},
                   {"retention.bytes", "-1"},
                   {"max.message.bytes", std::to_string(kafka_message_bytes_min)}};
  // Then one broker may be away, and what was acknowledged is still on two.
  if (plan.replication >= 3) made.settings["min.insync.replicas"] = "2";
  return made;
}

/// The settings that are the topic's own, with the changes: Kafka takes them all or not at all.
std::map<std::string, std::string> own_settings(const kafka_topic_state& found,
                                                const std::map<std::string, std::string>& changes) {
  auto all = changes;
  for (const auto& [name, setting] : found.settings) {
    if (setting.own) all.emplace(name, setting.value);
  }
  return all;
}

/// The brokers hear of a new topic one after another: it is there once one of them shows it.
result<std::optional<kafka_topic_state>> once_seen(kafka_admin& admin, const std::string& topic) {
  for (int i = 0; i < looks_max; ++i) {
    auto found = admin.look_at(topic);
    if (!found || *found) return found;
    std::this_thread::sleep_for(look_pause);
  }
  return fail(errc::away, "the topic " + topic + " was made, but the brokers do not show it");
}

}  // namespace

kafka_comparison compare(const kafka_topic_plan& plan, const kafka_topic_state& found) {
  return comparer(plan, found).run();
}

result<std::vector<kafka_finding>> settle_topic(kafka_admin& admin, const kafka_topic_plan& plan,
                                                kafka_topic_mode mode) {
  auto found = admin.look_at(plan.name);
  if (!found) return tl::unexpected(found.error());
  if (!*found) {
    if (mode == kafka_topic_mode::look) {
      return std::vector{
          kafka_finding{kind::wrong, plan.name, "is missing. `antrian kafka init` makes it."}};
    }
    const auto made = admin.make(new_topic(plan));
    if (!made) return tl::unexpected(made.error());
    found = once_seen(admin, plan.name);
    if (!found) return tl::unexpected(found.error());
    if (*made) {
      return std::vector{kafka_finding{kind::mended, plan.name,
                                       "made: " + count_text(plan.partitions, "partition") +
                                           ", kept " + time_text(plan.retention_ms) + "."}};
    }
    // Somebody else has made it meanwhile.
  }
  auto compared = compare(plan, **found);
  if (mode == kafka_topic_mode::look) {
    for (auto& finding : compared.findings) {
      if (finding.what == kind::mended) {
        finding.what = kind::wrong;
        finding.text += " `antrian kafka init` changes it.";
      }
    }
  } else if (!compared.changes.empty()) {
    const auto changed = admin.set(plan.name, own_settings(**found, compared.changes));
    if (!changed) return tl::unexpected(changed.error());
    for (auto& finding : compared.findings) {
      if (finding.what == kind::mended) finding.text += " Changed.";
    }
  }
  return std::move(compared.findings);
}

}  // namespace antrian::ingest
