// Claims that an office day adds itself while it decides its share of a wave.
//
// The facts of a wave are read before it. A command whose only undecided predecessors are in the
// same share need not wait for the next wave: the office day knows what it has just decided.
#pragma once

#include "domain/claims.hpp"

namespace antrian::domain {

class own_claims {
 public:
  explicit own_claims(const events::office_day_key& day) : day_(day) {}

  /// Folds an event of the share. Only bookings that the share itself confirmed are followed: facts
  /// that an older booking's end would change are not to be brought up to date (actors/wave_planner
  /// lets such a command wait), and after the end of the day every command is refused anyway.
  void apply(const events::event& event);

  /// The facts of a `book` without a replaced booking, or of a `walk_in`, as they are now.
  [[nodiscard]] claim_facts bring_up_to_date(claim_facts known,
                                             const events::command& command) const;

 private:
  [[nodiscard]] bool is_own(const events::booking_facts& facts,
                            const events::placement& place) const;

  events::office_day_key day_;
  claims added_;
};

}  // namespace antrian::domain
