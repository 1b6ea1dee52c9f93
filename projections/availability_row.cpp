#include "projections/availability_row.hpp"

#include <algorithm>

#include "projections/day_fold.hpp"
#include "projections/row_bytes.hpp"

namespace antrian::projections {
namespace {

constexpr fault no_such_slot = "a place in a slot that the day does not have";
constexpr fault nothing_taken = "a place is given up where none is taken";

}  // namespace

bool availability_slot::visible() const {
  return listed || std::any_of(live.begin(), live.end(), [](auto count) { return count > 0; });
}

/// One overload per event type.
struct availability_row::folder {
  availability_row& row;

  fault operator()(const events::day_opened& fact) const {
    const auto why = open_day(row.status_, row.utc_offset_minutes_, fact);
    if (!why.empty()) return why;
    row.release_at_ = fact.release_at;
    row.services_ = fact.policy.services;
    list(fact.slots);
    return {};
  }
  fault operator()(const events::capacity_changed& fact) const {
    for (auto& slot : row.slots_) {
      slot.listed = false;
      slot.capacity = {};
    }
    list(fact.slots);
    return {};
  }
  fault operator()(const events::day_closed& fact) const {
    row.status_ = day_status::closed;
    row.close_reason_ = fact.reason;
    return {};
  }
  fault operator()(const events::day_ended& fact) const {
    row.status_ = day_status::ended;
    for (const auto& left : fact.unserved) {
      if (const auto why = leave(left.facts.lane, left.place.slot); !why.empty()) return why;
    }
    return {};
  }
  fault operator()(const events::booking_confirmed& fact) const {
    const auto lane = static_cast<std::size_t>(fact.facts.lane);
    for (const auto& place : fact.applicants) {
      auto* slot = find(place.slot);
      if (slot == nullptr) return no_such_slot;
      ++slot->taken[lane];
      ++slot->live[lane];
    }
    return {};
  }
  fault operator()(const events::booking_cancelled& fact) const {
    const auto lane = static_cast<std::size_t>(fact.facts.lane);
    for (const auto& place : fact.applicants) {
      if (const auto why = leave(fact.facts.lane, place.slot); !why.empty()) return why;
      // Live places are taken ones, so leave() has also found a taken one.
      --find(place.slot)->taken[lane];
    }
    return {};
  }
  fault operator()(const events::booking_missed& fact) const {
    for (const auto& place : fact.applicants) {
      if (const auto why = leave(fact.facts.lane, place.slot); !why.empty()) return why;
    }
    return {};
  }
  fault operator()(const events::applicant_served& fact) const {
    return leave(fact.facts.lane, fact.place.slot);
  }
  fault operator()(const events::applicant_missed& fact) const {
    return leave(fact.facts.lane, fact.place.slot);
  }
  fault operator()(const events::booking_declined&) const { return {}; }
  fault operator()(const events::applicant_checked_in&) const { return {}; }
  fault operator()(const events::check_in_undone&) const { return {}; }
  fault operator()(const events::number_called&) const { return {}; }

 private:
  auto at_or_after(events::clock_time start) const {
    return std::lower_bound(
        row.slots_.begin(), row.slots_.end(), start,
        [](const auto& slot, events::clock_time wanted) { return slot.start < wanted; });
  }
  availability_slot* find(events::clock_time start) const {
    const auto found = at_or_after(start);
    return found != row.slots_.end() && found->start == start ? &*found : nullptr;
  }
  void list(const std::vector<events::slot_definition>& slots) const {
    for (const auto& wanted : slots) {
      auto slot = at_or_after(wanted.start);
      if (slot == row.slots_.end() || slot->start != wanted.start) {
        slot = row.slots_.insert(slot, availability_slot{.start = wanted.start, .end = wanted.end});
      }
      slot->end = wanted.end;
      slot->listed = true;
      slot->capacity = wanted.capacity;
    }
  }
  fault leave(events::lane lane, events::clock_time start) const {
    auto* slot = find(start);
    if (slot == nullptr) return no_such_slot;
    auto& live = slot->live[static_cast<std::size_t>(lane)];
    if (live == 0) return nothing_taken;
    --live;
    return {};
  }
};

fault availability_row::fold(const day_name&, const events::event& event) {
  return std::visit(folder{*this}, event.body);
}

void availability_row::encode(std::string& bytes) const {
  row_writer out{bytes};
  out.number(static_cast<std::uint64_t>(status_));
  out.flag(release_at_.has_value());
  if (release_at_) out.time(*release_at_);
  out.signed_number(utc_offset_minutes_);
  out.text(close_reason_);
  out.number(services_.size());
  for (const auto& service : services_) out.text(service);
  out.number(slots_.size());
  for (const auto& slot : slots_) {
    out.clock(slot.start);
    out.clock(slot.end);
    out.flag(slot.listed);
    for (std::size_t lane = 0; lane < events::lane_count; ++lane) {
      out.number(slot.capacity[lane]);
      out.number(slot.taken[lane]);
      out.number(slot.live[lane]);
    }
  }
}

std::optional<availability_row> availability_row::decode(std::string_view bytes) {
  row_reader in{bytes};
  availability_row row;
  row.status_ = in.choice<day_status>(day_status_count);
  if (in.flag()) row.release_at_ = in.time();
  row.utc_offset_minutes_ = static_cast<std::int32_t>(in.signed_number());
  row.close_reason_ = in.text();
  row.services_.resize(in.count());
  for (auto& service : row.services_) service = in.text();
  row.slots_.resize(in.count());
  for (auto& slot : row.slots_) {
    slot.start = in.clock();
    slot.end = in.clock();
    slot.listed = in.flag();
    for (std::size_t lane = 0; lane < events::lane_count; ++lane) {
      slot.capacity[lane] = in.number32();
      slot.taken[lane] = in.number32();
      slot.live[lane] = in.number32();
    }
  }
  if (!in.whole()) return std::nullopt;
  return row;
}

std::size_t availability_row::memory_bytes() const {
  std::size_t bytes =
      sizeof *this + close_reason_.capacity() + slots_.capacity() * sizeof(availability_slot);
  for (const auto& service : services_) bytes += sizeof(std::string) + service.capacity();
  return bytes;
}

}  // namespace antrian::projections
