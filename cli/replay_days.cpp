// Office days: every event against the rules of the day before it, and the snapshots against the
// fold of their streams up to the sequence that they name.
#include <unordered_map>
#include <unordered_set>

#include "cli/replay_check.hpp"
#include "cli/replay_rules.hpp"
#include "domain/office_day.hpp"
#include "storage/derived.hpp"

namespace antrian::cli {
namespace {

class day_check final : public replay_check {
 public:
  explicit day_check(const replay_context& context) : context_(context) {}

  storage::status fold(const replayed_record& record) override {
    const std::string stream(record.stream);
    if (over_.contains(stream)) {
      check_over(record);
      return {};
    }
    const auto [found, added] = days_.try_emplace(stream);
    followed_day& day = found->second;
    if (added) {
      if (auto asked = ask_for_snapshot(stream, day); !asked) return asked;
    }
    for (std::size_t i = 0; i < record.events.size(); ++i) {
      const auto fault = fault_of(day.state, record.events[i]);
      if (!fault.empty()) {
        context_.findings.report_impossible(record.first_position + i, stream, std::string(fault));
        return {};
      }
      evolve(day.state, record.events[i]);
      if (day.snapshot_sequence != record.first_sequence + i) continue;
      day.snapshot_sequence = 0;
      if (auto done = compare(record, i, day.state); !done) return done;
    }
    const bool over = day.state.status == domain::day_status::closed ||
                      day.state.status == domain::day_status::ended;
    if (over && day.snapshot_sequence == 0) {
      days_.erase(found);
      over_.insert(stream);
    }
    return {};
  }

  storage::status finish() override {
    for (const auto& [stream, day] : days_) {
      if (day.snapshot_sequence == 0) continue;
      context_.findings.report(0, stream, "snapshot",
                               "the snapshot is of sequence " +
                                   std::to_string(day.snapshot_sequence) +
                                   ", which the stream does not have");
    }
    // Snapshots that cannot be read were found with their streams.
    auto read = storage::for_each_snapshot(
        context_.store, [&](std::string_view name, const storage::snapshot&) {
          const std::string stream(name);
          if (days_.contains(stream) || over_.contains(stream)) return;
          context_.findings.report(0, stream, "snapshot", "the log has no such stream");
        });
    if (!read && read.error().code != storage::errc::damaged) return read;
    return {};
  }

 private:
  struct followed_day {
    domain::office_day state;
    std::uint64_t snapshot_sequence = 0;  ///< of the snapshot still to be compared; 0: none
  };

  /// A day that is over refuses everything, so its state need not be kept.
  void check_over(const replayed_record& record) {
    for (std::size_t i = 0; i < record.events.size(); ++i) {
      if (std::holds_alternative<events::booking_declined>(record.events[i].body)) continue;
      context_.findings.report_impossible(record.first_position + i, record.stream,
                                          "something happens on a day that is over");
      return;
    }
  }

  storage::status ask_for_snapshot(const std::string& stream, followed_day& day) {
    const auto stored = storage::read_snapshot(context_.store, stream);
    if (!stored && stored.error().code == storage::errc::damaged) {
      context_.findings.report(0, stream, "snapshot", "the snapshot cannot be read");
      return {};
    }
    if (!stored) return tl::unexpected(stored.error());
    if (!*stored) return {};
    day.snapshot_sequence = (*stored)->sequence;
    if (day.snapshot_sequence == 0) {
      context_.findings.report(0, stream, "snapshot", "the snapshot is of no event at all");
    }
    return {};
  }

  storage::status compare(const replayed_record& record, std::size_t index,
                          const domain::office_day& state) {
    const auto stored = storage::read_snapshot(context_.store, record.stream);
    if (!stored) return tl::unexpected(stored.error());
    ++context_.report.snapshots;
    if (*stored && (*stored)->state == domain::to_bytes(state)) return {};
    context_.findings.report(record.first_position + index, record.stream, "snapshot",
                             "the snapshot of sequence " +
                                 std::to_string(record.first_sequence + index) +
                                 " is not the fold of the stream's events up to there");
    return {};
  }

  replay_context context_;
  std::unordered_map<std::string, followed_day> days_;
  std::unordered_set<std::string> over_;
};

}  // namespace

storage::result<std::unique_ptr<replay_check>> check_days(const replay_context& context) {
  return std::unique_ptr<replay_check>(std::make_unique<day_check>(context));
}

}  // namespace antrian::cli
