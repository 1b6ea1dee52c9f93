// The wave planner's marks: what is undecided, what is certain all the same, and who is held up.
#include <algorithm>

#include "actors/wave_planner.hpp"

namespace antrian::actors {

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

/// The policy of a day that is open never changes.
bool limit_known(const day_entry& day) {
  return day.hints.known && day.hints.status == domain::day_status::open;
}

}  // namespace

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

/// True if a command must wait for what this wave has marked: for earlier ones that may write; and,
/// unless it is itself refused for sure, for those that have yet to read. What only the office day
/// of the command itself may write is no reason to wait: it brings the facts up to date.
bool wave_planner::must_wait(const claim_mark* m, const day_entry* own, bool refused) {
  return m != nullptr && (m->blocked || !m->only_written_by(own) || (m->read_later && !refused));
}

bool wave_planner::people_undecided(const events::applicant_list& people, const day_entry* own,
                                    bool refused) const {
  return std::any_of(people.begin(), people.end(), [&](const events::applicant& a) {
    return must_wait(person(a.subject), own, refused);
  });
}

/// True if this wave may have added claims of the people before; on their own office day, if they
/// are not undecided.
bool wave_planner::people_written(const events::applicant_list& people) const {
  return std::any_of(people.begin(), people.end(), [&](const events::applicant& a) {
    const claim_mark* m = person(a.subject);
    return m != nullptr && m->pending > 0;
  });
}

bool wave_planner::account_written(const events::account_id& account) const {
  const claim_mark* m = accounts_.find(account, wave_);
  return m != nullptr && m->pending > 0;
}

/// True if each of the people holds a booking whatever the undecided commands before do: those
/// cannot give them another one, and what gives up places is marked.
bool wave_planner::booked_for_sure(const events::applicant_list& people) const {
  return std::all_of(people.begin(), people.end(), [&](const events::applicant& a) {
    const domain::person_claim* claim = claims_.person(a.subject);
    return claim != nullptr && claim->live && !changes(claim->booking, claim->day);
  });
}

/// True if the account's claims alone break the limit of the day, whatever the undecided commands
/// before do: those can only add to them.
bool wave_planner::over_for_sure(const day_entry& day, const events::book& wish) const {
  return limit_known(day) &&
         claims_.live_of(wish.account) + wish.applicants.size() > day.hints.account_limit &&
         !account_unstable(wish.account);
}

/// True if the account's claims and all that this wave may add to them stay within the limit of the
/// day, and of those that may add them, in whatever order. Places given up only help.
bool wave_planner::under_for_sure(const day_entry& day, const events::book& wish) const {
  if (!limit_known(day)) return false;
  const claim_mark* m = accounts_.find(wish.account, wave_);
  const std::uint64_t pending = m != nullptr ? m->pending : 0;
  const auto limit = std::min(day.hints.account_limit, m != nullptr ? m->limit : UINT32_MAX);
  return claims_.live_of(wish.account) + pending + wish.applicants.size() <= limit;
}

/// True if the wish need not wait for others of its account: it stays within the limit for sure, or
/// its office day knows itself whether it does.
bool wave_planner::account_decided(const day_entry& day, const events::book& wish,
                                   bool no_place) const {
  const claim_mark* m = accounts_.find(wish.account, wave_);
  if (m != nullptr && (m->blocked || (m->read_later && !no_place))) return false;
  if (under_for_sure(day, wish)) return true;
  return (m == nullptr || m->only_written_by(&day)) && !account_unstable(wish.account);
}

bool wave_planner::people_checking_in(const events::applicant_list& people) const {
  return std::any_of(people.begin(), people.end(), [&](const events::applicant& a) {
    const claim_mark* m = person(a.subject);
    return m != nullptr && m->checking_in;
  });
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

/// Of the commands that read no claims, those that change some wait for those that read them.
bool wave_planner::may_change(const events::command& command, const day_entry& day) const {
  if (const auto* given_up = booking_given_up(command)) {
    const booking_mark* mark = bookings_.find(*given_up, wave_);
    if (mark != nullptr && mark->held) return false;
  } else if (const auto* who = person_checked_in(command)) {
    const claim_mark* mark = person(*who);
    if (mark != nullptr && mark->moving) return false;
  } else if (changes_whole_day(command.type()) && day.held_in == wave_) {
    return false;
  }
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

void wave_planner::finish_batch() {
  people_.clear();
  accounts_.clear();
  bookings_.clear();
}

}  // namespace antrian::actors
