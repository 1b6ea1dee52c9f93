#include "projections/report_row.hpp"

#include <algorithm>

#include "projections/day_fold.hpp"

namespace antrian::projections {
namespace {

constexpr fault not_counted = "more places are given up or undone than were taken";

constexpr place_figure figure_of(events::cancel_cause cause) {
  switch (cause) {
    case events::cancel_cause::office_closed:
      return place_figure::cancelled_by_office;
    case events::cancel_cause::rescheduled:
      return place_figure::moved;
    case events::cancel_cause::requested:
      break;
  }
  return place_figure::cancelled;
}

/// A walk-in has no wish: it takes whatever slot has room.
arrival arrival_of(const std::optional<events::slot_wish>& wish) {
  if (!wish) return {arrival::kind::any, {}};
  switch (wish->which) {
    case events::slot_wish::kind::named:
      return {arrival::kind::clock, wish->start};
    case events::slot_wish::kind::morning:
      return {arrival::kind::morning, {}};
    case events::slot_wish::kind::afternoon:
      return {arrival::kind::afternoon, {}};
    case events::slot_wish::kind::any:
      break;
  }
  return {arrival::kind::any, {}};
}

template <class Cell>
Cell& cell_at(std::vector<Cell>& cells, std::size_t index) {
  if (cells.size() <= index) cells.resize(index + 1);
  return cells[index];
}

}  // namespace

/// One overload per event type; `at` is the event's time.
struct report_row::folder {
  report_row& row;
  const day_name& day;
  events::instant at;

  fault operator()(const events::day_opened& fact) const {
    const auto why = open_day(row.status_, row.utc_offset_minutes_, fact);
    if (!why.empty()) return why;
    list(fact.slots);
    return {};
  }
  fault operator()(const events::capacity_changed& fact) const {
    for (auto& each : row.arrivals_) each.capacity = {};
    list(fact.slots);
    return {};
  }
  fault operator()(const events::day_closed&) const {
    row.status_ = day_status::closed;
    return {};
  }
  fault operator()(const events::day_ended& fact) const {
    row.status_ = day_status::ended;
    for (const auto& left : fact.unserved) {
      ++counts(left.facts, left.place)[place_figure::unserved];
    }
    return {};
  }
  fault operator()(const events::booking_confirmed& fact) const {
    const bool walk_in = !fact.facts.account;
    for (const auto& place : fact.applicants) {
      auto& cell = figures(fact.facts, place);
      ++cell.counts[walk_in ? place_figure::walk_ins : place_figure::booked];
      const auto start = events::to_instant(day.date, place.slot, row.utc_offset_minutes_);
      if (!walk_in) cell.lead.add(start.ms - at.ms);
    }
    return {};
  }
  fault operator()(const events::booking_cancelled& fact) const {
    for (const auto& place : fact.applicants) {
      auto& counted = counts(fact.facts, place);
      ++counted[figure_of(fact.cause)];
      if (held(counted) < 0) return not_counted;
    }
    return {};
  }
  fault operator()(const events::booking_missed& fact) const {
    for (const auto& place : fact.applicants) ++counts(fact.facts, place)[place_figure::no_show];
    return {};
  }
  fault operator()(const events::applicant_checked_in& fact) const {
    ++counts(fact.facts, fact.place)[place_figure::checked_in];
    return {};
  }
  fault operator()(const events::check_in_undone& fact) const {
    auto& counted = counts(fact.facts, fact.place);
    if (counted[place_figure::checked_in] == 0) return not_counted;
    --counted[place_figure::checked_in];
    ++counted[place_figure::check_ins_undone];
    return {};
  }
  fault operator()(const events::number_called& fact) const {
    if (fact.again) return {};
    auto& cell = figures(fact.facts, fact.place);
    ++cell.counts[place_figure::called];
    cell.waiting.add(fact.waited_ms);
    return {};
  }
  fault operator()(const events::applicant_served& fact) const {
    auto& cell = figures(fact.facts, fact.place);
    ++cell.counts[place_figure::served];
    cell.service.add(fact.service_ms);
    return {};
  }
  fault operator()(const events::applicant_missed& fact) const {
    ++counts(fact.facts, fact.place)[place_figure::missed_at_counter];
    return {};
  }
  fault operator()(const events::booking_declined& fact) const {
    const bool booking = fact.type == events::command_type::book;
    if (!booking && fact.type != events::command_type::walk_in) {
      ++row.other_refusals_[static_cast<std::size_t>(fact.type)][fact.reason];
      return {};
    }
    const auto usual_lane = booking ? events::lane::online : events::lane::walk_in;
    const auto index = report_row::at(service_index(fact.service), fact.lane.value_or(usual_lane));
    auto& cell = cell_at(wished(arrival_of(fact.wish)).refusals, index);
    ++cell.commands[fact.reason];
    cell.applicants[fact.reason] += static_cast<std::uint32_t>(fact.subjects.size());
    return {};
  }

 private:
  static std::int64_t held(const place_counters<std::uint32_t>& counted) {
    const auto signed_of = [&counted](place_figure figure) {
      return static_cast<std::int64_t>(counted[figure]);
    };
    return signed_of(place_figure::booked) + signed_of(place_figure::walk_ins) -
           signed_of(place_figure::cancelled) - signed_of(place_figure::cancelled_by_office) -
           signed_of(place_figure::moved);
  }
  arrival_figures* find(const arrival& when) const {
    for (auto& each : row.arrivals_) {
      if (each.when == when) return &each;
    }
    return nullptr;
  }
  arrival_figures& add(const arrival& when) const {
    auto& added = row.arrivals_.emplace_back();
    added.when = when;
    return added;
  }
  arrival_figures& find_or_add(const arrival& when) const {
    if (auto* found = find(when); found != nullptr) return *found;
    return add(when);
  }
  /// The figures of a wish: new ones, or those for all further times that are no slot.
  arrival_figures& wished(const arrival& when) const {
    if (auto* found = find(when); found != nullptr) return *found;
    const auto wishes = std::count_if(
        row.arrivals_.begin(), row.arrivals_.end(),
        [](const auto& each) { return !each.slot && each.when.which == arrival::kind::clock; });
    if (when.which == arrival::kind::clock && wishes >= std::ptrdiff_t{named_wishes_max}) {
      return find_or_add({arrival::kind::other, {}});
    }
    return find_or_add(when);
  }
  std::size_t service_index(const std::string& service) const {
    const auto found = std::find(row.services_.begin(), row.services_.end(), service);
    const auto index = static_cast<std::size_t>(found - row.services_.begin());
    if (found == row.services_.end()) row.services_.push_back(service);
    return index;
  }
  place_figures<std::uint32_t>& figures(const events::booking_facts& facts,
                                        const events::placement& place) const {
    auto& slot = find_or_add({arrival::kind::clock, place.slot});
    return cell_at(slot.places, report_row::at(service_index(facts.service), facts.lane));
  }
  place_counters<std::uint32_t>& counts(const events::booking_facts& facts,
                                        const events::placement& place) const {
    return figures(facts, place).counts;
  }
  void list(const std::vector<events::slot_definition>& slots) const {
    for (const auto& wanted : slots) {
      auto& listed = find_or_add({arrival::kind::clock, wanted.start});
      listed.slot = true;
      listed.end = wanted.end;
      listed.capacity = wanted.capacity;
    }
  }
};

fault report_row::fold(const day_name& day, const events::event& event) {
  return std::visit(folder{*this, day, event.at}, event.body);
}

std::string to_text(const arrival& when) {
  switch (when.which) {
    case arrival::kind::clock:
      return events::to_text(when.start);
    case arrival::kind::morning:
      return "morning";
    case arrival::kind::afternoon:
      return "afternoon";
    case arrival::kind::any:
      return "any";
    case arrival::kind::other:
      break;
  }
  return "other";
}

}  // namespace antrian::projections
