// A POSIX file descriptor that closes itself.
#pragma once

#include <utility>

#include <unistd.h>

namespace antrian::storage {

class file_descriptor {
 public:
  file_descriptor() = default;
  /// Takes `fd` over; standard input and output are not to be closed, so `owned` is false there.
  explicit file_descriptor(int fd, bool owned = true) : fd_(fd), owned_(owned) {}
  ~file_descriptor() { reset(); }
  file_descriptor(file_descriptor&& other) noexcept
      : fd_(std::exchange(other.fd_, -1)), owned_(other.owned_) {}
  file_descriptor& operator=(file_descriptor&& other) noexcept {
    if (this != &other) {
      reset();
      fd_ = std::exchange(other.fd_, -1);
      owned_ = other.owned_;
    }
    return *this;
  }

  [[nodiscard]] int get() const { return fd_; }
  [[nodiscard]] explicit operator bool() const { return fd_ >= 0; }

 private:
  void reset() {
    if (fd_ >= 0 && owned_) ::close(fd_);
    fd_ = -1;
  }
  int fd_ = -1;
  bool owned_ = true;
};

}  // namespace antrian::storage
