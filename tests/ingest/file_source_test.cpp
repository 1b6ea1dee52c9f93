// Goal: every line of an input is answered once, in order, whatever interrupts the reading; what
// cannot be read or written is said clearly. Method: whole runs over a node on a real disk; the
// files that an interrupted run leaves are compared with those of an undisturbed one, byte by byte.
#include "ingest/file_source.hpp"

#include <algorithm>
#include <memory>
#include <thread>
#include <utility>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "events/personal.hpp"
#include "ingest/line_reader.hpp"
#include "tests/domain/fixtures.hpp"
#include "tests/ingest/scratch_folder.hpp"
#include "tests/storage/faulty_file_system.hpp"
#include "tests/storage/fixtures.hpp"

namespace antrian::ingest {
namespace {

std::string padded(std::uint64_t number, std::size_t digits) {
  auto text = std::to_string(number);
  return std::string(digits - std::min(digits, text.size()), '0') + text;
}

/// Lines of commands for one office day, one after another; ids count up.
class commands_text {
 public:
  commands_text& open(std::uint32_t places) {
    begin("open_day");
    text_ += R"(,"slots":[{"start":"08:00","end":"09:00","capacity":{"online":)" +
             std::to_string(places) + R"(,"priority":0,"walk_in":0}}]})" + "\n";
    return *this;
  }
  /// `extra` bytes of a field that nobody knows make the line longer.
  commands_text& book(std::uint64_t person, std::size_t extra = 0) {
    begin("book");
    text_ += R"(,"account":"account )" + std::to_string(person) +
             R"(","service":"new_passport","slot":"any","applicants":[{"nik":"127201410789)" +
             padded(person, 4) + R"(","name":"SITI AMINAH"}],"extra":")" + std::string(extra, 'x') +
             "\"}\n";
    return *this;
  }
  commands_text& invalid() {
    begin("serve");
    text_ += ",\"queue_number\":0}\n";
    return *this;
  }
  commands_text& raw(std::string_view bytes) {
    text_ += bytes;
    return *this;
  }
  [[nodiscard]] const std::string& text() const { return text_; }
  [[nodiscard]] std::size_t size() const { return text_.size(); }

 private:
  void begin(std::string_view type) {
    text_ += R"({"id":"00000000-0000-4000-8000-)" + padded(++made_, 12) + R"(","type":")" +
             std::string(type) +
             R"(","office":"PEMATANGSIANTAR","date":"2026-11-30","at":"2026-11-27T03:00:00.000Z")";
  }
  std::string text_;
  std::uint64_t made_ = 0;
};

class file_source_test : public ::testing::Test {
 protected:
  void SetUp() override { start("store"); }

  /// A node on a store of its own.
  void start(std::string_view store, rocksdb::Env* env = nullptr) {
    end();
    storage::store_options options;
    options.path = env != nullptr ? "/store" : folder_.file(store);
    options.env = env;
    options.secret = &storage::test_secret;
    store_ = storage::must(storage::store::open(options));
    node_ = storage::must(actors::node::start(*store_, tests::offices(), {}));
    pseudonyms_ = std::make_unique<events::pseudonymiser>(store_->secret());
  }
  void end() {
    node_.reset();
    store_.reset();
  }

  result<ingest_summary> run(const std::string& input) {
    options_.input = input;
    options_.now = [] { return events::instant{1'795'762'800'000}; };
    static const events::day_policy policy;
    return ingest_file(*node_, *store_,
                       events::command_reader(
                           tests::offices(), *pseudonyms_,
                           [](events::office_ref) -> const events::day_policy& { return policy; }),
                       options_);
  }
  /// The same with outputs of these names, which must succeed.
  ingest_summary run_to(const std::string& input, std::string_view results, std::string_view dead) {
    options_.results = folder_.file(results);
    options_.dead_letters = folder_.file(dead);
    const auto summary = run(input);
    EXPECT_TRUE(summary) << summary.error().message;
    return summary.value_or(ingest_summary{});
  }

  /// An office day with few places, many who want one, and some lines that are no commands.
  std::string busy_day(std::uint64_t lines, std::size_t extra = 0) {
    commands_text text;
    text.open(40);
    for (std::uint64_t i = 1; i < lines; ++i) {
      if (i % 50 == 7) {
        text.raw("not a command\n");
      } else if (i % 50 == 9) {
        text.invalid();
      } else {
        text.book(i % 9'000 + 1, extra);
      }
    }
    return folder_.write("input.jsonl", text.text());
  }
  static std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    for (std::size_t at = 0; at < text.size();) {
      const auto end = text.find('\n', at);
      lines.push_back(text.substr(at, end - at));
      at = end == std::string::npos ? text.size() : end + 1;
    }
    return lines;
  }
  static bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
  }

  scratch_folder folder_;
  std::unique_ptr<storage::store> store_;
  std::unique_ptr<actors::node> node_;
  std::unique_ptr<events::pseudonymiser> pseudonyms_;
  file_source_options options_;
};

TEST_F(file_source_test, answers_each_line_in_order) {
  commands_text text;
  text.open(1).book(1).raw("no command\n").book(2).invalid();
  const auto input = folder_.write("input.jsonl", text.text());
  const auto summary = run_to(input, "results", "dead");
  EXPECT_EQ(summary.counts.lines, 5U);
  EXPECT_EQ(summary.counts.accepted, 2U);
  EXPECT_EQ(summary.counts.declined, 1U);
  EXPECT_EQ(summary.counts.invalid, 2U);
  EXPECT_EQ(summary.counts.by_reason[static_cast<std::size_t>(events::decline_reason::day_full)],
            1U);
  const auto results = lines_of(folder_.read("results"));
  ASSERT_EQ(results.size(), 4U);
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_TRUE(has(results[i], "-" + padded(i + 1, 12) + "\"")) << results[i];
  }
  EXPECT_TRUE(has(results[2], "day_full"));
  EXPECT_TRUE(has(results[3], "\"invalid\"") && has(results[3], "queue_number"));
}

TEST_F(file_source_test, keeps_what_is_no_command_with_its_place) {
  commands_text text;
  const auto first = text.open(1).size();
  const auto bad = text.raw("no \"command\n").size();
  const auto input = folder_.write("input.jsonl", text.invalid().text());
  run_to(input, "results", "dead");
  const auto letters = lines_of(folder_.read("dead"));
  ASSERT_EQ(letters.size(), 2U);
  const auto place = [&](std::size_t offset, std::size_t line) {
    return "\"source\":\"file:" + input + "\",\"offset\":" + std::to_string(offset) +
           ",\"line\":" + std::to_string(line);
  };
  EXPECT_TRUE(has(letters[0], place(first, 2))) << letters[0];
  EXPECT_TRUE(has(letters[0], R"("value":"no \"command")")) << letters[0];
  EXPECT_TRUE(has(letters[1], place(bad, 3))) << letters[1];
  EXPECT_TRUE(has(letters[1], R"("field":"queue_number")")) << letters[1];
}

TEST_F(file_source_test, reads_lines_that_end_as_on_other_systems) {
  commands_text text;
  auto ended = text.open(1).book(1).text();
  for (std::size_t at = 0; (at = ended.find('\n', at)) != std::string::npos; at += 2) {
    ended.insert(at, "\r");
  }
  EXPECT_EQ(run(folder_.write("input.jsonl", ended))->counts.accepted, 2U);
}

TEST_F(file_source_test, passes_over_blank_lines_and_counts_them_as_lines_of_the_file_only) {
  commands_text text;
  text.raw("\xEF\xBB\xBF").open(1).raw("\n \t\r\n").book(1).raw("no command\n\n");
  const auto input = folder_.write("input.jsonl", text.text());
  const auto summary = run_to(input, "results", "dead");
  EXPECT_EQ(summary.counts.lines, 3U);
  EXPECT_EQ(summary.counts.accepted, 2U);
  EXPECT_EQ(summary.counts.invalid, 1U);
  EXPECT_TRUE(has(folder_.read("dead"), "\"line\":5,")) << folder_.read("dead");
}

TEST_F(file_source_test, tells_the_first_invalid_line) {
  commands_text text;
  const auto& lines = text.open(1).book(1).invalid().raw("no command\n").text();
  const auto summary = run(folder_.write("input.jsonl", lines));
  ASSERT_TRUE(summary->counts.first_invalid);
  EXPECT_EQ(summary->counts.first_invalid->number, 3U);
  EXPECT_EQ(summary->counts.first_invalid->field, "queue_number");
  EXPECT_FALSE(summary->counts.first_invalid->message.empty());
}

TEST_F(file_source_test, cuts_a_line_that_is_too_long) {
  commands_text text;
  const auto input =
      folder_.write("input.jsonl", text.open(1).book(1, line_size_max).book(2).text());
  const auto summary = run_to(input, "results", "dead");
  EXPECT_EQ(summary.counts.accepted, 2U);
  EXPECT_EQ(summary.counts.invalid, 1U);
  const auto letter = folder_.read("dead");
  EXPECT_TRUE(has(letter, "longer than 1048576 bytes"));
  EXPECT_TRUE(has(letter, "\"line\":2"));
  const auto whole = lines_of(folder_.read("input.jsonl"))[1].size();
  EXPECT_TRUE(has(letter, "\"truncated\":true,\"size\":" + std::to_string(whole) + "}"));
  EXPECT_FALSE(has(lines_of(letter)[0].substr(0, 200), "truncated"));
}

TEST_F(file_source_test, does_not_call_a_letter_cut_that_is_whole) {
  run_to(folder_.write("input.jsonl", std::string(line_size_max, 'x') + "\n"), "results", "dead");
  EXPECT_GT(folder_.read("dead").size(), line_size_max);
  EXPECT_FALSE(has(folder_.read("dead"), "truncated"));
}

TEST_F(file_source_test, cuts_batches_where_it_did_before_however_few_their_lines) {
  const auto input = busy_day(6'000, 2'000);
  options_.batch_bytes = 100'000;
  std::vector<std::uint64_t> ends;
  options_.progress = [&](std::uint64_t bytes, std::uint64_t, const answer_counts&) {
    ends.push_back(bytes);
  };
  run_to(input, "calm results", "calm dead");
  const auto calm = std::exchange(ends, {});
  ASSERT_GT(calm.size(), 100U);
  for (std::size_t i = 0; i < calm.size(); ++i) {
    EXPECT_LT(calm[i] - (i > 0 ? calm[i - 1] : 0), 100'000U + 3'000U);
  }
  start("other store");
  int asked = 0;
  options_.stop = [&asked] { return ++asked > 1; };
  EXPECT_TRUE(run_to(input, "results", "dead").stopped);
  options_.stop = {};
  run_to(input, "results", "dead");
  EXPECT_TRUE(folder_.read("results") == folder_.read("calm results"));
  // Those of both runs, but for what the check of the first part told.
  std::erase_if(ends, [&](std::uint64_t end) {
    return std::find(calm.begin(), calm.end(), end) == calm.end();
  });
  std::sort(ends.begin(), ends.end());
  ends.erase(std::unique(ends.begin(), ends.end()), ends.end());
  EXPECT_EQ(ends, calm);
}

class interrupted : public file_source_test {
 protected:
  /// What an undisturbed run makes of the input, on a store of its own.
  void run_undisturbed(const std::string& input) {
    start("calm");
    run_to(input, "calm results", "calm dead");
    start("store");
  }
  void expect_as_undisturbed() {
    EXPECT_FALSE(folder_.read("calm results").empty());
    EXPECT_TRUE(folder_.read("results") == folder_.read("calm results"));
    EXPECT_TRUE(folder_.read("dead") == folder_.read("calm dead"));
  }
};

TEST_F(interrupted, goes_on_where_it_stopped) {
  const auto input = busy_day(6'000, 2'000);  // several reads long
  options_.batch_commands = 512;
  run_undisturbed(input);
  int asked = 0;
  options_.stop = [&asked] { return ++asked > 2; };
  const auto first = run_to(input, "results", "dead");
  EXPECT_TRUE(first.stopped);
  EXPECT_GT(first.counts.lines, 0U);
  EXPECT_LT(first.counts.lines, 6'000U);
  options_.stop = {};
  start("store");
  const auto second = run_to(input, "results", "dead");
  EXPECT_FALSE(second.stopped);
  EXPECT_EQ(second.resumed_lines, first.counts.lines);
  EXPECT_EQ(second.resumed_lines + second.counts.lines, 6'000U);
  EXPECT_EQ(first.invalid_in_all, first.counts.invalid);
  EXPECT_EQ(second.invalid_in_all, 240U);
  expect_as_undisturbed();
}

TEST_F(interrupted, still_knows_the_invalid_lines_of_the_runs_before) {
  const auto input = busy_day(500);
  EXPECT_EQ(run_to(input, "results", "dead").invalid_in_all, 20U);
  const auto with_outputs = run_to(input, "results", "dead");
  EXPECT_EQ(with_outputs.counts.lines, 0U);
  EXPECT_EQ(with_outputs.invalid_in_all, 20U);
  options_.results.clear();
  options_.dead_letters.clear();
  EXPECT_EQ(run(input)->invalid_in_all, 20U);
}

TEST_F(interrupted, has_nothing_left_to_do_after_a_whole_run) {
  const auto input = busy_day(500);
  run_undisturbed(input);
  run_to(input, "results", "dead");
  expect_as_undisturbed();
  const auto position = node_->status().durable_position;
  const auto again = run_to(input, "results", "dead");
  EXPECT_EQ(again.counts.lines, 0U);
  EXPECT_EQ(again.resumed_lines, 500U);
  expect_as_undisturbed();
  EXPECT_EQ(node_->status().durable_position, position);
}

TEST_F(interrupted, repeats_every_answer_for_new_outputs) {
  const auto input = busy_day(500);
  run_to(input, "first results", "first dead");
  const auto position = node_->status().durable_position;
  const auto again = run_to(input, "second results", "second dead");
  EXPECT_EQ(again.counts.lines, 500U);
  EXPECT_EQ(again.resumed_lines, 0U);
  EXPECT_TRUE(folder_.read("second results") == folder_.read("first results"));
  EXPECT_TRUE(folder_.read("second dead") == folder_.read("first dead"));
  EXPECT_EQ(node_->status().durable_position, position);
}

TEST_F(interrupted, answers_again_what_the_results_have_lost) {
  const auto input = busy_day(500);
  run_undisturbed(input);
  run_to(input, "results", "dead");
  std::filesystem::resize_file(folder_.file("results"), 1'000);
  EXPECT_EQ(run_to(input, "results", "dead").counts.lines, 500U);
  expect_as_undisturbed();
}

TEST_F(interrupted, takes_back_what_was_written_behind_its_knowledge) {
  const auto input = busy_day(500);
  run_undisturbed(input);
  run_to(input, "results", "dead");
  folder_.write("results", folder_.read("results") + "{\"half an ans");
  EXPECT_EQ(run_to(input, "results", "dead").counts.lines, 0U);
  expect_as_undisturbed();
}

TEST_F(interrupted, goes_on_in_an_input_that_has_grown) {
  const auto input = busy_day(300);
  const auto whole = folder_.read("input.jsonl");
  run_undisturbed(input);
  const auto cut = whole.find('\n', whole.size() / 2) + 1;
  folder_.write("input.jsonl", whole.substr(0, cut));
  const auto first = run_to(input, "results", "dead");
  folder_.write("input.jsonl", whole);
  const auto second = run_to(input, "results", "dead");
  EXPECT_EQ(second.resumed_lines, first.counts.lines);
  EXPECT_EQ(first.counts.lines + second.counts.lines, 300U);
  expect_as_undisturbed();
}

TEST_F(interrupted, reads_a_line_that_was_corrected_in_the_midst_of_what_was_read) {
  const auto input = busy_day(2'000);
  const auto before = run_to(input, "results", "dead");
  EXPECT_EQ(before.invalid_in_all, 80U);
  auto text = folder_.read("input.jsonl");
  const std::string wrong = "\"queue_number\":0";
  const auto at = text.find(wrong, text.size() / 2);
  ASSERT_GT(at, 70'000U);
  ASSERT_LT(at + 70'000, text.size());
  text.replace(at, wrong.size(), "\"queue_number\":1");
  folder_.write("input.jsonl", text);
  const auto summary = run_to(input, "results", "dead");
  EXPECT_EQ(summary.resumed_lines, 0U);
  EXPECT_EQ(summary.counts.lines, 2'000U);
  EXPECT_EQ(summary.invalid_in_all, 79U);
  EXPECT_EQ(run_to(input, "results", "dead").counts.lines, 0U);
}

TEST_F(interrupted, may_be_stopped_while_it_checks_what_was_read_before) {
  const auto input = busy_day(500);
  run_undisturbed(input);
  run_to(input, "results", "dead");
  options_.stop = [] { return true; };
  const auto stopped = run_to(input, "results", "dead");
  EXPECT_TRUE(stopped.stopped);
  expect_as_undisturbed();
  options_.stop = {};
  EXPECT_EQ(run_to(input, "results", "dead").resumed_lines, 500U);
}

TEST_F(interrupted, reads_a_last_line_again_that_was_not_whole) {
  commands_text text;
  const auto half = text.open(1).size() + 50;
  const auto& whole = text.book(1).text();
  const auto input = folder_.write("input.jsonl", whole.substr(0, half));
  EXPECT_EQ(run_to(input, "results", "dead").counts.invalid, 1U);
  folder_.write("input.jsonl", whole);
  const auto summary = run_to(input, "results", "dead");
  EXPECT_EQ(summary.counts.accepted, 2U);
  EXPECT_EQ(summary.counts.invalid, 0U);
  EXPECT_EQ(folder_.read("dead"), "");
}

// Inputs and outputs that are no plain files.

TEST_F(file_source_test, reads_a_pipe) {
  busy_day(2'000, 100);
  const auto text = folder_.read("input.jsonl");
  const auto pipe = folder_.file("pipe");
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  std::thread writer([&] { std::ofstream(pipe, std::ios::binary) << text; });
  const auto summary = run_to(pipe, "results", "dead");
  writer.join();
  EXPECT_EQ(summary.counts.lines, 2'000U);
  EXPECT_EQ(lines_of(folder_.read("results")).size(), 2'000U - 40U);
}

TEST_F(file_source_test, can_be_stopped_while_it_waits_for_a_pipe) {
  const auto pipe = folder_.file("pipe");
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  // Open at both ends, so that the reader neither fails nor ends, and gets one line and no more.
  const storage::file_descriptor writer(::open(pipe.c_str(), O_RDWR | O_CLOEXEC));
  const auto line = commands_text().open(1).text();
  ASSERT_EQ(::write(writer.get(), line.data(), line.size()), static_cast<ssize_t>(line.size()));
  // Asked before the line is read, before the wait for another one, and while it waits.
  int asked = 0;
  options_.stop = [&asked] { return ++asked > 2; };
  const auto summary = run_to(pipe, "results", "dead");
  EXPECT_TRUE(summary.stopped);
  EXPECT_EQ(summary.counts.accepted, 1U);
}

TEST_F(file_source_test, gives_an_output_that_cannot_be_gone_on_with_every_answer_again) {
  const auto input = busy_day(100);
  options_.results = "/dev/null";
  EXPECT_EQ(run(input)->counts.lines, 100U);
  EXPECT_EQ(run(input)->counts.lines, 100U);
  options_.results.clear();
  EXPECT_EQ(run(input)->counts.lines, 0U);  // the control: without outputs there is nothing to do
}

// What goes wrong.

TEST_F(file_source_test, says_that_an_output_is_full_and_can_be_run_again) {
  const auto input = busy_day(500);
  options_.results = "/dev/full";
  const auto full = run(input);
  ASSERT_FALSE(full);
  EXPECT_EQ(full.error().code, errc::output);
  EXPECT_TRUE(has(full.error().message, "/dev/full")) << full.error().message;
  EXPECT_TRUE(has(full.error().message, "No space left")) << full.error().message;
  EXPECT_EQ(node_->failure(), std::nullopt);
  EXPECT_EQ(run_to(input, "results", "dead").counts.lines, 500U);
}

TEST_F(file_source_test, stops_reading_when_an_output_is_full) {
  options_.results = "/dev/full";
  options_.batch_commands = 16;
  std::uint64_t read = 0;
  std::uint64_t size = 0;
  options_.progress = [&](std::uint64_t bytes, std::uint64_t all, const answer_counts&) {
    read = bytes;
    size = all;
  };
  EXPECT_FALSE(run(busy_day(6'000, 2'000)));
  EXPECT_LT(read, size);
}

TEST_F(file_source_test, says_that_an_input_is_not_there) {
  const auto missing = run(folder_.file("absent"));
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, errc::input);
  EXPECT_TRUE(has(missing.error().message, "No such file"));
  const auto is_folder = run("/");
  ASSERT_FALSE(is_folder);
  EXPECT_EQ(is_folder.error().code, errc::input);
}

TEST_F(file_source_test, says_that_an_input_is_compressed) {
  const auto refused = run(folder_.write("input.jsonl.gz", "\x1F\x8B\x08 and so on"));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, errc::input);
  EXPECT_TRUE(has(refused.error().message, "gunzip -c")) << refused.error().message;
  EXPECT_TRUE(run(folder_.write("input.jsonl", "\x1F")));
}

TEST_F(file_source_test, says_that_an_output_cannot_be_made) {
  options_.results = folder_.file("absent/results");
  const auto refused = run(busy_day(10));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, errc::output);
  EXPECT_TRUE(has(refused.error().message, "absent/results"));
}

TEST_F(file_source_test, does_not_write_over_its_input) {
  const auto input = busy_day(10);
  const auto before = folder_.read("input.jsonl");
  std::filesystem::create_symlink(input, folder_.file("link"));
  const auto refused = [&](const std::string& results, const std::string& dead) {
    options_.results = results;
    options_.dead_letters = dead;
    const auto tried = run(input);
    return !tried && tried.error().code == errc::input;
  };
  EXPECT_TRUE(refused(input, ""));
  EXPECT_TRUE(refused("", input));
  EXPECT_TRUE(refused(folder_.file("link"), ""));
  EXPECT_TRUE(refused(folder_.file("./input.jsonl"), ""));
  EXPECT_TRUE(refused(folder_.file("new"), folder_.file("new")));
  EXPECT_FALSE(refused("/dev/null", "/dev/null"));
  EXPECT_EQ(folder_.read("input.jsonl"), before);
}

TEST_F(file_source_test, says_that_the_node_has_failed) {
  const std::unique_ptr<rocksdb::Env> memory(rocksdb::NewMemEnv(rocksdb::Env::Default()));
  const auto disk = std::make_shared<storage::faulty_file_system>(memory->GetFileSystem());
  const auto env = rocksdb::NewCompositeEnv(disk);
  start("unused", env.get());
  options_.batch_commands = 16;
  disk->fail_syncs_after(3);
  options_.results = folder_.file("results");
  const auto failed = run(busy_day(500));
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().code, errc::node);
  EXPECT_TRUE(has(failed.error().message, "writing a commit")) << failed.error().message;
  // Told are those of the commits that succeeded, and no other.
  EXPECT_LE(lines_of(folder_.read("results")).size(), storage::last_position(*store_).value() + 20);
  end();
}

}  // namespace
}  // namespace antrian::ingest
