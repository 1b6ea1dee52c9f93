// Goal: one message is one command, or is kept with its place and its bytes and told what is wrong.
// Method: messages of every kind, beside one that is right.
#include "ingest/kafka_batch.hpp"

#include <gtest/gtest.h>

#include "events/personal.hpp"
#include "tests/domain/fixtures.hpp"

namespace antrian::ingest {
namespace {

constexpr std::string_view booking =
    R"({"id":"00000000-0000-4000-8000-000000000001","type":"book","office":"DENPASAR",)"
    R"("date":"2026-11-30","account":"a","service":"new_passport","slot":"any",)"
    R"("applicants":[{"nik":"1272014107890001","name":"SITI"}]})";

class messages : public ::testing::Test {
 protected:
  messages() { batch_.commands = std::make_unique<events::command_batch>(); }

  /// What is wrong with a message; an empty text: nothing.
  struct verdict {
    std::string field;
    std::string message;
    bool has_id = false;
  };
  std::optional<verdict> read(std::optional<std::string_view> key,
                              std::optional<std::string_view> value) {
    reader_.read({3, ++offset_, 0, key, value}, received_at_, batch_);
    if (batch_.commands->items.back().valid) return std::nullopt;
    const auto& why = batch_.commands->invalid.back();
    const auto& kept = batch_.rejected.back();
    EXPECT_EQ(kept.partition, 3U);
    EXPECT_EQ(kept.offset, offset_);
    EXPECT_TRUE(kept.key == key);
    EXPECT_TRUE(kept.value == value);
    EXPECT_EQ(batch_.rejected.size(), batch_.commands->invalid.size());
    EXPECT_EQ(batch_.commands->items.back().index, batch_.commands->invalid.size() - 1);
    return verdict{why.field, why.message, why.id.has_value()};
  }

  events::pseudonymiser pseudonyms_{events::secret_key{}};
  events::day_policy policy_;
  events::instant received_at_{1'795'762'800'000};
  message_reader reader_{
      events::command_reader(
          tests::offices(), pseudonyms_,
          [this](events::office_ref) -> const events::day_policy& { return policy_; }),
      tests::offices()};
  kafka_batch batch_;
  std::uint64_t offset_ = 0;
};

TEST_F(messages, under_the_code_of_their_office_are_commands) {
  EXPECT_FALSE(read("DENPASAR", booking));
  ASSERT_EQ(batch_.commands->commands.size(), 1U);
  EXPECT_EQ(batch_.commands->commands[0].at, received_at_);
  EXPECT_TRUE(batch_.rejected.empty());
  EXPECT_FALSE(batch_.commands->personal.empty());
}

TEST_F(messages, under_another_key_are_none) {
  for (const auto key : {"PEMATANGSIANTAR", "denpasar", "DENPASAR ", ""}) {
    const auto why = read(key, booking);
    ASSERT_TRUE(why) << key;
    EXPECT_EQ(why->field, "key");
    EXPECT_TRUE(why->message.starts_with("expected ")) << why->message;
    EXPECT_TRUE(why->has_id);
  }
  EXPECT_TRUE(batch_.commands->commands.empty());
  EXPECT_TRUE(batch_.commands->personal.empty());  // of nobody who does not book
}

TEST_F(messages, without_a_key_are_none) {
  const auto why = read(std::nullopt, booking);
  ASSERT_TRUE(why);
  EXPECT_EQ(why->field, "key");
  EXPECT_TRUE(why->message.starts_with("missing: expected ")) << why->message;
}

TEST_F(messages, that_are_no_command_are_told_so_before_their_key_is) {
  std::string wrong(booking);
  wrong.replace(wrong.find("any"), 3, "???");
  const auto why = read("PEMATANGSIANTAR", wrong);
  ASSERT_TRUE(why);
  EXPECT_EQ(why->field, "slot");
}

TEST_F(messages, without_a_value_or_with_an_empty_one_are_told_apart) {
  const auto tombstone = read("DENPASAR", std::nullopt);
  ASSERT_TRUE(tombstone);
  EXPECT_NE(tombstone->message.find("tombstone"), std::string::npos);
  const auto empty = read("DENPASAR", "");
  ASSERT_TRUE(empty);
  EXPECT_TRUE(empty->message.starts_with("empty"));
}

TEST_F(messages, that_are_no_utf8_or_no_json_are_none) {
  EXPECT_TRUE(read("DENPASAR", "\xff\xfe")->message.starts_with("not valid UTF-8"));
  EXPECT_TRUE(read("DENPASAR", "not json")->message.starts_with("not valid JSON"));
}

TEST_F(messages, may_be_as_long_as_is_said_and_no_longer) {
  std::string text(booking);
  text.insert(1, "\"x\":\"" + std::string(message_size_max - text.size() - 7, ' ') + "\",");
  ASSERT_EQ(text.size(), message_size_max);
  EXPECT_FALSE(read("DENPASAR", text));
  text += ' ';
  const auto why = read("DENPASAR", text);
  ASSERT_TRUE(why);
  EXPECT_TRUE(why->message.starts_with("longer than 1048576 bytes")) << why->message;
}

TEST_F(messages, after_one_that_is_none_are_read_all_the_same) {
  EXPECT_FALSE(read("DENPASAR", booking));
  const auto personal = batch_.commands->personal;
  EXPECT_TRUE(read("JAYAPURA", booking));
  EXPECT_EQ(batch_.commands->personal, personal);
  EXPECT_FALSE(read("DENPASAR", booking));
  EXPECT_EQ(batch_.commands->commands.size(), 2U);
  EXPECT_EQ(batch_.commands->items.back().index, 1U);
}

}  // namespace
}  // namespace antrian::ingest
