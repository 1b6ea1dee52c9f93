#include "actors/keeper.hpp"

#include <caf/all.hpp>

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
    : store_(store), thread_(queued_tasks_max, 64, [this](const std::vector<keeper_task>& tasks) {
        for (const keeper_task& task : tasks) work(task);
      }) {}

keeper_thread::~keeper_thread() {
  stop();
}

void keeper_thread::answer_to(partition_actor partition) {
  partition_ = std::move(partition);
}

void keeper_thread::stop() {
  thread_.stop();
  partition_ = nullptr;
}

void keeper_thread::work(const keeper_task& task) {
  work_and_answer(store_, task,
                  [&](auto message) { caf::anon_send(partition_, std::move(message)); });
}

keeper_actor::behavior_type keeper(keeper_actor::pointer, keeper_thread* thread) {
  return {
      [thread](const keep_checkpoint& task) { thread->push(task); },
      [thread](const keep_snapshot& task) { thread->push(task); },
  };
}

keeper_actor::behavior_type keeper_without_thread(keeper_actor::pointer self, storage::store* store,
                                                  std::function<partition_actor()> partition) {
  const auto work = [self, store, partition = std::move(partition)](const keeper_task& task) {
    work_and_answer(*store, task, [&](auto message) { self->send(partition(), message); });
  };
  return {
      [work](const keep_checkpoint& task) { work(task); },
      [work](const keep_snapshot& task) { work(task); },
  };
}

}  // namespace antrian::actors
