// Events about claims, made by hand: bookings of account and people given by number, at 08:00.
#pragma once

#include <initializer_list>
#include <optional>
#include <string_view>
#include <utility>

#include "tests/domain/fixtures.hpp"

namespace antrian::tests {

inline const events::office_day_key monday{pematangsiantar, date("2026-11-30")};
inline const events::office_day_key tuesday{denpasar, date("2026-12-01")};

inline events::booking_facts facts(std::uint64_t booking, std::uint64_t by) {
  return {uuid_of(booking), account(by), events::lane::online, "new_passport"};
}
inline events::placement_list places(std::initializer_list<std::uint64_t> who) {
  events::placement_list list;
  for (const auto n : who) list.push_back({person(n), clock("08:00")});
  return list;
}
inline events::event fact(events::event_body body) {
  return {uuid_of(1), {}, std::nullopt, std::move(body)};
}
inline events::event confirmed(std::uint64_t booking, std::uint64_t by,
                               std::initializer_list<std::uint64_t> who,
                               std::optional<events::uuid> replaces = std::nullopt) {
  return fact(events::booking_confirmed{facts(booking, by), places(who), {}, replaces, 0});
}
inline events::event cancelled(std::uint64_t booking, std::uint64_t by,
                               std::initializer_list<std::uint64_t> who) {
  return fact(events::booking_cancelled{facts(booking, by), places(who), {}, std::nullopt});
}
inline events::event missed(std::uint64_t booking, std::uint64_t by,
                            std::initializer_list<std::uint64_t> who, std::string_view until) {
  return fact(events::booking_missed{facts(booking, by), places(who), date(until)});
}

}  // namespace antrian::tests
