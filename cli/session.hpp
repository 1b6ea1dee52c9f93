// What most subcommands need: the configuration, the store, and a node over it - or a message on
// standard error and an exit code.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "actors/node.hpp"
#include "cli/subcommand.hpp"
#include "config/configuration.hpp"
#include "events/command_reader.hpp"
#include "events/personal.hpp"
#include "storage/store.hpp"

namespace antrian::cli {

/// The clock of the program's edge; nothing below cli/ reads one.
[[nodiscard]] events::instant wall_clock();

/// Says `message` on standard error, and returns `code`.
int complain(int code, const std::string& message);
/// The same with the exit code that fits the error.
int complain(const storage::error& error);

/// Flushes standard output: `code`, or a complaint if what was printed cannot be written.
[[nodiscard]] int printed(int code = done);

struct session {
  config::configuration config;
  std::unique_ptr<storage::store> store;
  std::unique_ptr<events::pseudonymiser> pseudonyms;

  [[nodiscard]] actors::node_options node_options() const;
  [[nodiscard]] events::command_reader reader() const;
};

enum class if_missing : std::uint8_t {
  create,           ///< and tell of it
  create_silently,  ///< for a command that tells itself where its store is
  refuse,
};

/// Opens configuration and store and runs `use`; complains if either cannot be opened.
int with_session(const common_options& options, if_missing missing,
                 const std::function<int(session&)>& use);

enum class reading : std::uint8_t {
  changes_nothing,
  saves_projections,  ///< what is folded on the way is saved if the store may be written
};
/// The same for a command that only reads: works on a backup or another's store, too.
int with_session_to_read(const common_options& options, reading how,
                         const std::function<int(session&)>& use);

/// Starts a node over the session's store, runs `use`, and stops the node: with a last checkpoint,
/// so the next start is quick.
int with_node(session& open, const std::function<int(actors::node&)>& use);

/// True once SIGINT or SIGTERM has arrived; installs the handlers at the first call.
[[nodiscard]] bool stop_requested();

}  // namespace antrian::cli
