// Short ways to say what the examples need: offices, people, times, and a desk at which commands
// are handed in for one office day.
#pragma once

#include <cstdint>
#include <cstring>
#include <initializer_list>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <gtest/gtest.h>

#include "events/office_directory.hpp"
#include "events/vocabulary.hpp"
#include "tests/domain/nation.hpp"

namespace antrian::tests {

/// Names made from a number: equal numbers, equal names.
template <class Id>
[[nodiscard]] Id named(std::uint64_t number) {
  Id id;
  std::memcpy(id.bytes.data(), &number, sizeof number);
  id.bytes[15] = 0xA5;
  return id;
}
[[nodiscard]] inline events::uuid uuid_of(std::uint64_t n) {
  return named<events::uuid>(n);
}
[[nodiscard]] inline events::subject_id person(std::uint64_t n) {
  return named<events::subject_id>(n);
}
[[nodiscard]] inline events::account_id account(std::uint64_t n) {
  return named<events::account_id>(n);
}

[[nodiscard]] inline events::local_date date(std::string_view text) {
  return events::parse_date(text).value();
}
[[nodiscard]] inline events::clock_time clock(std::string_view text) {
  return events::parse_clock(text, true).value();
}

/// One office in each of the country's time zones, in an order that is not that of the codes.
[[nodiscard]] inline const events::office_directory& offices() {
  static const events::office_directory directory([] {
    std::vector<events::office> list(3);
    list[0].code = "PEMATANGSIANTAR";
    list[0].utc_offset_minutes = 420;
    list[1].code = "DENPASAR";
    list[1].utc_offset_minutes = 480;
    list[2].code = "JAYAPURA";
    list[2].utc_offset_minutes = 540;
    return list;
  }());
  return directory;
}
inline constexpr events::office_ref pematangsiantar{0};
inline constexpr events::office_ref denpasar{1};
inline constexpr events::office_ref jayapura{2};

[[nodiscard]] inline events::slot_definition slot(std::string_view start, std::string_view end,
                                                  std::uint32_t online, std::uint32_t priority = 0,
                                                  std::uint32_t walk_in = 0) {
  return {clock(start), clock(end), {online, priority, walk_in}};
}

[[nodiscard]] inline events::slot_wish wish(std::string_view text) {
  using kind = events::slot_wish::kind;
  if (text == "any") return {kind::any, {}};
  if (text == "morning") return {kind::morning, {}};
  if (text == "afternoon") return {kind::afternoon, {}};
  return {kind::named, clock(text)};
}

[[nodiscard]] inline events::applicant_list people(const std::vector<std::uint64_t>& numbers) {
  events::applicant_list list;
  for (const auto n : numbers) list.push_back({person(n)});
  return list;
}

/// What one command caused.
struct answer {
  std::vector<events::event> caused;

  /// The first event of this type, or null.
  template <class Event>
  [[nodiscard]] const Event* get() const {
    for (const auto& event : caused) {
      if (const auto* found = std::get_if<Event>(&event.body)) return found;
    }
    return nullptr;
  }
  template <class Event>
  [[nodiscard]] std::vector<Event> all() const {
    std::vector<Event> list;
    for (const auto& event : caused) {
      if (const auto* found = std::get_if<Event>(&event.body)) list.push_back(*found);
    }
    return list;
  }
  [[nodiscard]] std::optional<events::decline_reason> declined() const {
    const auto* refusal = get<events::booking_declined>();
    if (refusal == nullptr) return std::nullopt;
    return refusal->reason;
  }
  [[nodiscard]] events::uuid booking() const {
    return get<events::booking_confirmed>()->facts.booking;
  }
  /// Start of each applicant's slot, as text: "08:00 08:00 09:00".
  [[nodiscard]] std::string slots() const {
    std::string text;
    for (const auto& p : get<events::booking_confirmed>()->applicants) {
      if (!text.empty()) text += ' ';
      events::append_clock(text, p.slot);
    }
    return text;
  }
  [[nodiscard]] std::vector<std::uint32_t> queue_numbers() const {
    std::vector<std::uint32_t> list;
    for (const auto& e : all<events::applicant_checked_in>()) list.push_back(e.queue_number);
    return list;
  }
};

/// The names of what was caused, with the reason of a refusal: what a failed test prints.
inline std::ostream& operator<<(std::ostream& out, const answer& a) {
  for (const auto& event : a.caused) out << name_of(event.body) << ' ';
  if (const auto reason = a.declined()) out << name_of(*reason);
  return out;
}

[[nodiscard]] inline ::testing::AssertionResult is_declined(const answer& a,
                                                            events::decline_reason reason) {
  if (a.caused.size() == 1 && a.declined() == reason) return ::testing::AssertionSuccess();
  return ::testing::AssertionFailure() << "expected " << name_of(reason) << ", got " << a;
}
[[nodiscard]] inline ::testing::AssertionResult is_accepted(const answer& a) {
  if (!a.caused.empty() && !a.declined()) return ::testing::AssertionSuccess();
  return ::testing::AssertionFailure() << "expected no refusal, got " << a;
}

struct book_wish {
  std::vector<std::uint64_t> people{1};
  std::string_view slot = "any";
  std::uint64_t account = 1;
  events::lane lane = events::lane::online;
  std::string_view service = "new_passport";
  std::optional<events::uuid> replaces{};
};

/// Hands in commands for one office day of a nation. Times are on the office's clock.
class desk {
 public:
  desk(nation& country, events::office_ref office, std::string_view day)
      : country_(country), key_{office, date(day)} {}

  [[nodiscard]] const events::office_day_key& key() const { return key_; }
  [[nodiscard]] const domain::office_day& state() const { return country_.day(key_); }

  /// The instant at which the office's clock shows this, some days after the office day.
  [[nodiscard]] events::instant at(std::string_view text, std::int32_t days_after = 0) const {
    return events::to_instant({key_.date.days + days_after}, clock(text),
                              offices().at(key_.office).utc_offset_minutes);
  }

  [[nodiscard]] events::command command(events::command_body body, events::instant when) const {
    // Each command's id is new in its nation: none before it caused so many events.
    const auto id = uuid_of(1'000'000 + country_.log().size());
    return {id, key_, when, std::nullopt, std::move(body)};
  }
  answer submit(events::command_body body, events::instant when) {
    return {country_.submit(command(std::move(body), when))};
  }

  answer open(std::vector<events::slot_definition> slots, const events::day_policy& policy = {},
              std::optional<events::instant> release_at = std::nullopt) {
    return submit(events::open_day{std::move(slots), release_at, policy,
                                   offices().at(key_.office).utc_offset_minutes},
                  at("08:00", -14));
  }
  answer change(std::vector<events::slot_definition> slots) {
    return submit(events::change_capacity{std::move(slots)}, at("08:00", -1));
  }
  answer close() { return submit(events::close_day{"flood"}, at("08:00", -1)); }
  answer end() { return submit(events::end_day{}, at("17:00")); }

  /// Three days before, unless told.
  answer book(const book_wish& w, std::optional<events::instant> when = std::nullopt) {
    events::book body;
    body.account = account(w.account);
    body.applicants = tests::people(w.people);
    body.service = w.service;
    body.slot = wish(w.slot);
    body.lane = w.lane;
    body.replaces = w.replaces;
    return submit(std::move(body), when.value_or(at("10:00", -3)));
  }
  answer cancel(const events::uuid& booking, std::optional<std::uint64_t> who = std::nullopt,
                std::optional<events::instant> when = std::nullopt) {
    events::cancel body{booking, std::nullopt};
    if (who) body.subject = person(*who);
    return submit(body, when.value_or(at("10:00", -2)));
  }
  answer check_in(std::variant<events::uuid, events::booking_code> booking, std::uint64_t who,
                  std::string_view when = "08:00") {
    return submit(events::check_in{booking, person(who)}, at(when));
  }
  answer walk_in(std::initializer_list<std::uint64_t> people,
                 events::lane lane = events::lane::walk_in, std::string_view when = "08:30",
                 std::string_view service = "new_passport") {
    return submit(events::walk_in{tests::people(people), std::string(service), lane}, at(when));
  }
  answer undo(const events::uuid& booking, std::uint64_t who) {
    return submit(events::undo_check_in{booking, person(who)}, at("08:40"));
  }
  answer call(std::initializer_list<events::lane> lanes = {events::lane::online,
                                                           events::lane::priority,
                                                           events::lane::walk_in},
              std::string_view when = "09:00") {
    events::call_next body{"3", {false, false, false}};
    for (const auto lane : lanes) body.lanes[static_cast<std::size_t>(lane)] = true;
    return submit(body, at(when));
  }
  answer recall(std::uint32_t number) { return submit(events::recall{number}, at("09:05")); }
  answer serve(std::uint32_t number) { return submit(events::serve{number}, at("09:10")); }
  answer miss(std::uint32_t number) { return submit(events::miss{number}, at("09:10")); }

 private:
  nation& country_;
  events::office_day_key key_;
};

/// The queue number that a call gave, or nothing.
[[nodiscard]] inline std::optional<std::uint32_t> called(const answer& a) {
  const auto* call = a.get<events::number_called>();
  if (call == nullptr) return std::nullopt;
  return call->queue_number;
}

/// One nation and a desk for one of its days, which the test opens.
class one_day : public ::testing::Test {
 protected:
  nation country;
  desk day{country, pematangsiantar, "2026-11-30"};
};

/// The same with two hours of a morning and one of an afternoon: 2 online, 1 priority, 1 walk-in.
class open_day : public one_day {
 protected:
  void SetUp() override {
    ASSERT_TRUE(
        is_accepted(day.open({slot("08:00", "09:00", 2, 1, 1), slot("09:00", "10:00", 2, 1, 1),
                              slot("13:00", "14:00", 2, 1, 1)})));
  }
};

}  // namespace antrian::tests
