#include "cli/demo_day.hpp"

#include "cli/line_output.hpp"
#include "storage/vault.hpp"

namespace antrian::cli {

storage::result<std::vector<workload::confirmed_booking>> confirmed_bookings(
    const storage::store& store, const projections::projection_set& projections,
    const std::string& office, events::local_date date) {
  std::vector<workload::confirmed_booking> bookings;
  const auto sheet = find_sheet(projections.front_desk(), office, date);
  if (!sheet) return tl::unexpected(sheet.error());
  if (!*sheet) return bookings;
  for (const auto& booking : (*sheet)->bookings()) {
    workload::confirmed_booking confirmed{booking.id, booking.code, booking.lane, {}, {}};
    for (const auto& place : (*sheet)->places_of(booking)) {
      if (place.state != projections::place_state::confirmed) continue;
      const auto person = storage::read_person(store, place.subject);
      if (!person) return tl::unexpected(person.error());
      if (!*person) continue;  // erased since: nobody can come with that card
      confirmed.niks.push_back((*person)->nik);
      confirmed.slots.push_back(place.slot);
    }
    if (!confirmed.niks.empty()) bookings.push_back(std::move(confirmed));
  }
  return bookings;
}

ingest::result<std::uint64_t> write_office_day(
    const config::configuration& configuration, const workload::office_day_options& options,
    const std::vector<workload::confirmed_booking>& bookings, const std::string& path) {
  auto out = line_output::open(path);
  if (!out) return tl::unexpected(out.error());
  std::uint64_t lines = 0;
  ingest::status written;
  workload::play_office_day(configuration, options, bookings, [&](std::string_view line) {
    if (!written) return;
    written = out->add(line);
    ++lines;
  });
  if (written) written = out->finish();
  if (!written) return tl::unexpected(written.error());
  return lines;
}

}  // namespace antrian::cli
