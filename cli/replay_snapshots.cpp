// Office-day snapshots against the fold of their streams up to the sequence that they name.
#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "cli/replay_check.hpp"
#include "cli/replay_rules.hpp"
#include "domain/office_day.hpp"
#include "storage/derived.hpp"

namespace antrian::cli {
namespace {

class snapshot_check final : public replay_check {
 public:
  explicit snapshot_check(const replay_context& context) : context_(context) {}

  storage::status fold(const replayed_record& record) override {
    const std::string stream(record.stream);
    if (streams_.insert(stream).second) {
      if (auto asked = await(stream); !asked) return asked;
    }
    const auto found = waiting_.find(stream);
    if (found == waiting_.end()) return {};
    awaited& day = found->second;
    for (std::size_t i = 0; i < record.events.size(); ++i) {
      const auto fault = fault_of(day.state, record.events[i]);
      if (!fault.empty()) {
        context_.findings.report_impossible(record.first_position + i, stream, std::string(fault));
        return {};
      }
      evolve(day.state, record.events[i]);
      if (record.first_sequence + i < day.sequence) continue;
      const auto compared = compare(record.first_position + i, stream, day);
      waiting_.erase(found);
      return compared;
    }
    return {};
  }

  storage::status finish() override {
    for (const auto& [stream, day] : waiting_) {
      context_.findings.report(0, stream, "snapshot",
                               "the snapshot is of sequence " + std::to_string(day.sequence) +
                                   ", which the stream does not have");
    }
    // Snapshots that cannot be read were found with their streams.
    const auto read = storage::for_each_snapshot(
        context_.store, [&](std::string_view stream, const storage::snapshot&) {
          if (streams_.contains(std::string(stream))) return;
          context_.findings.report(0, stream, "snapshot", "the log has no such stream");
        });
    if (!read && read.error().code != storage::errc::damaged) return read;
    return {};
  }

 private:
  struct awaited {
    std::uint64_t sequence = 0;
    domain::office_day state;
  };

  /// Folds a stream only if it has a snapshot, and only up to there.
  storage::status await(const std::string& stream) {
    const auto stored = storage::read_snapshot(context_.store, stream);
    if (!stored && stored.error().code == storage::errc::damaged) {
      context_.findings.report(0, stream, "snapshot", "the snapshot cannot be read");
      return {};
    }
    if (!stored) return tl::unexpected(stored.error());
    if (*stored) waiting_[stream].sequence = (*stored)->sequence;
    return {};
  }

  storage::status compare(std::uint64_t position, const std::string& stream, const awaited& day) {
    const auto stored = storage::read_snapshot(context_.store, stream);
    if (!stored) return tl::unexpected(stored.error());
    ++context_.report.snapshots;
    if (!*stored || (*stored)->state != domain::to_bytes(day.state)) {
      context_.findings.report(position, stream, "snapshot",
                               "the snapshot of sequence " + std::to_string(day.sequence) +
                                   " is not the fold of the stream's events up to there");
    }
    return {};
  }

  replay_context context_;
  std::unordered_set<std::string> streams_;
  std::unordered_map<std::string, awaited> waiting_;
};

}  // namespace

storage::result<std::unique_ptr<replay_check>> check_snapshots(const replay_context& context) {
  return std::unique_ptr<replay_check>(std::make_unique<snapshot_check>(context));
}

}  // namespace antrian::cli
