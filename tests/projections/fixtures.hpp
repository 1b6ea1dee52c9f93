// What the examples need: short ways to say what happened on an office day, a store in memory that
// can be closed and opened again, and the bytes of all rows, which is what rebuilding must repeat.
#pragma once

#include <cstdint>
#include <cstring>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <rocksdb/env.h>

#include "projections/projection_set.hpp"
#include "storage/event_log.hpp"
#include "storage/store.hpp"

namespace antrian::projections {

/// An id made from a number.
template <class Id>
[[nodiscard]] Id numbered(std::uint64_t number) {
  Id id;
  std::memcpy(id.bytes.data(), &number, sizeof number);
  return id;
}

[[nodiscard]] inline events::clock_time clock(std::string_view text) {
  return events::parse_clock(text).value();
}
[[nodiscard]] inline events::local_date date(std::string_view text) {
  return events::parse_date(text).value();
}
[[nodiscard]] inline events::instant utc(std::string_view text) {
  return events::parse_instant(text).value();
}

/// All examples take place here unless they say otherwise.
inline const day_name monday{"PEMATANGSIANTAR", events::local_date{20'787}};
inline constexpr std::string_view monday_stream = "PEMATANGSIANTAR/2026-11-30";

[[nodiscard]] inline events::event happened(events::event_body body,
                                            std::string_view at = "2026-11-27T07:00:00Z") {
  return {numbered<events::uuid>(1), utc(at), std::nullopt, std::move(body)};
}

[[nodiscard]] inline events::slot_definition slot(std::string_view start, std::string_view end,
                                                  std::uint32_t online, std::uint32_t priority = 0,
                                                  std::uint32_t walk_in = 0) {
  return {clock(start), clock(end), {online, priority, walk_in}};
}

[[nodiscard]] inline events::day_opened opened(std::vector<events::slot_definition> slots) {
  events::day_opened fact;
  fact.slots = std::move(slots);
  fact.utc_offset_minutes = 420;
  return fact;
}

[[nodiscard]] inline events::booking_facts facts(std::uint64_t booking,
                                                 events::lane lane = events::lane::online,
                                                 std::string_view service = "new_passport") {
  const bool walk_in = lane == events::lane::walk_in;
  return {numbered<events::uuid>(booking),
          walk_in ? std::nullopt : std::optional{numbered<events::account_id>(7)}, lane,
          std::string{service}};
}

[[nodiscard]] inline events::placement place(std::uint64_t person, std::string_view slot_start) {
  return {numbered<events::subject_id>(person), clock(slot_start)};
}

[[nodiscard]] inline events::booking_confirmed confirmed(events::booking_facts of,
                                                         events::placement_list places) {
  events::booking_confirmed fact;
  fact.facts = std::move(of);
  fact.applicants = std::move(places);
  fact.code.value = fact.facts.booking.bytes[0];
  return fact;
}

[[nodiscard]] inline events::booking_cancelled cancelled(
    events::booking_facts of, events::placement_list places,
    events::cancel_cause cause = events::cancel_cause::requested) {
  return {std::move(of), std::move(places), cause, std::nullopt};
}

/// A refused `book` of so many applicants.
[[nodiscard]] inline events::booking_declined refused(events::decline_reason reason,
                                                      events::slot_wish wish,
                                                      std::size_t applicants = 1,
                                                      events::lane lane = events::lane::online,
                                                      std::string_view service = "new_passport") {
  events::booking_declined fact;
  fact.reason = reason;
  fact.wish = wish;
  fact.lane = lane;
  fact.service = service;
  for (std::size_t i = 0; i < applicants; ++i) {
    fact.subjects.push_back(numbered<events::subject_id>(900 + i));
  }
  return fact;
}

inline const events::slot_wish wish_any{events::slot_wish::kind::any, {}};
[[nodiscard]] inline events::slot_wish wish_named(std::string_view start) {
  return {events::slot_wish::kind::named, clock(start)};
}

/// A row with these events folded into it. Fails the test if one does not fit.
template <class Row>
[[nodiscard]] Row folded(const std::vector<events::event>& happenings,
                         const day_name& day = monday) {
  Row row;
  for (const auto& event : happenings) {
    if (!Row::concerns(event)) continue;
    const auto why = row.fold(day, event);
    EXPECT_EQ(why, "") << name_of(event.body);
  }
  return row;
}

/// As it was committed.
struct committed_record {
  std::uint64_t first_position = 0;
  std::string stream;
  std::uint64_t first_sequence = 0;
  std::vector<events::event> events;
};

/// A store in memory, with its log.
class test_store {
 public:
  test_store() : env_(rocksdb::NewMemEnv(rocksdb::Env::Default())) { open(); }

  [[nodiscard]] storage::store& store() { return *store_; }
  [[nodiscard]] const std::vector<committed_record>& records() const { return records_; }
  [[nodiscard]] std::uint64_t end() const { return writer_->last_position(); }

  /// As a process that ends without saving and starts again: what is in the store stays.
  void reopen() {
    writer_.reset();
    store_.reset();
    open();
  }
  /// The same by a process that may not write; nothing can be committed from then on.
  void reopen_to_read() {
    writer_.reset();
    store_.reset();
    open_store(storage::store_access::read);
  }

  /// Appends events to the log and returns them as committed.
  const committed_record& commit(std::string_view stream, std::vector<events::event> happenings) {
    auto& next = sequences_[std::string{stream}];
    records_.push_back({end() + 1, std::string{stream}, next + 1, std::move(happenings)});
    auto& record = records_.back();
    next += record.events.size();
    storage::log_append append;
    append.first_position = record.first_position;
    append.streams.push_back({record.stream, record.events});
    const storage::log_append* appends[]{&append};
    const auto done = writer_->commit(appends);
    EXPECT_TRUE(done) << done.error().message();
    return record;
  }

  [[nodiscard]] std::unique_ptr<projection_set> projections(
      const projection_options& options = {}) {
    auto opened = projection_set::open(store(), options);
    EXPECT_TRUE(opened) << opened.error().message();
    return std::move(*opened);
  }

 private:
  void open() {
    open_store(storage::store_access::write);
    auto writer = storage::log_writer::open(*store_);
    ASSERT_TRUE(writer) << writer.error().message();
    writer_ = std::move(*writer);
  }
  void open_store(storage::store_access access) {
    storage::store_options options;
    options.access = access;
    options.path = "/projections";
    options.env = env_.get();
    options.secret = &secret_;
    auto opened = storage::store::open(options);
    ASSERT_TRUE(opened) << opened.error().message();
    store_ = std::move(*opened);
  }

  std::unique_ptr<rocksdb::Env> env_;
  events::secret_key secret_{};
  std::unique_ptr<storage::store> store_;
  std::unique_ptr<storage::log_writer> writer_;
  std::map<std::string, std::uint64_t> sequences_;
  std::vector<committed_record> records_;
};

inline void apply(projection_set& projections, const committed_record& record) {
  const auto done =
      projections.apply(record.first_position, record.stream, record.first_sequence, record.events);
  EXPECT_TRUE(done) << done.error().message();
}

inline const day_range every_day{std::nullopt, date("1900-01-01"), date("2999-12-31")};

/// The bytes of every row that readers see, by projection and stream.
using all_bytes = std::map<std::pair<std::string, std::string>, std::string>;

template <class Projection>
void add_bytes(all_bytes& bytes, const Projection& projection) {
  const auto read = projection.rows().for_each(
      every_day, [&](std::string_view stream, const typename Projection::row& row) {
        row.encode(bytes[{std::string{projection.name()}, std::string{stream}}]);
        return true;
      });
  EXPECT_TRUE(read) << read.error().message();
}

[[nodiscard]] inline all_bytes bytes_of(const projection_set& projections) {
  all_bytes bytes;
  add_bytes(bytes, projections.availability());
  add_bytes(bytes, projections.front_desk());
  add_bytes(bytes, projections.reports());
  return bytes;
}

/// The rows of a store that knows nothing but these records, each folded when it was committed.
[[nodiscard]] inline all_bytes bytes_folded_once(const std::vector<committed_record>& records) {
  test_store store;
  const auto projections = store.projections();
  for (const auto& record : records) {
    apply(*projections, store.commit(record.stream, record.events));
  }
  return bytes_of(*projections);
}

}  // namespace antrian::projections
