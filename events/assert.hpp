// Assertions that stay on in release builds: a broken invariant on the write path must stop the
// process before it reaches the disk.
#pragma once

namespace antrian::events {

/// Prints the broken invariant with its place and aborts. Never returns.
[[noreturn]] void assertion_failed(const char* expression, const char* file, int line) noexcept;

}  // namespace antrian::events

#define ANTRIAN_ASSERT(condition) \
  (static_cast<bool>(condition)   \
       ? void(0)                  \
       : ::antrian::events::assertion_failed(#condition, __FILE__, __LINE__))
