// Goal: a second run goes on exactly where the first one stopped, and only if the files are still
// the same ones. Method: what a run would have remembered, against files that grew, shrank or were
// replaced. Each case where it does not go on has its control: the same without the change.
#include "ingest/file_progress.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>

#include "storage/file_descriptor.hpp"
#include "tests/ingest/scratch_folder.hpp"

namespace antrian::ingest {
namespace {

file_progress sample() {
  file_progress progress;
  progress.read = {90'000, 12};
  progress.lines = 300;
  progress.invalid_lines = 7;
  progress.answered = {80'000, 13};
  progress.answered_lines = 250;
  progress.answered_invalid_lines = 5;
  progress.answered_position = 777;
  progress.results = file_mark{7'000, 14};
  return progress;
}

TEST(file_progress_bytes, are_read_as_they_were_written) {
  auto progress = sample();
  EXPECT_EQ(parse_progress(to_bytes(progress)), progress);
  progress.results.reset();
  progress.dead_letters = file_mark{UINT64_MAX, UINT64_MAX};
  EXPECT_EQ(parse_progress(to_bytes(progress)), progress);
}

TEST(file_progress_bytes, of_another_length_or_version_are_refused) {
  const auto bytes = to_bytes(sample());
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_FALSE(parse_progress(bytes.substr(0, size))) << size;
  }
  EXPECT_FALSE(parse_progress(bytes + '\0'));
  auto newer = bytes;
  ++newer.front();
  EXPECT_FALSE(parse_progress(newer));
}

/// The mark of an input at `size`: of every byte before it.
file_mark mark_of(const std::string& path, std::uint64_t size) {
  const storage::file_descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  running_checksum sum;
  EXPECT_TRUE(add_file(file.get(), size, sum, {}));
  return sum.mark();
}

/// A run that read 4 lines and has written the answers of 3.
class resuming : public ::testing::Test {
 protected:
  void SetUp() override {
    paths_ = {folder_.write("input", input_), folder_.write("results", results_),
              folder_.write("dead", dead_)};
    remembered_.read = mark_of(paths_.input, 8);
    remembered_.lines = 4;
    remembered_.invalid_lines = 2;
    remembered_.answered = mark_of(paths_.input, 6);
    remembered_.answered_lines = 3;
    remembered_.answered_invalid_lines = 1;
    remembered_.results = tail_mark(paths_.results, 6);
    remembered_.dead_letters = tail_mark(paths_.dead_letters, 3);
  }
  [[nodiscard]] resume_point point() const { return find_resume_point(paths_, remembered_); }
  void expect_goes_on() const {
    EXPECT_EQ(point().offset, 6U);
    EXPECT_EQ(point().lines, 3U);
    EXPECT_EQ(point().invalid_lines, 1U);
    EXPECT_EQ(point().judged_invalid_lines, 2U);
    EXPECT_EQ(point().committed, 8U);
    EXPECT_EQ(point().input.mark(), remembered_.answered);
    EXPECT_EQ(point().results_size, 6U);
    EXPECT_EQ(point().dead_letters_size, 3U);
  }
  void expect_starts_over() const {
    EXPECT_EQ(point().offset, 0U);
    EXPECT_EQ(point().lines, 0U);
    EXPECT_EQ(point().results_size, 0U);
    EXPECT_EQ(point().dead_letters_size, 0U);
  }

  std::string input_ = "1\n2\n3\n4\n";
  std::string results_ = "a\nb\nc\n";
  std::string dead_ = "x\n\n";
  scratch_folder folder_;
  file_paths paths_;
  file_progress remembered_;
};

TEST_F(resuming, goes_on_behind_the_last_written_answer) {
  expect_goes_on();
}

TEST_F(resuming, starts_over_where_nothing_is_remembered) {
  const auto fresh = find_resume_point(paths_, std::nullopt);
  EXPECT_EQ(fresh.offset, 0U);
  EXPECT_EQ(fresh.committed, 0U);
}

TEST_F(resuming, goes_on_in_a_file_that_has_grown) {
  folder_.write("input", input_ + "5\n");
  expect_goes_on();
}

TEST_F(resuming, cuts_back_outputs_that_were_written_further) {
  folder_.write("results", results_ + "d\ne");
  folder_.write("dead", dead_ + "y");
  expect_goes_on();
}

TEST_F(resuming, goes_on_behind_the_last_committed_line_if_no_output_is_wanted) {
  paths_.results.clear();
  paths_.dead_letters.clear();
  EXPECT_EQ(point().offset, 8U);
  EXPECT_EQ(point().input.mark(), remembered_.read);
  EXPECT_EQ(point().lines, 4U);
  EXPECT_EQ(point().invalid_lines, 2U);
}

TEST_F(resuming, does_not_care_for_an_output_that_is_not_wanted_now) {
  paths_.dead_letters.clear();
  folder_.write("dead", "");
  EXPECT_EQ(point().offset, 6U);
  EXPECT_EQ(point().dead_letters_size, 0U);
}

TEST_F(resuming, starts_over_with_a_file_that_begins_differently) {
  folder_.write("input", "0\n2\n3\n4\n");
  expect_starts_over();
}

TEST_F(resuming, starts_over_with_a_long_file_of_which_any_one_byte_differs) {
  std::string text(3 * mark_window, 'x');
  text.back() = '\n';
  folder_.write("input", text);
  remembered_.read = mark_of(paths_.input, text.size());
  remembered_.answered = remembered_.read;
  for (const std::size_t at : {std::size_t{0}, mark_window, 2 * mark_window - 1}) {
    EXPECT_EQ(point().offset, text.size());
    auto changed = text;
    changed[at] = 'y';
    folder_.write("input", changed);
    expect_starts_over();
    folder_.write("input", text);
  }
}

TEST_F(resuming, starts_over_with_a_file_that_was_changed_behind_the_answered_place) {
  expect_goes_on();
  folder_.write("input", "1\n2\n3\n9\n");
  expect_starts_over();
}

TEST_F(resuming, tells_how_far_the_check_is_and_ends_it_when_told) {
  std::vector<std::uint64_t> told;
  const auto note = [&told](bool go_on) {
    return [&told, go_on](std::uint64_t bytes) {
      told.push_back(bytes);
      return go_on;
    };
  };
  EXPECT_EQ(find_resume_point(paths_, remembered_, note(true)).offset, 6U);
  EXPECT_EQ(told, (std::vector<std::uint64_t>{6, 8}));
  EXPECT_EQ(find_resume_point(paths_, remembered_, note(false)).offset, 0U);
  EXPECT_EQ(told.size(), 3U);
}

TEST_F(resuming, starts_over_with_a_file_that_is_shorter) {
  folder_.write("input", "1\n2\n3\n");
  expect_starts_over();
}

TEST_F(resuming, starts_over_without_its_input) {
  std::filesystem::remove(paths_.input);
  expect_starts_over();
}

TEST_F(resuming, starts_over_if_the_results_are_missing) {
  std::filesystem::remove(paths_.results);
  expect_starts_over();
}

TEST_F(resuming, starts_over_if_the_results_were_cut) {
  folder_.write("results", "a\nb\n");
  expect_starts_over();
}

TEST_F(resuming, starts_over_if_the_results_are_somebody_elses) {
  folder_.write("results", "a\nb\nz\n");
  expect_starts_over();
}

TEST_F(resuming, starts_over_if_the_dead_letters_do_not_fit) {
  folder_.write("dead", "y\n\n");
  expect_starts_over();
}

TEST_F(resuming, starts_over_if_results_are_wanted_that_were_not_then) {
  remembered_.results.reset();
  expect_starts_over();
}

TEST_F(resuming, starts_over_if_the_answered_place_does_not_fit) {
  remembered_.answered.checksum ^= 1;
  expect_starts_over();
}

// The last line had no end when it was read, so what was read may have been half a line.
TEST_F(resuming, starts_over_if_the_last_line_went_on) {
  folder_.write("input", "1\n2\n3\n4");
  remembered_.read = mark_of(paths_.input, 7);
  remembered_.answered = remembered_.read;
  EXPECT_EQ(point().offset, 7U);
  folder_.write("input", "1\n2\n3\n45\n");
  expect_starts_over();
}

}  // namespace
}  // namespace antrian::ingest
