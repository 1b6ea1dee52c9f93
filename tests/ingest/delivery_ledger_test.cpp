// Goal: a batch counts as delivered when all its records are, and all batches before it. Method:
// reports in every order against a plain count.
#include "ingest/delivery_ledger.hpp"

#include <algorithm>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace antrian::ingest {
namespace {

TEST(a_delivery_ledger, counts_a_batch_when_its_last_record_has_arrived) {
  delivery_ledger ledger;
  const auto tag = ledger.open();
  ledger.sent();
  ledger.sent();
  ledger.delivered(tag);
  EXPECT_EQ(ledger.take_finished(), 0U);
  ledger.delivered(tag);
  EXPECT_EQ(ledger.take_finished(), 0U);  // more may be sent
  ledger.close();
  EXPECT_EQ(ledger.take_finished(), 1U);
  EXPECT_EQ(ledger.take_finished(), 0U);
  EXPECT_TRUE(ledger.empty());
}

TEST(a_delivery_ledger, holds_a_batch_back_that_overtakes_another) {
  delivery_ledger ledger;
  const auto first = ledger.open();
  ledger.sent();
  ledger.close();
  const auto second = ledger.open();
  ledger.sent();
  ledger.close();
  ledger.delivered(second);
  EXPECT_EQ(ledger.take_finished(), 0U);
  ledger.delivered(first);
  EXPECT_EQ(ledger.take_finished(), 2U);
}

TEST(a_delivery_ledger, counts_a_batch_without_records) {
  delivery_ledger ledger;
  (void)ledger.open();
  ledger.close();
  EXPECT_EQ(ledger.take_finished(), 1U);
}

RC_GTEST_PROP(a_delivery_ledger_property, finishes_what_is_delivered_up_to_the_first_that_is_not,
              ()) {
  const auto sizes = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 4));
  delivery_ledger ledger;
  std::vector<std::uint64_t> reports;
  for (const int size : sizes) {
    const auto tag = ledger.open();
    for (int i = 0; i < size; ++i) {
      ledger.sent();
      reports.push_back(tag);
    }
    ledger.close();
  }
  auto left = sizes;
  std::size_t finished = 0;
  const auto check = [&] {
    finished += ledger.take_finished();
    const auto waiting = std::find_if(left.begin(), left.end(), [](int n) { return n > 0; });
    RC_ASSERT(finished == static_cast<std::size_t>(waiting - left.begin()));
  };
  check();
  while (!reports.empty()) {
    const auto at = *rc::gen::inRange<std::size_t>(0, reports.size());
    ledger.delivered(reports[at]);
    --left[static_cast<std::size_t>(reports[at])];
    reports.erase(reports.begin() + static_cast<std::ptrdiff_t>(at));
    check();
  }
  RC_ASSERT(ledger.empty());
}

}  // namespace
}  // namespace antrian::ingest
