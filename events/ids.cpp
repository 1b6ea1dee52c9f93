#include "events/ids.hpp"

namespace antrian::events {
namespace {

constexpr char hex_digits[] = "0123456789abcdef";
constexpr char crockford_digits[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

constexpr std::array<std::int8_t, 256> crockford_values() {
  std::array<std::int8_t, 256> values{};
  values.fill(-1);
  for (std::size_t i = 0; i < 32; ++i) {
    const auto upper = static_cast<unsigned char>(crockford_digits[i]);
    values[upper] = static_cast<std::int8_t>(i);
    if (upper >= 'A') values[upper + 32] = static_cast<std::int8_t>(i);
  }
  for (const char one : {'I', 'i', 'L', 'l'}) values[static_cast<unsigned char>(one)] = 1;
  for (const char zero : {'O', 'o'}) values[static_cast<unsigned char>(zero)] = 0;
  return values;
}

}  // namespace

std::optional<uuid> parse_uuid(std::string_view text) {
  if (text.size() != 36) return std::nullopt;
  uuid id;
  std::size_t byte = 0;
  for (std::size_t i = 0; i < 36;) {
    if (i == 8 || i == 13 || i == 18 || i == 23) {
      if (text[i] != '-') return std::nullopt;
      ++i;
      continue;
    }
    const int high = hex_value(text[i]);
    const int low = hex_value(text[i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    id.bytes[byte++] = static_cast<std::uint8_t>(high * 16 + low);
    i += 2;
  }
  return id;
}

bool parse_hex(std::string_view text, std::uint8_t* bytes, std::size_t count) {
  if (text.size() != 2 * count) return false;
  for (std::size_t i = 0; i < count; ++i) {
    const int high = hex_value(text[2 * i]);
    const int low = hex_value(text[2 * i + 1]);
    if (high < 0 || low < 0) return false;
    bytes[i] = static_cast<std::uint8_t>(high << 4 | low);
  }
  return true;
}

void append_hex(std::string& out, const std::uint8_t* bytes, std::size_t count) {
  const std::size_t from = out.size();
  out.resize(from + 2 * count);
  char* to = out.data() + from;
  for (std::size_t i = 0; i < count; ++i) {
    *to++ = hex_digits[bytes[i] >> 4];
    *to++ = hex_digits[bytes[i] & 15];
  }
}

void append_uuid(std::string& out, const uuid& id) {
  char text[36];
  std::size_t at = 0;
  for (std::size_t i = 0; i < 16; ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) text[at++] = '-';
    text[at++] = hex_digits[id.bytes[i] >> 4];
    text[at++] = hex_digits[id.bytes[i] & 15];
  }
  out.append(text, sizeof text);
}

std::string to_text(const uuid& id) {
  std::string out;
  append_uuid(out, id);
  return out;
}

std::optional<booking_code> parse_code(std::string_view text) {
  static constexpr auto values = crockford_values();
  if (text.size() != 6) return std::nullopt;
  std::uint32_t value = 0;
  for (const char c : text) {
    const int digit = values[static_cast<unsigned char>(c)];
    if (digit < 0) return std::nullopt;
    value = value << 5 | static_cast<std::uint32_t>(digit);
  }
  return booking_code{value};
}

void append_code(std::string& out, booking_code code) {
  for (int shift = 25; shift >= 0; shift -= 5) {
    out.push_back(crockford_digits[code.value >> shift & 31]);
  }
}

std::string to_text(booking_code code) {
  std::string out;
  append_code(out, code);
  return out;
}

}  // namespace antrian::events
