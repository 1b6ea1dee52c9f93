// A store and a node over it in a scratch folder.
#pragma once

#include <memory>
#include <string>

#include "actors/node.hpp"
#include "config/configuration.hpp"
#include "storage/store.hpp"

namespace antrian::bench {

/// Ends the program with the error: a benchmark has nothing to go on with.
[[noreturn]] void give_up(const std::string& message);

template <class Expected>
auto must(Expected&& value) {
  if (!value) give_up(value.error().message());
  return std::move(*value);
}

struct bench_node {
  std::unique_ptr<storage::store> store;
  std::unique_ptr<actors::node> node;

  bench_node(const std::string& path, const config::configuration& configuration);
  /// Submits the batches; returns when all are on disk.
  void run(std::vector<std::unique_ptr<events::command_batch>> batches);
  void stop();
};

}  // namespace antrian::bench
