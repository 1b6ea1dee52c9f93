// The counter's commands: call the next number, call it again, served, did not come.
#include <algorithm>

#include "domain/decision.hpp"

namespace antrian::domain {

using events::decline_reason;
using events::lane;

namespace {

/// Priority lane first, then by number; 0 if nobody of the lanes waits.
std::uint32_t next_waiting(const office_day& day, const events::call_next& wish) {
  const auto waiting = [&](lane which) {
    return wish.lanes[static_cast<std::size_t>(which)] ? day.first_waiting(which) : 0;
  };
  const auto priority = waiting(lane::priority);
  if (priority != 0) return priority;
  const auto online = waiting(lane::online);
  const auto walk_in = waiting(lane::walk_in);
  if (online == 0 || walk_in == 0) return std::max(online, walk_in);
  return std::min(online, walk_in);
}

/// Who was called with this number and is neither served nor missed.
const place* called(const office_day& day, std::uint32_t number) {
  const place* holder = day.holder_of(number);
  return holder != nullptr && holder->state == place_state::serving ? holder : nullptr;
}

}  // namespace

void decide_call(const decision& d, const events::call_next& wish) {
  const auto number = next_waiting(d.day, wish);
  if (number == 0) return d.decline(decline_reason::queue_empty);
  const place& who = *d.day.holder_of(number);
  d.emit(events::number_called{d.facts_of(d.day.bookings[who.booking]), decision::placement_of(who),
                               number, wish.counter, false,
                               d.command.at.ms - who.checked_in_at.ms});
}

void decide_recall(const decision& d, const events::recall& wish) {
  const place* who = called(d.day, wish.queue_number);
  if (who == nullptr) return d.decline(decline_reason::unknown_queue_number);
  d.emit(events::number_called{d.facts_of(d.day.bookings[who->booking]),
                               decision::placement_of(*who),
                               wish.queue_number,
                               {},
                               true,
                               who->called_at.ms - who->checked_in_at.ms});
}

void decide_serve(const decision& d, const events::serve& wish) {
  const place* who = called(d.day, wish.queue_number);
  if (who == nullptr) return d.decline(decline_reason::unknown_queue_number);
  d.emit(events::applicant_served{d.facts_of(d.day.bookings[who->booking]),
                                  decision::placement_of(*who), wish.queue_number,
                                  d.command.at.ms - who->called_at.ms});
}

void decide_miss(const decision& d, const events::miss& wish) {
  const place* who = called(d.day, wish.queue_number);
  if (who == nullptr) return d.decline(decline_reason::unknown_queue_number);
  d.emit(events::applicant_missed{d.facts_of(d.day.bookings[who->booking]),
                                  decision::placement_of(*who), wish.queue_number});
}

}  // namespace antrian::domain
