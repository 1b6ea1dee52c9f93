// Random commands of every type with the answers that the sequential reference gives them, taken
// one after another (tests/domain/nation.hpp).
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "events/command_batch.hpp"
#include "events/result.hpp"
#include "tests/simulation/command_maker.hpp"

namespace antrian::tests {

/// One received line: a command, or something that could not be read as one.
struct line {
  std::optional<events::command> command;
  std::optional<events::uuid> id;  ///< what names it, if anything does
  events::result expected;         ///< without its position, which is the order's affair
};

/// Depends on the seed alone.
class history {
 public:
  explicit history(std::uint64_t seed);
  history(const history&) = delete;
  history& operator=(const history&) = delete;

  /// Makes up so many lines more, each from the nation's state after the one before.
  void grow(std::size_t lines);

  [[nodiscard]] const std::vector<line>& lines() const { return lines_; }
  [[nodiscard]] const nation& country() const { return country_; }
  /// The commands that count: the first of each id.
  [[nodiscard]] const std::map<events::uuid, events::command>& commands() const {
    return commands_;
  }
  /// Their answers, without positions.
  [[nodiscard]] const std::map<events::uuid, events::result>& answers() const { return answers_; }

 private:
  void add(line next);
  [[nodiscard]] line any_line();
  [[nodiscard]] line repeat();
  [[nodiscard]] line unreadable();
  [[nodiscard]] std::optional<events::uuid> release_of_recent_move() const;

  nation country_;
  command_maker maker_;
  std::vector<line> lines_;
  std::map<events::uuid, events::command> commands_;
  std::map<events::uuid, events::result> answers_;
};

/// The personal data that every applicant of a batch made by `batch_of` comes with.
[[nodiscard]] std::string personal_record();

/// The lines as a source hands them over. `progress` is what the source remembers with them.
[[nodiscard]] std::unique_ptr<events::command_batch> batch_of(
    std::span<const line> lines, const events::source_progress& progress = {});

/// Without what depends on the order in which days are written.
[[nodiscard]] inline events::result without_position(events::result result) {
  result.position = 0;
  return result;
}

}  // namespace antrian::tests
