// Writes one command as one line of JSON, member by member, into a buffer that is used again for
// the next. Values must need no escaping: they all come from this folder or from checked files.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "events/ids.hpp"
#include "events/time.hpp"
#include "workload/random.hpp"

namespace antrian::workload {

/// What the random source gives, in the form of a UUID of version 4.
[[nodiscard]] inline events::uuid random_uuid(random_source& random) {
  events::uuid id;
  const std::uint64_t high = random.next();
  const std::uint64_t low = random.next();
  for (std::size_t i = 0; i < 8; ++i) {
    id.bytes[i] = static_cast<std::uint8_t>(high >> (56 - 8 * i));
    id.bytes[i + 8] = static_cast<std::uint8_t>(low >> (56 - 8 * i));
  }
  id.bytes[6] = static_cast<std::uint8_t>((id.bytes[6] & 0x0F) | 0x40);
  id.bytes[8] = static_cast<std::uint8_t>((id.bytes[8] & 0x3F) | 0x80);
  return id;
}

class line_writer {
 public:
  /// Begins the line with the members that every command has.
  line_writer(std::string& out, const events::uuid& id, std::string_view type,
              std::string_view office, std::string_view date, events::instant at)
      : out_(out) {
    out_.clear();
    out_.append("{\"id\":\"");
    events::append_uuid(out_, id);
    out_.append("\",\"type\":\"").append(type);
    out_.append("\",\"office\":\"").append(office);
    out_.append("\",\"date\":\"").append(date);
    out_.append("\",\"at\":\"");
    events::append_instant(out_, at);
    out_.push_back('"');
  }

  void text(std::string_view name, std::string_view value) {
    begin_text(name).append(value);
    end_text();
  }
  void number(std::string_view name, std::uint64_t value) {
    begin(name).append(std::to_string(value));
  }
  void id(std::string_view name, const events::uuid& value) {
    events::append_uuid(begin_text(name), value);
    end_text();
  }
  /// The caller appends the value itself: JSON after begin(), plain text between the other two.
  std::string& begin(std::string_view name) {
    return out_.append(",\"").append(name).append("\":");
  }
  std::string& begin_text(std::string_view name) {
    return out_.append(",\"").append(name).append("\":\"");
  }
  void end_text() { out_.push_back('"'); }
  void end() { out_.push_back('}'); }

 private:
  std::string& out_;
};

}  // namespace antrian::workload
