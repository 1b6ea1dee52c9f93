// An engine under the deterministic scheduler, over a store in memory or on a faulty disk, with a
// desk at which commands are handed in. What was answered is kept by command id.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tests/domain/fixtures.hpp"
#include "tests/simulation/history.hpp"
#include "tests/simulation/scheduled_engine.hpp"
#include "tests/storage/fixtures.hpp"

namespace antrian::actors {

/// Commands of two office days; ids count up.
class engine_desk : public ::testing::Test {
 protected:
  using part = tests::scheduled_engine::part;
  static constexpr events::office_day_key monday{tests::pematangsiantar,
                                                 events::local_date{20'787}};
  static constexpr events::office_day_key tuesday{tests::denpasar, events::local_date{20'788}};

  void open_store() { store_ = storage::must(storage::store::open(disk_.options())); }
  void start() {
    if (!store_) open_store();
    engine_ = std::make_unique<tests::scheduled_engine>(*store_, tests::offices(), choices_);
    answered_ = handed_in_ = 0;
  }
  /// Ends the engine and closes the store, with or without the orderly way out.
  void end(bool orderly = true) {
    if (orderly) {
      EXPECT_TRUE(engine_->shut_down());
    }
    engine_.reset();
    store_.reset();
  }

  tests::line line_of(const events::office_day_key& day, events::command_body body,
                      std::string_view clock = "07:00") {
    events::command made{tests::uuid_of(++made_), day,
                         events::to_instant(day.date, tests::clock(clock),
                                            tests::offices().at(day.office).utc_offset_minutes),
                         std::nullopt, std::move(body)};
    return {made, made.id, {}};
  }
  tests::line open(const events::office_day_key& day, std::uint32_t places = 100) {
    events::open_day body;
    body.slots = {tests::slot("08:00", "09:00", places)};
    body.policy.reschedule_limit = 9;
    body.utc_offset_minutes = tests::offices().at(day.office).utc_offset_minutes;
    return line_of(day, std::move(body));
  }
  tests::line book(const events::office_day_key& day, std::uint64_t person,
                   std::optional<events::uuid> replaces = std::nullopt) {
    events::book body;
    body.account = tests::account(person);
    body.applicants = tests::people({person});
    body.service = "new_passport";
    body.replaces = replaces;
    return line_of(day, std::move(body));
  }

  /// Hands in one batch. Its answers are noted when they come.
  void hand_in(const std::vector<tests::line>& lines) {
    ++handed_in_;
    engine_->submit(tests::batch_of(lines), [this](const batch_ptr& flow) {
      ++answered_;
      for (std::size_t i = 0; i < flow->results.size(); ++i) {
        const auto& item = flow->batch->items[i];
        const auto& id = item.valid ? std::optional(flow->batch->commands[item.index].id)
                                    : flow->batch->invalid[item.index].id;
        if (id) answers_[*id].push_back(flow->results[i]);
      }
    });
  }
  /// Hands in one batch and waits for its answers, which are returned.
  std::vector<events::result> ask(const std::vector<tests::line>& lines) {
    hand_in(lines);
    engine_->run();
    EXPECT_EQ(answered_, handed_in_);
    std::vector<events::result> results;
    for (const auto& each : lines) {
      if (each.id && answers_.contains(*each.id)) results.push_back(answers_[*each.id].back());
    }
    return results;
  }
  [[nodiscard]] static bool accepted(const events::result& result) {
    return result.outcome == events::outcome::accepted;
  }
  [[nodiscard]] std::string failure() const {
    return engine_->failures().empty() ? std::string() : engine_->failures().front();
  }

  storage::disk disk_{storage::disk_kind::memory};
  tests::engine_choices choices_;
  std::unique_ptr<storage::store> store_;
  std::unique_ptr<tests::scheduled_engine> engine_;
  std::map<events::uuid, std::vector<events::result>> answers_;
  std::size_t handed_in_ = 0;
  std::size_t answered_ = 0;
  std::uint64_t made_ = 0;
};

}  // namespace antrian::actors
