// decide: a table of small functions, one per command (domain/decision.hpp).
#include <algorithm>

#include "domain/decision.hpp"

namespace antrian::domain {

using events::decline_reason;

namespace {

/// Writes into a refusal who asked for what, as far as the command says it.
struct refused_wish {
  const office_day& day;
  events::booking_declined& refusal;

  void operator()(const events::book& wish) const {
    refusal.account = wish.account;
    refusal.wish = wish.slot;
    places_for(wish.applicants, wish.lane, wish.service);
  }
  void operator()(const events::walk_in& wish) const {
    places_for(wish.applicants, wish.lane, wish.service);
  }
  void operator()(const events::cancel& wish) const {
    about(wish.booking);
    if (wish.subject) refusal.subjects.push_back(*wish.subject);
  }
  void operator()(const events::check_in& wish) const {
    std::visit([this](const auto& key) { about(key); }, wish.booking);
    refusal.subjects.push_back(wish.subject);
  }
  void operator()(const events::undo_check_in& wish) const {
    about(wish.booking);
    refusal.subjects.push_back(wish.subject);
  }
  /// The commands of the office and the counter name neither people nor bookings.
  template <class Other>
  void operator()(const Other&) const {}

 private:
  void places_for(const events::applicant_list& applicants, events::lane lane,
                  const std::string& service) const {
    for (const auto& person : applicants) refusal.subjects.push_back(person.subject);
    refusal.lane = lane;
    // A service that the day does not know is free text, which an event must not hold.
    if (service_index(day, service)) refusal.service = service;
  }
  template <class Key>
  void about(const Key& key) const {
    if (const booking* known = day.find(key)) refusal.booking = known->id;
  }
};

struct dispatch {
  const decision& d;
  void operator()(const events::open_day& wish) const { decide_open(d, wish); }
  void operator()(const events::change_capacity& wish) const { decide_capacity(d, wish); }
  void operator()(const events::close_day& wish) const { decide_close(d, wish); }
  void operator()(const events::end_day&) const { decide_end(d); }
  void operator()(const events::book& wish) const { decide_book(d, wish); }
  void operator()(const events::cancel& wish) const { decide_cancel(d, wish); }
  void operator()(const events::check_in& wish) const { decide_check_in(d, wish); }
  void operator()(const events::walk_in& wish) const { decide_walk_in(d, wish); }
  void operator()(const events::undo_check_in& wish) const { decide_undo(d, wish); }
  void operator()(const events::call_next& wish) const { decide_call(d, wish); }
  void operator()(const events::recall& wish) const { decide_recall(d, wish); }
  void operator()(const events::serve& wish) const { decide_serve(d, wish); }
  void operator()(const events::miss& wish) const { decide_miss(d, wish); }
  void operator()(const events::release_replaced& wish) const { decide_release(d, wish); }
};

}  // namespace

std::optional<std::uint8_t> service_index(const office_day& day, const std::string& service) {
  const auto& services = day.policy.services;
  const auto found = std::find(services.begin(), services.end(), service);
  if (found == services.end()) return std::nullopt;
  return static_cast<std::uint8_t>(found - services.begin());
}

events::booking_code choose_code(const office_day& day, const events::uuid& booking) {
  std::uint64_t seed = events::id16_hash{}(booking);
  for (;;) {
    const events::booking_code code{static_cast<std::uint32_t>(seed >> 17) %
                                    events::booking_code_count};
    if (day.find(code) == nullptr) return code;
    seed = seed * 0x9E3779B97F4A7C15ULL + 1;  // a full period: every code comes up in the end
  }
}

void decision::decline(decline_reason reason, std::uint32_t queue_number) const {
  events::booking_declined refusal;
  refusal.type = command.type();
  refusal.reason = reason;
  refusal.queue_number = queue_number;
  std::visit(refused_wish{day, refusal}, command.body);
  emit(std::move(refusal));
}

void decide(const office_day& day, const events::command& command, const claim_facts& facts,
            std::vector<events::event>& out) {
  const decision d{day, command, facts, out, events::to_local(command.at, day.utc_offset_minutes)};
  const auto type = command.type();
  if (type != events::command_type::open_day && type != events::command_type::release_replaced) {
    if (day.status == day_status::not_open) {
      return d.decline(decline_reason::day_not_open);
    }
    if (day.status != day_status::open) {
      return d.decline(decline_reason::day_closed);
    }
  }
  std::visit(dispatch{d}, command.body);
}

}  // namespace antrian::domain
