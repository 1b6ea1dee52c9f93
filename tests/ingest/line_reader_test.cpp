// Goal: every byte of an input belongs to exactly one line, with the right place and number,
// however long the lines are and however the bytes arrive. Method: files and pipes, compared with
// a naive splitting of the same text.
#include "ingest/line_reader.hpp"

#include <random>
#include <thread>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "tests/ingest/scratch_folder.hpp"

namespace antrian::ingest {
namespace {

/// A line as it was handed out, kept beyond the next read.
struct kept_line {
  std::string text;
  std::uint64_t offset = 0;
  std::uint64_t end = 0;
  std::uint64_t number = 0;
  bool too_long = false;
  std::uint64_t size = 0;
  friend bool operator==(const kept_line&, const kept_line&) = default;
};

std::ostream& operator<<(std::ostream& out, const kept_line& l) {
  return out << l.number << " at " << l.offset << ".." << l.end << (l.too_long ? " too long" : "")
             << ": " << l.text.substr(0, 40);
}

std::vector<kept_line> all_of(line_reader& reader) {
  std::vector<kept_line> kept;
  std::vector<line> lines;
  for (;;) {
    const auto read = reader.read(lines);
    EXPECT_TRUE(read) << read.error().message;
    if (lines.empty() && reader.ended()) return kept;
    for (const line& l : lines) {
      // A parser may look at the padding, whatever is there.
      if (l.padding > 0) {
        EXPECT_GE(l.padding, 64U);
      }
      kept.push_back({std::string(l.text), l.offset, l.end, l.number, l.too_long, l.size});
    }
  }
}

/// What the lines of this text are.
std::vector<kept_line> split(const std::string& text, std::uint64_t from = 0,
                             std::uint64_t number = 0) {
  std::vector<kept_line> lines;
  for (std::size_t at = 0; at < text.size();) {
    const auto found = text.find('\n', at);
    const auto end = found == std::string::npos ? text.size() : found;
    const auto next = found == std::string::npos ? end : end + 1;
    const bool too_long = end - at > line_size_max;
    lines.push_back({text.substr(at, std::min(end - at, line_size_max)), from + at, from + next,
                     ++number, too_long, end - at});
    at = next;
  }
  return lines;
}

class line_reader_test : public ::testing::Test {
 protected:
  std::vector<kept_line> lines_of(const std::string& text) {
    const auto path = folder_.write("input", text);
    line_reader reader(storage::file_descriptor(::open(path.c_str(), O_RDONLY)), {}, 0);
    auto lines = all_of(reader);
    EXPECT_EQ(reader.offset(), text.size());
    EXPECT_EQ(reader.number(), lines.size());
    return lines;
  }
  scratch_folder folder_;
};

TEST_F(line_reader_test, an_empty_file_has_no_line) {
  EXPECT_TRUE(lines_of("").empty());
}

TEST_F(line_reader_test, tells_each_line_with_its_place_and_number) {
  const std::vector<kept_line> expected{{"{}", 0, 3, 1, false, 2}, {"[1]", 3, 7, 2, false, 3}};
  EXPECT_EQ(lines_of("{}\n[1]\n"), expected);
}

TEST_F(line_reader_test, the_last_line_needs_no_end) {
  const std::vector<kept_line> expected{{"{}", 0, 3, 1, false, 2}, {"[1]", 3, 6, 2, false, 3}};
  EXPECT_EQ(lines_of("{}\n[1]"), expected);
}

TEST_F(line_reader_test, an_empty_line_counts) {
  const std::vector<kept_line> expected{
      {"", 0, 1, 1, false, 0}, {"{}", 1, 4, 2, false, 2}, {"", 4, 5, 3, false, 0}};
  EXPECT_EQ(lines_of("\n{}\n\n"), expected);
}

// JSON takes it for white space.
TEST_F(line_reader_test, a_carriage_return_stays_part_of_the_line) {
  const std::vector<kept_line> expected{{"{}\r", 0, 4, 1, false, 3}, {"[]\r", 4, 8, 2, false, 3}};
  EXPECT_EQ(lines_of("{}\r\n[]\r\n"), expected);
}

TEST_F(line_reader_test, a_zero_byte_is_a_byte_like_any_other) {
  using namespace std::string_literals;
  const std::vector<kept_line> expected{{"a\0b"s, 0, 4, 1, false, 3}, {"c", 4, 5, 2, false, 1}};
  EXPECT_EQ(lines_of("a\0b\nc"s), expected);
}

TEST_F(line_reader_test, a_byte_order_mark_at_the_beginning_is_passed_over) {
  const std::vector<kept_line> expected{{"{}", 0, 6, 1, false, 2},
                                        {"\xEF\xBB\xBF[]", 6, 12, 2, false, 5}};
  EXPECT_EQ(lines_of("\xEF\xBB\xBF{}\n\xEF\xBB\xBF[]\n"), expected);
}

TEST_F(line_reader_test, a_line_of_just_the_longest_size_is_a_line) {
  const std::string longest(line_size_max, 'x');
  const auto text = longest + "\n" + longest + "y\n{}\n" + longest;
  const auto lines = lines_of(text);
  ASSERT_EQ(lines.size(), 4U);
  EXPECT_EQ(lines, split(text));
  EXPECT_FALSE(lines[0].too_long);
  EXPECT_TRUE(lines[1].too_long);
  EXPECT_EQ(lines[1].text.size(), line_size_max);
  EXPECT_EQ(lines[2].text, "{}");
  EXPECT_FALSE(lines[3].too_long);
}

TEST_F(line_reader_test, a_line_longer_than_several_reads_is_cut_and_the_next_one_is_whole) {
  const auto text = "{}\n" + std::string(11 * line_size_max, 'x') + "\n[]\n";
  const auto lines = lines_of(text);
  EXPECT_EQ(lines, split(text));
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_TRUE(lines[1].too_long);
  EXPECT_EQ(lines[2].text, "[]");
}

TEST_F(line_reader_test, a_line_too_long_may_be_the_last_and_have_no_end) {
  const auto text = "{}\n" + std::string(9 * line_size_max, 'x');
  EXPECT_EQ(lines_of(text), split(text));
}

TEST_F(line_reader_test, several_lines_too_long_in_one_read_keep_their_beginnings) {
  std::string text;
  for (const char c : {'a', 'b', 'c', 'd'}) text += std::string(line_size_max + 7, c) + "\n";
  EXPECT_EQ(lines_of(text), split(text));
}

TEST_F(line_reader_test, splits_any_text_as_a_naive_reader_does) {
  std::mt19937_64 random(7);
  std::string text;
  for (int i = 0; i < 400; ++i) {
    const auto size = random() % 100 == 0 ? random() % (3 * line_size_max) : random() % 30'000;
    text += std::string(size, static_cast<char>('a' + i % 26)) + "\n";
  }
  EXPECT_EQ(lines_of(text), split(text));
}

TEST_F(line_reader_test, goes_on_in_the_middle_of_a_file) {
  const auto path = folder_.write("input", "{}\n[]\n1\n");
  storage::file_descriptor input(::open(path.c_str(), O_RDONLY));
  ASSERT_EQ(::lseek(input.get(), 3, SEEK_SET), 3);
  running_checksum before;
  before.add("{}\n");
  line_reader reader(std::move(input), before, 1);
  EXPECT_EQ(all_of(reader), split("[]\n1\n", 3, 1));
}

TEST_F(line_reader_test, marks_the_end_of_every_line_with_the_checksum_of_all_before_it) {
  std::string text = "\xEF\xBB\xBF{}\n\n";
  for (int i = 0; i < 3; ++i) text += std::string(3 * line_size_max, 'x') + "\n" + "[]\n";
  text += std::string(line_size_max / 2, 'y');
  const auto path = folder_.write("input", text);
  line_reader reader(storage::file_descriptor(::open(path.c_str(), O_RDONLY)), {}, 0);
  running_checksum expected;
  const auto expect_mark_at = [&](std::uint64_t end) {
    const auto from = static_cast<std::size_t>(expected.mark().size);
    expected.add(std::string_view(text).substr(from, static_cast<std::size_t>(end) - from));
    EXPECT_EQ(reader.mark_at(end), expected.mark()) << end;
  };
  std::vector<line> lines;
  do {
    ASSERT_TRUE(reader.read(lines));
    // Every second one: what nobody asks for counts too.
    for (const line& l : lines) {
      if (l.number % 2 == 0) expect_mark_at(l.end);
    }
  } while (!lines.empty());
  expect_mark_at(reader.offset());
  EXPECT_EQ(reader.offset(), text.size());
}

TEST_F(line_reader_test, hands_out_the_lines_of_a_pipe_as_they_come) {
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  const storage::file_descriptor writer(ends[1]);
  line_reader reader(storage::file_descriptor{ends[0]}, {}, 0);
  std::vector<line> lines;
  ASSERT_EQ(::write(ends[1], "{}\n[", 4), 4);
  ASSERT_TRUE(reader.read(lines));  // does not wait for the rest of the second line
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_EQ(lines[0].text, "{}");
  ASSERT_EQ(::write(ends[1], "]\n", 2), 2);
  ASSERT_TRUE(reader.read(lines));
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_EQ(lines[0].text, "[]");
  EXPECT_EQ(lines[0].offset, 3U);
}

TEST_F(line_reader_test, puts_the_pieces_of_a_pipe_together) {
  std::string text;
  for (int i = 0; i < 3'000; ++i) text += std::string(static_cast<std::size_t>(i), 'x') + "\n";
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  std::thread writer([&text, output = storage::file_descriptor(ends[1])] {
    for (std::size_t at = 0; at < text.size();) {
      const auto written = ::write(output.get(), text.data() + at, text.size() - at);
      if (written < 0) return;
      at += static_cast<std::size_t>(written);
    }
  });
  line_reader reader(storage::file_descriptor{ends[0]}, {}, 0);
  EXPECT_EQ(all_of(reader), split(text));
  writer.join();
}

TEST_F(line_reader_test, says_why_it_cannot_read) {
  line_reader reader(storage::file_descriptor(::open("/", O_RDONLY)), {}, 0);
  std::vector<line> lines;
  const auto read = reader.read(lines);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, errc::input);
  EXPECT_NE(read.error().message.find("directory"), std::string::npos) << read.error().message;
}

}  // namespace
}  // namespace antrian::ingest
