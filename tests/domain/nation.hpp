// The smallest country that books: its office days and its claims, one command after another. It
// is what every faster way of running the rules is compared with.
//
// Decide, evolve, fold the claims, and give up a moved booking's old place at once.
// Single-threaded. A command id must not be given twice: idempotency is not a rule of the domain.
#pragma once

#include <cstdlib>
#include <functional>
#include <map>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

#include "domain/claims.hpp"
#include "domain/office_day.hpp"
#include "domain/reschedule.hpp"
#include "events/command.hpp"
#include "events/event.hpp"
#include "events/office_directory.hpp"

namespace antrian::tests {

struct logged_event {
  events::office_day_key day;
  events::event event;
  friend bool operator==(const logged_event&, const logged_event&) = default;
};

class nation {
 public:
  /// Takes one command and then the releases that it makes due; returns the command's own events.
  std::vector<events::event> submit(const events::command& command) {
    auto caused = take(command);
    // A copy: what a release causes changes the list of those that are due.
    for (const auto due = reschedules_.due(); const auto& one : due) release(one);
    return caused;
  }

  /// A day that no event has named is not open.
  [[nodiscard]] const domain::office_day& day(const events::office_day_key& key) const {
    static const domain::office_day untouched;
    const auto found = days_.find(key);
    return found == days_.end() ? untouched : found->second;
  }
  [[nodiscard]] const std::map<events::office_day_key, domain::office_day>& days() const {
    return days_;
  }
  [[nodiscard]] const domain::claims& claims() const { return claims_; }
  /// What has happened, in order of position.
  [[nodiscard]] const std::vector<logged_event>& log() const { return log_; }

  /// What a decision on this command would be told; public so that a test can decide twice.
  [[nodiscard]] domain::claim_facts facts_for(const events::command& command) const {
    if (const auto* walk = std::get_if<events::walk_in>(&command.body)) {
      return claims_.facts(walk->applicants, std::nullopt, std::nullopt);
    }
    const auto* wish = std::get_if<events::book>(&command.body);
    if (wish == nullptr) return {};
    auto facts = claims_.facts(wish->applicants, wish->account, wish->replaces);
    if (!wish->replaces) return facts;
    if (const auto home = homes_.find(*wish->replaces);
        home != homes_.end() && home->second != command.day) {
      facts.replaced = describe(day(home->second), home->second.date, *wish->replaces);
    }
    return facts;
  }

  /// As a restart does: every day goes through its snapshot's bytes, the claims through their rows.
  void restart(const events::office_directory& offices) {
    for (auto& [key, state] : days_) {
      auto parsed = domain::parse_office_day(to_bytes(state));
      state = std::move(parsed).value();
    }
    domain::claims loaded;
    for (const auto& [key, value] : claims_.all_rows(offices)) {
      if (!loaded.load_row(key, value.value(), offices)) std::abort();
    }
    claims_ = std::move(loaded);
  }

  /// The claims' rows that changed since the last call.
  [[nodiscard]] std::vector<domain::claims::row> take_changed_rows(
      const events::office_directory& offices) {
    return claims_.take_changed_rows(offices);
  }

  /// For canaries: meddles with a day's state after each event.
  std::function<void(domain::office_day&)> after_evolve;

 private:
  std::vector<events::event> take(const events::command& command) {
    std::vector<events::event> caused;
    decide(day(command.day), command, facts_for(command), caused);
    for (const auto& event : caused) {
      auto& state = days_[command.day];
      evolve(state, event);
      if (after_evolve) after_evolve(state);
      claims_.apply(command.day, event);
      reschedules_.apply(event);
      if (const auto* confirmed = std::get_if<events::booking_confirmed>(&event.body)) {
        homes_.emplace(confirmed->facts.booking, command.day);
      }
      log_.push_back({command.day, event});
    }
    return caused;
  }

  void release(const domain::reschedule_manager::release& due) {
    events::command command;
    command.id = domain::release_command_id(due.replaced_by);
    command.day = homes_.at(due.booking);
    command.at = due.at;
    command.body = events::release_replaced{due.booking, due.replaced_by};
    take(command);
    reschedules_.settled(due.booking);
  }

  std::map<events::office_day_key, domain::office_day> days_;
  domain::claims claims_;
  domain::reschedule_manager reschedules_;
  std::map<events::uuid, events::office_day_key> homes_;  ///< of each booking
  std::vector<logged_event> log_;
};

}  // namespace antrian::tests
