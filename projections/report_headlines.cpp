// The sentences at the head of a report. Each says one thing, and is left out where it would say
// nothing.
#include <algorithm>

#include "events/vocabulary.hpp"
#include "projections/report_numbers.hpp"
#include "projections/report_text.hpp"

namespace antrian::projections {
namespace {

/// `1 place`, `2 places`.
std::string counted(std::uint64_t count, std::string_view one, std::string_view many) {
  return grouped(count).append(" ").append(count == 1 ? one : many);
}

std::string in_brackets(const std::optional<std::string>& percentage) {
  return percentage ? " (" + *percentage + " %)" : std::string{};
}

std::string scope(const report& value) {
  const auto& range = value.query.range;
  std::string text = range.office.value_or("All offices") + ", " + events::to_text(range.from);
  if (range.from != range.to) text += " to " + events::to_text(range.to);
  const auto& days = value.total.days;
  text += ": " + counted(days.sum(), "office day", "office days");
  std::string parts;
  for (std::size_t i = 0; i < day_status_count; ++i) {
    const auto status = static_cast<day_status>(i);
    if (days[status] == 0) continue;
    parts += parts.empty() ? "" : ", ";
    parts += grouped(days[status]);
    parts +=
        status == day_status::not_opened ? " never opened" : " " + std::string{name_of(status)};
  }
  return text + (parts.empty() ? "." : " (" + parts + ").");
}

std::string places(const report_totals& total) {
  std::string text = counted(total.capacity, "place", "places") + ": " + grouped(total.held()) +
                     " held" + in_brackets(percent(total.held(), total.capacity)) + ", " +
                     grouped(total.unused) + " unused";
  if (total.lost > 0) text += ", " + grouped(total.lost) + " lost because the office closed";
  const auto walk_ins = total.places.counts[place_figure::walk_ins];
  if (walk_ins > 0) text += "; " + counted(walk_ins, "walk-in", "walk-ins");
  return text + ".";
}

std::string unmet(const report_totals& total) {
  const auto refused = total.refusals.applicants.sum();
  const auto room = total.refusals.unmet_demand();
  std::string text = counted(refused, "applicant was", "applicants were") + " refused, " +
                     grouped(room) + " of them for want of room (who asks three times counts " +
                     "three times)";
  if (room > 0 && total.unused > 0) {
    text += ", while " + counted(total.unused, "place", "places") + " stayed empty elsewhere in " +
            "this report";
  }
  return text + ".";
}

std::string attendance(const place_counters<std::uint64_t>& counts) {
  const auto came = counts[place_figure::checked_in];
  const auto absent = counts[place_figure::no_show];
  return counted(came, "applicant", "applicants") + " came, " + grouped(absent) + " did not" +
         in_brackets(percent(absent, came + absent)) + "; " +
         grouped(counts[place_figure::served]) + " served, " +
         grouped(counts[place_figure::missed_at_counter]) + " missed their call, " +
         grouped(counts[place_figure::unserved]) + " left unserved at the end of the day.";
}

std::string given_back(const report_totals& total) {
  const auto& counts = total.places.counts;
  return counted(total.given_up(), "place was", "places were") +
         " given up: " + grouped(counts[place_figure::cancelled]) + " on request, " +
         grouped(counts[place_figure::moved]) + " moved to another time or office, " +
         grouped(counts[place_figure::cancelled_by_office]) + " because the office closed.";
}

std::string waiting(const duration_histogram& waited) {
  return "Half of those called waited at most " + minutes(*waited.percentile_ms(50)) +
         " min, nine in ten at most " + minutes(*waited.percentile_ms(90)) +
         " min; the longest wait was " + minutes(waited.total.max_ms) + " min.";
}

std::string service(const duration_histogram& served) {
  return "Service took " + minutes(*served.total.mean_ms()) + " min on average, at most " +
         minutes(served.total.max_ms) + " min.";
}

}  // namespace

std::vector<std::string> headlines(const report& value) {
  const auto& total = value.total;
  const auto& counts = total.places.counts;
  std::vector<std::string> sentences{scope(value)};
  if (total.capacity > 0 || total.held() > 0) sentences.push_back(places(total));
  if (!total.refusals.empty()) sentences.push_back(unmet(total));
  if (counts[place_figure::checked_in] + counts[place_figure::no_show] > 0) {
    sentences.push_back(attendance(counts));
  }
  if (total.places.waiting.total.count > 0) sentences.push_back(waiting(total.places.waiting));
  if (total.places.service.total.count > 0) sentences.push_back(service(total.places.service));
  if (total.given_up() > 0) sentences.push_back(given_back(total));
  if (const auto lead = total.places.lead.mean_ms()) {
    sentences.push_back("People booked " + days(*lead) + " days ahead on average.");
  }
  return sentences;
}

}  // namespace antrian::projections
