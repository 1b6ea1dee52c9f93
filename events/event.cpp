#include "events/event.hpp"

namespace antrian::events {
namespace {

constexpr std::array<std::string_view, event_type_count> names{
    "day_opened",           "capacity_changed", "day_closed",        "day_ended",
    "booking_confirmed",    "booking_declined", "booking_cancelled", "booking_missed",
    "applicant_checked_in", "check_in_undone",  "number_called",     "applicant_served",
    "applicant_missed"};

}  // namespace

std::string_view name_of(const event_body& body) {
  return names[body.index()];
}
std::string_view event_type_name(std::size_t index) {
  return names.at(index);
}

}  // namespace antrian::events
