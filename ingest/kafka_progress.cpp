#include "ingest/kafka_progress.hpp"

#include "ingest/file_progress.hpp"

namespace antrian::ingest {
namespace {

constexpr char version = 1;

/// LEB128: small numbers, which most are, take one byte.
void append_number(std::string& out, std::uint64_t value) {
  while (value >= 0x80) {
    out.push_back(static_cast<char>(value | 0x80));
    value >>= 7;
  }
  out.push_back(static_cast<char>(value));
}

struct number_reader {
  std::string_view bytes;
  bool sound = true;

  std::uint64_t number() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; sound; shift += 7) {
      if (bytes.empty() || shift > 63) break;
      const auto byte = static_cast<std::uint8_t>(bytes.front());
      bytes.remove_prefix(1);
      if (shift == 63 && byte > 1) break;
      value |= std::uint64_t{byte & 0x7FU} << shift;
      if (byte < 0x80) return value;
    }
    sound = false;
    return 0;
  }
  /// How many of something follow, each of one byte at least.
  std::size_t count() {
    const auto value = number();
    if (value > bytes.size()) sound = false;
    return sound ? static_cast<std::size_t>(value) : 0;
  }
  std::string text() {
    const auto size = count();
    std::string value(bytes.substr(0, size));
    bytes.remove_prefix(size);
    return value;
  }
};

void append_partition(std::string& out, const partition_progress& partition) {
  append_number(out, partition.next);
  append_number(out, partition.next - partition.answered);
  append_number(out, partition.passed_over);
  append_number(out, partition.last ? 1 : 0);
  if (!partition.last) return;
  append_number(out, static_cast<std::uint64_t>(partition.last->time_ms));
  append_number(out, partition.last->checksum);
}

partition_progress read_partition(number_reader& in) {
  partition_progress partition;
  partition.next = in.number();
  const auto behind = in.number();
  if (behind > partition.next) in.sound = false;
  partition.answered = partition.next - behind;
  partition.passed_over = in.number();
  const auto marked = in.number();
  if (marked > 1) in.sound = false;
  if (marked == 1) {
    const auto time_ms = static_cast<std::int64_t>(in.number());
    partition.last = message_mark{time_ms, in.number()};
  }
  return partition;
}

/// True if the batches lead from `answered` to `next`, each a step forward.
bool lead_from_answered_to_next(const kafka_progress& progress) {
  std::vector<std::uint64_t> at;
  for (const auto& partition : progress.partitions) at.push_back(partition.answered);
  for (const auto& batch : progress.unanswered) {
    for (const auto& [partition, end] : batch) {
      if (partition >= at.size() || end <= at[partition]) return false;
      at[partition] = end;
    }
  }
  for (std::size_t i = 0; i < at.size(); ++i) {
    if (at[i] != progress.partitions[i].next) return false;
  }
  return true;
}

}  // namespace

std::string to_bytes(const kafka_progress& progress) {
  std::string out(1, version);
  append_number(out, progress.cluster.size());
  out += progress.cluster;
  append_number(out, progress.partitions.size());
  for (const auto& partition : progress.partitions) append_partition(out, partition);
  append_number(out, progress.known_position);
  append_number(out, progress.unanswered.size());
  for (const auto& batch : progress.unanswered) {
    append_number(out, batch.size());
    for (const auto& [partition, end] : batch) {
      append_number(out, partition);
      append_number(out, progress.partitions[partition].next - end);
    }
  }
  return out;
}

std::optional<kafka_progress> parse_kafka_progress(std::string_view bytes) {
  if (bytes.empty() || bytes.front() != version) return std::nullopt;
  number_reader in{bytes.substr(1)};
  kafka_progress progress;
  progress.cluster = in.text();
  const auto partitions = in.count();
  for (std::size_t i = 0; i < partitions; ++i) progress.partitions.push_back(read_partition(in));
  progress.known_position = in.number();
  const auto batches = in.count();
  for (std::size_t i = 0; i < batches; ++i) {
    auto& batch = progress.unanswered.emplace_back();
    const auto ends = in.count();
    for (std::size_t j = 0; j < ends; ++j) {
      const auto partition = in.number();
      const auto before_next = in.number();
      if (!in.sound || partition >= progress.partitions.size() ||
          before_next > progress.partitions[partition].next) {
        return std::nullopt;
      }
      batch.push_back({static_cast<std::uint32_t>(partition),
                       progress.partitions[partition].next - before_next});
    }
  }
  if (!in.sound || !in.bytes.empty() || !lead_from_answered_to_next(progress)) return std::nullopt;
  return progress;
}

std::string progress_key(const std::string& topic) {
  return "kafka:" + topic;
}

message_mark mark_of_message(std::int64_t time_ms, std::string_view key, std::string_view value) {
  return {time_ms, checksum_of(key) * 3 + checksum_of(value)};
}

}  // namespace antrian::ingest
