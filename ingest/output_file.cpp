#include "ingest/output_file.hpp"

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace antrian::ingest {
namespace {

auto output_fault(const std::string& path) {
  const int fault = errno;
  const std::string_view advice =
      fault == ENOSPC  ? "; make room and run the same command again"
      : fault == EPIPE ? "; its reader is gone; the same command again writes all of it"
                       : "";
  return fail(errc::output,
              "cannot write " + path + ": " + std::strerror(fault) + std::string(advice));
}

}  // namespace

result<output_file> output_file::open(const std::string& path, std::uint64_t size) {
  output_file made;
  made.path_ = path;
  if (path == "-") {
    made.file_ = storage::file_descriptor(STDOUT_FILENO, false);
    return made;
  }
  made.file_ = storage::file_descriptor(::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
  struct stat about {};
  if (!made.file_ || ::fstat(made.file_.get(), &about) != 0) return output_fault(path);
  if (!S_ISREG(about.st_mode)) return made;  // a pipe or a device: nothing to cut or to resume
  if (::ftruncate(made.file_.get(), static_cast<off_t>(size)) != 0 ||
      ::lseek(made.file_.get(), 0, SEEK_END) < 0) {
    return output_fault(path);
  }
  made.regular_ = true;
  made.size_ = size;
  made.synced_ = tail_mark(path, size);
  return made;
}

status output_file::append(std::string_view bytes) {
  if (!wanted()) return {};
  while (!bytes.empty()) {
    const auto written = ::write(file_.get(), bytes.data(), bytes.size());
    if (written < 0) {
      if (errno == EINTR) continue;
      return output_fault(path_ == "-" ? "standard output" : path_);
    }
    bytes.remove_prefix(static_cast<std::size_t>(written));
    size_ += static_cast<std::uint64_t>(written);
  }
  return {};
}

status output_file::sync() {
  if (!regular_) return {};
  if (::fdatasync(file_.get()) != 0) return output_fault(path_);
  synced_ = tail_mark(path_, size_);
  return {};
}

}  // namespace antrian::ingest
