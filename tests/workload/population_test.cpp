// Goal: invented people look like people: their NIKs, phone numbers and mail addresses pass the
// checks that real ones pass, and they are many and different. Method: random keys.
#include "workload/population.hpp"

#include <map>
#include <set>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "events/personal.hpp"
#include "tests/workload/support.hpp"
#include "workload/random.hpp"

namespace antrian::workload {
namespace {

std::string nik_of(const person& who) {
  std::string nik;
  append_nik(nik, who);
  return nik;
}

TEST(random_source, gives_the_same_numbers_on_every_machine) {
  random_source random(1);
  // As SplitMix64's description gives them.
  EXPECT_EQ(random.next(), 6'791'897'765'849'424'158U);
  EXPECT_EQ(random.below(1000), 943U);
  EXPECT_EQ(random.below(1000), 45U);
}

TEST(random_source, picks_in_proportion_to_weights_and_never_what_weighs_nothing) {
  random_source random(7);
  std::array<std::uint32_t, 3> counts{};
  for (int i = 0; i < 10'000; ++i) {
    ++counts[random.weighted(std::array<std::uint32_t, 3>{1, 0, 3})];
  }
  EXPECT_EQ(counts[1], 0U);
  EXPECT_NEAR(counts[0], 2500, 250);
}

RC_GTEST_PROP(nik, passes_every_hard_check_and_begins_with_the_province, (std::uint64_t key)) {
  for (const auto& office : shipped_configuration().offices.offices()) {
    const auto province = province_code(office.province);
    for (const auto age : {age_band::any, age_band::adult, age_band::senior}) {
      const auto nik = nik_of({key, province, age});
      RC_ASSERT(!events::nik_fault(nik));
      RC_ASSERT(nik.substr(0, 2) == std::to_string(province));
    }
  }
}

TEST(nik, is_different_for_almost_everybody_and_of_women_and_men) {
  random_source random(3);
  std::set<std::string> niks;
  int women = 0;
  for (int i = 0; i < 20'000; ++i) {
    const auto nik = nik_of({random.next(), 31, age_band::any});
    women += nik[6] >= '4' ? 1 : 0;
    niks.insert(nik);
  }
  EXPECT_GT(niks.size(), 19'990U);
  EXPECT_NEAR(women, 10'000, 500);
}

TEST(province, of_every_shipped_office_has_its_own_code) {
  std::map<std::uint8_t, std::string> names;
  for (const auto& office : shipped_configuration().offices.offices()) {
    const auto [known, is_new] = names.emplace(province_code(office.province), office.province);
    EXPECT_EQ(known->second, office.province);
  }
  EXPECT_GT(names.size(), 30U);
}

TEST(household, has_one_to_five_members_mostly_one_or_two) {
  random_source random(5);
  std::map<std::size_t, int> sizes;
  for (std::uint64_t i = 0; i < 10'000; ++i) {
    ++sizes[household_size({i, random.next(), 31, false})];
  }
  EXPECT_EQ(sizes.begin()->first, 1U);
  EXPECT_EQ(sizes.rbegin()->first, 5U);
  EXPECT_GT(sizes[1] + sizes[2], 7000);
}

TEST(household, has_different_people_and_the_same_ones_each_time) {
  const household home{1, 42, 31, false};
  std::set<std::string> niks;
  for (std::size_t i = 0; i < 5; ++i) niks.insert(nik_of(member_of(home, i)));
  EXPECT_EQ(niks.size(), 5U);
  EXPECT_EQ(niks.count(nik_of(member_of(home, 3))), 1U);
}

}  // namespace
}  // namespace antrian::workload
