// One run of the engine over a disk that can lose power, compared with the sequential reference:
// random lines in random batches, jobs in random order, restarts and crashes at random moments.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include <rocksdb/env.h>

#include "tests/simulation/history.hpp"
#include "tests/simulation/scheduled_engine.hpp"
#include "tests/storage/faulty_file_system.hpp"

namespace antrian::tests {

/// Everything about a run depends on its seed. Notes what is wrong instead of failing a test, so
/// that a canary can be expected to fail.
class simulation {
 public:
  explicit simulation(std::uint64_t seed, test_decider decide = {},
                      const actors::engine_limits& limits = tiny_limits());
  ~simulation();

  /// Makes up lines and submits them as the engine takes them, until all are answered.
  void play(std::size_t lines);
  /// Makes up lines; each time some have been submitted, power is lost, and what was not answered
  /// is submitted again, until all are answered.
  void play_with_crashes(std::size_t lines, std::size_t crashes);
  /// An orderly stop and a new start on the same store.
  void restart();
  /// Stops, and compares everything that the store holds with the reference.
  void check_store();
  /// Starts and submits every line again: each must get the answer that it got first.
  void check_repeats();

  [[nodiscard]] scheduled_engine& engine() { return *engine_; }
  [[nodiscard]] storage::store& store() { return *store_; }
  [[nodiscard]] const history& lines() const { return history_; }
  /// What went wrong, in sentences; empty is good.
  [[nodiscard]] const std::vector<std::string>& faults() const { return faults_; }

 private:
  struct batch {
    std::size_t first = 0;
    std::size_t count = 0;
    bool answered = false;
  };

  void cut_batches();
  void submit(std::size_t number);
  void answered(std::size_t number, const events::command_batch& read,
                const std::vector<events::result>& results);
  [[nodiscard]] bool is_right(const line& asked, const events::result& answer) const;
  void open_store();
  void start();
  void stop();
  void crash();
  void run_until_answered(std::size_t steps_max);
  void check_committed();
  [[nodiscard]] std::size_t batches_committed() const;
  [[nodiscard]] std::size_t first_unanswered() const;
  void wrong(std::string what);
  [[nodiscard]] std::size_t below(std::size_t bound) { return random_() % bound; }

  std::uint64_t seed_;
  std::mt19937_64 random_;
  test_decider decide_;
  actors::engine_limits limits_;
  events::secret_key secret_{};
  std::unique_ptr<rocksdb::Env> memory_;
  std::shared_ptr<storage::faulty_file_system> disk_;
  std::unique_ptr<rocksdb::Env> env_;
  history history_;
  std::unique_ptr<storage::store> store_;
  std::unique_ptr<scheduled_engine> engine_;
  std::size_t committed_before_ = 0;  ///< batches in the store when the engine started
  std::uint64_t life_ = 0;            ///< answers of a crashed engine count no more

  std::vector<batch> batches_;
  std::size_t next_ = 0;           ///< batch to submit
  std::size_t under_way_ = 0;      ///< submitted and not answered
  std::size_t last_answered_ = 0;  ///< of this engine, counted from 1
  bool resubmitted_ = false;       ///< lines that were read before are read again
  std::map<events::uuid, events::result> answers_;
  std::vector<std::string> faults_;
};

}  // namespace antrian::tests
