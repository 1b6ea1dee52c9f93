#include "actors/wave_planner.hpp"

#include <algorithm>

#include "actors/limits.hpp"
#include "events/assert.hpp"

namespace antrian::actors {

using domain::claim_facts;
using events::command_type;

namespace {

/// Commands after which claims that live on their office day may be free, or no longer confirmed.
bool changes_claims(command_type type) {
  switch (type) {
    case command_type::cancel:
    case command_type::close_day:
    case command_type::end_day:
    case command_type::check_in:
    case command_type::undo_check_in:
    case command_type::serve:
    case command_type::miss:
    case command_type::release_replaced:
      return true;
    default:
      return false;
  }
}

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

void wave_planner::finish_batch() {
  people_.clear();
  accounts_.clear();
}

template <class Id>
const wave_planner::mark* wave_planner::mark_of(const marks<Id>& table, const Id& id) const {
  const auto found = table.find(id);
  return found == table.end() || found->second.wave != wave_ ? nullptr : &found->second;
}

template <class Id>
wave_planner::mark& wave_planner::touch(marks<Id>& table, const Id& id) {
  mark& m = table[id];
  if (m.wave != wave_) m = {wave_, false, 0, {}};
  return m;
}

bool wave_planner::people_undecided(const events::applicant_list& people) const {
  // Any mark of this wave means an earlier command that may write, or that waits.
  return std::any_of(people.begin(), people.end(), [&](const events::applicant& a) {
    return mark_of(people_, a.subject) != nullptr;
  });
}

bool wave_planner::claims_unstable(const events::applicant_list& people) const {
  return std::any_of(people.begin(), people.end(), [&](const events::applicant& a) {
    const domain::person_claim* claim = claims_.person(a.subject);
    if (claim == nullptr || !claim->live) return false;
    const day_entry* day = days_.find(claim->day);
    return day != nullptr && day->changes_in == wave_;
  });
}

bool wave_planner::account_unstable(const events::account_id& account) const {
  const domain::account_claim* days = claims_.account(account);
  if (days == nullptr) return false;
  return std::any_of(days->begin(), days->end(), [&](const domain::account_day& held) {
    const day_entry* day = days_.find(held.day);
    return day != nullptr && day->changes_in == wave_;
  });
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

void wave_planner::take(const pending_command& p, day_entry& day, claim_facts facts) {
  if (day.work == nullptr) {
    day.work = std::make_shared<day_work>();
    day.work->day = day.key;
    wave_days_.push_back(&day);
  }
  day.work->items.push_back({p.command, std::move(facts)});
  day.work->commands.push_back(p.number);
}

void wave_planner::write(day_entry& day, const events::applicant_list& people) {
  for (const events::applicant& a : people) {
    mark& m = touch(people_, a.subject);
    ++m.pending;
    m.writers.push_back(&day);
  }
}

void wave_planner::write_account(day_entry& day, const events::account_id& account,
                                 std::size_t people) {
  mark& m = touch(accounts_, account);
  m.pending += static_cast<std::uint32_t>(people);
  m.writers.push_back(&day);
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
  if (changes_claims(p.command->type())) {
    if (day.held_in == wave_) return false;
    day.changes_in = wave_;
  }
  if (loosens(p.command->type())) day.loosened_in = wave_;
  take(p, day, {});
  return true;
}

bool wave_planner::admit_walk_in(const pending_command& p, day_entry& day,
                                 const events::walk_in& wish) {
  if (people_undecided(wish.applicants)) return false;
  auto facts = claims_.facts(wish.applicants, std::nullopt, std::nullopt);
  if (facts.has_booking && claims_unstable(wish.applicants)) return false;
  const bool refused = facts.has_booking || no_place_for_sure(day, *p.command, wish.lane, wave_);
  if (!refused) write(day, wish.applicants);
  take(p, day, std::move(facts));
  return true;
}

bool wave_planner::admit_book(const pending_command& p, day_entry& day, const events::book& wish) {
  if (people_undecided(wish.applicants)) return false;
  const mark* account = mark_of(accounts_, wish.account);
  if (account != nullptr && account->blocked) return false;
  auto facts = claims_.facts(wish.applicants, wish.account, std::nullopt);
  if (facts.has_booking && claims_unstable(wish.applicants)) return false;
  if (facts.account_live > 0 && account_unstable(wish.account)) return false;

  const auto people = static_cast<std::uint32_t>(wish.applicants.size());
  const auto undecided = account != nullptr ? account->pending : 0;
  // The policy of a day that is open never changes.
  const bool limit_known = day.hints.known && day.hints.status == domain::day_status::open;
  const bool over = limit_known && facts.account_live + people > day.hints.account_limit;
  const bool under = undecided == 0 || (limit_known && facts.account_live + undecided + people <=
                                                           day.hints.account_limit);
  // Without certainty of the limit only a refusal that comes before it can be told.
  if (!over && !under && !facts.has_booking) return false;

  const bool refused =
      facts.has_booking || over || no_place_for_sure(day, *p.command, wish.lane, wave_);
  if (!refused) {
    write(day, wish.applicants);
    write_account(day, wish.account, people);
  }
  take(p, day, std::move(facts));
  return true;
}

bool wave_planner::admit_replacing(const pending_command& p, day_entry& day,
                                   const events::book& wish) {
  // A reschedule is rare and touches two office days: it goes only when nothing before it is open.
  if (people_undecided(wish.applicants) || mark_of(accounts_, wish.account) != nullptr) {
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
  if (!refused) {
    // What follows on the old office day must find the old place given up.
    day_entry& old = days_.at(*old_day(wish, p.number));
    if (old.blocked_in == wave_ || old.held_in == wave_) return false;
    old.changes_in = wave_;
    old.loosened_in = wave_;
    if (&old != &day) old.blocked_in = wave_;
    write(day, wish.applicants);
    write_account(day, wish.account, wish.applicants.size());
  }
  take(p, day, std::move(facts));
  return true;
}

/// What a waiting command will read must not be changed by what follows it: neither the claims as
/// they are, nor those that this wave may add to them.
template <class Id>
void wave_planner::hold(marks<Id>& table, const Id& id) {
  mark& m = touch(table, id);
  m.blocked = true;
  for (day_entry* writer : m.writers) writer->held_in = wave_;
}

void wave_planner::hold_claims(const events::applicant_list& people) {
  for (const events::applicant& a : people) {
    hold(people_, a.subject);
    const domain::person_claim* claim = claims_.person(a.subject);
    if (claim != nullptr && claim->live) days_.at(claim->day).held_in = wave_;
  }
}

void wave_planner::hold_account(const events::account_id& account) {
  hold(accounts_, account);
  const domain::account_claim* days = claims_.account(account);
  if (days == nullptr) return;
  for (const domain::account_day& held : *days) days_.at(held.day).held_in = wave_;
}

void wave_planner::defer(const pending_command& p) {
  day_entry& day = days_.at(p.command->day);
  day.blocked_in = wave_;
  if (changes_claims(p.command->type())) day.changes_in = wave_;
  if (const auto* wish = std::get_if<events::book>(&p.command->body)) {
    hold_claims(wish->applicants);
    hold_account(wish->account);
    if (!wish->replaces) return;
    day.changes_in = wave_;
    if (const auto where = old_day(*wish, p.number)) {
      day_entry& old = days_.at(*where);
      old.blocked_in = wave_;
      old.changes_in = wave_;
    }
  } else if (const auto* walk = std::get_if<events::walk_in>(&p.command->body)) {
    hold_claims(walk->applicants);
  }
}

}  // namespace antrian::actors
