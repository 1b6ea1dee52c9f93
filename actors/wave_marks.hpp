// What a wave in the making has done, or will do, to people, accounts and bookings. A mark holds
// for the wave that made it; tables are emptied with the batch.
#pragma once

#include <algorithm>
#include <cstdint>

#include <boost/container/small_vector.hpp>
#include <boost/unordered/unordered_flat_map.hpp>

#include "actors/day_table.hpp"
#include "events/command.hpp"

namespace antrian::actors {

/// A command of the wave that may add a booking, whose id is its own.
struct wave_writer {
  const events::command* command = nullptr;
  day_entry* day = nullptr;
};

/// Of a person or an account.
struct claim_mark {
  std::uint64_t wave = 0;
  bool blocked = false;              ///< a waiting command that may write names it
  bool read_later = false;           ///< a waiting command that is refused for sure names it
  bool checking_in = false;          ///< of a person: a check-in or its undoing names it
  bool moving = false;               ///< of a person: a move reads whether it is checked in
  std::uint32_t pending = 0;         ///< applicants that this wave may add
  std::uint32_t limit = UINT32_MAX;  ///< smallest account limit of the days that may add them
  boost::container::small_vector<wave_writer, 2> writers;

  [[nodiscard]] bool only_written_by(const day_entry* day) const {
    return std::all_of(writers.begin(), writers.end(),
                       [&](const wave_writer& writer) { return writer.day == day; });
  }
};

struct booking_mark {
  std::uint64_t wave = 0;
  bool changes = false;  ///< its places are given up, or will be
  bool read = false;     ///< a decision is made of its claims, or will be
  bool held = false;     ///< the same, but not by its own office day, which keeps the order
};

template <class Id, class Mark>
class wave_marks {
 public:
  /// Null: this wave has not marked it.
  [[nodiscard]] const Mark* find(const Id& id, std::uint64_t wave) const {
    const auto found = table_.find(id);
    return found == table_.end() || found->second.wave != wave ? nullptr : &found->second;
  }
  /// Valid until the next call.
  [[nodiscard]] Mark& touch(const Id& id, std::uint64_t wave) {
    Mark& mark = table_[id];
    if (mark.wave != wave) {
      mark = Mark{};
      mark.wave = wave;
    }
    return mark;
  }
  void clear() { table_.clear(); }

 private:
  boost::unordered_flat_map<Id, Mark, events::id16_hash> table_;
};

}  // namespace antrian::actors
