#include "projections/projection_set.hpp"

#include <algorithm>
#include <limits>
#include <string>
#include <utility>

#include <rocksdb/db.h>
#include <rocksdb/write_batch.h>

#include "events/assert.hpp"
#include "events/event_codec.hpp"
#include "storage/event_log.hpp"
#include "storage/rocks.hpp"

namespace antrian::projections {
namespace {

constexpr auto no_limit = std::numeric_limits<std::uint64_t>::max();

tl::unexpected<storage::error> damaged_record(std::uint64_t position, std::string_view what) {
  return storage::fail(
      storage::errc::damaged,
      "the event record at position " + std::to_string(position) + " " + std::string{what});
}

}  // namespace

projection_set::projection_set(storage::store& store, const projection_options& options)
    : store_(store), options_(options) {}

storage::result<std::unique_ptr<projection_set>> projection_set::open(
    storage::store& store, const projection_options& options) {
  auto availability = availability_projection::open(store, options.memory_bytes_max);
  if (!availability) return tl::unexpected(std::move(availability.error()));
  auto front_desk = front_desk_projection::open(store, options.memory_bytes_max);
  if (!front_desk) return tl::unexpected(std::move(front_desk.error()));
  auto reports = reports_projection::open(store, options.memory_bytes_max);
  if (!reports) return tl::unexpected(std::move(reports.error()));
  auto end = storage::last_position(store);
  if (!end) return tl::unexpected(std::move(end.error()));

  std::unique_ptr<projection_set> opened{new projection_set{store, options}};
  opened->availability_ = std::move(*availability);
  opened->front_desk_ = std::move(*front_desk);
  opened->reports_ = std::move(*reports);
  opened->all_ = {opened->availability_.get(), opened->front_desk_.get(), opened->reports_.get()};
  for (const auto* each : opened->all_) {
    if (each->position() <= *end) continue;
    return storage::fail(storage::errc::damaged,
                         "the projection " + std::string{each->name()} + " has come to position " +
                             std::to_string(each->position()) + ", but the log ends at " +
                             std::to_string(*end));
  }
  return opened;
}

std::uint64_t projection_set::position() const {
  std::uint64_t lowest = no_limit;
  for (const auto* each : all_) lowest = std::min(lowest, each->position());
  return lowest;
}

storage::status projection_set::apply(std::uint64_t first_position, std::string_view stream,
                                      std::uint64_t first_sequence,
                                      std::span<const events::event> events) {
  if (failed_) return tl::unexpected(*failed_);
  if (events.empty()) return {};
  const auto day = parse_day_name(stream);
  if (!day) {
    return fail(damaged_record(first_position, "is of no office day").value());
  }
  return apply_to_all({first_position, stream, first_sequence, events, *day});
}

storage::status projection_set::apply_to_all(const stream_events& batch) {
  for (auto* each : all_) {
    if (const auto applied = each->apply(batch); !applied) return fail(applied.error());
  }
  events_since_save_ += batch.events.size();
  unsaved_ = true;
  return {};
}

storage::status projection_set::catch_up(std::uint64_t until, const progress_report& progress) {
  if (failed_) return tl::unexpected(*failed_);
  const auto log_end = storage::last_position(store_);
  if (!log_end) return tl::unexpected(log_end.error());
  const auto end = std::min(until, *log_end);
  while (position() < end) {
    if (auto read = catch_up_step(end, options_.save_every_events); !read) return read;
    if (auto saved = save(); !saved) return saved;
    if (progress && !progress(position())) return {};
  }
  return {};
}

storage::status projection_set::catch_up_step(std::uint64_t until, std::uint64_t events_max) {
  if (failed_) return tl::unexpected(*failed_);
  if (position() >= until) return {};
  const auto read = read_log(position(), until, events_max,
                             [this](const stream_events& batch) { return apply_to_all(batch); });
  if (!read) return fail(read.error());
  return events_since_save_ >= options_.save_every_events ? save() : storage::status{};
}

storage::status projection_set::read_log(std::uint64_t after, std::uint64_t until,
                                         std::uint64_t events_max, const fold_batch& fold) {
  // At least one record, so that whoever calls in a loop comes to an end.
  const auto enough = std::max<std::uint64_t>(events_max, 1);
  std::uint64_t next = after + 1;
  storage::status outcome;
  const auto visit = [&](const storage::record_view& record) {
    if (record.first_position > until || next - after > enough) return false;
    parsed_.clear();
    const auto day = parse_day_name(record.stream);
    if (!day || !events::parse_events(record.events, parsed_) || parsed_.size() != record.count) {
      outcome = damaged_record(record.first_position, "cannot be read");
      return false;
    }
    const auto wanted = std::min<std::uint64_t>(parsed_.size(), until - record.first_position + 1);
    outcome = fold({record.first_position, record.stream, record.first_sequence,
                    std::span{parsed_}.first(wanted), *day});
    next = record.first_position + wanted;
    return outcome.has_value();
  };
  auto visited = storage::for_each_record(store_, next, visit);
  if (!visited) return visited;
  return outcome;
}

storage::status projection_set::save() {
  if (failed_) return tl::unexpected(*failed_);
  if (store_.read_only()) return {};
  return unsaved_ ? write(false) : storage::status{};
}

storage::status projection_set::write(bool switch_finished) {
  if (failed_) return tl::unexpected(*failed_);
  rocksdb::WriteBatch batch;
  for (auto* each : all_) {
    if (switch_finished && each->rebuild_position() == each->position()) {
      each->stage_switch(batch);
    } else {
      each->stage(batch);
    }
  }
  rocksdb::WriteOptions options;
  options.sync = false;
  const auto written = store_.db().Write(options, &batch);
  if (!written.ok()) return fail(storage::fail(written, "saving the projections").value());
  for (auto* each : all_) each->settle();
  events_since_save_ = 0;
  unsaved_ = false;
  return {};
}

storage::result<bool> projection_set::start_rebuild(std::string_view name) {
  if (failed_) return tl::unexpected(*failed_);
  bool found = false;
  for (auto* each : all_) {
    if (!name.empty() && name != each->name()) continue;
    each->start_rebuild();
    found = true;
  }
  if (!found) return false;
  return write(false).map([] { return true; });
}

bool projection_set::rebuilding() const {
  return rebuild_position().has_value();
}

std::optional<std::uint64_t> projection_set::rebuild_position() const {
  std::optional<std::uint64_t> lowest;
  for (const auto* each : all_) {
    const auto position = each->rebuild_position();
    if (position) lowest = std::min(*position, lowest.value_or(no_limit));
  }
  return lowest;
}

storage::status projection_set::rebuild_step(std::uint64_t events_max) {
  if (failed_) return tl::unexpected(*failed_);
  const auto from = rebuild_position();
  if (!from) return {};
  std::uint64_t until = 0;
  for (const auto* each : all_) {
    if (each->rebuild_position()) until = std::max(until, each->position());
  }
  const auto read = read_log(*from, until, events_max, [this](const stream_events& batch) {
    for (auto* each : all_) {
      if (auto applied = each->apply_rebuild(batch); !applied) return applied;
    }
    events_since_save_ += batch.events.size();
    unsaved_ = true;
    return storage::status{};
  });
  if (!read) return fail(read.error());
  const bool finished = std::any_of(all_.begin(), all_.end(), [](const auto* each) {
    return each->rebuild_position() == each->position();
  });
  if (finished) return write(true);
  return events_since_save_ >= options_.save_every_events ? save() : storage::status{};
}

storage::status projection_set::fail(const storage::error& why) {
  failed_ = why;
  return tl::unexpected(why);
}

}  // namespace antrian::projections
