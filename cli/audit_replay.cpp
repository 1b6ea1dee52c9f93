#include "cli/audit_replay.hpp"

#include "cli/replay_check.hpp"
#include "events/event_codec.hpp"
#include "storage/event_log.hpp"

namespace antrian::cli {
namespace {

constexpr std::uint64_t records_between_progress = 1024;

class replay_run {
 public:
  replay_run(storage::store& store, const events::office_directory& offices,
             const replay_progress& progress)
      : store_(store), offices_(offices), progress_(progress) {}

  storage::result<replay_report> run() {
    if (auto made = make_checks(); !made) return tl::unexpected(made.error());
    const auto last = storage::last_position(store_);
    if (!last) return tl::unexpected(last.error());
    storage::status folded;
    const auto read = storage::for_each_record(store_, 1, [&](const storage::record_view& record) {
      folded = fold(record);
      if (!folded || findings_.ended()) return false;
      if (++records_ % records_between_progress == 0 && progress_) {
        stopped_ = !progress_(report_.events, *last);
      }
      return !stopped_;
    });
    if (!read) return tl::unexpected(read.error());
    if (!folded) return tl::unexpected(folded.error());
    if (!stopped_ && !findings_.ended()) {
      for (const auto& check : checks_) {
        if (auto finished = check->finish(); !finished) return tl::unexpected(finished.error());
      }
    }
    report_.complete = !stopped_ && !findings_.ended();
    return std::move(report_);
  }

 private:
  storage::status make_checks() {
    const replay_context context{store_, offices_, findings_, report_};
    for (const auto make : {check_projections, check_claims, check_commands, check_days}) {
      auto made = make(context);
      if (!made) return tl::unexpected(made.error());
      checks_.push_back(std::move(*made));
    }
    return {};
  }

  storage::status fold(const storage::record_view& record) {
    const auto day = offices_.parse_stream(record.stream);
    if (!day) {
      return storage::fail(storage::errc::damaged,
                           "the log names " + std::string(record.stream) +
                               ", whose office is not in the offices file; add it");
    }
    decoded_.clear();
    if (!events::parse_events(record.events, decoded_) || decoded_.size() != record.count) {
      findings_.report_impossible(record.first_position, record.stream,
                                  "the events of this record cannot be read");
      return {};
    }
    const replayed_record replayed{record.first_position, record.stream, *day,
                                   record.first_sequence, decoded_};
    for (const auto& check : checks_) {
      if (auto folded = check->fold(replayed); !folded) return folded;
      if (findings_.ended()) return {};
    }
    report_.events = replayed.last_position();
    return {};
  }

  storage::store& store_;
  const events::office_directory& offices_;
  const replay_progress& progress_;
  replay_report report_;
  replay_findings findings_{report_};
  std::vector<std::unique_ptr<replay_check>> checks_;
  std::vector<events::event> decoded_;
  std::uint64_t records_ = 0;
  bool stopped_ = false;
};

}  // namespace

storage::result<replay_report> replay_log(storage::store& store,
                                          const events::office_directory& offices,
                                          const replay_progress& progress) {
  return replay_run(store, offices, progress).run();
}

}  // namespace antrian::cli
