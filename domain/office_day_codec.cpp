// The bytes of an office day's snapshot: a schema version, then cereal's portable binary.
//
// A snapshot is a cache of a fold, so an old version needs no upcaster: what cannot be read is
// folded again from the log.
#include <sstream>

#include <cereal/archives/portable_binary.hpp>
#include <cereal/types/array.hpp>
#include <cereal/types/string.hpp>
#include <cereal/types/vector.hpp>

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

/// An optional as a flag and a value.
template <class Archive, class T>
void optional(Archive& archive, std::optional<T>& value) {
  bool present = value.has_value();
  T held = value.value_or(T{});
  archive(present, held);
  value = present ? std::optional<T>(held) : std::nullopt;
}

}  // namespace

template <class Archive>
void serialize(Archive& archive, slot& s) {
  archive(s.start, s.end, s.capacity, s.taken, s.live, s.removed);
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

/// Every index in the state points at something, so that damaged bytes cannot be walked off.
bool consistent(const office_day& day) {
  for (const booking& b : day.bookings) {
    if (b.applicants == 0 || b.applicants > events::applicants_max) return false;
    if (std::size_t{b.first_place} + b.applicants > day.places.size()) return false;
    if (b.service >= day.policy.services.size()) return false;
    if (static_cast<std::size_t>(b.lane) >= events::lane_count) return false;
  }
  for (const place& p : day.places) {
    if (p.booking >= day.bookings.size() || day.find_slot(p.slot) == nullptr) return false;
  }
  for (const std::uint32_t index : day.queue) {
    if (index >= day.places.size()) return false;
  }
  return true;
}

}  // namespace

std::string to_bytes(const office_day& day) {
  std::ostringstream out(std::ios::binary);
  {
    cereal::PortableBinaryOutputArchive archive(out);
    archive(snapshot_version);
    office_day copy = day;  // cereal's one `whole` both reads and writes, so it wants non-const
    whole(archive, copy);
  }
  return std::move(out).str();
}

std::optional<office_day> parse_office_day(std::string_view bytes) {
  std::istringstream in(std::string(bytes), std::ios::binary);
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
  return day;
}

}  // namespace antrian::domain
