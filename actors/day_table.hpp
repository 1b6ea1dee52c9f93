// The partition's books on office days: who runs them, and what a wave has done to them.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>

#include "actors/interfaces.hpp"
#include "events/office_directory.hpp"

namespace antrian::actors {

enum class passivation : std::uint8_t { none, snapshotting, writing };

struct day_entry {
  events::office_day_key key;
  std::string stream;
  office_day_actor actor;  ///< empty: not resident; set by the table only
  day_hints hints;

  // Marks of the wave being planned; a mark holds if it equals the wave's number.
  std::uint64_t blocked_in = 0;   ///< an earlier command of this day waits
  std::uint64_t changes_in = 0;   ///< any claim that lives on this day may change
  std::uint64_t held_in = 0;      ///< a command of another day, or one that waits, reads a claim
  std::uint64_t loosened_in = 0;  ///< places may become free: the hints are no upper bound
  work_ptr work;                  ///< this wave's share

  std::uint64_t last_position = 0;  ///< of its last event
  std::uint64_t last_batch = 0;     ///< in which it was used
  std::uint64_t events_since_snapshot = 0;
  passivation passivating = passivation::none;
  bool snapshot_asked = false;     ///< asked of the actor, not here yet
  std::uint64_t restarted_in = 0;  ///< batch of its last restart
  unsigned restarts = 0;           ///< within that batch
};

/// Owns the entries; the address of an entry stays the same until it is forgotten.
class day_table {
 public:
  explicit day_table(const events::office_directory& offices) : offices_(offices) {}

  day_entry& at(const events::office_day_key& key);
  /// Nothing if the day was never used by this process.
  [[nodiscard]] day_entry* find(const events::office_day_key& key);
  /// Nothing if the actor runs no office day, or none any more.
  [[nodiscard]] day_entry* find(const caf::actor_addr& actor);

  void started(day_entry& day, office_day_actor actor);
  /// The day is not resident any more; returns who ran it.
  office_day_actor let_go(day_entry& day);
  [[nodiscard]] std::size_t resident() const { return by_actor_.size(); }

  /// Forgets the days that `at_rest` says true of, if there are more than `count`. Of a day that
  /// was forgotten only the hints are lost.
  void forget_above(std::size_t count, const std::function<bool(const day_entry&)>& at_rest);

  [[nodiscard]] const std::vector<std::unique_ptr<day_entry>>& entries() const { return entries_; }

 private:
  const events::office_directory& offices_;
  std::vector<std::unique_ptr<day_entry>> entries_;
  boost::unordered_flat_map<events::office_day_key, day_entry*, events::office_day_key_hash>
      by_key_;
  boost::unordered_flat_map<caf::actor_id, day_entry*> by_actor_;
};

}  // namespace antrian::actors
