#include "events/command_fields.hpp"

namespace antrian::events {
namespace {

// In the order of the enumeration.
constexpr std::array<std::string_view, field_count> names{"id",
                                                          "type",
                                                          "office",
                                                          "date",
                                                          "at",
                                                          "by",
                                                          "slots",
                                                          "release_at",
                                                          "services",
                                                          "policy",
                                                          "reason",
                                                          "account",
                                                          "applicants",
                                                          "service",
                                                          "slot",
                                                          "lane",
                                                          "replaces",
                                                          "booking",
                                                          "nik",
                                                          "code",
                                                          "counter",
                                                          "lanes",
                                                          "queue_number",
                                                          "start",
                                                          "end",
                                                          "capacity",
                                                          "online",
                                                          "priority",
                                                          "walk_in",
                                                          "name",
                                                          "phone",
                                                          "email",
                                                          "early_minutes",
                                                          "late_minutes",
                                                          "account_limit",
                                                          "no_show_block_days",
                                                          "reschedule_limit"};
static_assert(names[static_cast<std::size_t>(field::queue_number)] == "queue_number");
static_assert(names[static_cast<std::size_t>(field::reschedule_limit)] == "reschedule_limit");

constexpr std::size_t bucket_count = 128;
constexpr std::uint8_t no_field = 255;

// No two names fall into one bucket, which by_bucket() checks; where a new name does, look for
// other factors.
constexpr std::size_t bucket_of(std::string_view name) {
  return (name.size() + static_cast<unsigned char>(name[0]) * std::size_t{17} +
          static_cast<unsigned char>(name[1]) * std::size_t{20}) %
         bucket_count;
}

consteval std::array<std::uint8_t, bucket_count> by_bucket() {
  std::array<std::uint8_t, bucket_count> fields{};
  fields.fill(no_field);
  for (std::size_t i = 0; i < names.size(); ++i) {
    auto& bucket = fields[bucket_of(names[i])];
    if (bucket != no_field) throw "two field names fall into one bucket";
    bucket = static_cast<std::uint8_t>(i);
  }
  return fields;
}
constexpr auto buckets = by_bucket();

}  // namespace

std::string_view name_of(field value) {
  return names[static_cast<std::size_t>(value)];
}

std::optional<field> find_field(std::string_view name) {
  if (name.size() < 2) return std::nullopt;
  const std::uint8_t found = buckets[bucket_of(name)];
  if (found == no_field || names[found] != name) return std::nullopt;
  return static_cast<field>(found);
}

std::string json_path::text() const {
  if (parent_ == nullptr) return {};
  std::string out = parent_->text();
  if (name_.empty()) {
    out.append("[").append(std::to_string(index_)).append("]");
    return out;
  }
  if (!out.empty()) out.push_back('.');
  return out.append(name_);
}

object_fields::object_fields(const simdjson::dom::object& object, const json_path& path,
                             field_fault& fault)
    : path_(path), fault_(fault) {
  for (const auto member : object) {
    const auto which = find_field(member.key);
    if (!which) continue;
    auto& index = index_[static_cast<std::size_t>(*which)];
    if (index != 0) {
      twice_ |= std::uint64_t{1} << static_cast<unsigned>(*which);
      continue;
    }
    elements_.push_back(member.value);
    index = static_cast<std::uint8_t>(elements_.size());
  }
}

bool object_fields::given(field which) const {
  if (index_[static_cast<std::size_t>(which)] == 0) return false;
  return is_twice(which) || !element_of(which).is_null();
}

bool object_fields::fail(field which, std::string_view expected) const {
  return report_fault(fault_, path_of(which), expected);
}

bool object_fields::fail_missing(field which, std::string_view expected) const {
  report_fault(fault_, path_of(which), expected);
  fault_.message.insert(0, "missing: ");
  return false;
}

bool object_fields::fail_twice(field which) const {
  fault_.field = path_of(which).text();
  fault_.message = "given twice: expected once";
  return false;
}

bool report_fault(field_fault& fault, const json_path& path, std::string_view expected) {
  fault.field = path.text();
  fault.message.assign("expected ").append(expected);
  return false;
}

}  // namespace antrian::events
