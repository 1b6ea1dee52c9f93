// Makes up commands that are about something: mostly of people, bookings and numbers that are
// there, now and then of something odd. Few people and accounts on few office days, so that
// everybody gets in everybody's way.
#pragma once

#include <cstdint>
#include <optional>
#include <random>
#include <vector>

#include "tests/domain/fixtures.hpp"

namespace antrian::tests {

inline constexpr std::uint32_t people_count = 20;
inline constexpr std::uint32_t account_count = 4;

/// What it makes depends on the seed and on the nation's state at each command.
class command_maker {
 public:
  command_maker(const nation& country, std::uint64_t seed) : country_(country), random_(seed) {}

  [[nodiscard]] events::command next();
  [[nodiscard]] events::command opening();
  /// A number below the bound, from the same seed.
  [[nodiscard]] std::uint32_t below(std::uint32_t bound) {
    return static_cast<std::uint32_t>(random_() % bound);
  }
  /// The id of the command that comes after so many others.
  [[nodiscard]] events::uuid coming(std::uint32_t after) const { return uuid_of(made_ + after); }

 private:
  struct held_place {
    events::office_day_key day;
    const domain::booking* booking = nullptr;
    const domain::place* place = nullptr;
  };

  [[nodiscard]] bool often() { return below(8) != 0; }
  [[nodiscard]] events::office_day_key any_day();
  [[nodiscard]] events::office_day_key open_day();
  [[nodiscard]] std::optional<held_place> place_of(std::uint32_t person) const;
  [[nodiscard]] std::optional<held_place> somebody(domain::place_state state);
  [[nodiscard]] events::instant at(const events::office_day_key& day, std::string_view clock,
                                   std::int32_t days = 0) const;
  [[nodiscard]] std::vector<events::slot_definition> slots();
  [[nodiscard]] events::applicant_list family();
  [[nodiscard]] events::slot_wish slot_wish(const events::office_day_key& day);

  void book(events::command& c);
  void move(events::command& c, const held_place& held);
  void cancel(events::command& c);
  void check_in(events::command& c);
  void walk_in(events::command& c);
  void undo(events::command& c);
  void call(events::command& c);
  void about_number(events::command& c, events::command_type type);
  void close(events::command& c, events::command_type type);

  const nation& country_;
  std::mt19937_64 random_;
  std::uint64_t made_ = 0;
  std::uint32_t opened_ = 0;
};

}  // namespace antrian::tests
