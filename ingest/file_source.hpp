// A JSONL file (or standard input) as a source of commands: one source partition, so its answers
// are exactly those of taking its lines one after another. Resumable: the place up to which a file
// is read is committed with the events it caused.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "actors/node.hpp"
#include "events/command_reader.hpp"
#include "ingest/answer_writer.hpp"
#include "ingest/error.hpp"
#include "ingest/file_limits.hpp"
#include "storage/store.hpp"

namespace antrian::ingest {

struct file_source_options {
  std::string input;         ///< path, or `-` for standard input (which cannot be resumed)
  std::string results;       ///< path, `-`, or empty for none
  std::string dead_letters;  ///< likewise
  std::size_t batch_commands = 8'192;
  std::uint64_t batch_bytes = batch_bytes_max;  ///< see there
  /// The clock, for commands without `at`.
  std::function<events::instant()> now;
  /// Told after each batch is handed over, and while what was read before is checked: bytes read,
  /// and the input's size (0 if unknown).
  std::function<void(std::uint64_t bytes, std::uint64_t size, const answer_counts&)> progress;
  /// Asked before each batch: true stops in good order, to be resumed later.
  std::function<bool()> stop;
};

struct ingest_summary {
  answer_counts counts;
  std::uint64_t resumed_lines = 0;  ///< lines passed over, because they were read before
  /// Lines of the input that were no valid command: in this run, and among those passed over.
  std::uint64_t invalid_in_all = 0;
  bool stopped = false;  ///< by options.stop, before the end
};

/// Reads the whole input through the node. Everything that was answered is on disk, error or not.
[[nodiscard]] result<ingest_summary> ingest_file(actors::node& node, const storage::store& store,
                                                 events::command_reader reader,
                                                 const file_source_options& options);

}  // namespace antrian::ingest
