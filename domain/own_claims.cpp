#include "domain/own_claims.hpp"

#include <algorithm>

namespace antrian::domain {

bool own_claims::is_own(const events::booking_facts& facts, const events::placement& place) const {
  const person_claim* claim = added_.person(place.subject);
  return claim != nullptr && claim->booking == facts.booking;
}

void own_claims::apply(const events::event& event) {
  bool own = std::holds_alternative<events::booking_confirmed>(event.body);
  if (const auto* gone = std::get_if<events::booking_cancelled>(&event.body)) {
    own = is_own(gone->facts, gone->applicants.front());
  } else if (const auto* served = std::get_if<events::applicant_served>(&event.body)) {
    own = is_own(served->facts, served->place);
  } else if (const auto* missed = std::get_if<events::applicant_missed>(&event.body)) {
    own = is_own(missed->facts, missed->place);
  }
  if (own) added_.apply(day_, event);
}

claim_facts own_claims::bring_up_to_date(claim_facts known, const events::command& command) const {
  claim_facts added;
  if (const auto* wish = std::get_if<events::book>(&command.body)) {
    added = added_.facts(wish->applicants, wish->account, std::nullopt);
  } else if (const auto* walk = std::get_if<events::walk_in>(&command.body)) {
    added = added_.facts(walk->applicants, std::nullopt, std::nullopt);
  }
  known.has_booking = known.has_booking || added.has_booking;
  known.account_live += added.account_live;
  return known;
}

}  // namespace antrian::domain
