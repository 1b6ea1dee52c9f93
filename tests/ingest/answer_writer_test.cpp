// Goal: the writer of answers holds its source back, notices a failed output, and survives a batch
// that comes when all is over. Method: the writer alone, with made-up batches.
#include "ingest/answer_writer.hpp"

#include <gtest/gtest.h>

#include "tests/ingest/scratch_folder.hpp"

namespace antrian::ingest {
namespace {

/// A batch of one accepted command.
answered_batch_ptr batch(std::uint8_t number) {
  auto made = std::make_shared<answered_batch>();
  made->flow = std::make_shared<actors::batch_flow>();
  made->flow->batch = std::make_unique<events::command_batch>();
  events::command command;
  command.id.bytes[15] = number;
  made->flow->batch->commands.push_back(command);
  made->flow->batch->items.push_back({0, true});
  made->flow->results.emplace_back();
  made->flow->results.back().position = number;
  return made;
}

answer_writer::setup to(const std::string& path) {
  answer_writer::setup setup;
  setup.results = output_file::open(path, 0).value();
  return setup;
}

TEST(answer_writer_test, writes_in_the_order_in_which_batches_are_committed) {
  const scratch_folder folder;
  answer_writer writer(to(folder.file("results")));
  for (std::uint8_t i = 1; i <= 3; ++i) {
    ASSERT_TRUE(writer.enter());
    writer.committed(batch(i));
  }
  EXPECT_TRUE(writer.finish());
  EXPECT_EQ(writer.counts().accepted, 3U);
  const auto text = folder.read("results");
  EXPECT_LT(text.find("\"position\":1"), text.find("\"position\":2"));
  EXPECT_LT(text.find("\"position\":2"), text.find("\"position\":3"));
}

TEST(answer_writer_test, lets_nobody_in_after_an_output_has_failed) {
  answer_writer writer(to("/dev/full"));
  ASSERT_TRUE(writer.enter());
  writer.committed(batch(1));
  while (writer.enter()) writer.leave();  // until the failure is noticed
  const auto finished = writer.finish();
  ASSERT_FALSE(finished);
  EXPECT_EQ(finished.error().code, errc::output);
  EXPECT_EQ(writer.answered().lines, 0U);
}

TEST(answer_writer_test, has_room_again_when_a_batch_was_not_taken_after_all) {
  const scratch_folder folder;
  answer_writer writer(to(folder.file("results")));
  for (int i = 0; i < 1'000; ++i) {
    ASSERT_TRUE(writer.enter());
    writer.leave();
  }
  EXPECT_TRUE(writer.finish());
}

// A node that has failed may still commit what was on its way.
TEST(answer_writer_test, drops_a_batch_that_comes_after_the_end) {
  const scratch_folder folder;
  answer_writer writer(to(folder.file("results")));
  ASSERT_TRUE(writer.enter());
  EXPECT_TRUE(writer.finish());
  writer.committed(batch(1));
  EXPECT_EQ(folder.read("results"), "");
}

}  // namespace
}  // namespace antrian::ingest
