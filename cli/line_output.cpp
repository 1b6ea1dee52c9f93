#include "cli/line_output.hpp"

#include <utility>

namespace antrian::cli {
namespace {

constexpr std::size_t write_bytes = std::size_t{1} << 20;

}  // namespace

ingest::result<line_output> line_output::open(const std::string& path) {
  auto file = ingest::output_file::open(path, 0);
  if (!file) return tl::unexpected(file.error());
  line_output made;
  made.file_ = std::move(*file);
  return made;
}

ingest::status line_output::end_line() {
  buffer_.push_back('\n');
  return buffer_.size() < write_bytes ? ingest::status() : finish();
}

ingest::status line_output::add(std::string_view text) {
  buffer_.append(text);
  return end_line();
}

ingest::status line_output::finish() {
  auto written = file_.append(buffer_);
  buffer_.clear();
  return written;
}

}  // namespace antrian::cli
