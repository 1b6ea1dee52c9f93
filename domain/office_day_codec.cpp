// The bytes of an office day's snapshot: cereal's portable binary, in which a schema version comes
// first, then the CRC-32 of it (4 bytes, little-endian).
//
// A snapshot is a cache of a fold, so an old version needs no upcaster: what cannot be read is
// folded again from the log.
#include <sstream>

#include <boost/crc.hpp>
#include <cereal/archives/portable_binary.hpp>
#include <cereal/types/array.hpp>
#include <cereal/types/string.hpp>
#include <cereal/types/vector.hpp>

#include "domain/consistency.hpp"
#include "domain/office_day.hpp"

namespace antrian::events {

template <class Archive, class Tag>
void serialize(Archive& archive, id16<Tag>& id) {
  archive(id.bytes);
}
template <class Archive>
void serialize(Archive& archive, instant& value) {
  archive(value.ms);
}
template <class Archive>
void serialize(Archive& archive, clock_time& value) {
  archive(value.minutes);
}
template <class Archive>
void serialize(Archive& archive, booking_code& value) {
  archive(value.value);
}
template <class Archive>
void serialize(Archive& archive, day_policy& p) {
  archive(p.early_minutes, p.late_minutes, p.account_limit, p.no_show_block_days,
          p.reschedule_limit, p.services);
}

}  // namespace antrian::events

namespace antrian::domain {
namespace {

constexpr std::uint8_t snapshot_version = 1;

/// As a number: reading a bool from bytes that hold neither 0 nor 1 would be undefined.
template <class Archive>
void flag(Archive& archive, bool& value) {
  std::uint8_t number = value ? 1 : 0;
  archive(number);
  value = number != 0;
}

/// An optional as a flag and a value.
template <class Archive, class T>
void optional(Archive& archive, std::optional<T>& value) {
  bool present = value.has_value();
  T held = value.value_or(T{});
  flag(archive, present);
  archive(held);
  value = present ? std::optional<T>(held) : std::nullopt;
}

}  // namespace

template <class Archive>
void serialize(Archive& archive, slot& s) {
  archive(s.start, s.end, s.capacity, s.taken, s.live);
  flag(archive, s.removed);
}
template <class Archive>
void serialize(Archive& archive, booking& b) {
  archive(b.id);
  optional(archive, b.account);
  archive(b.code, b.first_place, b.replacements, b.applicants, b.lane, b.service);
}
template <class Archive>
void serialize(Archive& archive, place& p) {
  archive(p.subject, p.booking, p.queue_number, p.slot, p.state, p.checked_in_at, p.called_at);
}

namespace {

template <class Archive>
void whole(Archive& archive, office_day& day) {
  archive(day.status, day.utc_offset_minutes);
  optional(archive, day.release_at);
  archive(day.policy, day.slots, day.bookings, day.places, day.queue);
}

/// Of everything before it, so that a flipped bit is not taken for another capacity.
std::string checksum_of(std::string_view bytes) {
  boost::crc_32_type crc;
  crc.process_bytes(bytes.data(), bytes.size());
  std::string out;
  for (int shift = 0; shift < 32; shift += 8) {
    out.push_back(static_cast<char>(crc.checksum() >> shift));
  }
  return out;
}
constexpr std::size_t checksum_size = 4;

}  // namespace

std::string to_bytes(const office_day& day) {
  std::ostringstream out(std::ios::binary);
  {
    cereal::PortableBinaryOutputArchive archive(out);
    archive(snapshot_version);
    office_day copy = day;  // cereal's one `whole` both reads and writes, so it wants non-const
    whole(archive, copy);
  }
  std::string bytes = std::move(out).str();
  return bytes + checksum_of(bytes);
}

std::optional<office_day> parse_office_day(std::string_view bytes) {
  if (bytes.size() < checksum_size) return std::nullopt;
  const std::string_view body = bytes.substr(0, bytes.size() - checksum_size);
  if (checksum_of(body) != bytes.substr(body.size())) return std::nullopt;
  std::istringstream in(std::string(body), std::ios::binary);
  office_day day;
  try {
    cereal::PortableBinaryInputArchive archive(in);
    std::uint8_t version = 0;
    archive(version);
    if (version != snapshot_version) return std::nullopt;
    whole(archive, day);
  } catch (const std::exception&) {
    // cereal reports short bytes by exception (and std::vector a size that cannot be).
    return std::nullopt;
  }
  if (!consistent(day)) return std::nullopt;
  day.rebuild_indexes();
  // Ids and codes are unique within a day.
  if (day.by_id_.size() != day.bookings.size() || day.by_code_.size() != day.bookings.size()) {
    return std::nullopt;
  }
  return day;
}

}  // namespace antrian::domain
