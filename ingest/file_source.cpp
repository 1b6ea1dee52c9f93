#include "ingest/file_source.hpp"

#include <optional>

#include <unistd.h>

#include "ingest/file_opening.hpp"
#include "ingest/line_reader.hpp"
#include "storage/event_log.hpp"

namespace antrian::ingest {
namespace {

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
    if (stopped_) return ingest_summary{{}, 0, 0, true};
    const auto read = read_all();
    return finish(read);
  }

 private:
  [[nodiscard]] bool resumable() const { return !source_.empty(); }

  status open() {
    auto input = open_input(options_.input);
    if (!input) return tl::unexpected(input.error());
    source_ = input->source;
    size_ = input->size;
    if (auto apart = keep_apart(options_.input, options_.results, options_.dead_letters); !apart) {
      return apart;
    }
    if (auto placed = place(); !placed || stopped_) return placed;
    if (resume_.offset > 0 &&
        ::lseek(input->file.get(), static_cast<off_t>(resume_.offset), SEEK_SET) < 0) {
      return fail(errc::input, "cannot seek in " + options_.input);
    }
    lines_.emplace(std::move(input->file), resume_.input, resume_.lines);
    return open_outputs();
  }

  status place() {
    if (!resumable()) return {};
    const auto stored = storage::source_state(store_, source_);
    if (!stored) return fail(errc::node, stored.error().message());
    std::optional<file_progress> remembered;
    if (*stored) remembered = parse_progress(**stored);
    // An output that is no file cannot be gone on with: it gets every answer again.
    if (is_special(options_.results) || is_special(options_.dead_letters)) remembered.reset();
    resume_ = find_resume_point({options_.input, options_.results, options_.dead_letters},
                                remembered, [&](std::uint64_t bytes) { return goes_on(bytes); });
    if (resume_.judged > 0) judged_ = remembered->read;
    return {};
  }

  /// Asked while what was read before is checked: a large file takes its time.
  bool goes_on(std::uint64_t bytes) {
    if (options_.progress) options_.progress(bytes, size_, {});
    stopped_ = options_.stop && options_.stop();
    return !stopped_;
  }

  status open_outputs() {
    answer_writer::setup setup;
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
    setup.resumed.input = resume_.input.mark();
    answers_ = std::make_shared<answer_writer>(std::move(setup));
    return {};
  }

  /// A batch of a file ends at every multiple of the batch size in lines and in bytes, wherever the
  /// reading began: a run that goes on after a crash makes the batches that an undisturbed one
  /// makes. (Their events need not get the same positions: within a batch, office days may come in
  /// another order.) A pipe hands over what it has, or it could wait long.
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
        if (!ends_batch(l)) continue;
        if (auto sent = send(l.end, l.number); !sent) return sent;
      }
      const bool at_end = lines_->ended() && lines.empty();
      if (at_end || !resumable()) {
        if (auto sent = send(lines_->offset(), lines_->number()); !sent) return sent;
      }
      if (at_end) return {};
    }
  }

  [[nodiscard]] bool ends_batch(const line& l) const {
    return l.number % options_.batch_commands == 0 ||
           l.offset / options_.batch_bytes != l.end / options_.batch_bytes;
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
      answered_->invalid.push_back({std::string(l.text), l.size, l.offset, l.number});
      ++invalid_lines_;
    }
    answered_->bytes += l.text.size();
  }

  /// Hands over the batch in the making, which ends at this byte and line of the input.
  status send(std::uint64_t end, std::uint64_t lines) {
    if (!batch_) return {};
    auto batch = std::move(batch_);
    const auto answered = std::move(answered_);
    answered->end = lines_->mark_at(end);
    answered->end_lines = lines;
    batch->progress = progress_at(answered->end, lines, invalid_lines_);
    if (!answers_->enter(answered->bytes))
      return fail(errc::output, "an output failed");  // finish() says why
    const bool taken =
        node_.submit(std::move(batch), [answers = answers_, answered](actors::batch_ptr flow) {
          answered->flow = std::move(flow);
          answers->committed(answered);
        });
    if (!taken) {
      answers_->leave(answered->bytes);
      return fail(errc::node, node_.failure().value_or("the node is stopping"));
    }
    if (options_.progress) options_.progress(end, size_, answers_->counts());
    return {};
  }

  void read_line(const line& l, events::instant received_at, events::command_batch& batch) {
    if (!l.too_long) return reader_.read(l.text, l.padding, received_at, batch);
    batch.items.push_back({static_cast<std::uint32_t>(batch.invalid.size()), false});
    batch.invalid.push_back({std::nullopt, "",
                             "the line is longer than " + std::to_string(line_size_max) +
                                 " bytes; expected one command"});
  }

  events::source_progress progress_at(const file_mark& end, std::uint64_t lines,
                                      std::uint64_t invalid_lines) {
    if (!resumable()) return {};
    file_progress progress;
    // Lines that are answered again were read before, and stay so if this run is killed too.
    const bool again = end.size < resume_.judged;
    progress.read = again ? judged_ : end;
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
      last->progress = progress_at(so_far.input, so_far.lines, so_far.invalid_lines);
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
  file_mark judged_;                 ///< at resume_.judged
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
