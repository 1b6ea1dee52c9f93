// How the partition comes back: claims and recent answers from the last checkpoint, and the fold
// of the log's tail behind it - by the same functions as live.
#include <caf/all.hpp>

#include "actors/partition_state.hpp"
#include "events/event_codec.hpp"

namespace antrian::actors {

storage::status partition_state::restore(pointer self, partition_setup setup) {
  self_ = self;
  setup_ = std::move(setup);
  index_ = std::make_unique<command_index>(*setup_.store, setup_.limits.seen_ids_max);
  days_ = std::make_unique<day_table>(*setup_.offices);
  planner_ = std::make_unique<wave_planner>(
      claims_, *setup_.offices, *days_,
      [this](const events::uuid& id, std::uint32_t number) { return know(id, number); });
  const auto checkpoint = storage::checkpoint_position(*setup_.store);
  if (!checkpoint) return tl::unexpected(checkpoint.error());
  checkpoint_position_ = *checkpoint;
  if (auto loaded = restore_claims(); !loaded) return loaded;
  return fold_tail(*checkpoint + 1);
}

storage::status partition_state::restore_claims() {
  bool sound = true;
  const auto read =
      storage::for_each_claim(*setup_.store, [&](std::string_view key, std::string_view value) {
        sound = claims_.load_row(key, value, *setup_.offices) && sound;
      });
  if (!read) return read;
  if (!sound) {
    return storage::fail(
        storage::errc::damaged,
        "a row of the claims table cannot be read; is an office missing in offices.csv?");
  }
  return {};
}

storage::status partition_state::fold_tail(std::uint64_t from) {
  domain::reschedule_manager reschedules;
  std::string fault;
  std::vector<events::event> decoded;
  next_position_ = from;
  const auto read =
      storage::for_each_record(*setup_.store, from, [&](const storage::record_view& record) {
        const auto day = setup_.offices->parse_stream(record.stream);
        decoded.clear();
        if (!day) {
          fault = "the log names " + std::string(record.stream) +
                  ", whose office is not in offices.csv; add it";
        } else if (!events::parse_events(record.events, decoded)) {
          fault =
              "the events at position " + std::to_string(record.first_position) + " cannot be read";
        }
        if (!fault.empty()) return false;
        fold_record(*day, decoded, record.first_position);
        for (const events::event& event : decoded) reschedules.apply(event);
        return true;
      });
  if (!read) return read;
  if (!fault.empty()) return storage::fail(storage::errc::damaged, fault);
  durable_position_ = next_position_ - 1;
  // A commit holds a move whole, so this is empty unless the commit point lies elsewhere one day;
  // the rule "the old place is given up, even if the process dies" must hold all the same.
  if (!reschedules.due().empty()) self_->send(self_, releases_due{reschedules.due()});
  return {};
}

void partition_state::fold_record(const events::office_day_key& day,
                                  const std::vector<events::event>& events,
                                  std::uint64_t first_position) {
  for (const events::event& event : events) claims_.apply(day, event);
  domain::for_each_answer(events, first_position,
                          [&](std::span<const events::event> caused, std::uint64_t last) {
                            index_->add(caused.front().command, events::result_of(caused, last));
                          });
  days_->at(day).last_position = first_position + events.size() - 1;
  next_position_ = first_position + events.size();
}

storage::result<events::office_day_key> partition_state::day_in_log(const events::uuid& booking) {
  if (const auto looked = index_->prefetch({booking}); !looked) {
    return tl::unexpected(looked.error());
  }
  std::optional<events::office_day_key> day;
  if (const auto answer = index_->find(booking)) {
    const auto read = storage::for_each_record(*setup_.store, answer->position,
                                               [&](const storage::record_view& record) {
                                                 day = setup_.offices->parse_stream(record.stream);
                                                 return false;
                                               });
    if (!read) return tl::unexpected(read.error());
  }
  if (day) return *day;
  return storage::fail(
      storage::errc::damaged,
      "the log moves the booking " + events::to_text(booking) + ", which it does not hold");
}

}  // namespace antrian::actors
