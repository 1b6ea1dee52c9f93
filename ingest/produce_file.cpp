#include "ingest/produce_file.hpp"

#include "ingest/command_key.hpp"
#include "ingest/file_opening.hpp"
#include "ingest/line_reader.hpp"

namespace antrian::ingest {
namespace {

constexpr int ask_ms = 500;  ///< for an answer of the brokers, before asking whether to go on
constexpr std::size_t first_left_out_max = 5;

class sender {
 public:
  sender(kafka_producer& producer, kafka_producer::topic& topic, const produce_options& options,
         produce_summary& summary)
      : producer_(producer), topic_(topic), options_(options), summary_(summary) {}

  status send(const line& line) {
    if (is_blank(line)) return {};
    ++summary_.lines;
    if (line.too_long) return leave_out(line);
    const auto office = keys_.read(line.text, line.padding);
    const bool keyless = office.data() == nullptr;
    const bool unknown = !keyless && !options_.known_office(office);
    if (options_.strict && (keyless || unknown)) return leave_out(line);
    auto sent = producer_.produce(topic_, {office, line.text, {}}, line.number, go_on_);
    if (!sent && sent.error().code == errc::input) return leave_out(line);
    if (!sent) return sent;
    summary_.keyless += keyless ? 1 : 0;
    summary_.unknown += unknown ? 1 : 0;
    return {};
  }

  [[nodiscard]] const std::function<bool()>& go_on() const { return go_on_; }

 private:
  status leave_out(const line& line) {
    ++summary_.left_out;
    if (summary_.first_left_out.size() < first_left_out_max) {
      summary_.first_left_out.push_back(line.number);
    }
    return {};
  }

  kafka_producer& producer_;
  kafka_producer::topic& topic_;
  const produce_options& options_;
  produce_summary& summary_;
  command_key_reader keys_;
  std::function<bool()> go_on_ = [this] { return !options_.stop(); };
};

/// Waits until the brokers answer. False if it was told to stop.
result<bool> wait_for_topic(kafka_producer& producer, const produce_options& options) {
  while (!options.stop()) {
    const auto count = kafka_partition_count(producer.client(), options.topic, ask_ms);
    if (count) return true;
    if (count.error().code != errc::away) return tl::unexpected(count.error());
    producer.poll(ask_ms);  // tells why
  }
  return false;
}

}  // namespace

result<produce_summary> produce_file(const kafka_cluster& cluster, kafka_health& health,
                                     const produce_options& options) {
  auto opened = open_input(options.input);
  if (!opened) return tl::unexpected(opened.error());
  produce_summary summary;
  auto producer =
      kafka_producer::open(cluster, health, [&](std::uint64_t) { ++summary.delivered; });
  if (!producer) return tl::unexpected(producer.error());
  auto* topic = (*producer)->use_topic(options.topic);
  if (topic == nullptr) {
    return fail(errc::input, "there can be no Kafka topic named \"" + options.topic + "\"");
  }
  const auto there = wait_for_topic(**producer, options);
  if (!there) return tl::unexpected(there.error());

  line_reader reader(std::move(opened->file), {}, 0);
  sender to(**producer, *topic, options, summary);
  std::vector<line> lines;
  summary.stopped = !*there;
  while (!summary.stopped) {
    if (auto read = reader.read(lines); !read) return tl::unexpected(read.error());
    if (lines.empty() && reader.ended()) break;
    for (const auto& line : lines) {
      const auto sent = to.send(line);
      if (!sent && sent.error().code != errc::away) return tl::unexpected(sent.error());
      if (!sent) break;
    }
    (*producer)->poll(0);
    summary.stopped = options.stop();
    options.progress(reader.offset(), opened->size, summary.delivered);
  }
  // What is under way is waited for; who wants to stop waits for nobody that is away.
  const bool all = (*producer)->flush(to.go_on());
  if (!all && !(*producer)->failure().empty()) return fail(errc::output, (*producer)->failure());
  summary.stopped = summary.stopped || !all;
  return summary;
}

}  // namespace antrian::ingest
