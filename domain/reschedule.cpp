#include "domain/reschedule.hpp"

#include <algorithm>

namespace antrian::domain {

events::uuid release_command_id(const events::uuid& new_booking) {
  // Derived ids carry version 8 ("custom") of RFC 9562. Only the version and variant bits and one
  // flipped byte differ, so the derivation is one to one but for the six bits it overwrites.
  events::uuid id = new_booking;
  for (auto& byte : id.bytes) byte = static_cast<std::uint8_t>(byte ^ 0x5A);
  id.bytes[6] = static_cast<std::uint8_t>((id.bytes[6] & 0x0F) | 0x80);
  id.bytes[8] = static_cast<std::uint8_t>((id.bytes[8] & 0x3F) | 0x80);
  return id;
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

std::vector<reschedule_manager::release> reschedule_manager::due() const {
  return due_;
}

}  // namespace antrian::domain
