// A wave planner at work without an actor: what the partition and its office days do with a batch,
// in a few lines, beside the sequential reference that the answers are compared with.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "actors/office_day_actor.hpp"
#include "actors/wave_planner.hpp"
#include "tests/domain/fixtures.hpp"

namespace antrian::actors {

/// What one command of a batch came to.
struct planned_command {
  std::size_t wave = 0;  ///< counted from 1
  std::vector<events::event> caused;
};

/// Several batches, one after another; days that were decided once are known to the planner.
class planned_country {
 public:
  /// Decides the batch in waves, and fails the test where a command causes something else than in
  /// the reference, which takes them one after another.
  std::vector<planned_command> play(const std::vector<events::command>& batch) {
    start(batch);
    while (!pending_.empty()) {
      const auto wave = planner_.next_wave(pending_);
      ++waves_;
      EXPECT_FALSE(wave.empty()) << "a wave without a command";
      if (wave.empty()) break;
      std::vector<const events::event*> moved;
      for (day_entry* day : wave) decide(*day);
      for (day_entry* day : wave) settle(*day);
      release();
    }
    planner_.finish_batch();
    for (std::size_t i = 0; i < batch.size(); ++i) {
      EXPECT_TRUE(done_[i].caused == reference_.submit(batch[i])) << "command " << i;
    }
    return std::move(done_);
  }

  [[nodiscard]] std::size_t waves() const { return waves_; }
  [[nodiscard]] const tests::nation& reference() const { return reference_; }
  /// As after a restart: the claims come back from their rows.
  void reload_claims() {
    domain::claims loaded;
    for (const auto& [key, value] : claims_.all_rows(tests::offices())) {
      EXPECT_TRUE(loaded.load_row(key, value.value(), tests::offices()));
    }
    EXPECT_TRUE(loaded == claims_);
    claims_ = std::move(loaded);
  }
  /// As after a restart: nothing is known of an office day until it has decided again.
  void forget_hints() {
    for (const auto& entry : days_.entries()) entry->hints = {};
  }

 private:
  void start(const std::vector<events::command>& batch) {
    batch_ = &batch;
    done_.assign(batch.size(), {});
    numbers_.clear();
    releases_.clear();
    waves_ = 0;
    for (std::uint32_t i = 0; i < batch.size(); ++i) {
      numbers_.emplace(batch[i].id, i);
      pending_.push_back({&batch[i], i});
    }
  }

  void decide(day_entry& entry) {
    auto& day = states_[entry.key];
    decide_items(day, *entry.work, domain::decide);
    entry.hints.known = true;
    entry.hints.status = day.status;
    entry.hints.release_at = day.release_at;
    entry.hints.account_limit = day.policy.account_limit;
    for (const events::lane lane : events::all_lanes) {
      entry.hints.free[static_cast<std::size_t>(lane)] = day.free_places(lane);
    }
  }

  void settle(day_entry& entry) {
    const auto work = std::exchange(entry.work, nullptr);
    std::size_t from = 0;
    for (std::size_t item = 0; item < work->items.size(); ++item) {
      const std::vector<events::event> caused(
          work->events.begin() + static_cast<std::ptrdiff_t>(from),
          work->events.begin() + static_cast<std::ptrdiff_t>(work->ends[item]));
      from = work->ends[item];
      for (const events::event& event : caused) {
        note(entry.key, event);
        claims_.apply(entry.key, event);
        moves_.apply(event);
      }
      const auto number = work->commands[item];
      if (number < done_.size()) done_[number] = {waves_, caused};
    }
  }

  void note(const events::office_day_key& day, const events::event& event) {
    if (const auto* confirmed = std::get_if<events::booking_confirmed>(&event.body)) {
      homes_.emplace(confirmed->facts.booking, day);
    }
  }

  void release() {
    std::vector<pending_command> first;
    for (const auto& due : moves_.due()) {
      auto made = std::make_unique<events::command>();
      made->id = domain::release_command_id(due.replaced_by);
      made->day = homes_.at(due.booking);
      made->at = due.at;
      made->body = events::release_replaced{due.booking, due.replaced_by};
      first.push_back({made.get(), static_cast<std::uint32_t>(done_.size() + releases_.size())});
      releases_.push_back(std::move(made));
    }
    pending_.insert(pending_.begin(), first.begin(), first.end());
  }

  [[nodiscard]] booking_knowledge know(const events::uuid& id, std::uint32_t number) const {
    if (const auto mine = numbers_.find(id); mine != numbers_.end()) {
      if (mine->second >= number) return {};
      if (done_[mine->second].wave == 0) return {false, (*batch_)[mine->second].day};
    }
    return {homes_.contains(id), std::nullopt};
  }

  tests::nation reference_;
  domain::claims claims_;
  domain::reschedule_manager moves_;
  day_table days_{tests::offices()};
  wave_planner planner_{claims_, tests::offices(), days_,
                        [this](const events::uuid& id, std::uint32_t n) { return know(id, n); }};
  std::map<events::office_day_key, domain::office_day> states_;
  std::map<events::uuid, events::office_day_key> homes_;

  const std::vector<events::command>* batch_ = nullptr;
  std::vector<pending_command> pending_;
  std::vector<planned_command> done_;
  std::map<events::uuid, std::uint32_t> numbers_;
  std::vector<std::unique_ptr<events::command>> releases_;
  std::size_t waves_ = 0;
};

}  // namespace antrian::actors
