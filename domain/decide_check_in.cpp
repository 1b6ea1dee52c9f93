// The front desk's commands: check-in against the identity card, its undoing, and walk-ins.
#include "domain/decision.hpp"
#include "domain/room.hpp"

namespace antrian::domain {

using events::decline_reason;

namespace {

const booking* find_booking(const office_day& day,
                            const std::variant<events::uuid, events::booking_code>& key) {
  return std::visit([&](const auto& id) { return day.find(id); }, key);
}

std::uint32_t next_number(const office_day& day) {
  return static_cast<std::uint32_t>(day.queue.size()) + 1;
}

std::optional<decline_reason> punctuality_fault(const decision& d, const place& p) {
  const slot* s = d.day.find_slot(p.slot);
  const auto date = d.command.day.date;
  const auto opens =
      events::at_clock(date, s->start).ms - d.day.policy.early_minutes * events::minute_ms;
  const auto closes =
      events::at_clock(date, s->end).ms + d.day.policy.late_minutes * events::minute_ms;
  if (d.now.ms < opens) return decline_reason::too_early;
  if (d.now.ms > closes) return decline_reason::too_late;
  return std::nullopt;
}

}  // namespace

void decide_check_in(const decision& d, const events::check_in& wish) {
  const booking* b = find_booking(d.day, wish.booking);
  if (b == nullptr) return d.decline(decline_reason::unknown_booking);
  const place* p = d.day.place_of(*b, wish.subject);
  if (p == nullptr) return d.decline(decline_reason::nik_mismatch);
  if (p->queue_number != 0) {
    return d.decline(decline_reason::already_checked_in, p->queue_number);
  }
  if (p->state != place_state::confirmed) return d.decline(decline_reason::not_live);
  if (const auto fault = punctuality_fault(d, *p)) return d.decline(*fault);
  d.emit(
      events::applicant_checked_in{d.facts_of(*b), decision::placement_of(*p), next_number(d.day)});
}

void decide_walk_in(const decision& d, const events::walk_in& wish) {
  if (!service_index(d.day, wish.service)) return d.decline(decline_reason::unknown_service);
  if (d.facts.has_booking) return d.decline(decline_reason::nik_has_booking);

  const auto candidates = [&](const slot& s) { return !d.ended(s.end); };
  bool any = false;
  for (const slot& s : d.day.slots) any = any || (s.part_of_day() && candidates(s));
  if (!any) return d.decline(decline_reason::slot_passed);
  const auto seats = find_room(d.day.slots, wish.lane, wish.applicants.size(), candidates);
  if (!seats) return d.decline(lane_or_day_full(d.day.slots, wish.lane, candidates));

  events::booking_confirmed confirmed;
  confirmed.facts = {d.command.id, std::nullopt, wish.lane, wish.service};
  for (std::size_t i = 0; i < wish.applicants.size(); ++i) {
    confirmed.applicants.push_back({wish.applicants[i].subject, (*seats)[i]});
  }
  confirmed.code = choose_code(d.day, d.command.id);
  d.emit(confirmed);
  auto number = next_number(d.day);
  for (const events::placement& seat : confirmed.applicants) {
    d.emit(events::applicant_checked_in{confirmed.facts, seat, number++});
  }
}

void decide_undo(const decision& d, const events::undo_check_in& wish) {
  const booking* b = d.day.find(wish.booking);
  if (b == nullptr) return d.decline(decline_reason::unknown_booking);
  const place* p = d.day.place_of(*b, wish.subject);
  if (p == nullptr) return d.decline(decline_reason::nik_mismatch);
  if (p->state != place_state::checked_in) return d.decline(decline_reason::not_checked_in);
  d.emit(events::check_in_undone{d.facts_of(*b), decision::placement_of(*p), p->queue_number});
}

}  // namespace antrian::domain
