// The bytes of rows: numbers as LEB128, texts with their length. One value has one encoding, so
// equal rows have equal bytes, which is what an audit compares.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

#include "events/ids.hpp"
#include "events/time.hpp"

namespace antrian::projections {

/// Appends to a string that it does not own.
class row_writer {
 public:
  explicit row_writer(std::string& out) : out_(out) {}

  void number(std::uint64_t value);
  /// Zigzag, so that small negative numbers stay short.
  void signed_number(std::int64_t value);
  void text(std::string_view value);
  void flag(bool value) { number(value ? 1 : 0); }
  void time(events::instant value) { signed_number(value.ms); }
  void clock(events::clock_time value) { number(value.minutes); }
  template <class Tag>
  void id(const events::id16<Tag>& value) {
    out_.append(value.bytes.begin(), value.bytes.end());
  }

 private:
  std::string& out_;
};

/// Reads what row_writer wrote. After the first fault every read gives zero, and `whole` is false;
/// so a decoder checks once, at its end.
class row_reader {
  static constexpr std::uint64_t minutes_of_a_day = 1'440;

 public:
  explicit row_reader(std::string_view bytes) : rest_(bytes) {}

  [[nodiscard]] std::uint64_t number();
  [[nodiscard]] std::int64_t signed_number();
  [[nodiscard]] std::string text();
  [[nodiscard]] bool flag() { return bounded(1) != 0; }
  [[nodiscard]] events::instant time() { return {signed_number()}; }
  [[nodiscard]] events::clock_time clock() {
    return {static_cast<std::uint16_t>(bounded(minutes_of_a_day))};
  }
  /// A number of at most `largest`; more is a fault.
  [[nodiscard]] std::uint64_t bounded(std::uint64_t largest);
  [[nodiscard]] std::uint32_t number32() {
    return static_cast<std::uint32_t>(bounded(std::numeric_limits<std::uint32_t>::max()));
  }
  /// How many items follow: never more than there are bytes left, so that damage cannot make a
  /// decoder allocate without limit.
  [[nodiscard]] std::size_t count();
  /// An enum whose values are 0 to `values` - 1.
  template <class Enum>
  [[nodiscard]] Enum choice(std::size_t values) {
    return static_cast<Enum>(bounded(values - 1));
  }
  template <class Id>
  [[nodiscard]] Id id() {
    Id value;
    take(value.bytes.data(), value.bytes.size());
    return value;
  }

  /// Everything was read, and nothing was wrong.
  [[nodiscard]] bool whole() const { return !failed_ && rest_.empty(); }
  [[nodiscard]] bool failed() const { return failed_; }

 private:
  void take(std::uint8_t* to, std::size_t size);
  void fault();

  std::string_view rest_;
  bool failed_ = false;
};

}  // namespace antrian::projections
