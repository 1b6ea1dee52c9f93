#include "ingest/kafka_answers.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>

#include "events/result_writer.hpp"

namespace antrian::ingest {
namespace {

/// Batches between the topic and their delivered answers.
constexpr std::size_t under_way_max = 24;
constexpr auto ask_again = std::chrono::milliseconds(100);
constexpr int poll_ms = 5;
constexpr std::size_t key_size_max = 1'024;

}  // namespace

kafka_answers::kafka_answers(setup parts)
    : setup_(std::move(parts)),
      verdicts_(setup_.known_position),
      latest_position_(setup_.known_position) {
  answered_.known_position = setup_.known_position;
}

result<std::shared_ptr<kafka_answers>> kafka_answers::open(const kafka_cluster& cluster,
                                                           setup parts, kafka_health& health) {
  std::shared_ptr<kafka_answers> made(new kafka_answers(std::move(parts)));
  auto producer = kafka_producer::open(
      cluster, health, [self = made.get()](std::uint64_t tag) { self->ledger_.delivered(tag); });
  if (!producer) return tl::unexpected(producer.error());
  made->producer_ = std::move(*producer);
  made->results_ = made->producer_->use_topic(made->setup_.results_topic);
  made->dead_letters_ = made->producer_->use_topic(made->setup_.dead_letters_topic);
  made->thread_ = std::thread([self = made.get()] { self->run(); });
  return made;
}

kafka_answers::~kafka_answers() {
  finish([] { return false; });
}

bool kafka_answers::enter(const std::function<bool()>& go_on) {
  std::unique_lock lock(mutex_);
  while (!failure_ && under_way_ >= under_way_max) {
    changed_.wait_for(lock, ask_again);
    if (!go_on()) return false;
  }
  if (failure_) return false;
  ++under_way_;
  return true;
}

void kafka_answers::leave() {
  const std::lock_guard lock(mutex_);
  --under_way_;
  changed_.notify_all();
}

void kafka_answers::committed(kafka_batch_ptr batch) {
  const std::lock_guard lock(mutex_);
  committed_.push_back(std::move(batch));
  changed_.notify_all();
}

kafka_answered kafka_answers::answered() const {
  const std::lock_guard lock(mutex_);
  return answered_;
}

std::optional<error> kafka_answers::failure() const {
  const std::lock_guard lock(mutex_);
  return failure_;
}

void kafka_answers::finish(const std::function<bool()>& go_on) {
  if (!thread_.joinable()) return;
  {
    std::unique_lock lock(mutex_);
    stopping_ = true;
    changed_.notify_all();
    while (!failure_ && under_way_ > 0 && go_on()) changed_.wait_for(lock, ask_again);
    given_up_ = true;
    changed_.notify_all();
  }
  thread_.join();
  producer_.reset();  // a batch that comes later keeps this object, but needs it no more
}

void kafka_answers::run() {
  while (!given_up_) {
    const auto batch = next_batch();
    if (batch && !failure()) {
      if (auto produced = produce(*batch); !produced) fail_with(produced.error());
    }
    producer_->poll(batch || ledger_.empty() ? 0 : poll_ms);
    if (const auto why = producer_->failure(); !why.empty()) fail_with({errc::output, why});
    settle();
  }
}

/// The next committed batch; nothing if there is none now. Waits a little where nothing else is to
/// be done.
kafka_batch_ptr kafka_answers::next_batch() {
  std::unique_lock lock(mutex_);
  if (committed_.empty() && ledger_.empty() && !stopping_) changed_.wait_for(lock, ask_again);
  if (committed_.empty()) return nullptr;
  auto batch = std::move(committed_.front());
  committed_.pop_front();
  return batch;
}

void kafka_answers::fail_with(error why) {
  const std::lock_guard lock(mutex_);
  if (!failure_ && !given_up_) failure_ = std::move(why);
  changed_.notify_all();
}

/// Notes which batches are delivered by now.
void kafka_answers::settle() {
  const auto finished = ledger_.take_finished();
  if (finished == 0) return;
  const auto last = outcomes_[finished - 1];
  outcomes_.erase(outcomes_.begin(), outcomes_.begin() + static_cast<std::ptrdiff_t>(finished));
  const std::lock_guard lock(mutex_);
  answered_.batches += finished;
  answered_.known_position = last.latest_position;
  answered_.counts = last.counts;
  under_way_ -= finished;
  changed_.notify_all();
}

/// An invalid message whose id has an answer gets that answer, unless it was told otherwise before.
bool kafka_answers::is_repeat(const kafka_batch& batch, std::uint32_t index,
                              const events::result& result) const {
  if (result.outcome == events::outcome::invalid) return false;
  const auto& id = batch.flow->batch->invalid[index].id;
  return !(batch.again && verdicts_.was_invalid(*id, result.position));
}

status kafka_answers::produce(const kafka_batch& batch) {
  tag_ = ledger_.open();
  if (!batch.again) verdicts_.forget();
  const auto& read = *batch.flow->batch;
  status produced;
  for (std::size_t i = 0; i < read.items.size() && produced; ++i) {
    const auto& result = batch.flow->results[i];
    const auto index = read.items[i].index;
    const bool valid = read.items[i].valid;
    if (valid && batch.again) verdicts_.valid(read.commands[index].id);
    ++counts_.lines;
    text_.clear();
    if (valid || is_repeat(batch, index, result)) {
      latest_position_ = std::max(latest_position_, result.position);
      const bool accepted = result.outcome == events::outcome::accepted;
      ++(accepted ? counts_.accepted : counts_.declined);
      if (!accepted) ++counts_.by_reason[static_cast<std::size_t>(result.reason)];
      const auto& id = valid ? read.commands[index].id : *read.invalid[index].id;
      events::append_result_json(text_, id, result);
      produced = produce_result(text_, id);
      continue;
    }
    ++counts_.invalid;
    const auto& why = read.invalid[index];
    if (why.id) {
      events::append_invalid_result(text_, why);
      produced = produce_result(text_, *why.id);
    }
    if (produced) produced = produce_dead_letter(batch.rejected[index], why);
  }
  ledger_.close();
  outcomes_.push_back({latest_position_, counts_});
  return produced;
}

status kafka_answers::produce_result(std::string_view json, const events::uuid& id) {
  const auto key = events::to_text(id);
  ledger_.sent();
  return producer_->produce(*results_, {key, json, {}}, tag_, [this] { return !given_up_; });
}

status kafka_answers::produce_dead_letter(const rejected_message& message,
                                          const events::invalid_command& why) {
  const auto partition = std::to_string(message.partition);
  const auto offset = std::to_string(message.offset);
  const auto command = why.id ? events::to_text(*why.id) : std::string();
  const std::array<kafka_header, 6> headers{{{"source_topic", setup_.commands_topic},
                                             {"source_partition", partition},
                                             {"source_offset", offset},
                                             {"field", why.field},
                                             {"error", why.message},
                                             {"command", command}}};
  const std::span<const kafka_header> all(headers);
  kafka_record record;
  if (message.key) record.key = *message.key;
  if (message.value) record.value = *message.value;
  record.headers = why.id ? all : all.first(headers.size() - 1);
  const auto go_on = [this] { return !given_up_; };
  ledger_.sent();
  auto produced = producer_->produce(*dead_letters_, record, tag_, go_on);
  if (produced || produced.error().code != errc::input) return produced;
  // Too large even for a dead letter: its beginning, and where the whole of it is.
  record.value = record.value.substr(0, message_size_max);
  record.key = record.key.substr(0, key_size_max);
  return producer_->produce(*dead_letters_, record, tag_, go_on);
}

}  // namespace antrian::ingest
