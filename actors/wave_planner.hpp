// Cuts a batch into waves: which pending commands may be decided at once, on all their office days
// in parallel, with the same answers as one after another.
//
// Commands of one office day keep their order, so what can go wrong is only what crosses office
// days: the claims of NIKs and accounts. The planner therefore tells readers from writers.
//  - A command that is certain to be refused, whatever the undecided ones before it do, writes no
//    claim and holds nobody up (a full day, people who are booked, an account at its limit).
//  - Every other `book` or `walk_in` may write. Until its wave is settled, a later command of
//    another office day that names one of its people waits; one of its account waits unless the
//    limit holds or is broken for certain whichever way the earlier ones go. A command of the same
//    office day does not: the office day knows what it has decided before (domain/own_claims.hpp).
//  - A command that gives up places (cancel, release_replaced) makes the claims of its booking
//    uncertain for the rest of the wave; one that names no booking (serve, miss, close_day,
//    end_day), all that live on its office day. A check-in concerns only moves of that person.
//  - A command that waits holds up what follows it: its office day, its people, its account, and
//    whatever would give up a claim that it has yet to read.
// So one account with thousands of commands costs a few waves, not one wave per command: once the
// account is at its limit, or the day is full, the rest are certain refusals.
//
// wave_planner.cpp says what goes and what waits, wave_planner_marks.cpp keeps the marks that it
// goes by. Pure bookkeeping, no actor in it: tests/actors drives it alone.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "actors/day_table.hpp"
#include "actors/wave_marks.hpp"
#include "domain/claims.hpp"

namespace antrian::actors {

struct pending_command {
  const events::command* command = nullptr;
  std::uint32_t number = 0;  ///< in the partition's books
};

/// What is known of a booking id that a command wants to replace.
struct booking_knowledge {
  bool exists = false;  ///< a `book` or `walk_in` of this id was accepted
  /// Its command is in this batch and not decided yet: its office day.
  std::optional<events::office_day_key> undecided;
};

class wave_planner {
 public:
  /// Answers as of the command with this number: a later command of the batch does not exist yet.
  using booking_lookup = std::function<booking_knowledge(const events::uuid&, std::uint32_t)>;
  /// `claims`, `offices` and `days` outlive the planner.
  wave_planner(const domain::claims& claims, const events::office_directory& offices,
               day_table& days, booking_lookup lookup)
      : claims_(claims), offices_(offices), days_(days), lookup_(std::move(lookup)) {}

  /// Moves the commands of the next wave out of `pending` into their days' `work`, and returns
  /// those days. Never empty while `pending` is not.
  [[nodiscard]] std::vector<day_entry*> next_wave(std::vector<pending_command>& pending);

  /// Forgets the marks: the batch is decided.
  void finish_batch();

 private:
  bool admit(const pending_command& p);
  bool admit_book(const pending_command& p, day_entry& day, const events::book& wish);
  bool admit_replacing(const pending_command& p, day_entry& day, const events::book& wish);
  bool admit_walk_in(const pending_command& p, day_entry& day, const events::walk_in& wish);
  bool leave(const events::uuid& booking, day_entry& old, const day_entry& day);
  void defer(const pending_command& p);
  void defer_book(const pending_command& p, const day_entry& day, const events::book& wish);
  void defer_people(const events::applicant_list& people, bool refused);
  void defer_move(const pending_command& p, day_entry& day, const events::book& wish);

  [[nodiscard]] bool booked_for_sure(const events::applicant_list& people) const;
  [[nodiscard]] bool over_for_sure(const day_entry& day, const events::book& wish) const;
  [[nodiscard]] bool under_for_sure(const day_entry& day, const events::book& wish) const;
  [[nodiscard]] bool account_decided(const day_entry& day, const events::book& wish,
                                     bool no_place) const;
  [[nodiscard]] bool account_written(const events::account_id& account) const;
  void take(const pending_command& p, day_entry& day, domain::claim_facts facts,
            bool after_own = false);

  [[nodiscard]] bool may_change(const events::command& command, const day_entry& day) const;

  [[nodiscard]] bool people_undecided(const events::applicant_list& people, const day_entry* own,
                                      bool refused) const;
  [[nodiscard]] bool people_written(const events::applicant_list& people) const;
  [[nodiscard]] static bool must_wait(const claim_mark* m, const day_entry* own, bool refused);
  [[nodiscard]] bool people_checking_in(const events::applicant_list& people) const;
  [[nodiscard]] bool changes(const events::uuid& booking, const events::office_day_key& day) const;
  [[nodiscard]] bool claims_unstable(const events::applicant_list& people) const;
  [[nodiscard]] bool account_unstable(const events::account_id& account) const;
  [[nodiscard]] std::optional<events::office_day_key> old_day(const events::book& wish,
                                                              std::uint32_t number) const;
  void hold_claims(const events::applicant_list& people, const day_entry* own);
  void hold_account(const events::account_id& account, const day_entry* own);
  void hold(const events::uuid& booking, day_entry& day, const day_entry* own);
  void hold_check_ins(const events::applicant_list& people);
  void block_people(const events::applicant_list& people, bool refused);
  void block_account(const events::account_id& account, bool refused);
  void block(claim_mark& mark, bool refused);
  void mark_changes(const events::command& command, day_entry& day);
  void write(const wave_writer& writer, const events::applicant_list& people);
  void write_account(const wave_writer& writer, const events::account_id& account,
                     std::size_t people);
  [[nodiscard]] const claim_mark* person(const events::subject_id& id) const {
    return people_.find(id, wave_);
  }

  const domain::claims& claims_;
  const events::office_directory& offices_;
  day_table& days_;
  booking_lookup lookup_;
  std::uint64_t wave_ = 0;
  std::vector<day_entry*> wave_days_;
  wave_marks<events::subject_id, claim_mark> people_;
  wave_marks<events::account_id, claim_mark> accounts_;
  wave_marks<events::uuid, booking_mark> bookings_;
};

}  // namespace antrian::actors
