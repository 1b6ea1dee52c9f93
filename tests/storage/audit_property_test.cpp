// Goal: whichever row of the log is changed or removed, the audit finds it, and says no more than
// it must. Method: RapidCheck makes logs and damages one row of each. A printed seed repeats a
// case.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "storage/audit.hpp"
#include "tests/storage/fixtures.hpp"

namespace antrian::storage {
namespace {

/// A random log, with or without one random row of the log or of the commits changed.
RC_GTEST_PROP(any_tampering, is_found_and_nothing_else_is, ()) {
  const disk memory(disk_kind::memory);
  test_log log(memory.options());
  const auto commits = *rc::gen::inRange(1, 6);
  for (int i = 0; i < commits; ++i) {
    log.commit(*rc::gen::resize(4, rc::gen::nonEmpty(rc::gen::container<std::vector<stream_share>>(
                                       rc::gen::pair(rc::gen::element<std::string>("a", "b", "c"),
                                                     rc::gen::inRange<std::size_t>(1, 4))))));
  }
  RC_ASSERT(must(verify_chain(log.store(), nullptr)).whole());

  const auto which = *rc::gen::element(table::log, table::commits, table::streams);
  std::vector<std::pair<std::string, std::string>> rows;
  const std::unique_ptr<rocksdb::Iterator> row(
      log.store().db().NewIterator({}, log.store().family(which)));
  for (row->SeekToFirst(); row->Valid(); row->Next()) {
    rows.emplace_back(row->key().ToString(), row->value().ToString());
  }
  const auto& [key, value] = rows[*rc::gen::inRange<std::size_t>(0, rows.size())];
  if (*rc::gen::arbitrary<bool>()) {
    raw_delete(log.store(), which, key);
  } else {
    auto changed = value;
    const auto at = *rc::gen::inRange<std::size_t>(0, changed.size());
    changed[at] = static_cast<char>(changed[at] ^ *rc::gen::inRange(1, 255));
    raw_put(log.store(), which, key, changed);
  }
  const auto report = must(verify_chain(log.store(), nullptr));
  RC_ASSERT(!report.findings.empty());
  RC_ASSERT(report.findings.size() <= 3U);
}

}  // namespace
}  // namespace antrian::storage
