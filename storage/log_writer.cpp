#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

#include <boost/unordered/unordered_flat_map.hpp>
#include <rocksdb/db.h>

#include "events/assert.hpp"
#include "events/event_codec.hpp"
#include "storage/big_endian.hpp"
#include "storage/event_log.hpp"
#include "storage/head.hpp"
#include "storage/log_end.hpp"
#include "storage/rocks.hpp"
#include "storage/stream_key.hpp"
#include "storage/text_hash.hpp"
#include "storage/vault.hpp"

namespace antrian::storage {
namespace {

/// Room for a usual commit, so that the batch does not grow by doubling the first time.
constexpr std::size_t batch_bytes_reserved = std::size_t{4} << 20;

using tail_map = boost::unordered_flat_map<std::string, stream_tail, text_hash, std::equal_to<>>;

}  // namespace

struct log_writer::impl {
  impl(store& owner, const log_head& end)
      : store_(owner), head_(end), cipher_(owner.secret()), batch_(batch_bytes_reserved) {}

  result<commit_info> commit(std::span<const log_append* const> appends);

  store& store_;
  log_head head_;
  vault_cipher cipher_;
  /// The last record of every stream that this process has written to; others are read when first
  /// needed. Grows with the streams in use, one office day each.
  tail_map tails_;
  std::optional<error> failure_;

  // Reused from commit to commit.
  rocksdb::WriteBatch batch_;
  std::string key_;
  std::string value_;
  std::string record_hashes_;
  std::vector<const vault_entry*> vault_entries_;
  std::uint64_t next_position_ = 0;
  std::uint64_t bytes_ = 0;

 private:
  status compose(std::span<const log_append* const> appends);
  status add_append(const log_append& append);
  status add_record(const stream_append& append);
  status add_vault_rows();
  status add_commit_end();
  status put(table which, std::string_view key, std::string_view value);
  result<stream_tail*> tail_of(const std::string& stream);
};

status log_writer::impl::put(table which, std::string_view key, std::string_view value) {
  const auto added = batch_.Put(store_.family(which), to_slice(key), to_slice(value));
  if (!added.ok()) return fail(added, "composing a commit");
  bytes_ += key.size() + value.size();
  return {};
}

result<stream_tail*> log_writer::impl::tail_of(const std::string& stream) {
  const auto known = tails_.find(stream);
  if (known != tails_.end()) return &known->second;
  const auto read = read_stream_tail(store_, stream);
  if (!read) return tl::unexpected(read.error());
  return &tails_.emplace(stream, *read).first->second;
}

status log_writer::impl::add_record(const stream_append& append) {
  ANTRIAN_ASSERT(!append.events.empty());
  ANTRIAN_ASSERT(append.events.size() <= std::numeric_limits<std::uint32_t>::max());
  ANTRIAN_ASSERT(append.stream.find('\0') == std::string::npos);
  const auto found = tail_of(append.stream);
  if (!found) return tl::unexpected(found.error());
  stream_tail& tail = **found;
  // A stream has at most one event per position, so it can never be longer than the log.
  ANTRIAN_ASSERT(tail.last_sequence < next_position_);

  record_view view;
  view.first_position = next_position_;
  view.stream = append.stream;
  view.first_sequence = tail.last_sequence + 1;
  ANTRIAN_ASSERT(append.first_sequence == 0 || append.first_sequence == view.first_sequence);
  view.count = static_cast<std::uint32_t>(append.events.size());
  view.previous = tail.last_hash;

  value_.clear();
  const std::size_t begin = begin_record(value_, view);
  events::append_events(value_, append.events.data(), append.events.size());
  const hash256 hash = finish_record(value_, begin, view.first_position);
  record_hashes_.append(reinterpret_cast<const char*>(hash.data()), hash.size());

  const auto position = big_endian(view.first_position);
  const std::string_view position_bytes(position.data(), position.size());
  if (auto added = put(table::log, position_bytes, value_); !added) return added;
  key_.clear();
  append_stream_key(key_, view.stream, view.first_sequence);
  if (auto added = put(table::streams, key_, position_bytes); !added) return added;

  tail.last_sequence += view.count;
  tail.last_hash = hash;
  next_position_ += view.count;
  return {};
}

status log_writer::impl::add_append(const log_append& append) {
  ANTRIAN_ASSERT(append.first_position == next_position_);
  for (const auto& stream : append.streams) {
    if (auto added = add_record(stream); !added) return added;
  }
  for (const auto& entry : append.vault) vault_entries_.push_back(&entry);
  if (append.progress.source.empty()) return {};
  key_.assign(meta_source_prefix);
  key_ += append.progress.source;
  return put(table::meta, key_, append.progress.state);
}

status log_writer::impl::add_vault_rows() {
  // In order of subject: random keys one after another cost the memtable a search each
  // (tuning.cpp). Of several entries of one subject the last one is the row.
  std::stable_sort(vault_entries_.begin(), vault_entries_.end(),
                   [](const auto* a, const auto* b) { return a->subject < b->subject; });
  for (std::size_t i = 0; i < vault_entries_.size(); ++i) {
    const auto& subject = vault_entries_[i]->subject;
    if (i + 1 < vault_entries_.size() && vault_entries_[i + 1]->subject == subject) continue;
    value_.clear();
    cipher_.append_sealed(value_, subject, vault_entries_[i]->personal);
    const std::string_view key(reinterpret_cast<const char*>(subject.bytes.data()),
                               subject.bytes.size());
    if (auto added = put(table::vault, key, value_); !added) return added;
  }
  return {};
}

status log_writer::impl::add_commit_end() {
  if (record_hashes_.empty()) return {};
  commit_record commit;
  commit.first_position = head_.last_position + 1;
  commit.last_position = next_position_ - 1;
  commit.records = static_cast<std::uint32_t>(record_hashes_.size() / sizeof(hash256));
  commit.previous = head_.hash;
  commit.hash = commit_hash(commit, record_hashes_);
  ANTRIAN_ASSERT(commit.records > 0);
  ANTRIAN_ASSERT(commit.last_position - head_.last_position >= commit.records);

  const auto position = big_endian(commit.first_position);
  value_.clear();
  append_commit(value_, commit);
  if (auto added = put(table::commits, {position.data(), position.size()}, value_); !added) {
    return added;
  }
  value_.clear();
  append_head(value_, {commit.last_position, head_.commits + 1, commit.hash});
  if (auto added = put(table::meta, meta_head, value_); !added) return added;
  head_ = {commit.last_position, head_.commits + 1, commit.hash};
  return {};
}

status log_writer::impl::compose(std::span<const log_append* const> appends) {
  batch_.Clear();
  record_hashes_.clear();
  vault_entries_.clear();
  bytes_ = 0;
  next_position_ = head_.last_position + 1;
  for (const log_append* append : appends) {
    if (auto added = add_append(*append); !added) return added;
  }
  if (auto added = add_vault_rows(); !added) return added;
  return add_commit_end();
}

result<commit_info> log_writer::impl::commit(std::span<const log_append* const> appends) {
  // The tails and the head are ahead of the disk after an error; nothing may be built on them.
  if (failure_) return tl::unexpected(*failure_);
  if (const auto composed = compose(appends); !composed) {
    failure_ = composed.error();
    return tl::unexpected(*failure_);
  }
  if (batch_.Count() > 0) {
    rocksdb::WriteOptions durable;
    durable.sync = true;
    const auto written = store_.db().Write(durable, &batch_);
    if (!written.ok()) {
      failure_ = fail(written, "writing a commit").value();
      return tl::unexpected(*failure_);
    }
  }
  return commit_info{head_.last_position, bytes_};
}

log_writer::log_writer(std::unique_ptr<impl> parts) : impl_(std::move(parts)) {}
log_writer::~log_writer() = default;

result<std::unique_ptr<log_writer>> log_writer::open(store& store) {
  const auto end = check_log_end(store);
  if (!end) return tl::unexpected(end.error());
  return std::unique_ptr<log_writer>(new log_writer(std::make_unique<impl>(store, *end)));
}

result<commit_info> log_writer::commit(std::span<const log_append* const> appends) {
  return impl_->commit(appends);
}

std::uint64_t log_writer::last_position() const {
  return impl_->head_.last_position;
}

}  // namespace antrian::storage
