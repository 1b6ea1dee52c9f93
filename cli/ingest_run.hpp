// An ingest with progress and a summary: what `antrian ingest`, `open` and `demo` share.
#pragma once

#include <string>

#include "actors/node.hpp"
#include "cli/session.hpp"
#include "ingest/file_source.hpp"

namespace antrian::cli {

struct ingest_request {
  std::string input;
  std::string results;
  std::string dead_letters;
  bool quiet = false;
  std::string what = "ingesting";  ///< for the progress
};

struct ingest_report {
  ingest::ingest_summary summary;
  std::uint64_t repeats = 0;
  double seconds = 0;
};

/// Ingests and waits until the projections hold all of it.
[[nodiscard]] ingest::result<ingest_report> run_ingest(session& open, actors::node& node,
                                                       const ingest_request& request);

[[nodiscard]] std::string summary_text(const ingest_report& report);
[[nodiscard]] std::string summary_json(const ingest_report& report);
/// Which line was the first that is no valid command, and why. There must be one.
[[nodiscard]] std::string first_invalid_sentence(const ingest::answer_counts& counts);

}  // namespace antrian::cli
