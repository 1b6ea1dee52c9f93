// The projections, folded again into a store in memory, against the rows that are stored.
#include <algorithm>
#include <optional>
#include <vector>

#include <rocksdb/env.h>

#include "cli/replay_check.hpp"
#include "projections/checkpoint.hpp"
#include "projections/projection_set.hpp"
#include "projections/row_store.hpp"

namespace antrian::cli {
namespace {

using projections::row_store;

constexpr std::uint64_t save_every_events = 500'000;
/// Rows that the fold may hold decoded, for each projection; the others wait in compact form.
constexpr std::size_t memory_bytes_max = std::size_t{64} << 20;

/// A projection as the store has it.
struct stored_projection {
  std::string_view name;
  storage::table table = storage::table::reports;
  projections::projection_checkpoint checkpoint;
  bool compared = false;
};

template <class Traits>
storage::result<stored_projection> stored(const storage::store& store) {
  const auto saved = projections::read_checkpoint(store, Traits::name);
  if (!saved) return tl::unexpected(saved.error());
  stored_projection made{Traits::name, Traits::table,
                         saved->value_or(projections::projection_checkpoint{}), false};
  // Rows of another version are never read: the next command that needs them folds them again.
  made.compared = *saved && (*saved)->row_version != Traits::row_version;
  return made;
}

class projection_check final : public replay_check {
 public:
  explicit projection_check(const replay_context& context) : context_(context) {}

  storage::status open() {
    using namespace projections;
    for (auto each :
         {stored<availability_traits>(context_.store), stored<front_desk_traits>(context_.store),
          stored<reports_traits>(context_.store)}) {
      if (!each) return tl::unexpected(each.error());
      stored_.push_back(*each);
    }
    memory_.reset(rocksdb::NewMemEnv(rocksdb::Env::Default()));
    storage::store_options options;
    options.path = "/replay";
    options.env = memory_.get();
    options.secret = &context_.store.secret();
    auto fresh = storage::store::open(options);
    if (!fresh) return tl::unexpected(fresh.error());
    fresh_ = std::move(*fresh);
    auto set = projection_set::open(*fresh_, {.memory_bytes_max = memory_bytes_max});
    if (!set) return tl::unexpected(set.error());
    set_ = std::move(*set);
    return compare_at(0);
  }

  storage::status fold(const replayed_record& record) override {
    // Cut where a stored projection stands, so that both are compared at the same position.
    std::size_t from = 0;
    while (from < record.events.size()) {
      const auto position = record.first_position + from;
      const auto until = std::min(next_stop(position), record.last_position());
      const auto count = static_cast<std::size_t>(until - position + 1);
      if (auto folded = apply(record, from, count); !folded) return folded;
      if (context_.findings.ended()) return {};
      if (auto compared = compare_at(until); !compared) return compared;
      from += count;
    }
    return {};
  }

  storage::status finish() override {
    for (const auto& each : stored_) {
      if (each.compared) continue;
      context_.findings.report(each.checkpoint.position, {}, each.name,
                               "the projection says that it has come to position " +
                                   std::to_string(each.checkpoint.position) +
                                   ", which is beyond the end of the log");
    }
    return {};
  }

 private:
  storage::status apply(const replayed_record& record, std::size_t from, std::size_t count) {
    const auto position = record.first_position + from;
    const auto applied = set_->apply(position, record.stream, record.first_sequence + from,
                                     record.events.subspan(from, count));
    if (!applied) {
      context_.findings.report_impossible(position, record.stream, applied.error().detail);
      return {};
    }
    unsaved_ += count;
    if (unsaved_ < save_every_events) return {};
    unsaved_ = 0;
    return set_->save();
  }

  /// The first position, from here on, at which a stored projection stands.
  [[nodiscard]] std::uint64_t next_stop(std::uint64_t position) const {
    std::uint64_t stop = UINT64_MAX;
    for (const auto& each : stored_) {
      if (!each.compared && each.checkpoint.position >= position) {
        stop = std::min(stop, each.checkpoint.position);
      }
    }
    return stop;
  }

  storage::status compare_at(std::uint64_t position) {
    for (auto& each : stored_) {
      if (each.compared || each.checkpoint.position != position) continue;
      each.compared = true;
      if (auto saved = set_->save(); !saved) return saved;
      if (auto compared = compare(each); !compared) return compared;
    }
    return {};
  }

  storage::status compare(const stored_projection& each) {
    const auto position = each.checkpoint.position;
    const row_store kept(context_.store, each.table, each.checkpoint.generation);
    const row_store folded(*fresh_, each.table, 1);
    const auto differs = [&](std::string_view stream, std::string_view how) {
      context_.findings.report(position, stream, each.name,
                               "the stored row " + std::string(how) + " at position " +
                                   std::to_string(position) +
                                   "; antrian projections rebuild makes it anew");
    };
    storage::status inner;
    auto read = kept.scan(every_day(), [&](std::string_view stream, std::string_view bytes) {
      const auto expected = folded.get(stream);
      if (!expected) {
        inner = tl::unexpected(expected.error());
        return false;
      }
      ++context_.report.projection_rows;
      if (!*expected) differs(stream, "has no event behind it");
      if (*expected && **expected != bytes) differs(stream, "is not what the log gives");
      return !context_.findings.full();
    });
    if (!inner) return inner;
    if (!read && read.error().code == storage::errc::damaged) {
      context_.findings.report(position, {}, each.name, read.error().detail);
      return {};
    }
    if (!read) return read;
    return folded.scan(every_day(), [&](std::string_view stream, std::string_view) {
      const auto found = kept.get(stream);
      if (found && !*found) differs(stream, "is missing");
      return !context_.findings.full();
    });
  }

  static projections::day_range every_day() {
    return {std::nullopt, *events::parse_date("1900-01-01"), *events::parse_date("2999-12-31")};
  }

  replay_context context_;
  std::vector<stored_projection> stored_;
  std::unique_ptr<rocksdb::Env> memory_;
  std::unique_ptr<storage::store> fresh_;
  std::unique_ptr<projections::projection_set> set_;
  std::uint64_t unsaved_ = 0;
};

}  // namespace

storage::result<std::unique_ptr<replay_check>> check_projections(const replay_context& context) {
  auto check = std::make_unique<projection_check>(context);
  if (auto opened = check->open(); !opened) return tl::unexpected(opened.error());
  return std::unique_ptr<replay_check>(std::move(check));
}

}  // namespace antrian::cli
