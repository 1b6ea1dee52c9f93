#include "cli/progress_bar.hpp"

#include <algorithm>
#include <cstdio>

#include <sys/ioctl.h>
#include <unistd.h>

namespace antrian::cli {
namespace {

constexpr int bar_columns = 30;
/// Of a line with a bar, without the bar, roughly.
constexpr int text_columns = 66;
constexpr int unknown_columns = 1000;
constexpr double redraw_seconds = 0.1;
constexpr double line_seconds = 2.0;

/// What fits one line of the terminal: a longer one would not be overwritten by the next.
int columns_of(int terminal) {
  winsize size{};
  if (::ioctl(terminal, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return unknown_columns;
  return size.ws_col - 1;
}

}  // namespace

progress_bar::progress_bar(std::string what, std::string unit, bool quiet)
    : what_(std::move(what)),
      unit_(std::move(unit)),
      quiet_(quiet),
      terminal_(::isatty(STDERR_FILENO) != 0) {}

progress_bar::~progress_bar() {
  clear();
}

void progress_bar::clear() {
  if (terminal_ && drawn_) std::fputs("\r\033[K", stderr);
  drawn_ = false;
}

void progress_bar::update(double fraction, std::uint64_t count) {
  const auto now = clock::now();
  const double since = std::chrono::duration<double>(now - last_).count();
  if (quiet_ || since < (terminal_ ? redraw_seconds : line_seconds)) return;
  last_ = now;
  drawn_ = true;
  const double seconds = std::chrono::duration<double>(now - begun_).count();
  const auto rate = static_cast<unsigned long long>(static_cast<double>(count) / seconds);
  const int columns = terminal_ ? columns_of(STDERR_FILENO) : unknown_columns;
  char text[160];
  if (fraction >= 0) {
    const double part = std::clamp(fraction, 0.0, 1.0);
    const int width = std::clamp(columns - text_columns, 0, bar_columns);
    const int full = static_cast<int>(part * width);
    const double left = part > 0 ? seconds / part - seconds : 0;
    std::snprintf(text, sizeof text, "%s [%.*s%.*s] %3.0f%%  %llu %s  %llu/s  %.0f s left",
                  what_.c_str(), full, "##############################", width - full,
                  "..............................", part * 100,
                  static_cast<unsigned long long>(count), unit_.c_str(), rate, left);
  } else {
    std::snprintf(text, sizeof text, "%s  %llu %s  %llu/s", what_.c_str(),
                  static_cast<unsigned long long>(count), unit_.c_str(), rate);
  }
  std::fprintf(stderr, terminal_ ? "\r%.*s\033[K" : "%.*s\n", columns, text);
  std::fflush(stderr);
}

}  // namespace antrian::cli
