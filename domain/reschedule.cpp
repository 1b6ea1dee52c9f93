#include "domain/reschedule.hpp"

#include <algorithm>

namespace antrian::domain {

events::uuid release_command_id(const events::uuid& new_booking) {
  // Flipping fixed bits can be undone, so no two ids become one. The variant of RFC 9562 stays,
  // and of the version's bits those are flipped that make a random id (4) a custom one (8).
  events::uuid id = new_booking;
  for (auto& byte : id.bytes) byte = static_cast<std::uint8_t>(byte ^ 0x5A);
  id.bytes[6] = static_cast<std::uint8_t>(new_booking.bytes[6] ^ 0xCA);
  id.bytes[8] = static_cast<std::uint8_t>(new_booking.bytes[8] ^ 0x1A);
  return id;
}

bool is_release(const events::event& event) {
  const auto* gone = std::get_if<events::booking_cancelled>(&event.body);
  // A move within one office day is one command, whose id is the new booking's.
  return gone != nullptr && gone->cause == events::cancel_cause::rescheduled &&
         event.command != gone->replaced_by;
}

void reschedule_manager::apply(const events::event& event) {
  if (const auto* confirmed = std::get_if<events::booking_confirmed>(&event.body)) {
    if (confirmed->replaces) {
      due_.push_back({*confirmed->replaces, confirmed->facts.booking, event.at});
    }
  } else if (const auto* gone = std::get_if<events::booking_cancelled>(&event.body)) {
    if (due_.empty() || gone->cause != events::cancel_cause::rescheduled) return;
    settled(gone->facts.booking);
  }
}

void reschedule_manager::settled(const events::uuid& replaced) {
  std::erase_if(due_, [&](const release& r) { return r.booking == replaced; });
}

}  // namespace antrian::domain
