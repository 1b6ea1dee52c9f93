#include "actors/journal.hpp"

#include <caf/all.hpp>

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
      thread_(capacity, capacity, [this](const std::vector<batch_ptr>& flows) { write(flows); }) {}

journal_thread::~journal_thread() {
  stop();
}

void journal_thread::answer_to(partition_actor partition) {
  partition_ = std::move(partition);
}

void journal_thread::stop() {
  thread_.stop();
  partition_ = nullptr;
}

void journal_thread::write(const std::vector<batch_ptr>& flows) {
  std::size_t begin = 0;
  while (begin < flows.size() && !failed_) {
    std::size_t events = 0;
    std::size_t end = begin;
    for (; end < flows.size() && (end == begin || events < commit_events_max); ++end) {
      for (const auto& stream : flows[end]->append.streams) events += stream.events.size();
    }
    const std::vector<batch_ptr> group(flows.begin() + static_cast<std::ptrdiff_t>(begin),
                                       flows.begin() + static_cast<std::ptrdiff_t>(end));
    if (const auto written = commit_batches(*writer_, group); written) {
      caf::anon_send(partition_, batches_committed{group});
    } else {
      failed_ = true;  // an fsync that failed once cannot be trusted again
      caf::anon_send(partition_, commit_failed{written.error().message()});
    }
    begin = end;
  }
}

journal_actor::behavior_type journal(journal_actor::pointer, journal_thread* thread) {
  return {
      [thread](const commit_batch& message) { thread->push(message.flow); },
  };
}

journal_actor::behavior_type journal_without_thread(journal_actor::pointer self,
                                                    std::shared_ptr<storage::log_writer> writer,
                                                    std::function<partition_actor()> partition) {
  return {
      [self, writer = std::move(writer), partition = std::move(partition)](const commit_batch& m) {
        if (const auto written = commit_batches(*writer, {m.flow}); written) {
          self->send(partition(), batches_committed{{m.flow}});
        } else {
          self->send(partition(), commit_failed{written.error().message()});
        }
      },
  };
}

}  // namespace antrian::actors
