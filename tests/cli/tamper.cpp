// Damages a store in one exact way, so that the tests can ask whether an audit finds it.
//
//     tamper STORE WHAT
//
// Most of it writes rows behind the engine's back. `double-booking` and `over-capacity` instead go
// through the log writer, so that every hash is right and only the rules are broken.
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <rocksdb/db.h>

#include "events/event_codec.hpp"
#include "storage/event_log.hpp"
#include "storage/head.hpp"
#include "storage/record.hpp"
#include "storage/rocks.hpp"
#include "storage/store.hpp"

namespace {

using namespace antrian;
using storage::table;

[[noreturn]] void give_up(const std::string& why) {
  std::fprintf(stderr, "tamper: %s\n", why.c_str());
  std::exit(1);
}

void check(const rocksdb::Status& outcome) {
  if (!outcome.ok()) give_up(outcome.ToString());
}

struct stored_row {
  std::string key;
  std::string value;
};

class tampering {
 public:
  explicit tampering(storage::store& store) : store_(store) {}

  [[nodiscard]] std::vector<stored_row> rows(table which) const {
    std::vector<stored_row> all;
    const std::unique_ptr<rocksdb::Iterator> row(store_.db().NewIterator({}, store_.family(which)));
    for (row->SeekToFirst(); row->Valid(); row->Next()) {
      all.push_back({row->key().ToString(), row->value().ToString()});
    }
    if (all.size() < 4) give_up("the table has too few rows to tamper with");
    return all;
  }
  void put(table which, const std::string& key, const std::string& value) {
    check(store_.db().Put({}, store_.family(which), key, value));
  }
  void remove(table which, const std::string& key) {
    check(store_.db().Delete({}, store_.family(which), key));
  }

  void change(table which, std::size_t byte_from_end = 0) {
    const auto all = rows(which);
    auto row = all[all.size() / 2];
    if (row.value.size() <= byte_from_end) give_up("the row is too short");
    row.value[row.value.size() - 1 - byte_from_end] ^= 1;
    put(which, row.key, row.value);
  }
  void remove_one(table which) {
    const auto all = rows(which);
    remove(which, all[all.size() / 2].key);
  }
  /// A row like another one, under a key that is not there.
  void add(table which) {
    const auto all = rows(which);
    auto row = all[all.size() / 2];
    row.key.back() = static_cast<char>(row.key.back() ^ 0x55);
    put(which, row.key, row.value);
  }
  void swap_neighbours(table which) {
    const auto all = rows(which);
    for (std::size_t i = all.size() / 2; i + 1 < all.size(); ++i) {
      if (all[i].value == all[i + 1].value) continue;
      put(which, all[i].key, all[i + 1].value);
      put(which, all[i + 1].key, all[i].value);
      return;
    }
    give_up("all rows are the same");
  }
  /// The value of one row under the key of another.
  void exchange(table which) {
    const auto all = rows(which);
    put(which, all[all.size() / 2].key, all[all.size() / 2 + 1].value);
  }

  /// A whole commit from the end of the log, with its head: nothing inside the store shows it.
  void cut_end() {
    const auto commits = rows(table::commits);
    const auto last = commit_at(commits[commits.size() - 1]);
    const auto before = commit_at(commits[commits.size() - 2]);
    for (const auto& row : rows(table::log)) {
      if (storage::read_big_endian(row.key.data()) >= last.first_position) {
        remove(table::log, row.key);
      }
    }
    for (const auto& row : rows(table::streams)) {
      if (storage::read_big_endian(row.value.data()) >= last.first_position) {
        remove(table::streams, row.key);
      }
    }
    remove(table::commits, commits.back().key);
    std::string head;
    storage::append_head(head, {before.last_position, commits.size() - 1, before.hash});
    put(table::meta, std::string(storage::meta_head), head);
    // As if nothing had been derived yet.
    remove(table::meta, std::string(storage::meta_checkpoint));
    for (const auto each : {table::claims, table::commands, table::snapshots}) clear(each);
    for (const auto* name : {"availability", "front_desk", "reports"}) {
      remove(table::meta, std::string("projection/") + name);
    }
    for (const auto each : {table::availability, table::front_desk, table::reports}) clear(each);
  }

  void double_booking();
  void over_capacity();

 private:
  static storage::commit_record commit_at(const stored_row& row) {
    const auto commit = storage::parse_commit(storage::read_big_endian(row.key.data()), row.value);
    if (!commit) give_up("a commit cannot be read");
    return *commit;
  }
  void clear(table which) {
    const std::string last(256, '\xff');
    check(store_.db().DeleteRange({}, store_.family(which), "", last));
  }
  void append(const std::string& stream, const events::event& event);
  /// Calls `visit(stream, event)` for each event, until it returns false.
  void for_each_event(
      const std::function<bool(const std::string&, const events::event&)>& visit) const;

  storage::store& store_;
};

void tampering::for_each_event(
    const std::function<bool(const std::string&, const events::event&)>& visit) const {
  std::vector<events::event> decoded;
  const auto read = storage::for_each_record(store_, 1, [&](const storage::record_view& record) {
    decoded.clear();
    if (!events::parse_events(record.events, decoded)) give_up("a record cannot be read");
    for (const auto& event : decoded) {
      if (!visit(std::string(record.stream), event)) return false;
    }
    return true;
  });
  if (!read) give_up(read.error().message());
}

void tampering::append(const std::string& stream, const events::event& event) {
  auto writer = storage::log_writer::open(store_);
  if (!writer) give_up(writer.error().message());
  storage::log_append added;
  added.first_position = (*writer)->last_position() + 1;
  added.streams.push_back({stream, {event}, 0});
  const storage::log_append* appends[]{&added};
  if (const auto done = (*writer)->commit(appends); !done) give_up(done.error().message());
}

/// The first confirmed booking a second time, under another name and code.
void tampering::double_booking() {
  std::string stream;
  events::event twice;
  std::map<events::subject_id, bool> live;
  // Somebody whose booking still stands at the end of the log.
  for_each_event([&](const std::string& where, const events::event& event) {
    const auto* confirmed = std::get_if<events::booking_confirmed>(&event.body);
    if (confirmed != nullptr && stream.empty()) {
      stream = where;
      twice = event;
    }
    const auto* cancelled = std::get_if<events::booking_cancelled>(&event.body);
    if (cancelled == nullptr || stream.empty()) return true;
    const auto& chosen = std::get<events::booking_confirmed>(twice.body);
    if (cancelled->facts.booking == chosen.facts.booking) stream.clear();
    return true;
  });
  if (stream.empty()) give_up("nobody holds a place");
  auto& confirmed = std::get<events::booking_confirmed>(twice.body);
  twice.command.bytes[0] ^= 0xFF;
  confirmed.facts.booking = twice.command;
  confirmed.code.value ^= 1;
  // In a slot of its own day that has a place in that lane, so that only the person is at fault.
  append(stream, twice);
}

/// A booking of somebody new, again and again, until the slot cannot hold them.
void tampering::over_capacity() {
  std::string stream;
  events::event made;
  for_each_event([&](const std::string& where, const events::event& event) {
    if (!std::holds_alternative<events::booking_confirmed>(event.body)) return true;
    stream = where;
    made = event;
    return false;
  });
  if (stream.empty()) give_up("nobody holds a place");
  auto& confirmed = std::get<events::booking_confirmed>(made.body);
  confirmed.replaces.reset();
  confirmed.facts.account.reset();
  for (std::uint8_t round = 1; round <= 200; ++round) {
    made.command.bytes[1] = static_cast<std::uint8_t>(made.command.bytes[1] + 1);
    confirmed.facts.booking = made.command;
    confirmed.code.value = (confirmed.code.value + 1) % events::booking_code_count;
    for (auto& place : confirmed.applicants) {
      place.subject.bytes[3] = static_cast<std::uint8_t>(place.subject.bytes[3] + 1);
    }
    append(stream, made);
  }
}

const std::map<std::string_view, void (*)(tampering&)> ways{
    {"change-record", [](tampering& t) { t.change(table::log); }},
    {"remove-record", [](tampering& t) { t.remove_one(table::log); }},
    {"reorder-records", [](tampering& t) { t.swap_neighbours(table::log); }},
    {"change-commit", [](tampering& t) { t.change(table::commits); }},
    {"remove-commit", [](tampering& t) { t.remove_one(table::commits); }},
    {"change-index", [](tampering& t) { t.exchange(table::streams); }},
    {"remove-index", [](tampering& t) { t.remove_one(table::streams); }},
    {"change-claim", [](tampering& t) { t.change(table::claims); }},
    {"remove-claim", [](tampering& t) { t.remove_one(table::claims); }},
    {"add-claim", [](tampering& t) { t.add(table::claims); }},
    {"change-answer", [](tampering& t) { t.exchange(table::commands); }},
    {"remove-answer", [](tampering& t) { t.remove_one(table::commands); }},
    {"add-answer", [](tampering& t) { t.add(table::commands); }},
    {"change-snapshot", [](tampering& t) { t.change(table::snapshots); }},
    {"exchange-snapshots", [](tampering& t) { t.exchange(table::snapshots); }},
    {"change-availability", [](tampering& t) { t.change(table::availability); }},
    {"change-front_desk", [](tampering& t) { t.change(table::front_desk, 2); }},
    {"change-reports", [](tampering& t) { t.change(table::reports, 2); }},
    {"remove-reports", [](tampering& t) { t.remove_one(table::reports); }},
    {"add-reports", [](tampering& t) { t.add(table::reports); }},
    {"cut-end", [](tampering& t) { t.cut_end(); }},
    {"double-booking", [](tampering& t) { t.double_booking(); }},
    {"over-capacity", [](tampering& t) { t.over_capacity(); }},
};

}  // namespace

int main(int argc, char** argv) {
  if (argc == 2 && std::string_view(argv[1]) == "--list") {
    for (const auto& [name, way] : ways) std::puts(std::string(name).c_str());
    return 0;
  }
  if (argc != 3) give_up("expected STORE and WHAT");
  const auto way = ways.find(argv[2]);
  if (way == ways.end()) give_up("there is no such way to tamper");
  storage::store_options options;
  options.path = argv[1];
  options.create_if_missing = false;
  const auto store = storage::store::open(options);
  if (!store) give_up(store.error().message());
  tampering with(**store);
  way->second(with);
  return 0;
}
