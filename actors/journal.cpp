#include "actors/journal.hpp"

#include <caf/all.hpp>

#include "actors/exceptions.hpp"
#include "actors/limits.hpp"

namespace antrian::actors {

storage::status commit_batches(storage::log_writer& writer, const std::vector<batch_ptr>& flows) {
  std::vector<const storage::log_append*> appends;
  appends.reserve(flows.size());
  for (const batch_ptr& flow : flows) appends.push_back(&flow->append);
  const auto committed = writer.commit(appends);
  if (!committed) return tl::unexpected(committed.error());
  return {};
}

journal_thread::journal_thread(std::unique_ptr<storage::log_writer> writer, std::size_t capacity)
    : writer_(std::move(writer)),
      thread_(capacity, capacity, [this](const std::vector<task>& tasks) { write(tasks); }) {}

journal_thread::~journal_thread() {
  stop();
}

void journal_thread::push(batch_ptr flow, partition_actor partition) {
  thread_.push({std::move(flow), std::move(partition)});
}

void journal_thread::stop() {
  thread_.stop();
}

void journal_thread::write(const std::vector<task>& tasks) {
  std::size_t begin = 0;
  while (begin < tasks.size() && !failed_) {
    std::vector<batch_ptr> group;
    std::size_t events = 0;
    std::size_t end = begin;
    for (; end < tasks.size() && (end == begin || events < commit_events_max); ++end) {
      group.push_back(tasks[end].flow);
      for (const auto& stream : group.back()->append.streams) events += stream.events.size();
    }
    const auto written = commit_batches(*writer_, group);
    failed_ = !written;  // an fsync that failed once cannot be trusted again
    for (; begin < end; ++begin) {
      const task& done = tasks[begin];
      if (written) {
        caf::anon_send(done.partition, batches_committed{{done.flow}});
      } else {
        caf::anon_send(done.partition, commit_failed{written.error().message()});
      }
    }
  }
}

journal_actor::behavior_type journal(journal_actor::pointer self, journal_thread* thread) {
  self->set_exception_handler(end_process);
  return {
      [self, thread](const commit_batch& message) {
        thread->push(message.flow, caf::actor_cast<partition_actor>(self->current_sender()));
      },
  };
}

journal_actor::behavior_type journal_without_thread(journal_actor::pointer self,
                                                    std::shared_ptr<storage::log_writer> writer) {
  return {
      [self, writer = std::move(writer)](const commit_batch& m) {
        const auto partition = caf::actor_cast<partition_actor>(self->current_sender());
        if (const auto written = commit_batches(*writer, {m.flow}); written) {
          self->send(partition, batches_committed{{m.flow}});
        } else {
          self->send(partition, commit_failed{written.error().message()});
        }
      },
  };
}

}  // namespace antrian::actors
