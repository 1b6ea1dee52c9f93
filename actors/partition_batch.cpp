// A batch in the partition: begin, waves, finish.
#include <algorithm>

#include <caf/all.hpp>

#include "actors/partition_state.hpp"
#include "domain/reschedule.hpp"
#include "events/assert.hpp"

namespace antrian::actors {
namespace {

constexpr std::uint32_t no_item = UINT32_MAX;

events::result invalid_result() {
  events::result result;
  result.outcome = events::outcome::invalid;
  return result;
}

const events::applicant_list* people_of(const events::command& command) {
  if (const auto* wish = std::get_if<events::book>(&command.body)) return &wish->applicants;
  if (const auto* wish = std::get_if<events::walk_in>(&command.body)) return &wish->applicants;
  return nullptr;
}

}  // namespace

void partition_state::submit(batch_ptr flow) {
  if (!counts_.failure.empty()) return;  // the node has told its sources already
  waiting_.push_back(std::move(flow));
  advance();
}

/// Goes on until something has to be waited for.
void partition_state::advance() {
  while (counts_.failure.empty() && undecided_days_ == 0 && !awaiting_releases_) {
    if (active_ != nullptr) {
      if (pending_.empty()) {
        finish();
      } else {
        dispatch_wave();
      }
    } else if (!waiting_.empty()) {
      auto flow = std::move(waiting_.front());
      waiting_.pop_front();
      begin(std::move(flow));
    } else {
      return finish_shutdown_if_idle();
    }
  }
}

void partition_state::begin(batch_ptr flow) {
  if (checkpoint_stored_) {
    index_->drop_frozen();  // between batches, so that look-ups of one batch see one index
    checkpoint_stored_ = false;
  }
  active_ = std::move(flow);
  ++batch_number_;
  active_->append.first_position = next_position_;
  active_->append.progress = active_->batch->progress;
  active_->results.resize(active_->batch->items.size());
  if (!prefetch()) return;
  sort_out_items();
}

bool partition_state::prefetch() {
  index_->forget_prefetched();
  if (!index_->needs_prefetch()) return true;
  const auto& batch = *active_->batch;
  std::vector<events::uuid> ids;
  ids.reserve(batch.commands.size());
  for (const events::command& command : batch.commands) {
    ids.push_back(command.id);
    if (const auto* wish = std::get_if<events::book>(&command.body); wish && wish->replaces) {
      ids.push_back(*wish->replaces);
    }
  }
  for (const events::invalid_command& invalid : batch.invalid) {
    if (invalid.id) ids.push_back(*invalid.id);
  }
  if (const auto found = index_->prefetch(ids); !found) {
    fail(found.error().message());
    return false;
  }
  return true;
}

/// Finds what was answered before, and what this batch holds twice; the rest is pending.
void partition_state::sort_out_items() {
  const auto& batch = *active_->batch;
  for (std::uint32_t item = 0; item < batch.items.size(); ++item) {
    const auto index = batch.items[item].index;
    const bool valid = batch.items[item].valid;
    const auto* id = valid                                 ? &batch.commands[index].id
                     : batch.invalid[index].id.has_value() ? &*batch.invalid[index].id
                                                           : nullptr;
    // The same id has the first answer, even if this repeat could not be read.
    if (id != nullptr && is_repeat(item, *id)) {
      ++counts_.repeats;
      continue;
    }
    if (!valid) {
      active_->results[item] = invalid_result();
      ++counts_.invalid;
      continue;
    }
    const auto number = static_cast<std::uint32_t>(item_of_.size());
    numbers_.emplace(*id, number);
    item_of_.push_back(item);
    pending_.push_back({&batch.commands[index], number});
  }
  decided_.assign(item_of_.size(), 0);
  counts_.commands += batch.items.size();
}

/// True if the id was answered before this batch, or stands before this item in it.
bool partition_state::is_repeat(std::uint32_t item, const events::uuid& id) {
  if (const auto first = numbers_.find(id); first != numbers_.end()) {
    repeats_.push_back({item, first->second});
    return true;
  }
  auto known = index_->find(id);
  if (!known) return false;
  active_->results[item] = std::move(*known);
  return true;
}

booking_knowledge partition_state::know(const events::uuid& booking, std::uint32_t number) const {
  if (const auto mine = numbers_.find(booking); mine != numbers_.end()) {
    if (mine->second >= number) return {};  // itself or a later command: no booking yet
    if (decided_[mine->second] == 0) {
      const auto& batch = *active_->batch;
      const auto index = batch.items[item_of_[mine->second]].index;
      return {false, batch.commands[index].day};
    }
  }
  const auto answer = index_->find(booking);
  const bool exists = answer && answer->outcome == events::outcome::accepted &&
                      answer->booking == booking && answer->code.has_value();
  return {exists, std::nullopt};
}

void partition_state::dispatch_wave() {
  wave_ = planner_->next_wave(pending_);
  ++counts_.waves;
  undecided_days_ = wave_.size();
  for (day_entry* day : wave_) {
    day->last_batch = batch_number_;
    day->passivating = passivation::none;
    day->work->batch = active_;
    ensure_resident(*day);
    self_->send(day->actor, decide_work{day->work});
  }
}

void partition_state::work_done(const work_ptr& work) {
  day_entry& day = days_->at(work->day);
  if (day.work != work) return;  // of an actor that was given up
  // A day that was forgotten, or never used: its tail in the log counts too. What this batch adds
  // is counted as it is settled.
  if (!day.hints.known) {
    day.events_since_snapshot =
        work->hints.sequence - work->events.size() - work->hints.snapshot_sequence;
  }
  day.hints = work->hints;
  ANTRIAN_ASSERT(undecided_days_ > 0);
  if (--undecided_days_ == 0) {
    settle_wave();
    advance();
  }
}

void partition_state::settle_wave() {
  std::vector<events::event> for_reschedules;
  std::vector<events::uuid> tried;
  for (day_entry* day : wave_) {
    const work_ptr work = std::exchange(day->work, nullptr);
    for (const work_item& item : work->items) {
      if (const auto* release = std::get_if<events::release_replaced>(&item.command->body)) {
        tried.push_back(release->booking);
      }
    }
    settle_work(*day, *work, for_reschedules);
  }
  wave_.clear();
  if (for_reschedules.empty() && tried.empty()) return;
  // Also where nothing can be due: an answer that comes late would be taken for the next one.
  awaiting_releases_ = true;
  self_->send(
      setup_.reschedules,
      events_decided{std::make_shared<const std::vector<events::event>>(std::move(for_reschedules)),
                     std::move(tried)});
}

/// Gives a day's decisions their positions, in the wave's order: within a wave nothing depends on
/// anything of another day, so any order of days is a right one, and later waves come later.
void partition_state::settle_work(day_entry& day, day_work& work,
                                  std::vector<events::event>& for_reschedules) {
  ANTRIAN_ASSERT(work.ends.size() == work.items.size());
  std::size_t from = 0;
  for (std::size_t item = 0; item < work.items.size(); ++item) {
    const std::size_t to = work.ends[item];
    settle_command(work, item, from, to, next_position_);
    for (std::size_t i = from; i < to; ++i) {
      const auto* confirmed = std::get_if<events::booking_confirmed>(&work.events[i].body);
      const bool moves_here = confirmed && confirmed->replaces && to - from == 1;
      if (moves_here || domain::is_release(work.events[i])) {
        for_reschedules.push_back(work.events[i]);
      }
    }
    from = to;
  }
  if (work.events.empty()) return;
  next_position_ += work.events.size();
  day.last_position = next_position_ - 1;
  day.events_since_snapshot += work.events.size();
  const auto first_sequence = day.hints.sequence - work.events.size() + 1;
  active_->append.streams.push_back({day.stream, std::move(work.events), first_sequence});
}

/// Where the place is that a reschedule leaves: the claim still says so, until it is applied.
void partition_state::note_old_day(const events::event& event) {
  const auto* confirmed = std::get_if<events::booking_confirmed>(&event.body);
  if (confirmed == nullptr || !confirmed->replaces) return;
  const auto* claim = claims_.person(confirmed->applicants.front().subject);
  ANTRIAN_ASSERT(claim != nullptr && claim->booking == *confirmed->replaces);
  old_days_.insert_or_assign(*confirmed->replaces, claim->day);
}

void partition_state::settle_command(day_work& work, std::size_t item, std::size_t from,
                                     std::size_t to, std::uint64_t base) {
  const events::command& command = *work.items[item].command;
  for (std::size_t i = from; i < to; ++i) {
    note_old_day(work.events[i]);
    claims_.apply(work.day, work.events[i]);
  }
  const auto place = item_of_[work.commands[item]];
  if (place == no_item) return;
  ANTRIAN_ASSERT(to > from);
  const std::span<const events::event> caused(&work.events[from], to - from);
  auto result = events::result_of(caused, base + to - 1);
  index_->add(command.id, result);
  if (result.outcome == events::outcome::accepted) {
    if (const auto* people = people_of(command)) {
      for (const events::applicant& a : *people) {
        active_->append.vault.push_back(
            {a.subject, std::string_view(active_->batch->personal)
                            .substr(a.personal_offset, a.personal_size)});
      }
    }
  }
  active_->results[place] = std::move(result);
  decided_[work.commands[item]] = 1;
}

void partition_state::releases(const std::vector<domain::reschedule_manager::release>& due) {
  awaiting_releases_ = false;
  if (!due.empty() && active_ == nullptr) {
    // After a crash: a batch of the partition's own.
    auto flow = std::make_shared<batch_flow>();
    flow->batch = std::make_unique<events::command_batch>();
    flow->on_committed = [](const batch_ptr&) {};
    begin(std::move(flow));
  }
  std::vector<pending_command> first;
  for (const auto& release : due) {
    auto day = old_days_.find(release.booking);
    if (day == old_days_.end()) {
      const auto logged = day_in_log(release.booking);
      if (!logged) return fail(logged.error().message());
      day = old_days_.emplace(release.booking, *logged).first;
    }
    active_->releases.push_back({domain::release_command_id(release.replaced_by), day->second,
                                 release.at, std::nullopt,
                                 events::release_replaced{release.booking, release.replaced_by}});
    first.push_back({&active_->releases.back(), static_cast<std::uint32_t>(item_of_.size())});
    item_of_.push_back(no_item);
    decided_.push_back(0);
  }
  // Before everything else of their office days, so that nobody sees the old place still taken.
  pending_.insert(pending_.begin(), first.begin(), first.end());
  advance();
}

void partition_state::finish() {
  for (const repeat& again : repeats_) {
    active_->results[again.item] = active_->results[item_of_[again.number]];
  }
  active_->last_position = next_position_ - 1;
  planner_->finish_batch();
  item_of_.clear();
  decided_.clear();
  numbers_.clear();
  repeats_.clear();
  old_days_.clear();
  in_flight_.push_back(active_);
  self_->send(setup_.journal, commit_batch{std::move(active_)});
  active_ = nullptr;
  for (waiting_snapshot& waiting : waiting_snapshots_) {
    waiting.position = std::min(waiting.position, next_position_ - 1);
  }
  checkpoint_if_due();
  passivate_unused();
}

void partition_state::committed(const std::vector<batch_ptr>& flows) {
  for (const batch_ptr& flow : flows) {
    ANTRIAN_ASSERT(!in_flight_.empty() && in_flight_.front() == flow);
    in_flight_.pop_front();
    durable_position_ = flow->last_position;
    feed_projector(flow);
    // Taken out of the batch, which it may hold in turn.
    const auto tell = std::exchange(flow->on_committed, nullptr);
    tell(flow);
  }
  store_what_is_durable();
  advance();
}

void partition_state::fail(const std::string& reason) {
  if (!counts_.failure.empty()) return;
  counts_.failure = reason;
  if (setup_.on_failure) setup_.on_failure(reason);
  if (shutdown_done_) std::exchange(shutdown_done_, nullptr)();
}

partition_status partition_state::status() const {
  auto now = counts_;
  now.decided_position = next_position_ - 1;
  now.durable_position = durable_position_;
  now.batches_waiting = waiting_.size() + (active_ ? 1 : 0);
  now.batches_in_flight = in_flight_.size();
  now.resident_days = days_->resident();
  now.known_days = days_->entries().size();
  now.persons = claims_.persons();
  return now;
}

}  // namespace antrian::actors
