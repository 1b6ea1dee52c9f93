#include "actors/wave_planner.hpp"

#include <algorithm>

#include "actors/limits.hpp"
#include "events/assert.hpp"

namespace antrian::actors {

using domain::claim_facts;
using events::command_type;

namespace {

/// Commands after which claims of their office day may be free.
bool gives_up_claims(command_type type) {
  return type == command_type::cancel || type == command_type::close_day ||
         type == command_type::end_day || type == command_type::serve ||
         type == command_type::miss || type == command_type::release_replaced;
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

void wave_planner::described(std::uint32_t number, std::optional<domain::replaced_booking> old) {
  described_.insert_or_assign(number, std::move(old));
}

void wave_planner::finish_batch() {
  described_.clear();
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
  if (m.wave != wave_) m = {wave_, false, 0};
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
    return day != nullptr && day->releases_in == wave_;
  });
}

bool wave_planner::account_unstable(const events::account_id& account) const {
  const domain::account_claim* days = claims_.account(account);
  if (days == nullptr) return false;
  return std::any_of(days->begin(), days->end(), [&](const domain::account_day& held) {
    const day_entry* day = days_.find(held.day);
    return day != nullptr && day->releases_in == wave_;
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

void wave_planner::take(const pending_command& p, day_entry& day, claim_facts facts,
                        bool describe_only) {
  if (day.work == nullptr) {
    day.work = std::make_shared<day_work>();
    day.work->day = day.key;
    wave_days_.push_back(&day);
  }
  day.work->items.push_back({p.command, std::move(facts), describe_only});
  day.work->commands.push_back(p.number);
}

void wave_planner::write_people(const events::applicant_list& people) {
  for (const events::applicant& a : people) ++touch(people_, a.subject).pending;
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
  if (gives_up_claims(p.command->type())) {
    if (day.held_in == wave_) return false;
    day.releases_in = wave_;
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
  if (!refused) write_people(wish.applicants);
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
    write_people(wish.applicants);
    touch(accounts_, wish.account).pending += people;
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
  const auto where = old_day(wish, p.number);
  day_entry* old = where && *where != day.key ? &days_.at(*where) : nullptr;

  auto facts = claims_.facts(wish.applicants, wish.account, wish.replaces);
  if (old != nullptr) {
    const auto description = described_.find(p.number);
    if (description == described_.end()) {
      // Ask the old day, after all that came before on it; the command itself waits (and so does
      // everything after it on both days) until the answer is here.
      if (old->blocked_in != wave_) take(p, *old, {}, true);
      return false;
    }
    facts.replaced = description->second;
    old->blocked_in = wave_;
    old->releases_in = wave_;
  } else if (known.exists) {
    facts.replaced = domain::replaced_booking{};  // it exists, but is not these people's live one
  }
  // On its own day the old place becomes free at once.
  day.releases_in = wave_;
  day.loosened_in = wave_;
  write_people(wish.applicants);
  touch(accounts_, wish.account).pending += static_cast<std::uint32_t>(wish.applicants.size());
  take(p, day, std::move(facts));
  return true;
}

/// The claims that a waiting command will read must still be there when its turn comes.
void wave_planner::hold_claims(const events::applicant_list& people) {
  for (const events::applicant& a : people) {
    touch(people_, a.subject).blocked = true;
    const domain::person_claim* claim = claims_.person(a.subject);
    if (claim != nullptr && claim->live) days_.at(claim->day).held_in = wave_;
  }
}

void wave_planner::hold_account(const events::account_id& account) {
  touch(accounts_, account).blocked = true;
  const domain::account_claim* days = claims_.account(account);
  if (days == nullptr) return;
  for (const domain::account_day& held : *days) days_.at(held.day).held_in = wave_;
}

void wave_planner::defer(const pending_command& p) {
  day_entry& day = days_.at(p.command->day);
  day.blocked_in = wave_;
  if (gives_up_claims(p.command->type())) day.releases_in = wave_;
  if (const auto* wish = std::get_if<events::book>(&p.command->body)) {
    hold_claims(wish->applicants);
    hold_account(wish->account);
    if (!wish->replaces) return;
    day.releases_in = wave_;
    if (const auto where = old_day(*wish, p.number)) {
      day_entry& old = days_.at(*where);
      old.blocked_in = wave_;
      old.releases_in = wave_;
    }
  } else if (const auto* walk = std::get_if<events::walk_in>(&p.command->body)) {
    hold_claims(walk->applicants);
  }
}

}  // namespace antrian::actors
