// Goal: what an actor throws is told, to its supervisor or to people, and never on standard output.
// Method: the handlers alone; supervision_test.cpp sees them at work.
#include "actors/exceptions.hpp"

#include <stdexcept>

#include <caf/error.hpp>
#include <gtest/gtest.h>

namespace antrian::actors {
namespace {

TEST(exceptions, become_the_reason_with_which_an_actor_goes_down) {
  auto thrown = std::make_exception_ptr(std::runtime_error("the roof is on fire"));
  EXPECT_NE(caf::to_string(go_down(thrown)).find("the roof is on fire"), std::string::npos);
  auto strange = std::make_exception_ptr(7);
  EXPECT_NE(go_down(strange), caf::none);
}

TEST(exceptions, end_the_process_where_nothing_can_go_on) {
  auto thrown = std::make_exception_ptr(std::runtime_error("the roof is on fire"));
  EXPECT_DEATH(end_process(thrown), "an actor cannot go on: the roof is on fire");
}

}  // namespace
}  // namespace antrian::actors
