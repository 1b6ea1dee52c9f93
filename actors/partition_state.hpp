// What the partition knows and does. The way of a batch through it:
//
//   submit -> (waiting) -> begin: dedupe -> [ plan a wave -> office days decide -> settle ]* ->
//   finish: hand to the journal -> (in flight) -> committed: answer the source, feed the projector
//
// One batch is being decided at a time; several may be at the journal. Everything here runs on the
// partition actor's thread.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "actors/command_index.hpp"
#include "actors/day_table.hpp"
#include "actors/interfaces.hpp"
#include "actors/limits.hpp"
#include "actors/office_day_actor.hpp"
#include "actors/wave_planner.hpp"
#include "domain/claims.hpp"
#include "events/office_directory.hpp"
#include "storage/store.hpp"

namespace antrian::actors {

struct partition_setup {
  storage::store* store = nullptr;                    ///< outlives the actor
  const events::office_directory* offices = nullptr;  ///< outlives the actor
  engine_limits limits;
  decider decide;
  journal_actor journal;
  keeper_actor keeper;
  projector_actor projector;
  reschedule_actor reschedules;
  /// Called once with the reason when the node cannot go on.
  std::function<void(std::string)> on_failure;
};

class partition_state {
 public:
  static inline const char* name = "partition";
  using pointer = partition_actor::stateful_pointer<partition_state>;

  /// Claims and recent answers, from the last checkpoint and the log's tail.
  [[nodiscard]] storage::status restore(pointer self, partition_setup setup);

  void submit(batch_ptr flow);
  void work_done(const work_ptr& work);
  void releases(const std::vector<domain::reschedule_manager::release>& due);
  void committed(const std::vector<batch_ptr>& flows);
  void fail(const std::string& reason);
  void snapshot_ready(std::shared_ptr<day_snapshot> snapshot);
  void snapshot_stored(const snapshot_written& stored);
  void checkpoint_stored(std::uint64_t position);
  void projector_let_go(std::size_t batches) { projector_batches_ -= batches; }
  void shut_down(std::function<void()> done);
  void day_down(const caf::down_msg& down);
  [[nodiscard]] partition_status status() const;

 private:
  struct repeat {
    std::uint32_t item = 0;
    std::uint32_t number = 0;  ///< of the first command with the same id, in this batch
  };
  static constexpr std::uint64_t position_unknown = UINT64_MAX;
  struct waiting_snapshot {
    /// Must be durable before the snapshot is stored; unknown until the active batch is finished.
    std::uint64_t position = position_unknown;
    std::shared_ptr<day_snapshot> snapshot;
  };

  // partition_restore.cpp
  [[nodiscard]] storage::status restore_claims();
  [[nodiscard]] storage::status fold_tail(std::uint64_t from);
  void fold_record(const events::office_day_key& day, const std::vector<events::event>& events,
                   std::uint64_t first_position);
  /// The office day of a booking in the log, by its command's answer.
  [[nodiscard]] storage::result<events::office_day_key> day_in_log(const events::uuid& booking);

  // partition_batch.cpp
  void advance();
  void begin(batch_ptr flow);
  [[nodiscard]] bool prefetch();
  void sort_out_items();
  [[nodiscard]] bool is_repeat(std::uint32_t item, const events::uuid& id);
  void dispatch_wave();
  void settle_wave();
  void settle_work(day_entry& day, day_work& work, std::vector<events::event>& for_reschedules);
  void note_old_day(const events::event& event);
  void settle_command(day_work& work, std::size_t item, std::size_t from, std::size_t to,
                      std::uint64_t base);
  void finish();
  [[nodiscard]] booking_knowledge know(const events::uuid& booking, std::uint32_t number) const;

  // partition_days.cpp
  void ensure_resident(day_entry& day);
  [[nodiscard]] std::vector<events::event> undurable_events(const day_entry& day) const;
  void let_go(day_entry& day);
  [[nodiscard]] bool at_rest(const day_entry& day) const;
  void passivate_unused();

  // partition_checkpoint.cpp
  void ask_snapshot(day_entry& day);
  bool no_longer_asked(day_entry& day);
  void checkpoint_if_due();
  void begin_checkpoint();
  void store_what_is_durable();
  void finish_shutdown_if_idle();
  void feed_projector(const batch_ptr& flow);

  pointer self_ = nullptr;
  partition_setup setup_;
  domain::claims claims_;
  std::unique_ptr<command_index> index_;
  std::unique_ptr<day_table> days_;
  std::unique_ptr<wave_planner> planner_;

  std::deque<batch_ptr> waiting_;
  std::deque<batch_ptr> in_flight_;  ///< at the journal, in order

  // The batch being decided.
  batch_ptr active_;
  std::vector<pending_command> pending_;
  std::vector<std::uint32_t> item_of_;  ///< command number -> item; releases have none
  std::vector<char> decided_;           ///< command number -> its events are settled
  boost::unordered_flat_map<events::uuid, std::uint32_t, events::id16_hash> numbers_;
  std::vector<repeat> repeats_;
  boost::unordered_flat_map<events::uuid, events::office_day_key, events::id16_hash> old_days_;
  std::vector<day_entry*> wave_;
  std::size_t undecided_days_ = 0;
  bool awaiting_releases_ = false;

  std::uint64_t next_position_ = 1;
  std::uint64_t durable_position_ = 0;
  std::uint64_t batch_number_ = 0;
  std::size_t projector_batches_ = 0;

  // Checkpoint in the making.
  std::uint64_t checkpoint_position_ = 0;  ///< of the last begun
  std::shared_ptr<storage::checkpoint> checkpoint_;
  std::shared_ptr<const result_generation> checkpoint_answers_;
  bool checkpoint_at_keeper_ = false;
  bool checkpoint_stored_ = false;
  std::vector<waiting_snapshot> waiting_snapshots_;
  std::size_t snapshots_asked_ = 0;  ///< asked of office days, not here yet
  std::size_t snapshots_at_keeper_ = 0;

  std::function<void()> shutdown_done_;
  bool last_checkpoint_begun_ = false;
  partition_status counts_;
};

}  // namespace antrian::actors
