// The stored bytes of a front desk row. Places are written inside their booking, so that where
// they lie in memory is not part of the bytes.
#include "projections/front_desk_row.hpp"
#include "projections/row_bytes.hpp"

namespace antrian::projections {
namespace {

void write(row_writer& out, const desk_place& place) {
  out.id(place.subject);
  out.clock(place.slot);
  out.number(static_cast<std::uint64_t>(place.state));
  out.number(static_cast<std::uint64_t>(place.cause));
  out.number(place.queue_number);
  out.number(place.counter);
  out.number(place.calls);
  out.time(place.checked_in_at);
  out.time(place.called_at);
  out.time(place.finished_at);
}

desk_place read_place(row_reader& in, std::size_t counters) {
  desk_place place;
  place.subject = in.id<events::subject_id>();
  place.slot = in.clock();
  place.state = in.choice<place_state>(place_state_count);
  place.cause = in.choice<events::cancel_cause>(3);
  place.queue_number = in.number32();
  place.counter = static_cast<std::uint32_t>(in.bounded(counters));
  place.calls = in.number32();
  place.checked_in_at = in.time();
  place.called_at = in.time();
  place.finished_at = in.time();
  return place;
}

void write(row_writer& out, const std::optional<events::uuid>& id) {
  out.flag(id.has_value());
  if (id) out.id(*id);
}

std::optional<events::uuid> read_optional_id(row_reader& in) {
  if (!in.flag()) return std::nullopt;
  return in.id<events::uuid>();
}

void write(row_writer& out, const desk_booking& booking) {
  out.id(booking.id);
  out.number(booking.code.value);
  out.number(static_cast<std::uint64_t>(booking.lane));
  out.flag(booking.walk_in);
  out.number(booking.service);
  out.time(booking.booked_at);
  write(out, booking.replaces);
  write(out, booking.replaced_by);
  out.number(booking.place_count);
}

desk_booking read_booking(row_reader& in, std::size_t services) {
  desk_booking booking;
  booking.id = in.id<events::uuid>();
  booking.code.value = static_cast<std::uint32_t>(in.bounded(events::booking_code_count - 1));
  booking.lane = in.choice<events::lane>(events::lane_count);
  booking.walk_in = in.flag();
  booking.service = in.choice<std::uint32_t>(services);
  booking.booked_at = in.time();
  booking.replaces = read_optional_id(in);
  booking.replaced_by = read_optional_id(in);
  booking.place_count = static_cast<std::uint32_t>(in.bounded(events::applicants_max));
  return booking;
}

void write(row_writer& out, const std::vector<std::string>& texts) {
  out.number(texts.size());
  for (const auto& text : texts) out.text(text);
}

std::vector<std::string> read_texts(row_reader& in) {
  std::vector<std::string> texts(in.count());
  for (auto& text : texts) text = in.text();
  return texts;
}

}  // namespace

void front_desk_row::encode(std::string& bytes) const {
  row_writer out{bytes};
  out.number(static_cast<std::uint64_t>(status_));
  out.signed_number(utc_offset_minutes_);
  out.number(last_number_);
  write(out, services_);
  write(out, counters_);
  out.number(bookings_.size());
  for (const auto& booking : bookings_) {
    write(out, booking);
    for (const auto& place : places_of(booking)) write(out, place);
  }
}

std::optional<front_desk_row> front_desk_row::decode(std::string_view bytes) {
  row_reader in{bytes};
  front_desk_row row;
  row.status_ = in.choice<day_status>(day_status_count);
  row.utc_offset_minutes_ = static_cast<std::int32_t>(in.signed_number());
  row.last_number_ = in.number32();
  row.services_ = read_texts(in);
  row.counters_ = read_texts(in);
  const auto bookings = in.count();
  if (bookings > 0 && row.services_.empty()) return std::nullopt;
  row.bookings_.reserve(bookings);
  row.places_.reserve(bookings);
  row.index_.reserve(bookings);
  for (std::size_t i = 0; i < bookings && !in.failed(); ++i) {
    auto booking = read_booking(in, row.services_.size());
    booking.first_place = static_cast<std::uint32_t>(row.places_.size());
    for (std::uint32_t place = 0; place < booking.place_count; ++place) {
      row.places_.push_back(read_place(in, row.counters_.size()));
    }
    if (!row.add(booking)) return std::nullopt;
  }
  if (!in.whole()) return std::nullopt;
  return row;
}

std::size_t front_desk_row::memory_bytes() const {
  // The index keeps each entry with a byte of its own, at most seven eighths full.
  constexpr std::size_t index_entry_bytes = (sizeof(events::uuid) + sizeof(std::uint32_t) + 1) * 2;
  return sizeof *this + bookings_.capacity() * sizeof(desk_booking) +
         places_.capacity() * sizeof(desk_place) + index_.size() * index_entry_bytes;
}

}  // namespace antrian::projections
