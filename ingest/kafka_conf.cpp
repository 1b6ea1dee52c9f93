// The configuration of a client of Kafka.
#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include <librdkafka/rdkafka.h>

#include "ingest/kafka_client.hpp"

namespace antrian::ingest {
namespace {

using properties = std::map<std::string, std::string>;

struct kept_property {
  std::string_view name;
  std::string_view reason;
};

constexpr std::string_view named_elsewhere =
    "the brokers are named by the key `brokers` of [kafka]";
constexpr std::string_view delivery = "what was committed must be delivered, in order";
constexpr std::string_view reading = "antrian keeps the place in the topic with the events";

/// With each of librdkafka's names for it. Consumers do not have what belongs to producers and the
/// reverse, but a setting that cannot be kept is refused whichever of them is opened first.
constexpr std::array kept_properties{
    kept_property{"bootstrap.servers", named_elsewhere},
    kept_property{"metadata.broker.list", named_elsewhere},
    kept_property{"acks", delivery},
    kept_property{"message.max.bytes", "dead letters must fit"},
    kept_property{"request.required.acks", delivery},
    kept_property{"enable.idempotence", delivery},
    kept_property{"enable.gapless.guarantee", delivery},
    kept_property{"message.timeout.ms", delivery},
    kept_property{"delivery.timeout.ms", delivery},
    kept_property{"retries", delivery},
    kept_property{"message.send.max.retries", delivery},
    kept_property{"delivery.report.only.error", delivery},
    kept_property{"transactional.id", "antrian does not use Kafka's transactions"},
    kept_property{"partitioner", "the same key must go where the Java client puts it"},
    kept_property{"allow.auto.create.topics", "topics are made by `antrian kafka init`"},
    kept_property{"auto.offset.reset", reading},
    kept_property{"enable.auto.commit", reading},
    kept_property{"auto.commit.enable", reading},
    kept_property{"enable.auto.offset.store", reading},
    kept_property{"isolation.level", "what a producer has taken back must not be read"},
};

/// What every client here starts from.
const properties& common_defaults() {
  static const properties defaults{
      {"client.id", "antrian"},
      {"reconnect.backoff.max.ms", "2000"},  // a broker that is back is found soon
      {"socket.keepalive.enable", "true"},
      {"log.connection.close", "false"},  // brokers close idle connections
  };
  return defaults;
}

/// librdkafka's table of its properties, as text.
std::string property_table() {
  char* text = nullptr;
  std::size_t size = 0;
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(open_memstream(&text, &size), &std::fclose);
  if (file == nullptr) return {};
  rd_kafka_conf_properties_show(file.get());
  file.reset();  // writes to the text until now
  const std::unique_ptr<char, void (*)(void*)> owner(text, &std::free);
  return {text, size};
}

/// The range that the table gives for a property, such as `0 .. 900000`; empty if it gives none.
std::string range_of(std::string_view name) {
  const std::string table = property_table();
  const auto row = table.find("\n" + std::string(name) + " ");
  if (row == std::string::npos) return {};
  std::size_t begin = row;
  for (int column = 0; column < 2; ++column) begin = table.find('|', begin) + 1;
  auto range = std::string_view(table).substr(begin, table.find('|', begin) - begin);
  while (!range.empty() && range.front() == ' ') range.remove_prefix(1);
  while (!range.empty() && range.back() == ' ') range.remove_suffix(1);
  return std::string(range);
}

status set(rd_kafka_conf_t* conf, const std::string& name, const std::string& value) {
  // librdkafka's own text of the error is left away: it quotes the value.
  switch (rd_kafka_conf_set(conf, name.c_str(), value.c_str(), nullptr, 0)) {
    case RD_KAFKA_CONF_OK:
      return {};
    case RD_KAFKA_CONF_UNKNOWN:
      return fail(errc::input, "[kafka.properties] " + name + " is no property of librdkafka " +
                                   rd_kafka_version_str() + "; see its CONFIGURATION.md");
    case RD_KAFKA_CONF_INVALID:
    default: {
      const auto range = range_of(name);
      return fail(errc::input, "[kafka.properties] " + name + ": expected " +
                                   (range.empty() ? "another value" : range) + " (librdkafka " +
                                   rd_kafka_version_str() +
                                   "; what is set is not shown, as it may be a secret)");
    }
  }
}

status set_all(rd_kafka_conf_t* conf, const properties& values) {
  for (const auto& [name, value] : values) {
    if (auto done = set(conf, name, value); !done) return done;
  }
  return {};
}

/// Also under the name that librdkafka gives to properties of topics.
bool asks_for(const properties& wanted, std::string_view name) {
  return wanted.contains(std::string(name)) || wanted.contains("topic." + std::string(name));
}

status refuse_kept(const properties& wanted, const properties& fixed) {
  for (const auto& kept : kept_properties) {
    if (!asks_for(wanted, kept.name)) continue;
    return fail(errc::input, "[kafka.properties] " + std::string(kept.name) +
                                 " cannot be set: " + std::string(kept.reason));
  }
  for (const auto& [name, value] : fixed) {
    if (!asks_for(wanted, name)) continue;
    std::string message = "[kafka.properties] ";
    message.append(name).append(" cannot be set: antrian needs ").append(value).append(" there");
    return fail(errc::input, std::move(message));
  }
  return {};
}

}  // namespace

result<kafka_ptr<rd_kafka_conf_s>> make_kafka_conf(const kafka_cluster& cluster,
                                                   const properties& defaults,
                                                   const properties& fixed) {
  if (auto allowed = refuse_kept(cluster.properties, fixed); !allowed) {
    return tl::unexpected(allowed.error());
  }
  if (cluster.brokers.empty()) {
    return fail(errc::input, "[kafka] brokers: expected HOST:PORT of at least one broker");
  }
  kafka_ptr<rd_kafka_conf_s> conf(rd_kafka_conf_new());
  const properties brokers{{"bootstrap.servers", cluster.brokers}};
  for (const auto* values :
       {&common_defaults(), &defaults, &cluster.properties, &fixed, &brokers}) {
    if (auto done = set_all(conf.get(), *values); !done) return tl::unexpected(done.error());
  }
  return conf;
}

}  // namespace antrian::ingest
