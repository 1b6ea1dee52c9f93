#include "ingest/kafka_source.hpp"

#include <chrono>
#include <deque>
#include <optional>

#include "events/assert.hpp"
#include "ingest/kafka_answers.hpp"
#include "ingest/kafka_assignment.hpp"
#include "ingest/kafka_batch.hpp"
#include "ingest/kafka_collector.hpp"
#include "ingest/kafka_feed.hpp"
#include "ingest/kafka_progress.hpp"
#include "storage/event_log.hpp"

namespace antrian::ingest {
namespace {

using steady = std::chrono::steady_clock;

constexpr int idle_ms = 200;  ///< without messages, until what is answered is remembered
constexpr auto note_offsets_every = std::chrono::seconds(1);
constexpr auto note_again_every = std::chrono::seconds(10);
constexpr auto check_topic_every = std::chrono::seconds(10);
constexpr int last_note_ms = 1'000;

/// One run over one topic.
class kafka_run {
 public:
  kafka_run(actors::node& node, const storage::store& store, events::command_reader reader,
            const events::office_directory& offices, const kafka_source_options& options,
            kafka_health& health)
      : node_(node),
        store_(store),
        reader_(std::move(reader), offices),
        options_(options),
        health_(health) {}

  result<answer_counts> run() {
    if (auto opened = open(); !opened) return tl::unexpected(opened.error());
    if (!collector_) return answer_counts{};  // stopped before the brokers answered
    const auto read = read_all();
    return finish(read);
  }

 private:
  [[nodiscard]] bool go_on() const { return !options_.stop(); }

  status open() {
    const auto stored = storage::source_state(store_, progress_key(options_.commands_topic));
    if (!stored) return fail(errc::node, stored.error().message());
    std::optional<kafka_progress> remembered;
    if (*stored) {
      remembered = parse_kafka_progress(**stored);
      if (!remembered) {
        return fail(errc::input, "this store says how far " + options_.commands_topic +
                                     " is read in a form that this version does not know: use the "
                                     "version that wrote it, or a newer one");
      }
    }
    const auto asked = [this] { return go_on(); };
    auto outputs = options_.other_topics;
    outputs.insert(outputs.end(), {options_.results_topic, options_.dead_letters_topic});
    auto found = look_at_topic(options_.cluster, options_.commands_topic, remembered, outputs,
                               health_, asked);
    if (!found) return tl::unexpected(found.error());
    if (!*found) return {};
    auto assigned =
        assign_partitions(options_.commands_topic, remembered, **found, options_.accept_gap);
    if (!assigned) return tl::unexpected(assigned.error());
    for (const auto& notice : assigned->notices) health_.tell(notice);
    accepted_ = !assigned->notices.empty();
    progress_ = std::move(assigned->progress);
    again_ = {progress_.unanswered.begin(), progress_.unanswered.end()};
    if (again_.empty()) progress_.known_position = node_.status().durable_position;
    return start_reading(asked);
  }

  status start_reading(const std::function<bool()>& asked) {
    const auto starts = answered_offsets();
    auto feed = kafka_feed::open(options_.cluster, options_.commands_topic, starts, health_);
    if (!feed) return tl::unexpected(feed.error());
    feed_ = std::move(*feed);
    kafka_answers::setup setup;
    setup.commands_topic = options_.commands_topic;
    setup.results_topic = options_.results_topic;
    setup.dead_letters_topic = options_.dead_letters_topic;
    setup.known_position = progress_.known_position;
    auto answers = kafka_answers::open(options_.cluster, std::move(setup), health_);
    if (!answers) return tl::unexpected(answers.error());
    answers_ = std::move(*answers);
    collector_.emplace(
        *feed_, options_.commands_topic, starts, options_.accept_gap,
        [this](const std::string& notice) { health_.tell(notice); }, asked);
    if (options_.ready) options_.ready(starts.size());
    return {};
  }

  status read_all() {
    while (go_on()) {
      const bool again = !again_.empty();
      auto collected = again ? collector_->collect_again(again_.front())
                             : collector_->collect(options_.batch_commands, idle_ms);
      if (!collected) return tl::unexpected(collected.error());
      if (auto there = check_topic(); !there) return there;
      note_answered();
      if (const auto why = answers_->failure()) return tl::unexpected(*why);
      if (const auto why = node_.failure()) return fail(errc::node, *why);
      if (!go_on()) break;  // what was collected is read by the next run
      if (collected->empty()) {
        if (auto kept = remember_answered(); !kept) return kept;
        continue;
      }
      if (auto sent = send(*collected, again); !sent) return sent;
    }
    return {};
  }

  status check_topic() {
    if (steady::now() < check_topic_at_) return {};
    check_topic_at_ = steady::now() + check_topic_every;
    return feed_->check_topic();
  }

  status send(collected_batch& collected, bool again) {
    auto batch = std::make_shared<kafka_batch>();
    batch->again = again;
    batch->commands = std::make_unique<events::command_batch>();
    read_messages(collected, *batch);
    if (!answers_->enter([this] { return go_on(); })) return {};  // stopped or failed: said later
    if (again) {
      again_.pop_front();
    } else {
      progress_.unanswered.push_back(collected.ends);
      for (const auto& [partition, end] : collected.ends) {
        auto& read = progress_.partitions[partition];
        read.next = end;
        const auto last = collected.messages[partition].back().view();
        read.last = mark_of_message(last.time_ms, last.key.value_or(std::string_view()),
                                    last.value.value_or(std::string_view()));
      }
    }
    collected.messages.clear();
    note_answered();
    batch->commands->progress = stored_progress();
    auto commands = std::move(batch->commands);
    const bool taken =
        node_.submit(std::move(commands), [answers = answers_, batch](actors::batch_ptr flow) {
          batch->flow = std::move(flow);
          answers->committed(batch);
        });
    if (taken) return {};
    answers_->leave();
    return fail(errc::node, node_.failure().value_or("the node is stopping"));
  }

  void read_messages(const collected_batch& collected, kafka_batch& batch) {
    const auto received_at = options_.now();
    std::size_t count = 0;
    for (const auto& [partition, end] : collected.ends) {
      count += collected.messages[partition].size();
    }
    batch.commands->items.reserve(count);
    batch.commands->commands.reserve(count);
    for (const auto& [partition, end] : collected.ends) {
      for (const auto& message : collected.messages[partition]) {
        reader_.read(message.view(), received_at, batch);
      }
    }
  }

  events::source_progress stored_progress() {
    remembered_batches_ = answered_batches_;
    return {progress_key(options_.commands_topic), to_bytes(progress_)};
  }

  std::vector<std::uint64_t> answered_offsets() const {
    std::vector<std::uint64_t> offsets;
    for (const auto& partition : progress_.partitions) offsets.push_back(partition.answered);
    return offsets;
  }

  /// Takes over which answers have arrived since.
  void note_answered() {
    const auto now = answers_->answered();
    for (; answered_batches_ < now.batches; ++answered_batches_) {
      ANTRIAN_ASSERT(!progress_.unanswered.empty());
      for (const auto& [partition, end] : progress_.unanswered.front()) {
        progress_.partitions[partition].answered = end;
      }
      progress_.unanswered.erase(progress_.unanswered.begin());
    }
    progress_.known_position = now.known_position;
    if (options_.progress) options_.progress(now.counts);
    // Also where nothing is new: the last note may have come from a run that was killed before it,
    // or may not have got there.
    const auto every = noted_batches_ == answered_batches_ ? note_again_every : note_offsets_every;
    if (steady::now() < noted_at_ + every) return;
    feed_->note_offsets(answered_offsets());
    noted_batches_ = answered_batches_;
    noted_at_ = steady::now();
  }

  /// Commits how far everything is answered, where no further batch will: the next run need not
  /// answer it again then.
  status remember_answered() {
    if (remembered_batches_ == answered_batches_ && !accepted_) return {};
    accepted_ = false;
    auto empty = std::make_unique<events::command_batch>();
    empty->progress = stored_progress();
    if (node_.submit(std::move(empty), [](const actors::batch_ptr&) {})) return {};
    return fail(errc::node, node_.failure().value_or("the node is stopping"));
  }

  /// Waits for the last answers, as long as it may, and remembers which have arrived.
  result<answer_counts> finish(const status& read) {
    const bool idle = node_.wait_idle();
    const auto until = steady::now() + std::chrono::milliseconds(options_.drain_ms_max);
    answers_->finish([&] { return idle && steady::now() < until; });
    if (!idle) return fail(errc::node, node_.failure().value_or("the node has stopped"));
    note_answered();
    if (auto kept = remember_answered(); !kept) return tl::unexpected(kept.error());
    if (!node_.wait_idle()) {
      return fail(errc::node, node_.failure().value_or("the node has stopped"));
    }
    if (progress_.unanswered.empty() && !health_.in_trouble()) {
      feed_->note_offsets_and_wait(answered_offsets(), last_note_ms);
    }
    if (!read) return tl::unexpected(read.error());
    if (const auto why = answers_->failure()) return tl::unexpected(*why);
    if (!progress_.unanswered.empty()) {
      health_.tell("Not all answers could be delivered in time; the next run delivers them.");
    }
    return answers_->answered().counts;
  }

  actors::node& node_;
  const storage::store& store_;
  message_reader reader_;
  const kafka_source_options& options_;
  kafka_health& health_;
  kafka_progress progress_;       ///< as the next batch will carry it
  std::deque<batch_ends> again_;  ///< batches that were committed before and are to be read again
  std::uint64_t answered_batches_ = 0;    ///< of this run, in `progress_`
  std::uint64_t remembered_batches_ = 0;  ///< of these, in the store
  bool accepted_ = false;            ///< something was accepted that the store does not know of yet
  std::uint64_t noted_batches_ = 0;  ///< of these, in the cluster
  steady::time_point noted_at_ = steady::now() - note_again_every;
  steady::time_point check_topic_at_;
  std::unique_ptr<kafka_feed> feed_;
  std::shared_ptr<kafka_answers> answers_;  ///< shared with batches that a failed node still holds
  std::optional<kafka_collector> collector_;
};

}  // namespace

result<answer_counts> serve_kafka(actors::node& node, const storage::store& store,
                                  events::command_reader reader,
                                  const events::office_directory& offices,
                                  const kafka_source_options& options, kafka_health& health) {
  return kafka_run(node, store, std::move(reader), offices, options, health).run();
}

}  // namespace antrian::ingest
