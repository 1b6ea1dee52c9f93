#include "actors/wave_planner.hpp"

#include <algorithm>

#include "actors/limits.hpp"
#include "events/assert.hpp"

namespace antrian::actors {

using domain::claim_facts;
using events::command_type;

namespace {

/// Commands after which the day may have more places than its hints say.
bool loosens(command_type type) {
  return type == command_type::cancel || type == command_type::release_replaced ||
         type == command_type::open_day || type == command_type::change_capacity;
}

/// True if the hints alone say that no place of the lane can be confirmed.
bool no_place_for_sure(const day_entry& day, const events::command& command, events::lane lane,
                       std::uint64_t wave) {
  if (!day.hints.known || day.loosened_in == wave) return false;
  if (day.hints.status != domain::day_status::open) return true;
  if (day.hints.free[static_cast<std::size_t>(lane)] == 0) return true;
  return command.type() == command_type::book && day.hints.release_at &&
         command.at < *day.hints.release_at;
}

}  // namespace

std::vector<day_entry*> wave_planner::next_wave(std::vector<pending_command>& pending) {
  ++wave_;
  wave_days_.clear();
  std::size_t kept = 0;
  std::size_t i = 0;
  for (; i < pending.size() && kept < deferred_per_wave_max; ++i) {
    if (admit(pending[i])) continue;
    defer(pending[i]);
    pending[kept++] = pending[i];
  }
  kept = static_cast<std::size_t>(std::copy(pending.begin() + static_cast<std::ptrdiff_t>(i),
                                            pending.end(),
                                            pending.begin() + static_cast<std::ptrdiff_t>(kept)) -
                                  pending.begin());
  const bool progress = !wave_days_.empty();
  ANTRIAN_ASSERT(progress || kept == 0);
  pending.resize(kept);
  return std::move(wave_days_);
}

bool wave_planner::admit(const pending_command& p) {
  day_entry& day = days_.at(p.command->day);
  if (day.blocked_in == wave_) return false;
  if (const auto* wish = std::get_if<events::book>(&p.command->body)) {
    return wish->replaces ? admit_replacing(p, day, *wish) : admit_book(p, day, *wish);
  }
  if (const auto* wish = std::get_if<events::walk_in>(&p.command->body)) {
    return admit_walk_in(p, day, *wish);
  }
  if (!may_change(*p.command, day)) return false;
  mark_changes(*p.command, day);
  if (loosens(p.command->type())) day.loosened_in = wave_;
  take(p, day, {});
  return true;
}

bool wave_planner::admit_walk_in(const pending_command& p, day_entry& day,
                                 const events::walk_in& wish) {
  const bool no_place = no_place_for_sure(day, *p.command, wish.lane, wave_);
  if (!booked_for_sure(wish.applicants) && people_undecided(wish.applicants, &day, no_place)) {
    return false;
  }
  auto facts = claims_.facts(wish.applicants, std::nullopt, std::nullopt);
  if (facts.has_booking && claims_unstable(wish.applicants)) return false;
  const bool after_own = people_written(wish.applicants);
  if (facts.has_booking) {
    hold_claims(wish.applicants, &day);
  } else if (!no_place) {
    write({p.command, &day}, wish.applicants);
  }
  take(p, day, std::move(facts), after_own);
  return true;
}

bool wave_planner::admit_book(const pending_command& p, day_entry& day, const events::book& wish) {
  const bool no_place = no_place_for_sure(day, *p.command, wish.lane, wave_);
  const bool over = over_for_sure(day, wish);
  if (!booked_for_sure(wish.applicants) &&
      people_undecided(wish.applicants, &day, no_place || over)) {
    return false;
  }
  auto facts = claims_.facts(wish.applicants, wish.account, std::nullopt);
  if (facts.has_booking && claims_unstable(wish.applicants)) return false;
  // Nobody asks for the account of people who have a booking.
  if (!facts.has_booking && !over && !account_decided(day, wish, no_place)) return false;

  const bool after_own = people_written(wish.applicants) || account_written(wish.account);
  if (facts.has_booking) {
    hold_claims(wish.applicants, &day);
  } else if (over || !under_for_sure(day, wish)) {
    hold_account(wish.account, &day);
  }
  if (!facts.has_booking && !over && !no_place) {
    write({p.command, &day}, wish.applicants);
    write_account({p.command, &day}, wish.account, wish.applicants.size());
  }
  take(p, day, std::move(facts), after_own);
  return true;
}

bool wave_planner::admit_replacing(const pending_command& p, day_entry& day,
                                   const events::book& wish) {
  // A reschedule is rare and touches two office days: it goes only when nothing before it is open.
  if (people_undecided(wish.applicants, nullptr, false) || people_checking_in(wish.applicants) ||
      accounts_.find(wish.account, wave_) != nullptr) {
    return false;
  }
  const auto known = lookup_(*wish.replaces, p.number);
  if (known.undecided) return false;
  if (claims_unstable(wish.applicants) || account_unstable(wish.account)) return false;

  auto facts = claims_.facts(wish.applicants, wish.account, wish.replaces);
  facts.replaced = claims_.replaced(wish, offices_);
  const bool movable = facts.replaced.has_value();
  // It exists, but is not these people's live booking; or there is no such booking.
  if (!movable && known.exists) facts.replaced = domain::replaced_booking{};
  const bool refused =
      !movable || facts.has_booking || no_place_for_sure(day, *p.command, wish.lane, wave_);
  if (!refused && !leave(*wish.replaces, days_.at(*old_day(wish, p.number)), day)) return false;
  if (!refused) {
    write({p.command, &day}, wish.applicants);
    write_account({p.command, &day}, wish.account, wish.applicants.size());
  }
  hold_claims(wish.applicants, &day);
  hold_account(wish.account, &day);
  hold_check_ins(wish.applicants);
  take(p, day, std::move(facts));
  return true;
}

/// The place of `booking` on `old` may be given up for one on `day`; false if that must wait. What
/// follows on the old office day must find the old place given up.
bool wave_planner::leave(const events::uuid& booking, day_entry& old, const day_entry& day) {
  booking_mark& mark = bookings_.touch(booking, wave_);
  if (old.blocked_in == wave_ || (&old == &day ? mark.held : mark.read)) return false;
  mark.changes = true;
  old.loosened_in = wave_;
  if (&old != &day) old.blocked_in = wave_;
  return true;
}

void wave_planner::take(const pending_command& p, day_entry& day, claim_facts facts,
                        bool after_own) {
  if (day.work == nullptr) {
    day.work = std::make_shared<day_work>();
    day.work->day = day.key;
    wave_days_.push_back(&day);
  }
  day.work->items.push_back({p.command, std::move(facts), after_own});
  day.work->commands.push_back(p.number);
}

/// Where the booking that `wish` replaces is live. Only a booking of the same people can be
/// replaced, so the claim of the first of them leads there; any other outcome does not depend on
/// the old day's state.
std::optional<events::office_day_key> wave_planner::old_day(const events::book& wish,
                                                            std::uint32_t number) const {
  const auto known = lookup_(*wish.replaces, number);
  if (known.undecided) return known.undecided;
  const domain::person_claim* claim = claims_.person(wish.applicants.front().subject);
  if (claim == nullptr || !claim->live || claim->booking != *wish.replaces) return std::nullopt;
  return claim->day;
}

/// The office day keeps its order, whatever waits. A command that will be refused for sure holds up
/// less: it will only read.
void wave_planner::defer(const pending_command& p) {
  day_entry& day = days_.at(p.command->day);
  day.blocked_in = wave_;
  if (loosens(p.command->type())) day.loosened_in = wave_;
  if (const auto* wish = std::get_if<events::book>(&p.command->body)) {
    wish->replaces ? defer_move(p, day, *wish) : defer_book(p, day, *wish);
  } else if (const auto* walk = std::get_if<events::walk_in>(&p.command->body)) {
    defer_people(walk->applicants, no_place_for_sure(day, *p.command, walk->lane, wave_));
  } else {
    mark_changes(*p.command, day);
  }
}

void wave_planner::defer_book(const pending_command& p, const day_entry& day,
                              const events::book& wish) {
  const bool no_place = no_place_for_sure(day, *p.command, wish.lane, wave_);
  const bool over = over_for_sure(day, wish);
  defer_people(wish.applicants, no_place || over);
  if (booked_for_sure(wish.applicants)) return;
  if (over) {
    hold_account(wish.account, nullptr);
  } else {
    block_account(wish.account, no_place);
  }
}

void wave_planner::defer_people(const events::applicant_list& people, bool refused) {
  if (booked_for_sure(people)) {
    hold_claims(people, nullptr);
  } else {
    block_people(people, refused);
  }
}

void wave_planner::defer_move(const pending_command& p, day_entry& day, const events::book& wish) {
  day.loosened_in = wave_;
  block_people(wish.applicants, false);
  block_account(wish.account, false);
  hold_check_ins(wish.applicants);
  bookings_.touch(*wish.replaces, wave_).changes = true;
  if (const auto where = old_day(wish, p.number)) {
    day_entry& old = days_.at(*where);
    old.blocked_in = wave_;
    old.loosened_in = wave_;
  }
}

}  // namespace antrian::actors
