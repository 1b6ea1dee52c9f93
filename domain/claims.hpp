// Claims: what the country knows of people and accounts. One live booking per NIK, the live
// applicants of each account, and the blocks after a no-show.
//
// Claims are a fold of the events of all office days, in order of position: `apply` is the only
// way in which they change, live and on recovery alike. Pure and single-threaded: the partition
// owns them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/container/small_vector.hpp>
#include <boost/unordered/unordered_flat_map.hpp>

#include "domain/office_day.hpp"
#include "events/event.hpp"
#include "events/ids.hpp"
#include "events/office_directory.hpp"

namespace antrian::domain {

/// What is known of one person. All but the block is of the live booking, and empty without one.
struct person_claim {
  events::uuid booking;
  std::optional<events::account_id> account;    ///< nothing: a walk-in
  events::office_day_key day;                   ///< where it is
  events::local_date blocked_until = no_block;  ///< first date on which they may book
  events::clock_time slot;
  std::uint32_t replacements = 0;  ///< already in the booking's chain
  std::uint8_t applicants = 0;     ///< of the booking, when it was confirmed
  bool live = false;
  bool confirmed = false;  ///< neither checked in nor called
  friend bool operator==(const person_claim&, const person_claim&) = default;
};

/// Live applicants of one of an account's bookings.
struct account_booking {
  events::office_day_key day;
  std::uint32_t applicants = 0;
  events::uuid booking;
  friend bool operator==(const account_booking&, const account_booking&) = default;
};
/// In order of day and booking, so that equal knowledge is equal whatever way it came about.
using account_claim = boost::container::small_vector<account_booking, 1>;

class claims {
 public:
  /// Folds one event of the office day. Stops the process if the event gives a second live booking
  /// to a person, or takes more from an account than it has: such events cannot be true.
  void apply(const events::office_day_key& day, const events::event& event);

  /// Nothing is known of a person who is absent.
  [[nodiscard]] const person_claim* person(const events::subject_id& subject) const;
  [[nodiscard]] const account_claim* account(const events::account_id& account) const;
  [[nodiscard]] std::uint32_t live_of(const events::account_id& account) const;

  /// What a `book` or `walk_in` must know. `replaces` does not count as a live booking.
  /// (`replaced` of the result is not filled in.)
  [[nodiscard]] claim_facts facts(const events::applicant_list& applicants,
                                  const std::optional<events::account_id>& account,
                                  const std::optional<events::uuid>& replaces) const;

  /// What a `book` must know of the booking that it replaces, wherever that is: nothing unless the
  /// live booking of the wish's first applicant is the one. If the people of the two differ, the
  /// answer is that of a booking that is not live.
  [[nodiscard]] std::optional<replaced_booking> replaced(
      const events::book& wish, const events::office_directory& offices) const;

  [[nodiscard]] std::size_t persons() const { return persons_.size(); }
  [[nodiscard]] std::size_t accounts() const { return accounts_.size(); }

  /// A stored row: key and value; no value: the row is gone.
  using row = std::pair<std::string, std::optional<std::string>>;
  /// The rows that changed since the last call, each once.
  [[nodiscard]] std::vector<row> take_changed_rows(const events::office_directory& offices);
  /// Every row, in order of key: what an audit compares.
  [[nodiscard]] std::vector<row> all_rows(const events::office_directory& offices) const;
  /// Takes up a stored row, the rows in order of key; false if this class does not write such rows,
  /// or if it names an office that is not in the directory. It does not find every damage: rows
  /// hold no checksum.
  [[nodiscard]] bool load_row(std::string_view key, std::string_view value,
                              const events::office_directory& offices);

  friend bool operator==(const claims& a, const claims& b) {
    return a.persons_ == b.persons_ && a.accounts_ == b.accounts_;
  }

 private:
  friend struct claims_fold;
  void take(const events::placement& place, const events::booking_confirmed& by,
            const events::office_day_key& day);
  void release(const events::subject_id& subject, const events::uuid& booking);
  void set_confirmed(const events::subject_id& subject, const events::uuid& booking,
                     bool confirmed);
  /// The person's claim if it is of this booking, or null.
  person_claim* live_claim(const events::subject_id& subject, const events::uuid& booking);
  void block(const events::subject_id& subject, events::local_date until);
  void count(const events::booking_facts& facts, const events::office_day_key& day,
             std::int32_t applicants);
  /// Rows of accounts do not name bookings; those of their people do.
  void name_booking(const person_claim& claim);

  boost::unordered_flat_map<events::subject_id, person_claim, events::id16_hash> persons_;
  boost::unordered_flat_map<events::account_id, account_claim, events::id16_hash> accounts_;
  std::vector<events::subject_id> changed_persons_;
  std::vector<events::account_id> changed_accounts_;
};

}  // namespace antrian::domain
