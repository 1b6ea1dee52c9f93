#include "ingest/answer_writer.hpp"

#include <algorithm>
#include <utility>

#include "events/result_writer.hpp"

namespace antrian::ingest {
namespace {

/// Batches between the input and the written answer.
constexpr std::size_t under_way_max = 32;

}  // namespace

answer_writer::answer_writer(setup parts)
    : setup_(std::move(parts)),
      answered_(setup_.resumed),
      thread_(under_way_max, 1, [this](const std::vector<answered_batch_ptr>& batches) {
        for (const auto& batch : batches) write(*batch);
      }) {}

answer_writer::~answer_writer() {
  thread_.stop();
}

bool answer_writer::enter() {
  std::unique_lock lock(mutex_);
  room_.wait(lock, [&] { return failure_ || under_way_ < under_way_max; });
  if (failure_) return false;
  ++under_way_;
  return true;
}

void answer_writer::leave() {
  const std::lock_guard lock(mutex_);
  --under_way_;
  room_.notify_all();
}

void answer_writer::committed(answered_batch_ptr batch) {
  thread_.push(std::move(batch));
}

status answer_writer::finish() {
  thread_.stop();
  const std::lock_guard lock(mutex_);
  if (failure_) return tl::unexpected(*failure_);
  return {};
}

answer_counts answer_writer::counts() const {
  const std::lock_guard lock(mutex_);
  return counts_;
}

answered_so_far answer_writer::answered() const {
  const std::lock_guard lock(mutex_);
  return answered_;
}

void answer_writer::write(const answered_batch& batch) {
  answer_counts counts = this->counts();
  const bool failed = [&] {
    const std::lock_guard lock(mutex_);
    return failure_.has_value();
  }();
  answered_so_far so_far = answered();
  const status written = failed ? status() : append_answers(batch, counts, so_far.position);
  if (!failed && written) {
    so_far.input.size = batch.end_offset;
    if (!setup_.input.empty()) {
      so_far.input = mark_of(setup_.input, batch.end_offset).value_or(so_far.input);
    }
    so_far.lines = batch.end_lines;
    so_far.invalid_lines = setup_.resumed.invalid_lines + counts.invalid;
    so_far.results = setup_.results.mark();
    so_far.dead_letters = setup_.dead_letters.mark();
  }
  const std::lock_guard lock(mutex_);
  counts_ = counts;
  answered_ = so_far;
  if (!written) failure_ = written.error();
  --under_way_;
  room_.notify_all();
}

/// An invalid line is judged afresh each time, so its id may have been answered since by a later
/// line, whose answer is not its own. True for a line that had to be told that it is invalid before
/// that happened, and is now told again because a crash took the answer.
bool answer_writer::was_invalid(const answered_batch& batch, std::uint32_t index,
                                const events::result& result) const {
  const auto& why = batch.flow->batch->invalid[index];
  return batch.invalid[index].offset < setup_.judged && result.position > setup_.resumed.position &&
         !judged_ids_.contains(*why.id);
}

status answer_writer::append_answers(const answered_batch& batch, answer_counts& counts,
                                     std::uint64_t& latest) {
  results_text_.clear();
  dead_letters_text_.clear();
  const auto& read = *batch.flow->batch;
  for (std::size_t i = 0; i < read.items.size(); ++i) {
    const auto& result = batch.flow->results[i];
    const auto index = read.items[i].index;
    ++counts.lines;
    const bool valid = read.items[i].valid;
    if (valid && batch.begin_offset < setup_.judged) judged_ids_.insert(read.commands[index].id);
    const bool repeat = !valid && result.outcome != events::outcome::invalid;
    if (result.outcome != events::outcome::invalid &&
        !(repeat && was_invalid(batch, index, result))) {
      latest = std::max(latest, result.position);
      const bool accepted = result.outcome == events::outcome::accepted;
      ++(accepted ? counts.accepted : counts.declined);
      if (!accepted) ++counts.by_reason[static_cast<std::size_t>(result.reason)];
      const auto& id = valid ? read.commands[index].id : *read.invalid[index].id;
      if (!setup_.results.wanted()) continue;
      events::append_result_json(results_text_, id, result);
      results_text_.push_back('\n');
      continue;
    }
    ++counts.invalid;
    const auto& why = read.invalid[index];
    if (!counts.first_invalid) {
      counts.first_invalid = {batch.invalid[index].number, why.field, why.message};
    }
    if (why.id && setup_.results.wanted()) {
      events::append_invalid_result(results_text_, why);
      results_text_.push_back('\n');
    }
    if (!setup_.dead_letters.wanted()) continue;
    const auto& received = batch.invalid[index];
    events::append_dead_letter(
        dead_letters_text_, {setup_.source, received.offset, received.number, received.text}, why);
    dead_letters_text_.push_back('\n');
  }
  if (auto written = setup_.results.append(results_text_); !written) return written;
  return setup_.dead_letters.append(dead_letters_text_);
}

}  // namespace antrian::ingest
