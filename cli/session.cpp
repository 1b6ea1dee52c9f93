#include "cli/session.hpp"

#include <chrono>
#include <csignal>
#include <iostream>

namespace antrian::cli {
namespace {

// Set by a signal handler, which can reach nothing but what is static.
volatile std::sig_atomic_t signal_received = 0;

extern "C" void note_signal(int) {
  signal_received = 1;
}

int complain_of_opening(const storage::error& why, const storage::store_options& where) {
  if (where.create_if_missing || why.code != storage::errc::not_a_store) return complain(why);
  return complain(failed, why.message() +
                              "; name the store with --store or $ANTRIAN_STORE, or make one with "
                              "antrian demo, open or ingest");
}

int open_and_use(const common_options& options, storage::store_options where,
                 const std::function<int(session&)>& use, bool reading_will_do = false) {
  session open;
  auto loaded = config::load(options.config_path());
  if (!loaded) return complain(usage, loaded.error().text());
  open.config = std::move(*loaded);
  auto store = storage::store::open(where);
  if (!store && reading_will_do && store.error().code == storage::errc::not_permitted) {
    where.access = storage::store_access::read;
    store = storage::store::open(where);
  }
  if (!store) return complain_of_opening(store.error(), where);
  open.store = std::move(*store);
  open.pseudonyms = std::make_unique<events::pseudonymiser>(open.store->secret());
  return use(open);
}

}  // namespace

events::instant wall_clock() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return {std::chrono::duration_cast<std::chrono::milliseconds>(now).count()};
}

int complain(int code, const std::string& message) {
  std::cerr << "antrian: " << message << '\n';
  return code;
}

int complain(const storage::error& error) {
  return complain(error.code == storage::errc::in_use ? store_in_use : failed, error.message());
}

int printed(int code) {
  std::cout.flush();
  return std::cout ? code : complain(failed, "cannot write to standard output");
}

actors::node_options session::node_options() const {
  actors::node_options options;
  options.limits.batches_in_flight = config.node.batches_in_flight;
  options.limits.checkpoint_events = config.node.checkpoint_events;
  options.limits.snapshot_events = config.node.snapshot_events;
  options.limits.resident_days = config.node.idle_day_limit;
  options.limits.worker_threads = config.node.worker_threads;
  return options;
}

events::command_reader session::reader() const {
  return events::command_reader(config.offices, *pseudonyms,
                                [this](events::office_ref office) -> const events::day_policy& {
                                  return config.policy_of(office);
                                });
}

int with_session(const common_options& options, if_missing missing,
                 const std::function<int(session&)>& use) {
  storage::store_options where;
  where.path = options.store;
  where.create_if_missing = missing != if_missing::refuse;
  return open_and_use(options, where, [&](session& open) {
    if (open.store->is_new() && missing == if_missing::create) {
      complain(done, "made a new store in " + options.store);
    }
    return use(open);
  });
}

int with_session_to_read(const common_options& options, reading how,
                         const std::function<int(session&)>& use) {
  storage::store_options where;
  where.path = options.store;
  where.create_if_missing = false;
  if (how == reading::changes_nothing) where.access = storage::store_access::read;
  return open_and_use(options, where, use, how == reading::saves_projections);
}

int with_node(session& open, const std::function<int(actors::node&)>& use) {
  auto node = actors::node::start(*open.store, open.config.offices, open.node_options());
  if (!node) return complain(node.error());
  const int code = use(**node);
  const auto stopped = (*node)->stop();
  // What made the command fail makes the node's last checkpoint fail too, and is said already.
  const bool said = code == failed || code == usage;
  if (stopped || said) return code;
  return complain(failed, (*node)->failure().value_or(stopped.error().message()));
}

bool stop_requested() {
  static const bool installed = [] {
    std::signal(SIGINT, note_signal);
    std::signal(SIGTERM, note_signal);
    return true;
  }();
  return installed && signal_received != 0;
}

}  // namespace antrian::cli
