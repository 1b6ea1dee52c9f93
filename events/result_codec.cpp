#include <string_view>

#include "events/assert.hpp"
#include "events/result.hpp"

namespace antrian::events {
namespace {

// The bytes: version, flags, reason if declined, varint position, then what the flags name.

constexpr std::uint8_t result_version = 1;
constexpr std::uint64_t end_of_day_minutes = 1440;

enum flag : std::uint8_t {
  is_declined = 1,
  has_booking = 2,
  has_code = 4,
  has_slots = 8,
  has_queue_numbers = 16,
  has_excess = 32,
  all_flags = 63,
};

void append_byte(std::string& out, std::uint8_t byte) {
  out.push_back(static_cast<char>(byte));
}

/// Seven bits a byte, lowest first; the top bit says that more follow.
void append_varint(std::string& out, std::uint64_t value) {
  while (value >= 0x80) {
    append_byte(out, static_cast<std::uint8_t>(value | 0x80));
    value >>= 7;
  }
  append_byte(out, static_cast<std::uint8_t>(value));
}

std::uint8_t flags_of(const result& value) {
  unsigned flags = 0;
  if (value.outcome == outcome::declined) flags |= is_declined;
  if (value.booking) flags |= has_booking;
  if (value.code) flags |= has_code;
  if (!value.slots.empty()) flags |= has_slots;
  if (!value.queue_numbers.empty()) flags |= has_queue_numbers;
  if (!value.excess.empty()) flags |= has_excess;
  return static_cast<std::uint8_t>(flags);
}

/// Reads in order; after the first fault every read gives 0 and `ok` stays false.
class byte_reader {
 public:
  explicit byte_reader(std::string_view bytes) : rest_(bytes) {}

  std::uint8_t byte() {
    if (rest_.empty()) return fault();
    const auto value = static_cast<std::uint8_t>(rest_.front());
    rest_.remove_prefix(1);
    return value;
  }

  /// A varint from `min` to `max`, in the one form that append_varint writes.
  std::uint64_t varint(std::uint64_t min, std::uint64_t max) {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      const std::uint64_t part = byte();
      const std::uint64_t bits = part & 0x7F;
      if (bits << shift >> shift != bits) return fault();  // more than 64 bits
      value |= bits << shift;
      if (part >= 0x80) continue;
      const bool padded = bits == 0 && shift > 0;
      return padded || value < min || value > max ? fault() : value;
    }
    return fault();
  }

  void block(std::uint8_t* target, std::size_t size) {
    for (std::size_t i = 0; i < size; ++i) target[i] = byte();
  }

  std::uint8_t fault() {
    ok_ = false;
    rest_ = {};
    return 0;
  }

  [[nodiscard]] bool ok() const { return ok_; }
  [[nodiscard]] bool finished() const { return ok_ && rest_.empty(); }

 private:
  std::string_view rest_;
  bool ok_ = true;
};

clock_time read_clock(byte_reader& in) {
  return clock_time{static_cast<std::uint16_t>(in.varint(0, end_of_day_minutes))};
}

std::uint32_t read_u32(byte_reader& in) {
  return static_cast<std::uint32_t>(in.varint(0, UINT32_MAX));
}

capacity_excess read_excess(byte_reader& in) {
  capacity_excess excess;
  excess.slot = read_clock(in);
  excess.lane = static_cast<lane>(in.varint(0, lane_count - 1));
  excess.taken = read_u32(in);
  excess.capacity = read_u32(in);
  return excess;
}

/// A count from 1 to `max`, then that many elements. A count that lies takes no memory: the first
/// element that is not there ends the loop.
template <class List, class Read>
void read_list(byte_reader& in, List& list, std::size_t max, Read read) {
  const std::uint64_t count = in.varint(1, max);
  for (std::uint64_t i = 0; i < count && in.ok(); ++i) list.push_back(read(in));
}

}  // namespace

void append_result(std::string& out, const result& value) {
  ANTRIAN_ASSERT(value.outcome != outcome::invalid);
  append_byte(out, result_version);
  append_byte(out, flags_of(value));
  if (value.outcome == outcome::declined) {
    append_byte(out, static_cast<std::uint8_t>(value.reason));
  }
  append_varint(out, value.position);
  if (value.booking) {
    for (const std::uint8_t byte : value.booking->bytes) append_byte(out, byte);
  }
  if (value.code) append_varint(out, value.code->value);
  if (!value.slots.empty()) append_varint(out, value.slots.size());
  for (const clock_time slot : value.slots) append_varint(out, slot.minutes);
  if (!value.queue_numbers.empty()) append_varint(out, value.queue_numbers.size());
  for (const std::uint32_t number : value.queue_numbers) append_varint(out, number);
  if (!value.excess.empty()) append_varint(out, value.excess.size());
  for (const auto& excess : value.excess) {
    append_varint(out, excess.slot.minutes);
    append_varint(out, static_cast<std::uint64_t>(excess.lane));
    append_varint(out, excess.taken);
    append_varint(out, excess.capacity);
  }
}

std::optional<result> parse_result(std::string_view bytes) {
  byte_reader in(bytes);
  if (in.byte() != result_version) return std::nullopt;
  const unsigned flags = in.byte();
  if ((flags & ~static_cast<unsigned>(all_flags)) != 0) return std::nullopt;
  result value;
  if ((flags & is_declined) != 0) {
    value.outcome = outcome::declined;
    value.reason = static_cast<decline_reason>(in.varint(0, decline_reason_count - 1));
  }
  value.position = in.varint(0, UINT64_MAX);
  if ((flags & has_booking) != 0) {
    value.booking.emplace();
    in.block(value.booking->bytes.data(), value.booking->bytes.size());
  }
  if ((flags & has_code) != 0) {
    value.code = booking_code{static_cast<std::uint32_t>(in.varint(0, booking_code_count - 1))};
  }
  if ((flags & has_slots) != 0) read_list(in, value.slots, applicants_max, read_clock);
  if ((flags & has_queue_numbers) != 0) {
    read_list(in, value.queue_numbers, applicants_max, read_u32);
  }
  if ((flags & has_excess) != 0) read_list(in, value.excess, UINT32_MAX, read_excess);
  if (!in.finished()) return std::nullopt;
  return value;
}

}  // namespace antrian::events
