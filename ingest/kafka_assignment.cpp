#include "ingest/kafka_assignment.hpp"

#include <algorithm>

namespace antrian::ingest {
namespace {

constexpr const char* go_on_all_the_same = "To go on all the same, start once with --accept-gap: ";

std::string place(const std::string& topic, std::size_t partition) {
  return "partition " + std::to_string(partition) + " of " + topic;
}

std::string messages(std::uint64_t from, std::uint64_t to) {
  return "messages " + std::to_string(from) + " to " + std::to_string(to - 1);
}

/// What one partition has lost, and where to go on if that is accepted; nothing if all is well.
struct partition_fault {
  std::string found;
  std::string what_accepting_does;
  std::uint64_t lost = 0;
};

partition_fault removed(const std::string& where, std::uint64_t from, std::uint64_t low,
                        bool committed) {
  return {where + " begins at offset " + std::to_string(low) + "; " + messages(from, low) +
              " were removed (retention) before " +
              (committed ? "their answers were delivered" : "they were read"),
          "they are lost, and reading goes on at " + std::to_string(low) + ".", low - from};
}

std::optional<partition_fault> fault_of(const std::string& topic, std::size_t number,
                                        const partition_progress& read,
                                        const partition_found& found) {
  const auto where = place(topic, number);
  const std::string anew =
      "the topic is read from its beginning; commands that are known already are repeats.";
  if (read.next > found.high) {
    return partition_fault{where + " ends at offset " + std::to_string(found.high) +
                               ", but was read up to offset " + std::to_string(read.next) +
                               ": the topic was made anew, or its brokers have lost messages",
                           anew};
  }
  if (read.last && found.last && read.last != found.last) {
    return partition_fault{
        where + " has another message at offset " + std::to_string(read.next - 1) +
            " than the one that was read there (its time stamp was " +
            std::to_string(read.last->time_ms) + " ms, now it is " +
            std::to_string(found.last->time_ms) + " ms): the topic was made anew",
        anew};
  }
  if (found.low > read.next) return removed(where, read.next, found.low, false);
  if (found.low > read.answered) {
    auto fault = removed(where, read.answered, found.low, true);
    fault.lost = 0;
    fault.what_accepting_does = "the commands in them are committed; their answers are lost.";
    return fault;
  }
  return std::nullopt;
}

/// Where the topic is read for the first time, what retention has removed before is nobody's loss.
assignment first_assignment(const std::string& topic, const topic_found& found) {
  assignment made;
  made.progress.cluster = found.cluster;
  std::uint64_t gone = 0;
  for (const auto& partition : found.partitions) {
    made.progress.partitions.push_back({partition.low, partition.low, std::nullopt, 0});
    gone += partition.low;
  }
  if (gone > 0) {
    made.notices.push_back(topic + " is read for the first time, from the first message that is " +
                           "there; " + std::to_string(gone) +
                           " offsets before that hold nothing any more");
  }
  return made;
}

/// The fault of the topic as a whole.
std::string topic_fault(const std::string& topic, const kafka_progress& read,
                        const topic_found& found) {
  if (read.cluster != found.cluster) {
    return "the commands of this store came from the Kafka cluster " + read.cluster +
           ", but the brokers are of the cluster " + found.cluster +
           ": check the brokers in antrian.toml, or use another store";
  }
  if (read.partitions.size() > found.partitions.size()) {
    return topic + " has " + std::to_string(found.partitions.size()) + " partitions, but " +
           std::to_string(read.partitions.size()) + " were read: the topic was made anew";
  }
  return {};
}

}  // namespace

result<assignment> assign_partitions(const std::string& topic,
                                     const std::optional<kafka_progress>& remembered,
                                     const topic_found& found, bool accept_gap) {
  if (!remembered) return first_assignment(topic, found);
  if (const auto fault = topic_fault(topic, *remembered, found); !fault.empty()) {
    if (!accept_gap) {
      return fail(errc::input, fault + ". " + go_on_all_the_same + "the topic is read from its " +
                                   "beginning; commands that are known already are repeats.");
    }
    auto made = first_assignment(topic, found);
    made.progress.known_position = remembered->known_position;
    made.notices.insert(made.notices.begin(), "accepted: " + fault);
    return made;
  }
  assignment made;
  made.progress = *remembered;
  made.progress.partitions.resize(found.partitions.size());
  std::vector<partition_fault> faults;
  for (std::size_t i = 0; i < found.partitions.size(); ++i) {
    auto& partition = made.progress.partitions[i];
    const auto fault = fault_of(topic, i, partition, found.partitions[i]);
    if (!fault) continue;
    faults.push_back(*fault);
    const auto at = found.partitions[i].low;
    partition = {at, at, std::nullopt, partition.passed_over + fault->lost};
    made.notices.push_back("accepted: " + fault->found + ": " + fault->what_accepting_does);
  }
  if (faults.empty()) return made;
  if (!accept_gap) {
    const auto more = faults.size() - 1;
    return fail(errc::input,
                faults.front().found +
                    (more > 0 ? " (and " + std::to_string(more) + " more partitions)" : "") + ". " +
                    go_on_all_the_same + faults.front().what_accepting_does);
  }
  // Batches that are not whole any more cannot be read again as they were.
  made.progress.unanswered.clear();
  for (auto& partition : made.progress.partitions) {
    if (partition.next != partition.answered) partition.last.reset();
    partition.next = partition.answered;
  }
  return made;
}

bool offset_watch::take(std::uint32_t partition, std::uint64_t offset) {
  auto& next = next_[partition];
  if (offset < next) return false;
  if (offset > next && std::none_of(gaps_.begin(), gaps_.end(), [&](const offset_gap& gap) {
        return gap.partition == partition;
      })) {
    gaps_.push_back({partition, next, offset});
  }
  next = offset + 1;
  return true;
}

std::optional<std::string> gap_fault(const std::string& topic, const offset_gap& gap,
                                     std::uint64_t low) {
  if (low <= gap.from) return std::nullopt;
  return place(topic, gap.partition) + " gave offset " + std::to_string(gap.to) + " after " +
         std::to_string(gap.from) + " was expected, and begins at offset " + std::to_string(low) +
         " by now: messages were removed (retention) before they were read. " + go_on_all_the_same +
         "they are lost.";
}

std::string out_of_range_fault(const std::string& topic, std::uint32_t partition,
                               std::uint64_t wanted, std::uint64_t low, std::uint64_t high) {
  const auto where = place(topic, partition);
  if (wanted < low) {
    const auto fault = removed(where, wanted, low, false);
    return fault.found + ". " + go_on_all_the_same + fault.what_accepting_does;
  }
  return where + " was to be read at offset " + std::to_string(wanted) + ", but has offsets " +
         std::to_string(low) + " to " + std::to_string(high) +
         " only: the topic was made anew, or its brokers have lost messages. Start again to see "
         "what can be done.";
}

}  // namespace antrian::ingest
