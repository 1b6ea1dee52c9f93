// Reads commands from JSON, strictly: docs/wire.md says what is accepted, and which field a refusal
// names.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string_view>

#include "events/command_batch.hpp"
#include "events/ids.hpp"
#include "events/office_directory.hpp"
#include "events/personal.hpp"
#include "events/time.hpp"

namespace antrian::events {

/// The policy that the configuration gives an office's days. It must return a reference to
/// something that outlives the call, not to a copy.
using policy_lookup = std::function<const day_policy&(office_ref)>;

/// Turns received lines into commands. Keeps its buffers from one line to the next, so an ordinary
/// command costs no allocation beyond its own. Not thread-safe: one reader per thread.
class command_reader {
 public:
  /// The directory and the pseudonymiser must outlive the reader.
  command_reader(const office_directory& offices, const pseudonymiser& pseudonyms,
                 policy_lookup default_policy);
  ~command_reader();
  command_reader(command_reader&&) noexcept;
  command_reader& operator=(command_reader&&) noexcept;
  command_reader(const command_reader&) = delete;
  command_reader& operator=(const command_reader&) = delete;

  /// Appends exactly one item to `out`: the command, or why it is invalid. Never fails otherwise,
  /// whatever the bytes are. `json` is one line or message; `padding` is how many bytes after its
  /// end may be read (not changed): with 64 or more the text is parsed where it is, with fewer it
  /// is copied first. `received_at` stands in for an absent `at`.
  void read(std::string_view json, std::size_t padding, instant received_at, command_batch& out);

 private:
  struct impl;
  std::unique_ptr<impl> impl_;
};

}  // namespace antrian::events
