// Lines of data into a file or standard output, in large writes.
#pragma once

#include <string>
#include <string_view>

#include "ingest/error.hpp"
#include "ingest/output_file.hpp"

namespace antrian::cli {

class line_output {
 public:
  /// `-` is standard output; a file is emptied first.
  [[nodiscard]] static ingest::result<line_output> open(const std::string& path);

  /// The line at hand, to be appended to; end_line() ends it.
  [[nodiscard]] std::string& line() { return buffer_; }
  [[nodiscard]] ingest::status end_line();
  [[nodiscard]] ingest::status add(std::string_view text);
  /// Writes what is left. Without it the last lines are lost.
  [[nodiscard]] ingest::status finish();

 private:
  ingest::output_file file_;
  std::string buffer_;
};

}  // namespace antrian::cli
