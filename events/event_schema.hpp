// The stored shape of every event type, and the versions it went through.
//
// To change an event type T from version n to n + 1:
//   1. keep its struct as it is under the name T_v<n>, with its own `layout` beside the others;
//   2. change T and its `layout` to the new shape;
//   3. write the upcaster `T upcast(T_v<n>&&)`: pure, from the old shape to the next one only;
//   4. list the old shape: specialise shapes_of<T> as std::tuple<T_v1, ..., T_v<n>, T>, and raise
//      the number in T's CEREAL_CLASS_VERSION;
//   5. keep tests/golden/events-v<n>.txt, add the new bytes to a new file, never edit an old one.
// Stored events of any age are then raised step by step when they are read; none is rewritten.
#pragma once

#include <cstddef>
#include <cstdint>
#include <tuple>
#include <utility>

#include "events/event_fields.hpp"

namespace antrian::events {

/// Every shape an event type has had, oldest first; the last is today's.
template <class Event>
struct shapes_of {
  using type = std::tuple<Event>;
};

/// Version that is written: how many shapes there have been.
template <class Event>
inline constexpr auto version_of =
    static_cast<std::uint32_t>(std::tuple_size_v<typename shapes_of<Event>::type>);

// Parts of events. They have no version of their own: a change of one is a change of the events
// that hold it.

template <class Archive>
void field(Archive& archive, slot_definition& v) {
  fields(archive, v.start, v.end, v.capacity);
}
template <class Archive>
void field(Archive& archive, day_policy& v) {
  fields(archive, v.early_minutes, v.late_minutes, v.account_limit, v.no_show_block_days,
         v.reschedule_limit, v.services);
}
template <class Archive>
void field(Archive& archive, slot_wish& v) {
  fields(archive, v.which, v.start);
}
template <class Archive>
void field(Archive& archive, placement& v) {
  fields(archive, v.subject, v.slot);
}
template <class Archive>
void field(Archive& archive, capacity_excess& v) {
  fields(archive, v.slot, v.lane, v.taken, v.capacity);
}
template <class Archive>
void field(Archive& archive, booking_facts& v) {
  fields(archive, v.booking, v.account, v.lane, v.service);
}
template <class Archive>
void field(Archive& archive, unserved_applicant& v) {
  fields(archive, v.facts, v.place, v.queue_number);
}

// Today's shapes.

template <class Archive>
void layout(Archive& archive, day_opened& v) {
  fields(archive, v.slots, v.release_at, v.policy, v.utc_offset_minutes);
}
template <class Archive>
void layout(Archive& archive, capacity_changed& v) {
  fields(archive, v.slots, v.excess);
}
template <class Archive>
void layout(Archive& archive, day_closed& v) {
  fields(archive, v.reason);
}
template <class Archive>
void layout(Archive& archive, day_ended& v) {
  fields(archive, v.unserved);
}
template <class Archive>
void layout(Archive& archive, booking_confirmed& v) {
  fields(archive, v.facts, v.applicants, v.code, v.replaces, v.replacements);
}
template <class Archive>
void layout(Archive& archive, booking_declined& v) {
  fields(archive, v.type, v.reason, v.account, v.subjects, v.lane, v.wish, v.service, v.booking,
         v.queue_number);
}
template <class Archive>
void layout(Archive& archive, booking_cancelled& v) {
  fields(archive, v.facts, v.applicants, v.cause, v.replaced_by);
}
template <class Archive>
void layout(Archive& archive, booking_missed& v) {
  fields(archive, v.facts, v.applicants, v.blocked_until);
}
template <class Archive>
void layout(Archive& archive, applicant_checked_in& v) {
  fields(archive, v.facts, v.place, v.queue_number);
}
template <class Archive>
void layout(Archive& archive, check_in_undone& v) {
  fields(archive, v.facts, v.place, v.queue_number);
}
template <class Archive>
void layout(Archive& archive, number_called& v) {
  fields(archive, v.facts, v.place, v.queue_number, v.counter, v.again, v.waited_ms);
}
template <class Archive>
void layout(Archive& archive, applicant_served& v) {
  fields(archive, v.facts, v.place, v.queue_number, v.service_ms);
}
template <class Archive>
void layout(Archive& archive, applicant_missed& v) {
  fields(archive, v.facts, v.place, v.queue_number);
}

// Reading what any released version wrote.

/// Raises the shape with this index to today's, one upcaster after another.
template <class Event, std::size_t Index, class Shape>
Event raise_shape(Shape&& shape) {
  if constexpr (Index + 1 == version_of<Event>) {
    return std::forward<Shape>(shape);
  } else {
    return raise_shape<Event, Index + 1>(upcast(std::forward<Shape>(shape)));
  }
}

template <class Event, std::size_t Index, class Archive>
void load_older(Archive& archive, Event& value, std::uint32_t version) {
  if constexpr (Index + 1 < version_of<Event>) {
    if (version != Index + 1) return load_older<Event, Index + 1>(archive, value, version);
    std::tuple_element_t<Index, typename shapes_of<Event>::type> shape;
    layout(archive, shape);
    value = raise_shape<Event, Index>(std::move(shape));
  }
}

/// Anything that has a layout. The parts of events have none.
template <class Event, class Archive>
concept has_layout = requires(Archive& archive, Event& value) {
  layout(archive, value);
};

/// cereal's function for a versioned type. Refuses a version that this program does not know.
template <class Archive, has_layout<Archive> Event>
void serialize(Archive& archive, Event& value, const std::uint32_t version) {
  expect(archive, version >= 1 && version <= version_of<Event>, "unknown schema version");
  if (is_saving<Archive> || version == version_of<Event>) {
    layout(archive, value);
  } else if constexpr (!is_saving<Archive>) {
    load_older<Event, 0>(archive, value, version);
  }
}

}  // namespace antrian::events

// cereal learns the versions here, so any of its archives writes and checks the same ones. A test
// holds them to version_of.
CEREAL_CLASS_VERSION(antrian::events::day_opened, 1)
CEREAL_CLASS_VERSION(antrian::events::capacity_changed, 1)
CEREAL_CLASS_VERSION(antrian::events::day_closed, 1)
CEREAL_CLASS_VERSION(antrian::events::day_ended, 1)
CEREAL_CLASS_VERSION(antrian::events::booking_confirmed, 1)
CEREAL_CLASS_VERSION(antrian::events::booking_declined, 1)
CEREAL_CLASS_VERSION(antrian::events::booking_cancelled, 1)
CEREAL_CLASS_VERSION(antrian::events::booking_missed, 1)
CEREAL_CLASS_VERSION(antrian::events::applicant_checked_in, 1)
CEREAL_CLASS_VERSION(antrian::events::check_in_undone, 1)
CEREAL_CLASS_VERSION(antrian::events::number_called, 1)
CEREAL_CLASS_VERSION(antrian::events::applicant_served, 1)
CEREAL_CLASS_VERSION(antrian::events::applicant_missed, 1)
