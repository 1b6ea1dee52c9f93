#include "actors/wave_planner.hpp"

#include <algorithm>

#include "actors/limits.hpp"
#include "events/assert.hpp"

namespace antrian::actors {

using domain::claim_facts;
using events::command_type;

namespace {

/// The one booking whose places the command gives up, if it does: that which it names.
const events::uuid* booking_given_up(const events::command& command) {
  if (const auto* gone = std::get_if<events::cancel>(&command.body)) return &gone->booking;
  const auto* moved = std::get_if<events::release_replaced>(&command.body);
  return moved != nullptr ? &moved->booking : nullptr;
}

/// Whose check-in the command is, or undoes. That frees nobody: only a move asks for it.
const events::subject_id* person_checked_in(const events::command& command) {
  if (const auto* here = std::get_if<events::check_in>(&command.body)) return &here->subject;
  const auto* undone = std::get_if<events::undo_check_in>(&command.body);
  return undone != nullptr ? &undone->subject : nullptr;
}

/// Commands after which any claim of their office day may be free: they name no booking.
bool changes_whole_day(command_type type) {
  return type == command_type::close_day || type == command_type::end_day ||
         type == command_type::serve || type == command_type::miss;
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
  bookings_.clear();
}

/// True if a command must wait for what this wave has marked: for earlier ones that may write; and,
/// unless it is itself refused for sure, for those that have yet to read.
bool wave_planner::must_wait(const claim_mark* m, bool refused) {
  return m != nullptr && (m->blocked || m->pending > 0 || (m->read_later && !refused));
}

bool wave_planner::people_undecided(const events::applicant_list& people, bool refused) const {
  return std::any_of(people.begin(), people.end(), [&](const events::applicant& a) {
    return must_wait(person(a.subject), refused);
  });
}

/// True if this wave may give up places of the booking.
bool wave_planner::changes(const events::uuid& booking, const events::office_day_key& key) const {
  const booking_mark* mark = bookings_.find(booking, wave_);
  if (mark != nullptr && mark->changes) return true;
  const day_entry* day = days_.find(key);
  return day != nullptr && day->changes_in == wave_;
}

bool wave_planner::claims_unstable(const events::applicant_list& people) const {
  return std::any_of(people.begin(), people.end(), [&](const events::applicant& a) {
    const domain::person_claim* claim = claims_.person(a.subject);
    return claim != nullptr && claim->live && changes(claim->booking, claim->day);
  });
}

bool wave_planner::account_unstable(const events::account_id& account) const {
  const domain::account_claim* held = claims_.account(account);
  return held != nullptr && std::any_of(held->begin(), held->end(), [&](const auto& each) {
           return changes(each.booking, each.day);
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

void wave_planner::write(const wave_writer& writer, const events::applicant_list& people) {
  for (const events::applicant& a : people) {
    claim_mark& m = people_.touch(a.subject, wave_);
    ++m.pending;
    m.writers.push_back(writer);
  }
}

void wave_planner::write_account(const wave_writer& writer, const events::account_id& account,
                                 std::size_t people) {
  claim_mark& m = accounts_.touch(account, wave_);
  m.pending += static_cast<std::uint32_t>(people);
  m.limit = std::min(m.limit, limit_known(*writer.day) ? writer.day->hints.account_limit : 0);
  m.writers.push_back(writer);
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
  return admit_changer(p, day);
}

/// Of the commands that read no claims, those that change some wait for those that read them.
bool wave_planner::admit_changer(const pending_command& p, day_entry& day) {
  if (const auto* given_up = booking_given_up(*p.command)) {
    const booking_mark* mark = bookings_.find(*given_up, wave_);
    if (mark != nullptr && mark->held) return false;
  } else if (const auto* who = person_checked_in(*p.command)) {
    const claim_mark* mark = person(*who);
    if (mark != nullptr && mark->moving) return false;
  } else if (changes_whole_day(p.command->type()) && day.held_in == wave_) {
    return false;
  }
  mark_changes(*p.command, day);
  if (loosens(p.command->type())) day.loosened_in = wave_;
  take(p, day, {});
  return true;
}

void wave_planner::mark_changes(const events::command& command, day_entry& day) {
  if (const auto* given_up = booking_given_up(command)) {
    bookings_.touch(*given_up, wave_).changes = true;
  } else if (const auto* who = person_checked_in(command)) {
    people_.touch(*who, wave_).checking_in = true;
  } else if (changes_whole_day(command.type())) {
    day.changes_in = wave_;
  }
}

bool wave_planner::admit_walk_in(const pending_command& p, day_entry& day,
                                 const events::walk_in& wish) {
  const bool no_place = no_place_for_sure(day, *p.command, wish.lane, wave_);
  if (people_undecided(wish.applicants, no_place)) return false;
  auto facts = claims_.facts(wish.applicants, std::nullopt, std::nullopt);
  if (facts.has_booking && claims_unstable(wish.applicants)) return false;
  const bool refused = facts.has_booking || no_place;
  if (facts.has_booking) hold_claims(wish.applicants, &day);
  if (!refused) write({p.command, &day}, wish.applicants);
  take(p, day, std::move(facts));
  return true;
}

bool wave_planner::admit_book(const pending_command& p, day_entry& day, const events::book& wish) {
  const bool no_place = no_place_for_sure(day, *p.command, wish.lane, wave_);
  if (people_undecided(wish.applicants, no_place)) return false;
  const claim_mark* account = accounts_.find(wish.account, wave_);
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
    write({p.command, &day}, wish.applicants);
    write_account({p.command, &day}, wish.account, people);
  }
  take(p, day, std::move(facts));
  return true;
}

bool wave_planner::admit_replacing(const pending_command& p, day_entry& day,
                                   const events::book& wish) {
  // A reschedule is rare and touches two office days: it goes only when nothing before it is open.
  if (people_undecided(wish.applicants, false) || people_checking_in(wish.applicants) ||
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

bool wave_planner::people_checking_in(const events::applicant_list& people) const {
  return std::any_of(people.begin(), people.end(), [&](const events::applicant& a) {
    const claim_mark* m = person(a.subject);
    return m != nullptr && m->checking_in;
  });
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

/// Claims that a decision was made of must not change in its wave any more, but by its own office
/// day, which keeps the order: within a wave the log may put one day before another, and read in
/// its order it must tell the same story.
void wave_planner::hold_claims(const events::applicant_list& people, const day_entry* own) {
  for (const events::applicant& a : people) {
    const domain::person_claim* claim = claims_.person(a.subject);
    if (claim != nullptr && claim->live) hold(claim->booking, days_.at(claim->day), own);
  }
}

void wave_planner::hold_account(const events::account_id& account, const day_entry* own) {
  const domain::account_claim* held = claims_.account(account);
  if (held == nullptr) return;
  for (const domain::account_booking& each : *held) hold(each.booking, days_.at(each.day), own);
}

void wave_planner::hold(const events::uuid& booking, day_entry& day, const day_entry* own) {
  booking_mark& mark = bookings_.touch(booking, wave_);
  mark.read = true;
  if (&day == own) return;
  mark.held = true;
  day.held_in = wave_;
}

void wave_planner::hold_check_ins(const events::applicant_list& people) {
  for (const events::applicant& a : people) people_.touch(a.subject, wave_).moving = true;
}

/// What a waiting command will read must not be changed by what follows it: neither the claims as
/// they are, nor those that this wave may add to them.
void wave_planner::block(claim_mark& mark, bool refused) {
  (refused ? mark.read_later : mark.blocked) = true;
  for (const wave_writer& writer : mark.writers) hold(writer.command->id, *writer.day, nullptr);
}

void wave_planner::block_people(const events::applicant_list& people, bool refused) {
  for (const events::applicant& a : people) block(people_.touch(a.subject, wave_), refused);
  hold_claims(people, nullptr);
}

void wave_planner::block_account(const events::account_id& account, bool refused) {
  block(accounts_.touch(account, wave_), refused);
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
  mark_changes(*p.command, day);
  if (movable) defer_move(p, *wish);
}

void wave_planner::defer_move(const pending_command& p, const events::book& wish) {
  hold_check_ins(wish.applicants);
  bookings_.touch(*wish.replaces, wave_).changes = true;
  if (const auto where = old_day(wish, p.number)) {
    day_entry& old = days_.at(*where);
    old.blocked_in = wave_;
    old.loosened_in = wave_;
  }
}

}  // namespace antrian::actors
