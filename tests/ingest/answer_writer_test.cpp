// Goal: the writer of answers holds its source back, notices a failed output, calls answered only
// what is on disk, and survives a batch that comes when all is over. Method: the writer alone, with
// made-up batches.
#include "ingest/answer_writer.hpp"

#include <atomic>
#include <cerrno>
#include <thread>

#include <gtest/gtest.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "ingest/file_limits.hpp"
#include "tests/ingest/scratch_folder.hpp"

namespace {

std::atomic<bool> disk_fails = false;

}  // namespace

// Takes the place of the C library's in this program, for the whole of it.
extern "C" int fdatasync(int file) {
  if (disk_fails) {
    errno = EIO;
    return -1;
  }
  return static_cast<int>(::syscall(SYS_fdatasync, file));
}

namespace antrian::ingest {
namespace {

/// While it is there, nothing can be brought to a disk.
struct disk_that_fails {
  disk_that_fails() { disk_fails = true; }
  ~disk_that_fails() { disk_fails = false; }
  disk_that_fails(const disk_that_fails&) = delete;
  disk_that_fails& operator=(const disk_that_fails&) = delete;
};

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
  made->bytes = 1;
  made->end_lines = number;
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
    ASSERT_TRUE(writer.enter(1));
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
  ASSERT_TRUE(writer.enter(1));
  writer.committed(batch(1));
  while (writer.enter(1)) writer.leave(1);  // until the failure is noticed
  const auto finished = writer.finish();
  ASSERT_FALSE(finished);
  EXPECT_EQ(finished.error().code, errc::output);
  EXPECT_EQ(writer.answered().lines, 0U);
}

TEST(answer_writer_test, has_room_again_when_a_batch_was_not_taken_after_all) {
  const scratch_folder folder;
  answer_writer writer(to(folder.file("results")));
  for (int i = 0; i < 1'000; ++i) {
    ASSERT_TRUE(writer.enter(1));
    writer.leave(1);
  }
  EXPECT_TRUE(writer.finish());
}

TEST(answer_writer_test, has_room_for_so_many_batches) {
  const scratch_folder folder;
  answer_writer writer(to(folder.file("results")));
  for (std::size_t i = 0; i < under_way_max; ++i) {
    EXPECT_TRUE(writer.has_room(0));
    ASSERT_TRUE(writer.enter(0));
  }
  EXPECT_FALSE(writer.has_room(0));
  writer.leave(0);
  EXPECT_TRUE(writer.has_room(0));
}

TEST(answer_writer_test, has_room_for_so_many_bytes) {
  const scratch_folder folder;
  answer_writer writer(to(folder.file("results")));
  EXPECT_TRUE(writer.has_room(2 * under_way_bytes_max));  // alone, or it would wait forever
  ASSERT_TRUE(writer.enter(under_way_bytes_max - 10));
  EXPECT_TRUE(writer.has_room(10));
  EXPECT_FALSE(writer.has_room(11));
  ASSERT_TRUE(writer.enter(10));
  EXPECT_FALSE(writer.has_room(1));
  writer.leave(10);
  EXPECT_TRUE(writer.has_room(10));
}

// What is not on disk is not to be called answered.

TEST(answer_writer_test, says_that_a_batch_is_answered_when_enough_is_brought_to_the_disk) {
  const scratch_folder folder;
  answer_writer writer(to(folder.file("results")));
  std::uint8_t number = 0;
  const auto answer = [&](std::uint64_t end) {
    ASSERT_TRUE(writer.enter(1));
    auto made = batch(++number);
    made->end.size = end;
    writer.committed(made);
    while (writer.counts().lines < number) std::this_thread::yield();
  };
  for (std::size_t i = 1; i < sync_batches; ++i) answer(i);
  EXPECT_EQ(writer.answered().lines, 0U);
  EXPECT_FALSE(writer.answered().results);
  answer(sync_batches);
  EXPECT_EQ(writer.answered().lines, number);
  EXPECT_EQ(writer.answered().results->size, folder.read("results").size());
  answer(sync_bytes + sync_batches - 1);
  EXPECT_EQ(writer.answered().lines, number - 1U);
  answer(sync_bytes + sync_batches);
  EXPECT_EQ(writer.answered().lines, number);
  answer(sync_bytes + sync_batches + 1);
  EXPECT_EQ(writer.answered().lines, number - 1U);
  EXPECT_TRUE(writer.finish());
  EXPECT_EQ(writer.answered().lines, number);
}

TEST(answer_writer_test, fails_with_an_output_that_cannot_be_brought_to_the_disk) {
  const scratch_folder folder;
  const disk_that_fails broken;
  answer_writer writer(to(folder.file("results")));
  ASSERT_TRUE(writer.enter(1));
  writer.committed(batch(1));
  const auto finished = writer.finish();
  ASSERT_FALSE(finished);
  EXPECT_EQ(finished.error().code, errc::output);
  EXPECT_EQ(writer.counts().accepted, 1U);  // it was written
  EXPECT_NE(folder.read("results"), "");
  EXPECT_EQ(writer.answered().lines, 0U);
}

// A node that has failed may still commit what was on its way.
TEST(answer_writer_test, drops_a_batch_that_comes_after_the_end) {
  const scratch_folder folder;
  answer_writer writer(to(folder.file("results")));
  ASSERT_TRUE(writer.enter(1));
  EXPECT_TRUE(writer.finish());
  writer.committed(batch(1));
  EXPECT_EQ(folder.read("results"), "");
}

}  // namespace
}  // namespace antrian::ingest
