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

/// The policy of a day that is open never changes.
bool limit_known(const day_entry& day) {
  return day.hints.known && day.hints.status == domain::day_status::open;
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
  if (m.wave != wave_) m = {wave_, false, false, 0, UINT32_MAX, {}};
  return m;
}

/// True if a command must wait for what this wave has marked: for earlier ones that may write; and,
/// unless it is itself refused for sure, for those that have yet to read.
bool wave_planner::must_wait(const mark* m, bool refused) {
  return m != nullptr && (m->blocked || m->pending > 0 || (m->read_later && !refused));
}

bool wave_planner::people_undecided(const events::applicant_list& people, bool refused) const {
  return std::any_of(people.begin(), people.end(), [&](const events::applicant& a) {
    return must_wait(mark_of(people_, a.subject), refused);
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
  m.limit = std::min(m.limit, limit_known(day) ? day.hints.account_limit : 0);
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
  const bool no_place = no_place_for_sure(day, *p.command, wish.lane, wave_);
  if (people_undecided(wish.applicants, no_place)) return false;
  auto facts = claims_.facts(wish.applicants, std::nullopt, std::nullopt);
  if (facts.has_booking && claims_unstable(wish.applicants)) return false;
  const bool refused = facts.has_booking || no_place;
  if (facts.has_booking) hold_claims(wish.applicants, &day);
  if (!refused) write(day, wish.applicants);
  take(p, day, std::move(facts));
  return true;
}

bool wave_planner::admit_book(const pending_command& p, day_entry& day, const events::book& wish) {
  const bool no_place = no_place_for_sure(day, *p.command, wish.lane, wave_);
  if (people_undecided(wish.applicants, no_place)) return false;
  const mark* account = mark_of(accounts_, wish.account);
  if (account != nullptr && (account->blocked || (account->read_later && !no_place))) return false;
  auto facts = claims_.facts(wish.applicants, wish.account, std::nullopt);
  if (facts.has_booking && claims_unstable(wish.applicants)) return false;
  if (facts.account_live > 0 && account_unstable(wish.account)) return false;

  const auto people = static_cast<std::uint32_t>(wish.applicants.size());
  const auto undecided = account != nullptr ? account->pending : 0;
  const bool over = limit_known(day) && facts.account_live + people > day.hints.account_limit;
  // Not only its own: with it, those before it must stay within theirs, in whatever order.
  const auto limit =
      std::min(day.hints.account_limit, account != nullptr ? account->limit : UINT32_MAX);
  const bool under = limit_known(day) && facts.account_live + undecided + people <= limit;
  // Without certainty of the limit only a refusal that comes before it can be told.
  if (!over && !under && undecided > 0 && !facts.has_booking) return false;

  if (facts.has_booking) {
    hold_claims(wish.applicants, &day);
  } else if (!under) {
    hold_account(wish.account, &day);
  }
  if (!facts.has_booking && !over && !no_place) {
    write(day, wish.applicants);
    write_account(day, wish.account, people);
  }
  take(p, day, std::move(facts));
  return true;
}

bool wave_planner::admit_replacing(const pending_command& p, day_entry& day,
                                   const events::book& wish) {
  // A reschedule is rare and touches two office days: it goes only when nothing before it is open.
  if (people_undecided(wish.applicants, false) || mark_of(accounts_, wish.account) != nullptr) {
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
    if (old.blocked_in == wave_ || (&old == &day ? old.held_in : old.read_in) == wave_) {
      return false;
    }
    old.changes_in = wave_;
    old.loosened_in = wave_;
    if (&old != &day) old.blocked_in = wave_;
    write(day, wish.applicants);
    write_account(day, wish.account, wish.applicants.size());
  }
  hold_claims(wish.applicants, &day);
  hold_account(wish.account, &day);
  take(p, day, std::move(facts));
  return true;
}

/// Claims that a decision was made of must not change in its wave any more, but by its own office
/// day, which keeps the order: within a wave the log may put one day before another, and read in
/// its order it must tell the same story.
void wave_planner::hold_claims(const events::applicant_list& people, const day_entry* own) {
  for (const events::applicant& a : people) {
    const domain::person_claim* claim = claims_.person(a.subject);
    if (claim != nullptr && claim->live) hold(claim->day, own);
  }
}

void wave_planner::hold_account(const events::account_id& account, const day_entry* own) {
  const domain::account_claim* days = claims_.account(account);
  if (days == nullptr) return;
  for (const domain::account_day& held : *days) hold(held.day, own);
}

void wave_planner::hold(const events::office_day_key& key, const day_entry* own) {
  day_entry& day = days_.at(key);
  day.read_in = wave_;
  if (&day != own) day.held_in = wave_;
}

/// What a waiting command will read must not be changed by what follows it: neither the claims as
/// they are, nor those that this wave may add to them.
template <class Id>
void wave_planner::block(marks<Id>& table, const Id& id, bool refused) {
  mark& m = touch(table, id);
  (refused ? m.read_later : m.blocked) = true;
  for (day_entry* writer : m.writers) writer->held_in = wave_;
}

void wave_planner::block_people(const events::applicant_list& people, bool refused) {
  for (const events::applicant& a : people) block(people_, a.subject, refused);
  hold_claims(people, nullptr);
}

void wave_planner::block_account(const events::account_id& account, bool refused) {
  block(accounts_, account, refused);
  hold_account(account, nullptr);
}

/// The office day keeps its order, whatever waits. The people of a command for which there is no
/// place for sure are held up less: it will only read their claims, so others that only read pass.
void wave_planner::defer(const pending_command& p) {
  day_entry& day = days_.at(p.command->day);
  const auto* wish = std::get_if<events::book>(&p.command->body);
  const auto* walk = std::get_if<events::walk_in>(&p.command->body);
  const bool movable = wish != nullptr && wish->replaces;
  const bool refused =
      !movable && ((wish != nullptr && no_place_for_sure(day, *p.command, wish->lane, wave_)) ||
                   (walk != nullptr && no_place_for_sure(day, *p.command, walk->lane, wave_)));
  day.blocked_in = wave_;
  if (movable || loosens(p.command->type())) day.loosened_in = wave_;
  if (wish != nullptr) {
    block_people(wish->applicants, refused);
    block_account(wish->account, refused);
  } else if (walk != nullptr) {
    block_people(walk->applicants, refused);
  }
  if (movable || changes_claims(p.command->type())) day.changes_in = wave_;
  if (!movable) return;
  if (const auto where = old_day(*wish, p.number)) {
    day_entry& old = days_.at(*where);
    old.blocked_in = wave_;
    old.changes_in = wave_;
    old.loosened_in = wave_;
  }
}

}  // namespace antrian::actors
