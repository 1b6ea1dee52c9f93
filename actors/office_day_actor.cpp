#include "actors/office_day_actor.hpp"

#include <caf/all.hpp>

#include "actors/exceptions.hpp"
#include "domain/own_claims.hpp"
#include "events/assert.hpp"
#include "events/event_codec.hpp"

namespace antrian::actors {

storage::status office_day_state::restore() {
  auto stored = storage::read_snapshot(*setup.store, setup.stream);
  if (!stored) return tl::unexpected(stored.error());
  if (*stored) {
    // A snapshot of an older schema, or a damaged one, is only a lost short cut.
    if (auto state = domain::parse_office_day((*stored)->state)) {
      day = std::move(*state);
      sequence = snapshot_sequence = (*stored)->sequence;
    }
  }
  bool readable = true;
  std::vector<events::event> decoded;
  const auto read = storage::for_each_stream_record(
      *setup.store, setup.stream, sequence + 1, [&](const storage::record_view& record) {
        decoded.clear();
        readable = events::parse_events(record.events, decoded) && decoded.size() == record.count &&
                   record.first_sequence <= sequence + 1;
        if (!readable) return false;
        for (std::size_t i = sequence + 1 - record.first_sequence; i < decoded.size(); ++i) {
          evolve(day, decoded[i]);
          ++sequence;
        }
        return true;
      });
  if (!read) return read;
  if (!readable) {
    return storage::fail(storage::errc::damaged, "the events of " + setup.stream +
                                                     " cannot be read after sequence " +
                                                     std::to_string(sequence));
  }
  std::uint64_t next = setup.undurable_first_sequence;
  for (const events::event& event : setup.undurable) {
    if (next++ <= sequence) continue;
    evolve(day, event);
    ++sequence;
  }
  setup.undurable.clear();
  return {};
}

void decide_items(domain::office_day& day, day_work& work, const decider& decide) {
  work.events.reserve(work.items.size());
  work.ends.reserve(work.items.size());
  domain::own_claims own(work.day);
  std::size_t folded = 0;  // into `own`, which few works need
  for (const work_item& item : work.items) {
    const std::size_t from = work.events.size();
    if (item.after_own) {
      for (; folded < from; ++folded) own.apply(work.events[folded]);
      decide(day, *item.command, own.bring_up_to_date(item.facts, *item.command), work.events);
    } else {
      decide(day, *item.command, item.facts, work.events);
    }
    for (std::size_t i = from; i < work.events.size(); ++i) evolve(day, work.events[i]);
    work.ends.push_back(static_cast<std::uint32_t>(work.events.size()));
  }
}

void office_day_state::decide(day_work& work) {
  decide_items(day, work, setup.decide);
  sequence += work.events.size();
  work.hints = hints();
}

day_hints office_day_state::hints() const {
  day_hints known;
  known.known = true;
  known.status = day.status;
  known.release_at = day.release_at;
  known.account_limit = day.policy.account_limit;
  known.sequence = sequence;
  known.snapshot_sequence = snapshot_sequence;
  for (const events::lane lane : events::all_lanes) {
    known.free[static_cast<std::size_t>(lane)] = day.free_places(lane);
  }
  return known;
}

office_day_actor::behavior_type office_day(
    office_day_actor::stateful_pointer<office_day_state> self, office_day_setup setup) {
  self->set_exception_handler(go_down);
  self->state.setup = std::move(setup);
  if (const auto restored = self->state.restore(); !restored) {
    self->quit(caf::make_error(caf::sec::runtime_error, restored.error().message()));
    return office_day_actor::behavior_type::make_empty_behavior();
  }
  return {
      [self](const decide_work& message) {
        self->state.decide(*message.work);
        self->send(self->state.setup.partition, work_decided{message.work});
      },
      [self](const take_snapshot&) {
        const auto& state = self->state;
        auto taken = std::make_shared<day_snapshot>();
        taken->day = state.setup.key;
        taken->stream = state.setup.stream;
        taken->snapshot = {state.sequence, domain::to_bytes(state.day)};
        self->send(state.setup.partition, snapshot_taken{std::move(taken)});
      },
  };
}

}  // namespace antrian::actors
