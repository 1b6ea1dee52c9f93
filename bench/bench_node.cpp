#include "bench/bench_node.hpp"

#include <cstdio>
#include <cstdlib>

#include "bench/rush_batches.hpp"

namespace antrian::bench {

void give_up(const std::string& message) {
  std::fprintf(stderr, "benchmark: %s\n", message.c_str());
  std::exit(1);
}

bench_node::bench_node(const std::string& path, const config::configuration& configuration) {
  storage::store_options options;
  options.path = path;
  store = must(storage::store::open(options));
  actors::node_options limits;
  limits.limits.batches_in_flight = configuration.node.batches_in_flight;
  limits.limits.checkpoint_events = configuration.node.checkpoint_events;
  limits.limits.snapshot_events = configuration.node.snapshot_events;
  limits.limits.resident_days = configuration.node.idle_day_limit;
  limits.limits.worker_threads = configuration.node.worker_threads;
  node = must(actors::node::start(*store, configuration.offices, limits));
}

void bench_node::run(std::vector<std::unique_ptr<events::command_batch>> batches) {
  for (auto& batch : batches) {
    if (!node->submit(std::move(batch), [](const actors::batch_ptr&) {})) {
      give_up(node->failure().value_or("the node took no batch"));
    }
  }
  if (!node->wait_idle()) give_up(node->failure().value_or("the node failed"));
}

void bench_node::stop() {
  if (const auto stopped = node->stop(); !stopped) give_up(stopped.error().message());
  node.reset();
}

}  // namespace antrian::bench
