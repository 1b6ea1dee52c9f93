// How one field of an event is stored, for any cereal archive. Counts are as small as what they
// count (cereal's own containers spend eight bytes on each), an optional is a flag byte, an enum
// one byte, an id its 16 bytes.
//
// The same check stands on both sides: saving asserts what loading requires, so that nothing is
// written that could not be read back. Loading throws cereal::Exception for bytes no field writes.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <boost/container/static_vector.hpp>
#include <cereal/cereal.hpp>

#include "events/assert.hpp"
#include "events/event.hpp"

namespace antrian::events {

template <class Archive>
inline constexpr bool is_saving = Archive::is_saving::value;

/// Asserted when saving, demanded when loading.
template <class Archive>
void expect([[maybe_unused]] Archive& archive, bool holds, const char* what) {
  if constexpr (is_saving<Archive>) {
    ANTRIAN_ASSERT(holds && "an event that cannot be stored");
  } else {
    if (!holds) throw cereal::Exception(what);
  }
}

// Numbers.

template <class Archive>
void field(Archive& archive, std::uint32_t& value) {
  archive(value);
}
template <class Archive>
void field(Archive& archive, std::int32_t& value) {
  archive(value);
}
template <class Archive>
void field(Archive& archive, std::int64_t& value) {
  archive(value);
}

/// A number stored in a narrower type; `count` is one more than the largest value allowed.
template <class Stored, class Archive, class Value>
void narrow_field(Archive& archive, Value& value, std::size_t count, const char* what) {
  auto stored = static_cast<Stored>(value);
  if constexpr (is_saving<Archive>) expect(archive, static_cast<std::size_t>(value) < count, what);
  archive(stored);
  if constexpr (!is_saving<Archive>) {
    expect(archive, static_cast<std::size_t>(stored) < count, what);
    value = static_cast<Value>(stored);
  }
}

template <class Archive>
void field(Archive& archive, bool& value) {
  narrow_field<std::uint8_t>(archive, value, 2, "a flag is 0 or 1");
}

// The closed vocabularies.

inline constexpr std::size_t cancel_cause_count =
    static_cast<std::size_t>(cancel_cause::rescheduled) + 1;
inline constexpr std::size_t wish_kind_count = static_cast<std::size_t>(slot_wish::kind::any) + 1;

template <class Archive>
void field(Archive& archive, lane& value) {
  narrow_field<std::uint8_t>(archive, value, lane_count, "unknown lane");
}
template <class Archive>
void field(Archive& archive, command_type& value) {
  narrow_field<std::uint8_t>(archive, value, command_type_count, "unknown command type");
}
template <class Archive>
void field(Archive& archive, decline_reason& value) {
  narrow_field<std::uint8_t>(archive, value, decline_reason_count, "unknown reason");
}
template <class Archive>
void field(Archive& archive, cancel_cause& value) {
  narrow_field<std::uint8_t>(archive, value, cancel_cause_count, "unknown cause");
}
template <class Archive>
void field(Archive& archive, slot_wish::kind& value) {
  narrow_field<std::uint8_t>(archive, value, wish_kind_count, "unknown kind of wish");
}

// Time. The bounds are what the formatting of events/time.hpp can print: 1900 to 9999.

inline constexpr local_date first_stored_date{-25'567};
inline constexpr local_date last_stored_date{2'932'896};

template <class Archive>
void field(Archive& archive, instant& value) {
  const auto in_range = [&] {
    return value >= instant{first_stored_date.days * day_ms} &&
           value < instant{(last_stored_date.days + 1) * day_ms};
  };
  if constexpr (is_saving<Archive>) expect(archive, in_range(), "instant");
  archive(value.ms);
  if constexpr (!is_saving<Archive>) expect(archive, in_range(), "an instant out of range");
}
template <class Archive>
void field(Archive& archive, local_date& value) {
  const auto in_range = [&] { return value >= first_stored_date && value <= last_stored_date; };
  if constexpr (is_saving<Archive>) expect(archive, in_range(), "date");
  archive(value.days);
  if constexpr (!is_saving<Archive>) expect(archive, in_range(), "a date out of range");
}
template <class Archive>
void field(Archive& archive, clock_time& value) {
  narrow_field<std::uint16_t>(archive, value.minutes, 24 * 60 + 1, "a clock time out of range");
}

// Names.

template <class Archive, class Tag>
void field(Archive& archive, id16<Tag>& value) {
  archive(cereal::binary_data(value.bytes.data(), value.bytes.size()));
}
template <class Archive>
void field(Archive& archive, booking_code& value) {
  narrow_field<std::uint32_t>(archive, value.value, booking_code_count, "a code out of range");
}

/// Text of at most 65,535 bytes.
template <class Archive>
void field(Archive& archive, std::string& value) {
  auto size = static_cast<std::uint16_t>(value.size());
  if constexpr (is_saving<Archive>) expect(archive, value.size() <= UINT16_MAX, "text");
  archive(size);
  if constexpr (!is_saving<Archive>) value.resize(size);
  archive(cereal::binary_data(value.data(), value.size()));
}

// Containers.

template <class Archive, class Value>
void field(Archive& archive, std::optional<Value>& value) {
  bool present = value.has_value();
  field(archive, present);
  if constexpr (!is_saving<Archive>) {
    if (present) {
      value.emplace();
    } else {
      value.reset();
    }
  }
  if (present) field(archive, *value);
}

template <class Archive, class Value, std::size_t Capacity>
void field(Archive& archive, boost::container::static_vector<Value, Capacity>& list) {
  static_assert(Capacity <= UINT8_MAX);
  auto count = static_cast<std::uint8_t>(list.size());
  archive(count);
  if constexpr (!is_saving<Archive>) {
    expect(archive, count <= Capacity, "more elements than the list may have");
    list.resize(count);
  }
  for (auto& element : list) field(archive, element);
}

/// Loading takes no memory for elements whose bytes are not there: damaged bytes end the loop.
template <class Archive, class Value>
void field(Archive& archive, std::vector<Value>& list) {
  auto count = static_cast<std::uint32_t>(list.size());
  archive(count);
  if constexpr (is_saving<Archive>) {
    for (auto& element : list) field(archive, element);
  } else {
    list.clear();
    for (std::uint32_t i = 0; i < count; ++i) field(archive, list.emplace_back());
  }
}

template <class Archive>
void field(Archive& archive, lane_capacity& capacity) {
  for (auto& places : capacity) archive(places);
}

/// Several fields, one after another.
template <class Archive, class... Values>
void fields(Archive& archive, Values&... values) {
  (field(archive, values), ...);
}

}  // namespace antrian::events
