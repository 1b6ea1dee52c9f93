// Goal: the parser reads no byte beyond what it was told it may, whatever the machine's word size.
// Method: texts end at the last byte of a memory page, and the page behind it is forbidden, so that
// a read too far ends the test program.

#include "events/json_document.hpp"

#include <cstring>
#include <string>

#include <gtest/gtest.h>
#include <sys/mman.h>
#include <unistd.h>

namespace antrian::events {
namespace {

/// Two pages, of which only the first may be touched.
class guarded_page {
 public:
  guarded_page()
      : size_(static_cast<std::size_t>(sysconf(_SC_PAGESIZE))),
        memory_(mmap(nullptr, 2 * size_, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)) {
    EXPECT_NE(memory_, MAP_FAILED);
    EXPECT_EQ(mprotect(memory_, size_, PROT_READ | PROT_WRITE), 0);
  }
  ~guarded_page() { munmap(memory_, 2 * size_); }
  guarded_page(const guarded_page&) = delete;
  guarded_page& operator=(const guarded_page&) = delete;

  /// A copy of the text, with `padding` readable bytes and then the forbidden page behind it.
  [[nodiscard]] std::string_view place(std::string_view text, std::size_t padding) const {
    char* end = static_cast<char*>(memory_) + size_;
    char* begin = end - text.size() - padding;
    std::memcpy(begin, text.data(), text.size());
    std::memset(begin + text.size(), '"', padding);
    return {begin, text.size()};
  }

 private:
  std::size_t size_;
  void* memory_;
};

TEST(a_json_document, is_parsed_without_reading_beyond_its_padding) {
  const guarded_page page;
  json_parser parser;
  for (std::size_t size = 0; size < 200; ++size) {
    // The text's last value is a string, which is copied in whole blocks.
    const std::string text = R"({"a":")" + std::string(size, 'x') + "\"}";
    for (const std::size_t padding : {0U, 1U, 31U, 63U, 64U, 65U}) {
      const auto object = parser.parse(page.place(text, padding), padding);
      ASSERT_TRUE(object.has_value()) << size << " " << padding;
      EXPECT_EQ(std::string_view{(*object)["a"]}.size(), size);
    }
  }
}

TEST(a_json_document, grows_the_parser_for_long_texts_and_keeps_it_for_short_ones) {
  json_parser parser;
  for (const std::size_t size : {10U, 100'000U, 10U, 70'000U, 3'000'000U, 10U}) {
    const std::string text = R"({"a":")" + std::string(size, 'x') + "\"}";
    const auto object = parser.parse(text, 0);
    ASSERT_TRUE(object.has_value()) << size;
    EXPECT_EQ(std::string_view{(*object)["a"]}.size(), size);
  }
}

}  // namespace
}  // namespace antrian::events
