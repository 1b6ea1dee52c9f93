#include "actors/keeper.hpp"

#include <caf/all.hpp>

#include "actors/exceptions.hpp"

namespace antrian::actors {
namespace {

/// Snapshots of a checkpoint come in numbers; none of them waits long.
constexpr std::size_t queued_tasks_max = 8'192;

/// Does the task and says which message answers it.
template <class Send>
void work_and_answer(storage::store& store, const keeper_task& task, const Send& send) {
  const auto kept = std::visit([&](const auto& t) { return keep(store, t); }, task);
  if (!kept) return send(commit_failed{kept.error().message()});
  if (const auto* checkpoint = std::get_if<keep_checkpoint>(&task)) {
    send(checkpoint_written{checkpoint->checkpoint->position});
  } else {
    const auto& stored = *std::get<keep_snapshot>(task).snapshot;
    send(snapshot_written{stored.day, stored.snapshot.sequence});
  }
}

}  // namespace

storage::status keep(storage::store& store, const keep_checkpoint& task) {
  auto delta = *task.checkpoint;
  delta.commands = task.answers->rows();
  return storage::write_checkpoint(store, std::move(delta));
}

storage::status keep(storage::store& store, const keep_snapshot& task) {
  return storage::write_snapshot(store, task.snapshot->stream, task.snapshot->snapshot);
}

keeper_thread::keeper_thread(storage::store& store)
    : store_(store), thread_(queued_tasks_max, 64, [this](const std::vector<order>& orders) {
        for (const order& each : orders) work(each);
      }) {}

keeper_thread::~keeper_thread() {
  stop();
}

void keeper_thread::push(keeper_task task, partition_actor partition) {
  thread_.push({std::move(task), std::move(partition)});
}

void keeper_thread::stop() {
  thread_.stop();
}

void keeper_thread::work(const order& given) {
  work_and_answer(store_, given.task,
                  [&](auto message) { caf::anon_send(given.partition, std::move(message)); });
}

keeper_actor::behavior_type keeper(keeper_actor::pointer self, keeper_thread* thread) {
  self->set_exception_handler(end_process);
  const auto hand_over = [self, thread](const keeper_task& task) {
    thread->push(task, caf::actor_cast<partition_actor>(self->current_sender()));
  };
  return {
      [hand_over](const keep_checkpoint& task) { hand_over(task); },
      [hand_over](const keep_snapshot& task) { hand_over(task); },
  };
}

keeper_actor::behavior_type keeper_without_thread(keeper_actor::pointer self,
                                                  storage::store* store) {
  const auto work = [self, store](const keeper_task& task) {
    const auto partition = caf::actor_cast<partition_actor>(self->current_sender());
    work_and_answer(*store, task, [&](auto message) { self->send(partition, std::move(message)); });
  };
  return {
      [work](const keep_checkpoint& task) { work(task); },
      [work](const keep_snapshot& task) { work(task); },
  };
}

}  // namespace antrian::actors
