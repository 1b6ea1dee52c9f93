#include "ingest/file_opening.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace antrian::ingest {
namespace {

namespace fs = std::filesystem;

/// Refuses what is no text: thousands of dead letters would say it less clearly.
status check_uncompressed(int input, const std::string& path) {
  std::array<unsigned char, 2> first{};
  if (::pread(input, first.data(), first.size(), 0) != static_cast<ssize_t>(first.size()) ||
      first != std::array<unsigned char, 2>{0x1F, 0x8B}) {
    return {};
  }
  return fail(errc::input, path + " is compressed with gzip; run: gunzip -c " + path +
                               " | antrian ingest - ..., or unpack it first");
}

/// The same file under whatever name, or one that would be if it were made.
bool same_file(const std::string& a, const std::string& b) {
  if (a.empty() || b.empty() || a == "-" || b == "-" || is_special(a)) return false;
  std::error_code ignored;
  if (fs::equivalent(a, b, ignored)) return true;
  // Without a working folder both stay as they are, which is as good for telling them apart.
  const auto full = [](const std::string& path) {
    std::error_code none;
    const auto made = fs::absolute(path, none);
    return (none ? fs::path(path) : made).lexically_normal();
  };
  return full(a) == full(b);
}

}  // namespace

result<opened_input> open_input(const std::string& path) {
  if (path == "-") return opened_input{storage::file_descriptor(STDIN_FILENO, false), "", 0};
  opened_input opened;
  opened.file = storage::file_descriptor(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  struct stat about {};
  if (!opened.file || ::fstat(opened.file.get(), &about) != 0) {
    return fail(errc::input, "cannot open " + path + ": " + std::strerror(errno));
  }
  if (S_ISDIR(about.st_mode)) return fail(errc::input, path + " is a folder");
  if (!S_ISREG(about.st_mode)) return opened;
  std::error_code fault;
  const auto full = fs::absolute(path, fault);
  if (fault) return fail(errc::input, "cannot tell where " + path + " is: " + fault.message());
  if (auto text = check_uncompressed(opened.file.get(), path); !text) {
    return tl::unexpected(text.error());
  }
  opened.size = static_cast<std::uint64_t>(about.st_size);
  opened.source = "file:" + full.lexically_normal().string();
  return opened;
}

status keep_apart(const std::string& input, const std::string& results,
                  const std::string& dead_letters) {
  if (same_file(results, input) || same_file(dead_letters, input)) {
    return fail(errc::input, input + " would be overwritten: give outputs of their own");
  }
  if (same_file(results, dead_letters)) {
    return fail(errc::input, "results and dead letters cannot go to the same file");
  }
  return {};
}

bool is_special(const std::string& path) {
  std::error_code ignored;
  return path == "-" || (fs::exists(path, ignored) && !fs::is_regular_file(path, ignored));
}

}  // namespace antrian::ingest
