#include "tests/simulation/scheduled_engine.hpp"

#include <algorithm>
#include <random>
#include <stdexcept>
#include <utility>

#include <caf/all.hpp>
#include <caf/scheduler/test_coordinator.hpp>

#include "actors/engine.hpp"
#include "actors/journal.hpp"
#include "actors/keeper.hpp"

namespace antrian::tests {
namespace {

caf::actor_system_config& configure(caf::actor_system_config& config) {
  config.set("scheduler.policy", caf::atom("testing"));
  return config;
}

template <class T>
T must(storage::result<T> outcome) {
  if (!outcome) throw std::runtime_error(outcome.error().message());
  return std::move(*outcome);
}

template <class Actor>
caf::resumable* job_of(const Actor& actor) {
  return dynamic_cast<caf::resumable*>(caf::actor_cast<caf::abstract_actor*>(actor));
}

}  // namespace

struct scheduled_engine::impl {
  explicit impl(std::uint64_t seed)
      : system(configure(config)),
        scheduler(dynamic_cast<caf::scheduler::test_coordinator&>(system.scheduler())),
        random(seed) {}

  /// Moves a random job to the front; the held one is passed over. False if there is none.
  bool choose() {
    std::vector<std::size_t> ready;
    for (std::size_t i = 0; i < scheduler.jobs.size(); ++i) {
      if (scheduler.jobs[i] != held) ready.push_back(i);
    }
    if (ready.empty()) return false;
    const auto chosen = ready[random() % ready.size()];
    std::swap(scheduler.jobs.front(), scheduler.jobs[chosen]);
    return true;
  }

  template <class Status, class Actor>
  Status ask(scheduled_engine& engine, const Actor& actor) {
    caf::scoped_actor self{system};
    Status status;
    engine.run();
    auto request = self->request(actor, caf::infinite, actors::ask_status{});
    engine.run();
    request.receive([&](const Status& answered) { status = answered; },
                    [&](const caf::error& why) { status.failure = caf::to_string(why); });
    return status;
  }

  caf::actor_system_config config;
  caf::actor_system system;
  caf::scheduler::test_coordinator& scheduler;
  std::mt19937_64 random;
  caf::resumable* held = nullptr;
  actors::journal_actor journal;
  actors::keeper_actor keeper;
  actors::engine parts;
};

scheduled_engine::scheduled_engine(storage::store& store, const events::office_directory& offices,
                                   engine_choices choices)
    : impl_(std::make_unique<impl>(choices.seed)) {
  std::shared_ptr<storage::log_writer> writer = must(storage::log_writer::open(store));
  actors::engine_parts parts;
  parts.store = &store;
  parts.offices = &offices;
  parts.limits = choices.limits;
  parts.decide = std::move(choices.decide);
  parts.projections = must(projections::projection_set::open(store));
  parts.projector_step_events = choices.projector_step_events;
  parts.on_failure = [this](std::string reason) { failures_.push_back(std::move(reason)); };
  impl_->journal = impl_->system.spawn(actors::journal_without_thread, std::move(writer));
  impl_->keeper = impl_->system.spawn(actors::keeper_without_thread, &store);
  parts.journal = impl_->journal;
  parts.keeper = impl_->keeper;
  impl_->parts = actors::spawn_engine(impl_->system, std::move(parts));
}

scheduled_engine::~scheduled_engine() {
  impl_->held = nullptr;
  actors::end_engine(impl_->parts, impl_->journal, impl_->keeper);
  impl_->parts = {};
  impl_->journal = nullptr;
  impl_->keeper = nullptr;
  run();
}

void scheduled_engine::submit(std::unique_ptr<events::command_batch> batch, answer on_committed) {
  auto flow = std::make_shared<actors::batch_flow>();
  flow->batch = std::move(batch);
  flow->on_committed = std::move(on_committed);
  caf::anon_send(impl_->parts.partition, actors::submit_batch{std::move(flow)});
}

bool scheduled_engine::step() {
  return impl_->choose() && impl_->scheduler.try_run_once();
}

void scheduled_engine::run() {
  while (step()) {
  }
}

void scheduled_engine::hold(part which) {
  switch (which) {
    case part::journal:
      impl_->held = job_of(impl_->journal);
      break;
    case part::keeper:
      impl_->held = job_of(impl_->keeper);
      break;
    case part::projector:
      impl_->held = job_of(impl_->parts.projector);
      break;
  }
}

void scheduled_engine::let_go() {
  impl_->held = nullptr;
}

bool scheduled_engine::rebuild(const std::string& projection) {
  caf::scoped_actor self{impl_->system};
  bool started = false;
  auto request =
      self->request(impl_->parts.projector, caf::infinite, actors::rebuild_projection{projection});
  run();
  request.receive([&](bool answered) { started = answered; }, [](const caf::error&) {});
  return started;
}

actors::partition_status scheduled_engine::status() {
  return impl_->ask<actors::partition_status>(*this, impl_->parts.partition);
}

actors::projector_status scheduled_engine::projections_status() {
  return impl_->ask<actors::projector_status>(*this, impl_->parts.projector);
}

bool scheduled_engine::shut_down() {
  // Shared, because they may be called long after this has given up.
  const auto partition_done = std::make_shared<bool>(false);
  const auto projector_done = std::make_shared<bool>(false);
  caf::anon_send(impl_->parts.partition,
                 actors::prepare_shutdown{[partition_done] { *partition_done = true; }});
  run();
  caf::anon_send(impl_->parts.projector,
                 actors::save_projections{[projector_done] { *projector_done = true; }});
  run();
  return *partition_done && *projector_done;
}

}  // namespace antrian::tests
