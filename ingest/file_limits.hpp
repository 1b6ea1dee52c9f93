// Every limit of the file source in one place, with their relations.
#pragma once

#include <cstddef>
#include <cstdint>

#include "actors/limits.hpp"

namespace antrian::ingest {

/// Longest line that is read as a command; a longer one is a dead letter, cut to this length.
inline constexpr std::size_t line_size_max = std::size_t{1} << 20;

/// A batch ends with the line that reaches a multiple of this in the input, however few its lines:
/// what a batch holds of its lines is this and one line at most. Above the size of a usual batch.
inline constexpr std::uint64_t batch_bytes_max = std::uint64_t{16} << 20;

/// Batches between the input and the written answer: those in the node, and those whose answers
/// wait to be written.
inline constexpr std::size_t under_way_max = 32;
/// Bytes of lines that these batches hold together.
inline constexpr std::uint64_t under_way_bytes_max = std::uint64_t{64} << 20;

/// Answers that are gathered before they are written.
inline constexpr std::size_t write_size = std::size_t{1} << 20;

/// The outputs are brought to the disk each time so many batches, or batches of so many bytes of
/// input, have been answered since: what is answered again after a crash, at most.
inline constexpr std::size_t sync_batches = 32;
inline constexpr std::uint64_t sync_bytes = std::uint64_t{16} << 20;

static_assert(batch_bytes_max >= line_size_max);
static_assert(under_way_bytes_max >= 2 * (batch_bytes_max + line_size_max),
              "one batch is read while another one is decided");
static_assert(under_way_max > actors::engine_limits{}.batches_in_flight,
              "the node's usual window can be full while answers are written");

}  // namespace antrian::ingest
