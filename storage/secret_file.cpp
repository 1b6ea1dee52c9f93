#include "storage/secret_file.hpp"

#include <cerrno>
#include <cstring>
#include <filesystem>

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include "events/ids.hpp"
#include "storage/file_descriptor.hpp"

namespace antrian::storage {
namespace {

constexpr std::size_t digits = 2 * std::tuple_size_v<events::secret_key>;

/// Text that held the secret, wiped when no longer needed.
struct wiped_text {
  std::string text;
  ~wiped_text() { sodium_memzero(text.data(), text.size()); }
};

tl::unexpected<error> fail_errno(errc code, const std::string& doing, const std::string& path) {
  return fail(code, doing + " " + path + ": " + std::strerror(errno));
}

bool write_all(int file, std::string_view text) {
  while (!text.empty()) {
    const auto written = ::write(file, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

/// A new name is durable only once its folder was synced.
status sync_folder_of(const std::string& path) {
  const auto folder = std::filesystem::absolute(path).parent_path().string();
  const file_descriptor opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!opened || ::fsync(opened.get()) != 0) {
    return fail_errno(errc::io, "syncing the folder", folder);
  }
  return {};
}

}  // namespace

result<events::secret_key> read_secret_file(const std::string& path) {
  const file_descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file) return fail_errno(errc::secret, "reading", path);
  wiped_text content{std::string(digits + 2, '\0')};
  const auto size = ::read(file.get(), content.text.data(), content.text.size());
  if (size < 0) return fail_errno(errc::secret, "reading", path);
  std::string_view text(content.text.data(), static_cast<std::size_t>(size));
  if (text.ends_with('\n')) text.remove_suffix(1);
  events::secret_key secret{};
  std::size_t decoded = 0;
  const char* end = nullptr;
  const bool fits = text.size() == digits &&
                    sodium_hex2bin(secret.data(), secret.size(), text.data(), text.size(), nullptr,
                                   &decoded, &end) == 0 &&
                    decoded == secret.size() && end == text.data() + text.size();
  if (!fits) return fail(errc::secret, path + " does not hold 64 hexadecimal digits");
  return secret;
}

result<events::secret_key> create_secret_file(const std::string& path) {
  events::secret_key secret{};
  randombytes_buf(secret.data(), secret.size());
  wiped_text content;
  content.text.reserve(digits + 1);
  events::append_hex(content.text, secret.data(), secret.size());
  content.text.push_back('\n');

  // Under another name first, so that a crash never leaves half a secret under the right one.
  const std::string draft = path + ".new";
  if (::unlink(draft.c_str()) != 0 && errno != ENOENT) {
    return fail_errno(errc::secret, "removing", draft);
  }
  const file_descriptor file(
      ::open(draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR));
  if (!file) return fail_errno(errc::secret, "creating", draft);
  if (!write_all(file.get(), content.text) || ::fsync(file.get()) != 0) {
    return fail_errno(errc::secret, "writing", draft);
  }
  // link() refuses an existing name, where rename() would replace it.
  if (::link(draft.c_str(), path.c_str()) != 0) {
    return fail_errno(errc::secret, "creating", path);
  }
  if (::unlink(draft.c_str()) != 0) return fail_errno(errc::secret, "removing", draft);
  if (const auto synced = sync_folder_of(path); !synced) return tl::unexpected(synced.error());
  return secret;
}

}  // namespace antrian::storage
