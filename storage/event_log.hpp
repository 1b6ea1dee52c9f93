// The event log: the one truth. A writer that appends commits, and readers that follow them.
//
// Readers are free functions over a store and may be called from any thread, beside the writer;
// each sees whole commits only. What a reader finds out of order is errc::damaged, with the
// position.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "events/command_batch.hpp"
#include "events/event.hpp"
#include "storage/error.hpp"
#include "storage/record.hpp"
#include "storage/store.hpp"

namespace antrian::storage {

/// Events of one stream, in order, that go into one record.
struct stream_append {
  std::string stream;                 ///< 1 to stream_size_max bytes, none of them zero
  std::vector<events::event> events;  ///< at least one
  /// Of the first event, as its decider counts; the writer asserts it unless it is 0.
  std::uint64_t first_sequence = 0;
};

/// Personal data of a confirmed applicant; `personal` is a record of events/personal.hpp. A later
/// entry of the same subject replaces the earlier one.
struct vault_entry {
  events::subject_id subject;
  std::string_view personal;
};

/// What one batch adds. Committed whole or not at all. May have no events, where a batch held
/// nothing but invalid commands; its source progress is committed all the same.
struct log_append {
  /// Of the first event; appends follow each other without gap. The streams' events are numbered
  /// in the order given.
  std::uint64_t first_position = 0;
  std::vector<stream_append> streams;
  std::vector<vault_entry> vault;
  events::source_progress progress;
};

struct commit_info {
  std::uint64_t last_position = 0;
  std::uint64_t bytes = 0;  ///< keys and values written, before RocksDB's own overhead
};

/// The one writer. Not thread-safe: the journal's thread owns it.
class log_writer {
 public:
  /// Checks that the log's end is whole: the head is the last commit, whose hash follows from its
  /// records, the last of which ends the log; the commits before it are chained; no checkpoint is
  /// ahead of the log. errc::damaged says what was expected. (storage/audit.hpp checks all of it.)
  [[nodiscard]] static result<std::unique_ptr<log_writer>> open(store& store);
  ~log_writer();
  log_writer(const log_writer&) = delete;
  log_writer& operator=(const log_writer&) = delete;

  /// Writes all appends as one commit with one fsync. Asserts that positions follow each other.
  /// An error is final: the store must be closed (an fsync that failed once is lost for good), and
  /// every later call returns the same error. Whether the commit is there after reopening is open;
  /// it is there whole or not at all.
  [[nodiscard]] result<commit_info> commit(std::span<const log_append* const> appends);

  /// Position of the last committed event; 0 for an empty log.
  [[nodiscard]] std::uint64_t last_position() const;

 private:
  struct impl;
  explicit log_writer(std::unique_ptr<impl> parts);
  std::unique_ptr<impl> impl_;
};

/// Position of the last committed event; 0 for an empty log. One look-up.
[[nodiscard]] result<std::uint64_t> last_position(const store& store);

/// Calls `visit` for every record that holds a position >= `from`, in order of position, until it
/// returns false. The first record may begin before `from`. The view is good during the call only.
/// Sees what was committed when it was called. Checks that positions follow each other.
[[nodiscard]] status for_each_record(const store& store, std::uint64_t from,
                                     const std::function<bool(const record_view&)>& visit);

/// The same for the records of one stream that hold a sequence >= `from_sequence`. Checks that
/// sequences follow each other, and that each record names the hash of the one before.
[[nodiscard]] status for_each_stream_record(const store& store, std::string_view stream,
                                            std::uint64_t from_sequence,
                                            const std::function<bool(const record_view&)>& visit);

/// How far a source has been read: the state stored with its last committed batch, or nothing.
[[nodiscard]] result<std::optional<std::string>> source_state(const store& store,
                                                              std::string_view source);

}  // namespace antrian::storage
