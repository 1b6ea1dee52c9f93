#include "actors/node.hpp"

#include <condition_variable>
#include <future>
#include <mutex>

#include <caf/all.hpp>

#include "actors/engine.hpp"
#include "actors/journal.hpp"
#include "actors/keeper.hpp"

namespace antrian::actors {
namespace {

caf::actor_system_config& configure(caf::actor_system_config& config, const engine_limits& limits) {
  // `sharing` idles with less latency than `stealing`; a finite throughput avoids starvation.
  config.set("scheduler.policy", caf::atom("sharing"));
  config.set("scheduler.max-threads", limits.worker_threads);
  config.set("scheduler.max-throughput", std::size_t{300});
  return config;
}

/// Batches between hand-over and answer, and the reason if the node has failed.
class window {
 public:
  explicit window(std::size_t size) : size_(size) {}

  bool enter(bool wait) {
    std::unique_lock lock(mutex_);
    if (wait) changed_.wait(lock, [&] { return closed() || used_ < size_; });
    if (closed() || used_ >= size_) return false;
    ++used_;
    return true;
  }
  void leave() {
    const std::lock_guard lock(mutex_);
    --used_;
    changed_.notify_all();
  }
  bool wait_empty() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return failure_.has_value() || used_ == 0; });
    return !failure_;
  }
  void fail(std::string reason) {
    const std::lock_guard lock(mutex_);
    if (!failure_) failure_ = std::move(reason);
    changed_.notify_all();
  }
  void stop() {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    changed_.notify_all();
  }
  std::optional<std::string> failure() const {
    const std::lock_guard lock(mutex_);
    return failure_;
  }

 private:
  bool closed() const { return stopping_ || failure_.has_value(); }

  const std::size_t size_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t used_ = 0;
  bool stopping_ = false;
  std::optional<std::string> failure_;
};

}  // namespace

struct node::impl {
  impl(storage::store& store, std::unique_ptr<storage::log_writer> writer,
       const engine_limits& limits)
      : flow(limits.batches_in_flight),
        system(configure(config, limits)),
        journal_writer(std::move(writer), limits.batches_in_flight + 1),
        keeper_writer(store) {}

  window flow;
  caf::actor_system_config config;
  caf::actor_system system;
  journal_thread journal_writer;
  keeper_thread keeper_writer;
  journal_actor journal_front;
  keeper_actor keeper_front;
  engine parts;
  bool stopped = false;

  void submit(std::unique_ptr<events::command_batch> batch, answer on_committed) {
    auto made = std::make_shared<batch_flow>();
    made->batch = std::move(batch);
    made->on_committed = [this, tell = std::move(on_committed)](const batch_ptr& done) {
      tell(done);
      flow.leave();
    };
    caf::anon_send(parts.partition, submit_batch{std::move(made)});
  }

  template <class Status, class Actor, class Question = ask_status>
  Status ask(const Actor& actor, const Question& question = {}) {
    caf::scoped_actor self{system};
    Status status;
    self->request(actor, caf::infinite, question)
        .receive([&](const Status& answered) { status = answered; },
                 [&](const caf::error& why) { status.failure = caf::to_string(why); });
    return status;
  }

  void end() {
    if (std::exchange(stopped, true)) return;
    end_engine(parts, journal_front, keeper_front);
    parts = {};
    journal_front = nullptr;
    keeper_front = nullptr;
    journal_writer.stop();
    keeper_writer.stop();
    system.await_all_actors_done();
  }
};

storage::result<std::unique_ptr<node>> node::start(storage::store& store,
                                                   const events::office_directory& offices,
                                                   const node_options& options) {
  auto writer = storage::log_writer::open(store);
  if (!writer) return tl::unexpected(writer.error());
  auto projections = projections::projection_set::open(store, options.projections);
  if (!projections) return tl::unexpected(projections.error());

  std::unique_ptr<node> made(
      new node(std::make_unique<impl>(store, std::move(*writer), options.limits)));
  impl& self = *made->impl_;
  self.journal_front = self.system.spawn(journal, &self.journal_writer);
  self.keeper_front = self.system.spawn(keeper, &self.keeper_writer);
  engine_parts parts;
  parts.store = &store;
  parts.offices = &offices;
  parts.limits = options.limits;
  parts.projections = std::move(*projections);
  parts.journal = self.journal_front;
  parts.keeper = self.keeper_front;
  parts.on_failure = [&self](std::string reason) { self.flow.fail(std::move(reason)); };
  self.parts = spawn_engine(self.system, std::move(parts));

  // The partition restores itself before it takes its first message, so this waits for it.
  const auto status = made->status();
  if (const auto failure = made->failure()) {
    return storage::fail(storage::errc::damaged, *failure);
  }
  caf::anon_send(self.parts.projector, follow_log{status.durable_position});
  return made;
}

node::node(std::unique_ptr<impl> made) : impl_(std::move(made)) {}

node::~node() {
  impl_->flow.stop();
  impl_->end();
}

bool node::submit(std::unique_ptr<events::command_batch> batch, answer on_committed) {
  if (!impl_->flow.enter(true)) return false;
  impl_->submit(std::move(batch), std::move(on_committed));
  return true;
}

bool node::try_submit(std::unique_ptr<events::command_batch>& batch, answer on_committed) {
  if (!impl_->flow.enter(false)) return false;
  impl_->submit(std::move(batch), std::move(on_committed));
  return true;
}

bool node::wait_idle() {
  return impl_->flow.wait_empty();
}

bool node::wait_projected() {
  // The partition tells the projector of every commit before it calls it durable.
  const await_position all{status().durable_position};
  const auto reached = impl_->ask<projector_status>(impl_->parts.projector, all);
  return reached.failure.empty() && !failure();
}

bool node::rebuild(const std::string& projection) {
  caf::scoped_actor self{impl_->system};
  bool started = false;
  self->request(impl_->parts.projector, caf::infinite, rebuild_projection{projection})
      .receive([&](bool answered) { started = answered; }, [](const caf::error&) {});
  return started;
}

partition_status node::status() {
  return impl_->ask<partition_status>(impl_->parts.partition);
}

projector_status node::projections_status() {
  return impl_->ask<projector_status>(impl_->parts.projector);
}

std::optional<std::string> node::failure() const {
  return impl_->flow.failure();
}

storage::status node::stop() {
  impl_->flow.stop();
  // A batch that entered the window a moment ago may not have reached the partition yet.
  (void)impl_->flow.wait_empty();
  const auto wait = [](auto&& request) {
    auto done = std::make_shared<std::promise<void>>();
    auto finished = done->get_future();
    request([done] { done->set_value(); });
    finished.wait();
  };
  wait([&](std::function<void()> done) {
    caf::anon_send(impl_->parts.partition, prepare_shutdown{std::move(done)});
  });
  const auto last = status().durable_position;
  wait([&](std::function<void()> done) {
    caf::anon_send(impl_->parts.projector, follow_log{last});
    caf::anon_send(impl_->parts.projector, save_projections{std::move(done)});
  });
  const auto why = failure();
  impl_->end();
  if (why) return storage::fail(storage::errc::io, *why);
  return {};
}

}  // namespace antrian::actors
