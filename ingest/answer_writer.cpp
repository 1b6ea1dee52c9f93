#include "ingest/answer_writer.hpp"

#include <algorithm>
#include <utility>

#include "events/result_writer.hpp"
#include "ingest/file_limits.hpp"

namespace antrian::ingest {

answer_writer::answer_writer(setup parts)
    : setup_(std::move(parts)),
      answered_(setup_.resumed),
      written_(setup_.resumed),
      thread_(under_way_max, 1, [this](const std::vector<answered_batch_ptr>& batches) {
        for (const auto& batch : batches) write(*batch);
      }) {}

answer_writer::~answer_writer() {
  thread_.stop();
}

bool answer_writer::room_for(std::uint64_t bytes) const {
  return under_way_ == 0 ||
         (under_way_ < under_way_max && under_way_bytes_ + bytes <= under_way_bytes_max);
}

bool answer_writer::has_room(std::uint64_t bytes) const {
  const std::lock_guard lock(mutex_);
  return room_for(bytes);
}

bool answer_writer::enter(std::uint64_t bytes) {
  std::unique_lock lock(mutex_);
  room_.wait(lock, [&] { return failure_ || room_for(bytes); });
  if (failure_) return false;
  ++under_way_;
  under_way_bytes_ += bytes;
  return true;
}

void answer_writer::leave(std::uint64_t bytes) {
  const std::lock_guard lock(mutex_);
  --under_way_;
  under_way_bytes_ -= bytes;
  room_.notify_all();
}

void answer_writer::committed(answered_batch_ptr batch) {
  thread_.push(std::move(batch));
}

status answer_writer::finish() {
  thread_.stop();
  {
    const std::lock_guard lock(mutex_);
    if (failure_) return tl::unexpected(*failure_);
  }
  return sync();
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
  const status written = failed ? status() : write_answers(batch, counts);
  {
    const std::lock_guard lock(mutex_);
    counts_ = counts;
    if (!written) failure_ = written.error();
  }
  leave(batch.bytes);
}

status answer_writer::write_answers(const answered_batch& batch, answer_counts& counts) {
  if (auto done = append_answers(batch, counts, written_.position); !done) return done;
  written_.input = batch.end;
  written_.lines = batch.end_lines;
  written_.invalid_lines = setup_.resumed.invalid_lines + counts.invalid;
  const bool enough =
      ++unsynced_batches_ >= sync_batches || batch.end.size - answered().input.size >= sync_bytes;
  return enough ? sync() : status();
}

/// Only what is on disk may be remembered as answered: the store is on disk earlier than what the
/// kernel has of the outputs.
status answer_writer::sync() {
  for (output_file* output : {&setup_.results, &setup_.dead_letters}) {
    if (auto synced = output->sync(); !synced) return synced;
  }
  unsynced_batches_ = 0;
  written_.results = setup_.results.mark();
  written_.dead_letters = setup_.dead_letters.mark();
  const std::lock_guard lock(mutex_);
  answered_ = written_;
  return {};
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
  const auto& read = *batch.flow->batch;
  for (std::size_t i = 0; i < read.items.size(); ++i) {
    if (auto written = flush(write_size); !written) return written;
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
    if (setup_.dead_letters.wanted()) append_letter(batch, index);
  }
  return flush(0);
}

void answer_writer::append_letter(const answered_batch& batch, std::uint32_t index) {
  const auto& received = batch.invalid[index];
  events::dead_letter letter{setup_.source, received.offset, received.number, received.text, {}};
  if (received.size > received.text.size()) letter.cut_from = received.size;
  events::append_dead_letter(dead_letters_text_, letter, batch.flow->batch->invalid[index]);
  dead_letters_text_.push_back('\n');
}

/// Writes what is gathered, if it is as much as this.
status answer_writer::flush(std::size_t gathered) {
  const auto write = [gathered](output_file& to, std::string& text) {
    if (text.size() < gathered) return status();
    auto written = to.append(text);
    text.clear();
    return written;
  };
  if (auto written = write(setup_.results, results_text_); !written) return written;
  return write(setup_.dead_letters, dead_letters_text_);
}

}  // namespace antrian::ingest
