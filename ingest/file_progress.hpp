// How far a file has been read, as it is stored with the last committed batch; and where to go on
// when the same file is read again.
//
// The file may have grown or been changed since, and so may the output files: what is remembered
// carries checksums of what stood before the remembered places, of the input of every byte. What
// does not fit is simply read from the beginning; every command in it that was answered is a repeat
// then, and gets the answer it got first.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "ingest/error.hpp"
#include "ingest/file_checksum.hpp"

namespace antrian::ingest {

struct file_progress {
  file_mark read;                   ///< the input up to the last committed line
  std::uint64_t lines = 0;          ///< lines before `read`
  std::uint64_t invalid_lines = 0;  ///< how many of them were no valid command
  // Outputs are written behind the commit: they are complete up to `answered` only.
  file_mark answered;  ///< the input up to which results and dead letters are on disk
  std::uint64_t answered_lines = 0;
  std::uint64_t answered_invalid_lines = 0;
  std::uint64_t answered_position = 0;    ///< no later line was answered at or before this position
  std::optional<file_mark> results;       ///< the file of results then; nothing: none was asked for
  std::optional<file_mark> dead_letters;  ///< likewise
  friend bool operator==(const file_progress&, const file_progress&) = default;
};

[[nodiscard]] std::string to_bytes(const file_progress& progress);
[[nodiscard]] std::optional<file_progress> parse_progress(std::string_view bytes);

/// Where to begin, and to which length the outputs are cut back.
struct resume_point {
  std::uint64_t offset = 0;
  std::uint64_t lines = 0;
  std::uint64_t invalid_lines = 0;  ///< how many of them were no valid command
  std::uint64_t committed = 0;      ///< bytes of the input that are in the log already
  running_checksum input;           ///< of the input up to `offset`
  /// Lines from `offset` to here were judged before, and their answers lost: they must be given
  /// the same again. Ids that were known by then have an answer at most at `known_position`.
  std::uint64_t judged = 0;
  std::uint64_t judged_lines = 0;
  std::uint64_t judged_invalid_lines = 0;  ///< among all lines before `judged`
  std::uint64_t known_position = 0;
  std::uint64_t results_size = 0;
  std::uint64_t dead_letters_size = 0;
};

struct file_paths {
  std::string input;
  std::string results;       ///< empty: none
  std::string dead_letters;  ///< empty: none
};

/// The beginning, unless what is remembered still fits the files. Reads the input up to the
/// remembered place, and meanwhile tells `go_on`, if there is one, how far it is; the beginning
/// also if that returns false.
[[nodiscard]] resume_point find_resume_point(const file_paths& paths,
                                             const std::optional<file_progress>& remembered,
                                             const std::function<bool(std::uint64_t)>& go_on = {});

}  // namespace antrian::ingest
