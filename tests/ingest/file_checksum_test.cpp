// Goal: a file that is not what it was is told apart by its checksum. Method: checksums of the same
// bytes taken in different ways, and of bytes of which one differs.
#include "ingest/file_checksum.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>

#include "storage/file_descriptor.hpp"
#include "tests/ingest/scratch_folder.hpp"

namespace antrian::ingest {
namespace {

file_mark mark_of(std::string_view bytes) {
  running_checksum sum;
  sum.add(bytes);
  return sum.mark();
}

TEST(a_running_checksum, is_the_same_in_whatever_pieces_the_bytes_come) {
  const std::string text = std::string(5'000, 'a') + "the end";
  for (std::size_t cut = 0; cut <= text.size(); cut += 7) {
    running_checksum sum;
    sum.add(std::string_view(text).substr(0, cut));
    EXPECT_EQ(sum.mark().size, cut);  // asking changes nothing
    auto copy = sum;
    copy.add(std::string_view(text).substr(cut));
    EXPECT_EQ(copy.mark(), mark_of(text));
  }
}

TEST(a_running_checksum, differs_with_every_byte_with_their_order_and_with_zeros_at_the_end) {
  const std::string text(200, 'a');
  for (std::size_t at = 0; at < text.size(); ++at) {
    auto changed = text;
    changed[at] = 'b';
    EXPECT_NE(mark_of(changed).checksum, mark_of(text).checksum) << at;
  }
  EXPECT_NE(mark_of("ab").checksum, mark_of("ba").checksum);
  EXPECT_NE(mark_of(std::string(16, 'a') + std::string(16, 'b')).checksum,
            mark_of(std::string(16, 'b') + std::string(16, 'a')).checksum);
  EXPECT_NE(mark_of(std::string(1, '\0')).checksum, mark_of("").checksum);
}

TEST(a_running_checksum, of_a_file_goes_on_where_it_is) {
  const scratch_folder folder;
  const std::string text(3 << 20, 'x');
  const storage::file_descriptor file(
      ::open(folder.write("file", text).c_str(), O_RDONLY | O_CLOEXEC));
  running_checksum sum;
  EXPECT_TRUE(add_file(file.get(), 5, sum, {}));
  EXPECT_TRUE(add_file(file.get(), text.size(), sum, {}));
  EXPECT_EQ(sum.mark(), mark_of(text));
  EXPECT_FALSE(add_file(file.get(), text.size() + 1, sum, {}));
  running_checksum fresh;
  EXPECT_FALSE(add_file(-1, 1, fresh, {}));
  EXPECT_FALSE(add_file(file.get(), text.size(), fresh, [](std::uint64_t) { return false; }));
}

TEST(a_tail_mark, is_of_the_bytes_before_it) {
  const scratch_folder folder;
  const auto path = folder.write("file", "abcdef");
  EXPECT_EQ(tail_mark(path, 3), (file_mark{3, checksum_of("abc")}));
  EXPECT_EQ(tail_mark(path, 0), (file_mark{0, checksum_of("")}));
  EXPECT_EQ(tail_mark(path, 7), std::nullopt);
  EXPECT_EQ(tail_mark(path, UINT64_MAX), std::nullopt);
  EXPECT_EQ(tail_mark(folder.file("absent"), 0), std::nullopt);
}

TEST(a_tail_mark, of_a_long_file_is_of_its_last_bytes) {
  const scratch_folder folder;
  std::string text(3 * mark_window, 'x');
  const auto path = folder.write("file", text);
  const auto before = tail_mark(path, text.size());
  EXPECT_EQ(before->checksum, checksum_of(text.substr(2 * mark_window)));
  text[2 * mark_window] = 'y';
  folder.write("file", text);
  EXPECT_NE(tail_mark(path, text.size()), before);
}

}  // namespace
}  // namespace antrian::ingest
