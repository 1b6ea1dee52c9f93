// The fields of a command's JSON objects: found once by name, then read by type, with errors that
// name the field by its path (`applicants[1].nik`).
//
// Reading is on the path of every command, so a fault is not carried in every return value: each
// function returns whether it went well, and the first that does not has reported the fault.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <boost/container/static_vector.hpp>
#include <simdjson.h>

namespace antrian::events {

/// Every field name that any object of a command may have.
enum class field : std::uint8_t {
  id,
  type,
  office,
  date,
  at,
  by,
  slots,
  release_at,
  services,
  policy,
  reason,
  account,
  applicants,
  service,
  slot,
  lane,
  replaces,
  booking,
  nik,
  code,
  counter,
  lanes,
  queue_number,
  start,
  end,
  capacity,
  online,
  priority,
  walk_in,
  name,
  phone,
  email,
  early_minutes,
  late_minutes,
  account_limit,
  no_show_block_days,
  reschedule_limit,
};
inline constexpr std::size_t field_count = 37;

[[nodiscard]] std::string_view name_of(field value);
/// Nothing if no object of a command has a field of this name.
[[nodiscard]] std::optional<field> find_field(std::string_view name);

/// Where a value is inside the command. Lives on the stack; made into text only for a fault.
class json_path {
 public:
  json_path() = default;  ///< the command itself
  json_path(const json_path& parent, std::string_view name) : parent_(&parent), name_(name) {}
  json_path(const json_path& parent, std::size_t index) : parent_(&parent), index_(index) {}
  [[nodiscard]] std::string text() const;

 private:
  const json_path* parent_ = nullptr;
  std::string_view name_;
  std::size_t index_ = 0;
};

/// The first thing that was found wrong.
struct field_fault {
  std::string field;
  std::string message;
};

/// What a rule says about a value: nothing if it is right, else what was expected. A rule is
/// called with a value and where to put it, and has a member `expected`, the sentence's end.
using verdict = std::optional<std::string_view>;

/// One JSON object of a command. Unknown fields are ignored; a field that is given twice is a
/// fault when it is read.
class object_fields {
 public:
  object_fields(const simdjson::dom::object& object, const json_path& path, field_fault& fault);

  /// Reads a field that must be there; null counts as missing.
  template <class Value, class Rule>
  [[nodiscard]] bool required(field which, Value& out, const Rule& rule) const {
    return read(which, out, rule, true);
  }

  /// Leaves `out` alone if the field is absent or null.
  template <class Value, class Rule>
  [[nodiscard]] bool optional(field which, Value& out, const Rule& rule) const {
    return read(which, out, rule, false);
  }
  template <class Value, class Rule>
  [[nodiscard]] bool optional(field which, std::optional<Value>& out, const Rule& rule) const {
    if (!given(which)) return true;
    return read(which, out.emplace(), rule, true);
  }

  /// True unless the field is absent or null. A field that is given twice is given, so that
  /// reading it reports the fault even where one of the two is null.
  [[nodiscard]] bool given(field which) const;

  [[nodiscard]] const json_path& path() const { return path_; }
  [[nodiscard]] json_path path_of(field which) const { return {path_, name_of(which)}; }
  [[nodiscard]] field_fault& fault() const { return fault_; }

  /// Reports a fault at one of the object's fields; always false.
  bool fail(field which, std::string_view expected) const;
  bool fail_missing(field which, std::string_view expected) const;

 private:
  template <class Value, class Rule>
  [[nodiscard]] bool read(field which, Value& out, const Rule& rule, bool must_be_there) const {
    if (is_twice(which)) return fail_twice(which);
    if (!given(which)) return must_be_there ? fail_missing(which, rule.expected) : true;
    const verdict expected = rule(element_of(which), out);
    return expected ? fail(which, *expected) : true;
  }

  [[nodiscard]] simdjson::dom::element element_of(field which) const {
    return elements_[index_[static_cast<std::size_t>(which)] - std::size_t{1}];
  }
  [[nodiscard]] bool is_twice(field which) const {
    return (twice_ >> static_cast<unsigned>(which) & 1U) != 0;
  }
  bool fail_twice(field which) const;

  boost::container::static_vector<simdjson::dom::element, field_count> elements_;
  std::array<std::uint8_t, field_count> index_{};  ///< in elements_, plus one; 0: not given
  std::uint64_t twice_ = 0;                        ///< a bit per field that was given again
  const json_path& path_;
  field_fault& fault_;
};
static_assert(field_count <= 64);

/// Reports a fault at a path; always false.
bool report_fault(field_fault& fault, const json_path& path, std::string_view expected);

}  // namespace antrian::events
