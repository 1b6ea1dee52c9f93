#include "ingest/file_source.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <optional>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ingest/line_reader.hpp"
#include "storage/event_log.hpp"

namespace antrian::ingest {
namespace {

/// Nothing but JSON's white space: such a line is none.
bool is_blank(const line& l) {
  return !l.too_long && l.text.find_first_not_of(" \t\r") == std::string_view::npos;
}

/// Refuses what is no text: thousands of dead letters would say it less clearly.
status check_uncompressed(int input, const std::string& path) {
  std::array<unsigned char, 2> first{};
  if (::pread(input, first.data(), first.size(), 0) != static_cast<ssize_t>(first.size()) ||
      first != std::array<unsigned char, 2>{0x1F, 0x8B}) {
    return {};
  }
  return fail(errc::input, path + " is compressed with gzip; run: gunzip -c " + path +
                               " | antrian ingest - ..., or unpack it first");
}

/// One run over one input.
class file_run {
 public:
  file_run(actors::node& node, const storage::store& store, events::command_reader reader,
           const file_source_options& options)
      : node_(node),
        store_(store),
        reader_(std::move(reader)),
        options_(options),
        first_position_(node.status().durable_position) {}

  result<ingest_summary> run() {
    if (auto opened = open(); !opened) return tl::unexpected(opened.error());
    const auto read = read_all();
    return finish(read);
  }

 private:
  [[nodiscard]] bool resumable() const { return !source_.empty(); }

  status open() {
    file_descriptor input(STDIN_FILENO, false);
    file_paths paths{options_.input, regular(options_.results), regular(options_.dead_letters)};
    if (options_.input != "-") {
      input = file_descriptor(::open(options_.input.c_str(), O_RDONLY | O_CLOEXEC));
      struct stat about {};
      if (!input || ::fstat(input.get(), &about) != 0) {
        return fail(errc::input, "cannot open " + options_.input + ": " + std::strerror(errno));
      }
      if (S_ISDIR(about.st_mode)) return fail(errc::input, options_.input + " is a folder");
      if (S_ISREG(about.st_mode)) {
        size_ = static_cast<std::uint64_t>(about.st_size);
        source_ = "file:" + std::filesystem::absolute(options_.input).lexically_normal().string();
        if (auto text = check_uncompressed(input.get(), options_.input); !text) return text;
      }
    }
    if (auto apart = keep_apart(); !apart) return apart;
    if (auto placed = place(paths); !placed) return placed;
    if (resume_.offset > 0 &&
        ::lseek(input.get(), static_cast<off_t>(resume_.offset), SEEK_SET) < 0) {
      return fail(errc::input, "cannot seek in " + options_.input);
    }
    lines_.emplace(std::move(input), resume_.offset, resume_.lines);
    return open_outputs();
  }

  /// An output is cut to its new length before it is written, so it must not be another file here.
  status keep_apart() const {
    const auto same = [](const std::string& a, const std::string& b) {
      std::error_code ignored;
      return !a.empty() && !b.empty() && a != "-" && b != "-" &&
             (std::filesystem::equivalent(a, b, ignored) ||
              std::filesystem::absolute(a).lexically_normal() ==
                  std::filesystem::absolute(b).lexically_normal()) &&
             (!std::filesystem::exists(a, ignored) || std::filesystem::is_regular_file(a, ignored));
    };
    if (same(options_.results, options_.input) || same(options_.dead_letters, options_.input)) {
      return fail(errc::input, options_.input + " would be overwritten: give outputs of their own");
    }
    if (same(options_.results, options_.dead_letters)) {
      return fail(errc::input, "results and dead letters cannot go to the same file");
    }
    return {};
  }

  /// Only regular files can be cut back and gone on with.
  static std::string regular(const std::string& path) {
    std::error_code ignored;
    const bool special = path == "-" || (std::filesystem::exists(path, ignored) &&
                                         !std::filesystem::is_regular_file(path, ignored));
    return special ? std::string() : path;
  }

  status place(const file_paths& paths) {
    if (!resumable()) return {};
    const auto stored = storage::source_state(store_, source_);
    if (!stored) return fail(errc::node, stored.error().message());
    std::optional<file_progress> remembered;
    if (*stored) remembered = parse_progress(**stored);
    // An output that is no file cannot be gone on with: it gets every answer again.
    if (paths.results != options_.results || paths.dead_letters != options_.dead_letters) {
      remembered.reset();
    }
    resume_ = find_resume_point(paths, remembered);
    if (remembered && resume_.offset > 0) head_ = remembered->head;
    return {};
  }

  status open_outputs() {
    answer_writer::setup setup;
    setup.input = resumable() ? options_.input : std::string();
    setup.source = options_.input == "-" ? "standard input" : "file:" + options_.input;
    const auto open_one = [](const std::string& path, std::uint64_t size, output_file& to) {
      if (path.empty()) return status();
      auto opened = output_file::open(path, size);
      if (!opened) return status(tl::unexpected(opened.error()));
      to = std::move(*opened);
      return status();
    };
    if (auto made = open_one(options_.results, resume_.results_size, setup.results); !made) {
      return made;
    }
    if (auto made = open_one(options_.dead_letters, resume_.dead_letters_size, setup.dead_letters);
        !made) {
      return made;
    }
    setup.resumed.lines = resume_.lines;
    setup.resumed.invalid_lines = invalid_lines_ = resume_.invalid_lines;
    setup.resumed.position = resume_.judged > 0 ? resume_.known_position : first_position_;
    setup.judged = resume_.judged;
    setup.resumed.results = setup.results.mark();
    setup.resumed.dead_letters = setup.dead_letters.mark();
    if (resumable()) {
      setup.resumed.input = mark_of(options_.input, resume_.offset).value_or(file_mark{});
    }
    answers_ = std::make_shared<answer_writer>(std::move(setup));
    return {};
  }

  /// A batch of a file ends at every multiple of the batch size in lines, wherever the reading
  /// began: a run that goes on after a crash makes the batches that an undisturbed one makes, and
  /// so gives every event the same position. A pipe hands over what it has, or it could wait long.
  status read_all() {
    std::vector<line> lines;
    for (;;) {
      if (options_.stop && options_.stop()) {
        stopped_ = true;
        return {};
      }
      if (auto read = lines_->read(lines); !read) return read;
      for (const line& l : lines) {
        take(l);
        if (l.number % options_.batch_commands != 0) continue;
        if (auto sent = send(); !sent) return sent;
      }
      if (lines.empty() || !resumable()) {
        if (auto sent = send(); !sent) return sent;
      }
      if (lines_->ended() && lines.empty()) return {};
    }
  }

  void take(const line& l) {
    if (is_blank(l)) return;
    if (!batch_) {
      batch_ = std::make_unique<events::command_batch>();
      batch_->items.reserve(options_.batch_commands);
      batch_->commands.reserve(options_.batch_commands);
      answered_ = std::make_shared<answered_batch>();
      answered_->begin_offset = l.offset;
      received_at_ = options_.now();
    }
    read_line(l, received_at_, *batch_);
    if (!batch_->items.back().valid) {
      answered_->invalid.push_back({std::string(l.text), l.offset, l.number});
      ++invalid_lines_;
    }
    answered_->end_offset = l.end;
    answered_->end_lines = l.number;
  }

  status send() {
    if (!batch_) return {};
    auto batch = std::move(batch_);
    const auto answered = std::move(answered_);
    batch->progress = progress_at(answered->end_offset, answered->end_lines, invalid_lines_);
    if (!answers_->enter()) return fail(errc::output, "an output failed");  // finish() says why
    const bool taken =
        node_.submit(std::move(batch), [answers = answers_, answered](actors::batch_ptr flow) {
          answered->flow = std::move(flow);
          answers->committed(answered);
        });
    if (!taken) {
      answers_->leave();
      return fail(errc::node, node_.failure().value_or("the node is stopping"));
    }
    if (options_.progress) options_.progress(answered->end_offset, size_, answers_->counts());
    return {};
  }

  void read_line(const line& l, events::instant received_at, events::command_batch& batch) {
    if (!l.too_long) return reader_.read(l.text, l.padding, received_at, batch);
    batch.items.push_back({static_cast<std::uint32_t>(batch.invalid.size()), false});
    batch.invalid.push_back({std::nullopt, "",
                             "the line is longer than " + std::to_string(line_size_max) +
                                 " bytes; expected one command"});
  }

  events::source_progress progress_at(std::uint64_t offset, std::uint64_t lines,
                                      std::uint64_t invalid_lines) {
    if (!resumable()) return {};
    file_progress progress;
    if (head_.size < head_window) {
      head_ = mark_of(options_.input, std::min<std::uint64_t>(offset, head_window)).value_or(head_);
    }
    progress.head = head_;
    // Lines that are answered again were read before, and stay so if this run is killed too.
    const bool again = offset < resume_.judged;
    progress.read = mark_of(options_.input, again ? resume_.judged : offset).value_or(file_mark{});
    progress.lines = again ? resume_.judged_lines : lines;
    progress.invalid_lines = again ? resume_.judged_invalid_lines : invalid_lines;
    const auto so_far = answers_->answered();
    progress.answered = so_far.input;
    progress.answered_lines = so_far.lines;
    progress.answered_invalid_lines = so_far.invalid_lines;
    progress.answered_position = so_far.position;
    progress.results = so_far.results;
    progress.dead_letters = so_far.dead_letters;
    return {source_, to_bytes(progress)};
  }

  /// Waits for the last answers, and remembers that they are written.
  result<ingest_summary> finish(const status& read) {
    const bool idle = node_.wait_idle();
    const auto written = answers_->finish();
    if (!idle) return fail(errc::node, node_.failure().value_or("the node has stopped"));
    if (!written) return tl::unexpected(written.error());
    if (!read) return tl::unexpected(read.error());
    const auto counts = answers_->counts();
    if (resumable() && counts.lines > 0) {
      auto last = std::make_unique<events::command_batch>();
      const auto so_far = answers_->answered();
      last->progress = progress_at(so_far.input.size, so_far.lines, so_far.invalid_lines);
      if (!node_.submit(std::move(last), [](const actors::batch_ptr&) {}) || !node_.wait_idle()) {
        return fail(errc::node, node_.failure().value_or("the node is stopping"));
      }
    }
    return ingest_summary{counts, resume_.lines, resume_.invalid_lines + counts.invalid, stopped_};
  }

  actors::node& node_;
  const storage::store& store_;
  events::command_reader reader_;
  const file_source_options& options_;
  std::string source_;  ///< key of the source; empty: not resumable
  std::uint64_t size_ = 0;
  std::uint64_t first_position_;  ///< where the log ended before this run
  resume_point resume_;
  file_mark head_;
  std::uint64_t invalid_lines_ = 0;  ///< among the lines read so far, of this run and before
  std::optional<line_reader> lines_;
  std::shared_ptr<answer_writer> answers_;  ///< shared with batches that a failed node still holds
  std::unique_ptr<events::command_batch> batch_;  ///< in the making
  answered_batch_ptr answered_;                   ///< what is to be answered of it
  events::instant received_at_;
  bool stopped_ = false;
};

}  // namespace

result<ingest_summary> ingest_file(actors::node& node, const storage::store& store,
                                   events::command_reader reader,
                                   const file_source_options& options) {
  return file_run(node, store, std::move(reader), options).run();
}

}  // namespace antrian::ingest
