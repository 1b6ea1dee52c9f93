// The process manager of a reschedule: once a new place is confirmed, the old one is given up.
//
// Pure: it folds events and names the commands that are due. Ids are derived from the booking that
// caused them, so sending one again is a harmless repeat. A reschedule within one office day needs
// no manager: its one decision does both.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "events/command.hpp"
#include "events/event.hpp"

namespace antrian::domain {

/// The id of the command that releases the place which `new_booking` replaced. One to one, so that
/// the releases of two bookings are never taken for one command.
[[nodiscard]] events::uuid release_command_id(const events::uuid& new_booking);

/// True for an event that such a command caused: nobody sent it, so it answers nobody.
[[nodiscard]] bool is_release(const events::event& event);

/// Calls `visit(caused, last)` for every command of a record that is owed an answer, in order:
/// `caused` are its events, `last` is the position of the last of them. The events of a command
/// follow each other in one record, whose first event is at `first_position`.
template <class Visit>
void for_each_answer(std::span<const events::event> record, std::uint64_t first_position,
                     const Visit& visit) {
  for (std::size_t from = 0; from < record.size();) {
    // A producer may have chosen the very id that the engine gives to a release.
    const bool release = is_release(record[from]);
    std::size_t to = from + 1;
    while (to < record.size() && record[to].command == record[from].command &&
           is_release(record[to]) == release) {
      ++to;
    }
    if (!release) visit(record.subspan(from, to - from), first_position + to - 1);
    from = to;
  }
}

class reschedule_manager {
 public:
  struct release {
    events::uuid booking;      ///< the replaced one
    events::uuid replaced_by;  ///< the new one
    events::instant at;        ///< when the new one was booked
  };

  /// Folds one event, in order of position.
  void apply(const events::event& event);
  /// The release of this replaced booking was tried; there may have been nothing left to give up.
  void settled(const events::uuid& replaced);
  /// Releases that are due: new places confirmed whose old ones are not given up yet, in order.
  [[nodiscard]] const std::vector<release>& due() const { return due_; }

 private:
  std::vector<release> due_;
};

}  // namespace antrian::domain
