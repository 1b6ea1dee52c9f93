#include "workload/rush.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "config/release_rule.hpp"
#include "events/assert.hpp"
#include "workload/arrivals.hpp"
#include "workload/demand.hpp"
#include "workload/line_writer.hpp"
#include "workload/malformed.hpp"
#include "workload/rush_attempt.hpp"
#include "workload/rush_sample.hpp"

namespace antrian::workload {
namespace {

/// Attempts that later lines refer to: of the last few some are repeated; those that were probably
/// refused try again soon; of those that probably hold a place, some are cancelled or moved later.
constexpr std::size_t recent_max = 1024;
constexpr std::size_t held_max = 1 << 15;

enum class kind : std::uint8_t {
  first,
  repeat,
  retry,
  cancel,
  reschedule,
  tout,
  malformed,
  mistaken
};
constexpr std::size_t kind_count = 8;

std::array<std::uint32_t, kind_count> kind_weights(const rush_shares& shares) {
  const std::uint64_t others = std::uint64_t{shares.repeat} + shares.retry + shares.cancel +
                               shares.reschedule + shares.tout + shares.malformed + shares.mistaken;
  ANTRIAN_ASSERT(others <= 1'000'000);
  return {static_cast<std::uint32_t>(1'000'000 - others),
          shares.repeat,
          shares.retry,
          shares.cancel,
          shares.reschedule,
          shares.tout,
          shares.malformed,
          shares.mistaken};
}

/// The offices of one zone on their way through the rush.
struct zone_stream {
  offered_zone places;
  arrival_stream arrivals;
  std::optional<events::instant> next_at;
  attempt_sample recent{recent_max};
  attempt_sample refused{recent_max};
  attempt_sample held{held_max};
};

/// One account with thousands of commands, a few with hundreds, as in January 2018.
std::vector<std::uint32_t> tout_weights(std::uint64_t tout_commands) {
  const std::uint64_t touts = std::clamp<std::uint64_t>(tout_commands / 1000, 1, 1000);
  std::vector<std::uint32_t> until;
  std::uint32_t sum = 0;
  for (std::uint64_t i = 0; i < touts; ++i) {
    sum += static_cast<std::uint32_t>(1'000'000 / (i + 4));
    until.push_back(sum);
  }
  return until;
}

}  // namespace

struct rush_generator::impl {
  impl(const config::configuration& configuration, const rush_options& wanted)
      : options(wanted),
        random(mix(wanted.seed)),
        weights(kind_weights(wanted.shares)),
        tout_until(tout_weights(wanted.commands * wanted.shares.tout / 1'000'000)) {
    const std::uint64_t bookings = options.commands * weights[0] / 1'000'000;
    auto zones_on_offer = offered_zones(
        configuration, demand_weights(configuration, bookings, options.days, random.next()),
        options.from, options.days);
    ANTRIAN_ASSERT(!zones_on_offer.empty());
    add_zones(std::move(zones_on_offer));
  }

  void add_zones(std::vector<offered_zone>&& on_offer) {
    std::uint64_t total = 0;
    for (const auto& zone : on_offer) total += zone.weight_until.back();
    std::uint64_t weight_before = 0;
    std::uint64_t commands_before = 0;
    for (auto& zone : on_offer) {
      weight_before += zone.weight_until.back();
      // Rounded on the running sum, so that all zones together have exactly the commands wanted.
      const auto until = static_cast<std::uint64_t>(
          std::llround(static_cast<double>(options.commands) * static_cast<double>(weight_before) /
                       static_cast<double>(total)));
      const auto release =
          config::release_of(config::release_friday_14{}, options.from, zone.utc_offset_minutes);
      arrival_stream arrivals(*release, until - commands_before, random.next());
      commands_before = until;
      zones.push_back({std::move(zone), arrivals, {}});
      zones.back().next_at = zones.back().arrivals.next();
    }
    ANTRIAN_ASSERT(commands_before == options.commands);
  }

  bool next_line(std::string& line);
  void write_kind(kind what, zone_stream& zone, events::instant at, std::string& line);
  void write_follow_up(kind what, zone_stream& zone, events::instant at, std::string& line);
  void write_tout(zone_stream& zone, events::instant at, std::string& line);

  attempt first_attempt(const zone_stream& zone);
  void wish_again(attempt& one, const zone_stream& zone);
  void choose_day(attempt& one, const zone_stream& zone);
  events::slot_wish choose_wish(const offered_day& day);
  void remember(zone_stream& zone, const attempt& one);
  void send(zone_stream& zone, const attempt& one, events::instant at, std::string& line) {
    write_book(line, one, zone.places.offices[one.office], at);
    remember(zone, one);
  }

  rush_options options;
  random_source random;
  std::array<std::uint32_t, kind_count> weights;
  std::vector<std::uint32_t> tout_until;
  std::vector<zone_stream> zones;
  std::uint64_t households = 0;
  rush_counts counts;
};

bool rush_generator::impl::next_line(std::string& line) {
  zone_stream* earliest = nullptr;
  for (auto& zone : zones) {
    if (zone.next_at && (earliest == nullptr || *zone.next_at < *earliest->next_at)) {
      earliest = &zone;
    }
  }
  if (earliest == nullptr) return false;
  const events::instant at = *earliest->next_at;
  earliest->next_at = earliest->arrivals.next();
  write_kind(static_cast<kind>(random.weighted(weights)), *earliest, at, line);
  return true;
}

void rush_generator::impl::write_kind(kind what, zone_stream& zone, events::instant at,
                                      std::string& line) {
  switch (what) {
    case kind::first:
      ++counts.first;
      return send(zone, first_attempt(zone), at, line);
    case kind::tout:
      ++counts.tout;
      return write_tout(zone, at, line);
    case kind::malformed: {
      ++counts.malformed;
      const attempt one = first_attempt(zone);
      write_book(line, one, zone.places.offices[one.office], at);
      return damage(line, static_cast<fault>(random.below(fault_count)), random);
    }
    case kind::mistaken: {
      ++counts.mistaken;
      attempt one = first_attempt(zone);
      one.unknown_service = random.below(2) == 0;
      if (!one.unknown_service) one.wish = {events::slot_wish::kind::named, {6 * 60 + 30}};
      return send(zone, one, at, line);
    }
    case kind::repeat:
    case kind::retry:
    case kind::cancel:
    case kind::reschedule:
      return write_follow_up(what, zone, at, line);
  }
}

void rush_generator::impl::write_follow_up(kind what, zone_stream& zone, events::instant at,
                                           std::string& line) {
  auto& followed = what == kind::repeat  ? zone.recent
                   : what == kind::retry ? zone.refused
                                         : zone.held;
  if (followed.empty()) return write_kind(kind::first, zone, at, line);
  if (what == kind::repeat) {
    ++counts.repeat;
    const attempt& one = followed.pick(random);
    return write_book(line, one, zone.places.offices[one.office], at);
  }
  attempt one = followed.take(random);
  auto& office = zone.places.offices[one.office];
  if (what == kind::cancel) {
    ++counts.cancel;
    office.days[one.day].places_left += one.who.people;
    return write_cancel(line, random_uuid(random), one, office, at, random.below(4) == 0);
  }
  if (what == kind::reschedule) {
    ++counts.reschedule;
    office.days[one.day].places_left += one.who.people;
    one.replaces = one.id;
  } else {
    ++counts.retry;
  }
  one.id = random_uuid(random);
  wish_again(one, zone);
  send(zone, one, at, line);
}

void rush_generator::impl::write_tout(zone_stream& zone, events::instant at, std::string& line) {
  const auto point = static_cast<std::uint32_t>(random.below(tout_until.back()));
  const auto found = std::upper_bound(tout_until.begin(), tout_until.end(), point);
  const auto number = static_cast<std::uint64_t>(found - tout_until.begin());
  attempt one;
  one.id = random_uuid(random);
  one.office = zone.places.pick(random);
  // A tout is one account in the whole country, with people of one province.
  const std::uint64_t key = mix(options.seed ^ mix(number + 1));
  one.who.account = {number, key, static_cast<std::uint8_t>(31 + key % 6), false};
  one.who.is_tout = true;
  one.who.people = static_cast<std::uint8_t>(1 + random.below(2) * random.below(5));
  one.who.pool_from = static_cast<std::uint32_t>(random.below(tout_pool_people));
  choose_day(one, zone);
  send(zone, one, at, line);
}

attempt rush_generator::impl::first_attempt(const zone_stream& zone) {
  attempt one;
  one.id = random_uuid(random);
  one.office = zone.places.pick(random);
  const std::uint8_t province = zone.places.offices[one.office].province;
  // Numbers of households begin above those of touts.
  const std::uint64_t number = 100'000 + households++;
  one.who.account = {number, mix(options.seed ^ (number << 8)), province,
                     random.chance(options.priority)};
  one.who.people = static_cast<std::uint8_t>(household_size(one.who.account));
  choose_day(one, zone);
  return one;
}

/// Another day, another time, or an office near: never the same wish as before.
void rush_generator::impl::wish_again(attempt& one, const zone_stream& zone) {
  const auto& near = zone.places.offices[one.office].near;
  if (!near.empty() && random.below(10) < 4) one.office = near[random.below(near.size())];
  choose_day(one, zone);
}

void rush_generator::impl::choose_day(attempt& one, const zone_stream& zone) {
  const auto& office = zone.places.offices[one.office];
  // Two of three take the day that comes; the third wants it soon.
  std::uint64_t day = random.below(office.days.size());
  if (random.below(3) == 0) day = std::min(day, random.below(office.days.size()));
  one.day = static_cast<std::uint16_t>(day);
  one.service = static_cast<std::uint16_t>(random.below(office.services.size()));
  one.wish = choose_wish(office.days[day]);
}

events::slot_wish rush_generator::impl::choose_wish(const offered_day& day) {
  using wish = events::slot_wish::kind;
  const std::uint64_t taste = random.below(100);
  if (taste < 40) return {wish::any, {}};
  if (taste < 60) return {wish::morning, {}};
  if (taste < 70) return {wish::afternoon, {}};
  return {wish::named, day.slots[random.below(day.slots.size())]};
}

void rush_generator::impl::remember(zone_stream& zone, const attempt& one) {
  zone.recent.add(one, random);
  auto& day = zone.places.offices[one.office].days[one.day];
  if (day.places_left < one.who.people) return zone.refused.add(one, random);
  day.places_left -= one.who.people;
  zone.held.add(one, random);
}

rush_generator::rush_generator(const config::configuration& configuration,
                               const rush_options& options)
    : impl_(std::make_unique<impl>(configuration, options)) {}
rush_generator::~rush_generator() = default;

bool rush_generator::next_line(std::string& line) {
  return impl_->next_line(line);
}

const rush_counts& rush_generator::counts() const {
  return impl_->counts;
}

}  // namespace antrian::workload
