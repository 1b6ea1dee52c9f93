// A few office days on which people do whatever comes to mind, decided by the real rules: every
// type of event, in an order that can happen. A seed repeats it.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "tests/domain/fixtures.hpp"
#include "tests/projections/fixtures.hpp"

namespace antrian::projections {

class random_nation {
 public:
  explicit random_nation(std::uint64_t seed) : random_(seed) {
    for (const auto office : {tests::pematangsiantar, tests::denpasar}) {
      for (const auto* day : {"2026-11-30", "2026-12-01"})
        desks_.emplace_back(country_, office, day);
    }
  }

  [[nodiscard]] const tests::nation& country() const { return country_; }

  /// Some commands more; what they caused goes to `records`, each with the events of one stream
  /// that follow each other in the log.
  void act(std::size_t commands) {
    for (std::size_t i = 0; i < commands; ++i) one_command(desks_[below(desks_.size())]);
  }
  /// Ends every day; those that are not open decline it.
  void end_all() {
    for (auto& desk : desks_) desk.end();
  }
  [[nodiscard]] std::vector<committed_record> take_records() {
    std::vector<committed_record> records;
    for (; told_ < country_.log().size(); ++told_) {
      const auto& [day, event] = country_.log()[told_];
      const auto stream = tests::offices().stream_name(day);
      // Some records end early, as when another batch begins.
      if (records.empty() || records.back().stream != stream || below(4) == 0) {
        records.push_back({told_ + 1, stream, 0, {}});
      }
      records.back().events.push_back(event);
    }
    return records;
  }

 private:
  std::uint64_t below(std::uint64_t limit) { return random_() % limit; }
  bool one_in(std::uint64_t count) { return below(count) == 0; }
  std::uint64_t somebody() { return 1 + below(40); }

  std::vector<events::slot_definition> some_slots() {
    std::vector<events::slot_definition> slots;
    for (const auto* hour : {"08:00", "09:00", "10:00", "13:00"}) {
      if (one_in(4)) continue;
      const auto start = clock(hour);
      const auto places = [this] { return static_cast<std::uint32_t>(below(5)); };
      slots.push_back({start,
                       {static_cast<std::uint16_t>(start.minutes + 60)},
                       {places(), places(), places()}});
    }
    if (slots.empty()) slots.push_back(slot("08:00", "09:00", 2, 1, 1));
    return slots;
  }

  /// A booking of the day, its code, or one that does not exist.
  events::uuid some_booking(const tests::desk& desk) {
    const auto& bookings = desk.state().bookings;
    if (bookings.empty() || one_in(20)) return tests::uuid_of(below(1000));
    return bookings[below(bookings.size())].id;
  }
  std::uint64_t someone_of(const tests::desk& desk, const events::uuid& booking) {
    const auto* found = desk.state().find(booking);
    if (found == nullptr || one_in(10)) return somebody();
    const auto& place = desk.state().places[found->first_place + below(found->applicants)];
    std::uint64_t number = 0;
    std::memcpy(&number, place.subject.bytes.data(), sizeof number);
    return number;
  }

  void book(tests::desk& desk) {
    static constexpr std::string_view wishes[]{"08:00",   "09:00",     "11:30",
                                               "morning", "afternoon", "any"};
    static constexpr std::string_view services[]{"new_passport", "replacement", "unknown"};
    tests::book_wish wish;
    wish.people.clear();
    const auto first = somebody();
    for (std::uint64_t i = 0; i <= below(3); ++i) wish.people.push_back(first + i * 41);
    wish.slot = wishes[below(std::size(wishes))];
    wish.account = first;
    wish.lane = one_in(4) ? events::lane::priority : events::lane::online;
    wish.service = services[one_in(10) ? 2 : below(2)];
    if (one_in(5)) {
      auto& other = desks_[below(desks_.size())];
      const auto& bookings = other.state().bookings;
      if (!bookings.empty()) move(other, bookings[below(bookings.size())], wish);
    }
    desk.book(wish);
  }
  /// Makes the wish one to move this booking.
  void move(const tests::desk& from, const domain::booking& booking, tests::book_wish& wish) {
    wish.replaces = booking.id;
    wish.people.clear();
    for (std::size_t i = 0; i < booking.applicants; ++i) {
      std::uint64_t number = 0;
      const auto& subject = from.state().places[booking.first_place + i].subject;
      std::memcpy(&number, subject.bytes.data(), sizeof number);
      wish.people.push_back(number);
      if (i == 0) wish.account = (number - 1) % 41 + 1;
    }
  }

  void one_command(tests::desk& desk) {
    const auto number = static_cast<std::uint32_t>(1 + below(desk.state().queue.size() + 2));
    const auto booking = some_booking(desk);
    const auto choice = below(100);
    if (desk.state().status == domain::day_status::not_open && !one_in(5)) {
      desk.open(some_slots());
    } else if (choice < 35) {
      book(desk);
    } else if (choice < 45) {
      one_in(2) ? desk.cancel(booking) : desk.cancel(booking, someone_of(desk, booking));
    } else if (choice < 65) {
      desk.check_in(booking, someone_of(desk, booking), one_in(6) ? "06:00" : "08:00");
    } else if (choice < 70) {
      desk.walk_in({somebody()}, one_in(3) ? events::lane::priority : events::lane::walk_in);
    } else if (choice < 74) {
      desk.undo(booking, someone_of(desk, booking));
    } else if (choice < 84) {
      desk.call();
    } else if (choice < 87) {
      desk.recall(number);
    } else if (choice < 93) {
      desk.serve(number);
    } else if (choice < 95) {
      desk.miss(number);
    } else if (choice < 98) {
      desk.change(some_slots());
    } else if (one_in(6)) {
      one_in(3) ? desk.close() : desk.end();
    }
  }

  std::mt19937_64 random_;
  tests::nation country_;
  std::vector<tests::desk> desks_;
  std::size_t told_ = 0;  ///< events of the nation's log that take_records has given
};

/// Commits what happened since and gives back where the new records begin in the store's list.
inline std::size_t commit_all(test_store& store, random_nation& nation) {
  const auto first = store.records().size();
  for (auto& record : nation.take_records()) {
    store.commit(record.stream, std::move(record.events));
  }
  return first;
}

}  // namespace antrian::projections
