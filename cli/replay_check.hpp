// One comparison of an audit's replay: folds the log record by record, and compares a stored table
// where that table stood. Internal to the audit.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "cli/audit_replay.hpp"
#include "events/event.hpp"
#include "events/ids.hpp"
#include "storage/error.hpp"
#include "storage/store.hpp"

namespace antrian::cli {

/// A record of the log, decoded.
struct replayed_record {
  std::uint64_t first_position = 0;
  std::string_view stream;
  events::office_day_key day;
  std::uint64_t first_sequence = 0;
  std::span<const events::event> events;

  [[nodiscard]] std::uint64_t last_position() const { return first_position + events.size() - 1; }
};

/// What the checks of one replay find.
class replay_findings {
 public:
  explicit replay_findings(replay_report& report) : report_(report) {}

  void report(std::uint64_t position, std::string_view stream, std::string_view what,
              std::string detail) {
    if (full()) return;
    report_.findings.push_back(
        {position, std::string(stream), std::string(what), std::move(detail)});
  }
  /// An event that cannot follow those before it: nothing after it can be judged.
  void report_impossible(std::uint64_t position, std::string_view stream, std::string detail) {
    report(position, stream, "log", std::move(detail));
    ended_ = true;
  }
  [[nodiscard]] bool full() const { return report_.findings.size() >= replay_findings_max; }
  [[nodiscard]] bool ended() const { return ended_ || full(); }

 private:
  replay_report& report_;
  bool ended_ = false;
};

class replay_check {
 public:
  replay_check() = default;
  virtual ~replay_check() = default;
  replay_check(const replay_check&) = delete;
  replay_check& operator=(const replay_check&) = delete;

  /// Records come in order of position, from the first.
  [[nodiscard]] virtual storage::status fold(const replayed_record& record) = 0;
  /// After the last record; not called if the replay ended early.
  [[nodiscard]] virtual storage::status finish() = 0;
};

/// What every check is given; all of it outlives the check.
struct replay_context {
  storage::store& store;
  const events::office_directory& offices;
  replay_findings& findings;
  replay_report& report;  ///< for the counts
};

// One file each: cli/replay_<name>.cpp. They must be folded in this order: the projections notice
// events that cannot be true, where the others would stop the process.
[[nodiscard]] storage::result<std::unique_ptr<replay_check>> check_projections(
    const replay_context& context);
[[nodiscard]] storage::result<std::unique_ptr<replay_check>> check_claims(
    const replay_context& context);
[[nodiscard]] storage::result<std::unique_ptr<replay_check>> check_commands(
    const replay_context& context);
[[nodiscard]] storage::result<std::unique_ptr<replay_check>> check_days(
    const replay_context& context);

}  // namespace antrian::cli
