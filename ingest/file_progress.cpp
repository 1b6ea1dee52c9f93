#include "ingest/file_progress.hpp"

#include <array>

#include <fcntl.h>
#include <unistd.h>

#include "storage/file_descriptor.hpp"

namespace antrian::ingest {
namespace {

constexpr char version = 4;

void append_u64(std::string& out, std::uint64_t value) {
  for (int shift = 0; shift < 64; shift += 8) out.push_back(static_cast<char>(value >> shift));
}

void append_mark(std::string& out, const file_mark& mark) {
  append_u64(out, mark.size);
  append_u64(out, mark.checksum);
}

void append_optional(std::string& out, const std::optional<file_mark>& mark) {
  out.push_back(mark ? 1 : 0);
  append_mark(out, mark.value_or(file_mark{}));
}

struct byte_reader {
  std::string_view bytes;
  bool sound = true;

  std::uint64_t u64() {
    if (bytes.size() < 8) sound = false;
    if (!sound) return 0;
    std::uint64_t value = 0;
    for (std::size_t i = 8; i-- > 0;) value = value << 8 | static_cast<std::uint8_t>(bytes[i]);
    bytes.remove_prefix(8);
    return value;
  }
  file_mark mark() {
    const auto size = u64();
    return {size, u64()};
  }
  std::optional<file_mark> optional() {
    if (bytes.empty()) sound = false;
    if (!sound) return std::nullopt;
    const bool present = bytes.front() != 0;
    bytes.remove_prefix(1);
    const auto read = mark();
    return present ? std::optional(read) : std::nullopt;
  }
};

/// An output fits if it was asked for then and now and still begins as it did; one that is not
/// asked for now does not matter.
bool output_fits(const std::string& path, const std::optional<file_mark>& mark) {
  return path.empty() || (mark && tail_mark(path, mark->size) == mark);
}

/// True if the line that ended at `size` has no end there and goes on by now: what was read of it
/// was not the line.
bool goes_on(int input, std::uint64_t size) {
  std::array<char, 2> around{};
  return size > 0 &&
         ::pread(input, around.data(), around.size(), static_cast<off_t>(size - 1)) == 2 &&
         around[0] != '\n';
}

/// The checksums of an input, if it is the one that is remembered.
struct known_input {
  running_checksum answered;
  running_checksum read;
};
std::optional<known_input> known_again(const std::string& path, const file_progress& remembered,
                                       const std::function<bool(std::uint64_t)>& go_on) {
  const storage::file_descriptor input(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  const auto fits = [&](const file_mark& mark, running_checksum& sum) {
    return add_file(input.get(), mark.size, sum, go_on) && sum.mark() == mark;
  };
  known_input known;
  if (!input || !fits(remembered.answered, known.answered)) return std::nullopt;
  known.read = known.answered;
  if (!fits(remembered.read, known.read)) return std::nullopt;
  if (goes_on(input.get(), remembered.read.size)) return std::nullopt;
  return known;
}

}  // namespace

std::string to_bytes(const file_progress& progress) {
  std::string out(1, version);
  append_mark(out, progress.read);
  append_u64(out, progress.lines);
  append_u64(out, progress.invalid_lines);
  append_mark(out, progress.answered);
  append_u64(out, progress.answered_lines);
  append_u64(out, progress.answered_invalid_lines);
  append_u64(out, progress.answered_position);
  append_optional(out, progress.results);
  append_optional(out, progress.dead_letters);
  return out;
}

std::optional<file_progress> parse_progress(std::string_view bytes) {
  if (bytes.empty() || bytes.front() != version) return std::nullopt;
  byte_reader in{bytes.substr(1)};
  file_progress progress;
  progress.read = in.mark();
  progress.lines = in.u64();
  progress.invalid_lines = in.u64();
  progress.answered = in.mark();
  progress.answered_lines = in.u64();
  progress.answered_invalid_lines = in.u64();
  progress.answered_position = in.u64();
  progress.results = in.optional();
  progress.dead_letters = in.optional();
  if (!in.sound || !in.bytes.empty()) return std::nullopt;
  return progress;
}

resume_point find_resume_point(const file_paths& paths,
                               const std::optional<file_progress>& remembered,
                               const std::function<bool(std::uint64_t)>& go_on) {
  if (!remembered) return {};
  const auto known = known_again(paths.input, *remembered, go_on);
  if (!known) return {};
  resume_point point;
  point.committed = remembered->read.size;
  if (paths.results.empty() && paths.dead_letters.empty()) {
    point.offset = remembered->read.size;
    point.input = known->read;
    point.lines = remembered->lines;
    point.invalid_lines = remembered->invalid_lines;
  } else if (output_fits(paths.results, remembered->results) &&
             output_fits(paths.dead_letters, remembered->dead_letters)) {
    point.offset = remembered->answered.size;
    point.input = known->answered;
    point.lines = remembered->answered_lines;
    point.invalid_lines = remembered->answered_invalid_lines;
    point.judged = remembered->read.size;
    point.judged_lines = remembered->lines;
    point.judged_invalid_lines = remembered->invalid_lines;
    point.known_position = remembered->answered_position;
    if (!paths.results.empty()) point.results_size = remembered->results->size;
    if (!paths.dead_letters.empty()) point.dead_letters_size = remembered->dead_letters->size;
  }
  return point;
}

}  // namespace antrian::ingest
