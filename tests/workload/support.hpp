// What the tests of this folder share: the shipped configuration, the reader as a judge of single
// lines, and the model (tests/model) as a judge of whole files.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "config/configuration.hpp"
#include "events/command_batch.hpp"
#include "events/command_reader.hpp"

namespace antrian::workload {

[[nodiscard]] const config::configuration& shipped_configuration();

/// Reads lines as the engine does.
class line_judge {
 public:
  line_judge();
  /// The batch of this one line: one command, or one invalid_command.
  [[nodiscard]] events::command_batch read(std::string_view line);
  [[nodiscard]] bool accepts(std::string_view line) { return !read(line).commands.empty(); }

 private:
  events::pseudonymiser pseudonyms_;
  events::command_reader reader_;
};

/// One result of the model.
struct verdict {
  std::string command;
  std::string outcome;
  std::string reason;
  std::string field;
  std::vector<events::clock_time> slots;
  std::vector<std::uint64_t> queue_numbers;
};

/// Runs a script of tests/model on files that hold these lines, one file for each list; its exit
/// status. What it prints goes to `out`.
[[nodiscard]] int run_model_script(const std::string& script,
                                   const std::vector<std::vector<std::string>>& files,
                                   std::string& out);

/// The model's results for the lines, in order; lines without a readable id have none.
[[nodiscard]] std::vector<verdict> judged_by_model(const std::vector<std::string>& lines);

}  // namespace antrian::workload
