#include "events/event_codec.hpp"

#include <algorithm>
#include <array>
#include <type_traits>
#include <utility>

#include "events/event_schema.hpp"
#include "events/memory_archive.hpp"

namespace antrian::events {
namespace {

// The bytes: cereal's mark of byte order, a u32 count, then each event: u8 type (its index in
// event_body), the header, and the type's layout, before which its u32 schema version stands where
// the type occurs for the first time, as cereal does it for versioned types.

/// Tag, command id, time and the flag of `by`; no event is stored in fewer bytes.
constexpr std::size_t event_size_min = 1 + 16 + 8 + 1;

template <class Visitor, std::size_t... Index>
constexpr auto table_of(Visitor visitor, std::index_sequence<Index...>) {
  return std::array{visitor(std::integral_constant<std::size_t, Index>{})...};
}

/// One entry for each event type, made from its index.
template <class Visitor>
constexpr auto per_type(Visitor visitor) {
  return table_of(visitor, std::make_index_sequence<event_type_count>{});
}

template <std::size_t Index>
using event_at = std::variant_alternative_t<Index, event_body>;

template <class Event, std::size_t Index = 0>
constexpr std::size_t index_of() {
  if constexpr (std::is_same_v<event_at<Index>, Event>) {
    return Index;
  } else {
    return index_of<Event, Index + 1>();
  }
}

constexpr std::array<std::uint32_t, event_type_count> written_versions =
    per_type([](auto index) { return version_of<event_at<index()>>; });

/// cereal takes a saved value by mutable reference, and does not change it.
template <class Value>
Value& mutable_view(const Value& value) {
  return const_cast<Value&>(value);
}

class event_writer {
 public:
  explicit event_writer(std::string& out) : archive_(out) {}

  void count(std::uint32_t value) { archive_(value); }

  void write(const event& source) {
    const auto tag = static_cast<std::uint8_t>(source.body.index());
    archive_(tag);
    event& value = mutable_view(source);
    fields(archive_, value.command, value.at, value.by);
    std::visit([this](auto& body) { write_body(body); }, value.body);
  }

 private:
  template <class Event>
  void write_body(Event& body) {
    bool& written = version_written_[index_of<Event>()];
    if (!written) archive_(version_of<Event>);
    written = true;
    serialize(archive_, body, version_of<Event>);
  }

  memory_output_archive archive_;
  std::array<bool, event_type_count> version_written_{};
};

class event_reader {
 public:
  explicit event_reader(std::string_view bytes) : archive_(bytes) {}

  /// Number of events, which the bytes are at least long enough to hold.
  std::uint32_t count() {
    std::uint32_t value = 0;
    archive_(value);
    expect(archive_, value <= archive_.remaining() / event_size_min, "fewer events than counted");
    return value;
  }

  void read(event& target) {
    std::uint8_t tag = 0;
    archive_(tag);
    expect(archive_, tag < event_type_count, "unknown event type");
    fields(archive_, target.command, target.at, target.by);
    static constexpr auto readers =
        per_type([](auto index) { return &event_reader::read_body<index()>; });
    (this->*readers[tag])(target.body);
  }

  void finish() { expect(archive_, archive_.remaining() == 0, "more bytes than events"); }

 private:
  template <std::size_t Index>
  void read_body(event_body& body) {
    std::uint32_t& version = versions_[Index];
    if (version == 0) archive_(version);
    serialize(archive_, body.emplace<Index>(), version);
  }

  memory_input_archive archive_;
  std::array<std::uint32_t, event_type_count> versions_{};  // 0: the type has not occurred yet
};

void parse_or_throw(std::string_view bytes, std::vector<event>& out) {
  event_reader reader(bytes);
  const std::uint32_t count = reader.count();
  if (out.capacity() - out.size() < count) {
    out.reserve(std::max(out.size() + count, out.capacity() * 2));
  }
  for (std::uint32_t i = 0; i < count; ++i) reader.read(out.emplace_back());
  reader.finish();
}

}  // namespace

unsigned schema_version(std::size_t type_index) {
  return written_versions.at(type_index);
}

void append_events(std::string& out, const event* events, std::size_t count) {
  ANTRIAN_ASSERT(count <= UINT32_MAX);
  event_writer writer(out);
  writer.count(static_cast<std::uint32_t>(count));
  for (std::size_t i = 0; i < count; ++i) writer.write(events[i]);
}

bool parse_events(std::string_view bytes, std::vector<event>& out) {
  const std::size_t size_before = out.size();
  try {
    parse_or_throw(bytes, out);
    return true;
  } catch (const cereal::Exception&) {
    out.resize(size_before);
    return false;
  }
}

}  // namespace antrian::events
