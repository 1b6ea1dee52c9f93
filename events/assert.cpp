#include "events/assert.hpp"

#include <cstdio>
#include <cstdlib>

namespace antrian::events {

void assertion_failed(const char* expression, const char* file, int line) noexcept {
  std::fprintf(stderr, "antrian: broken invariant: %s (%s:%d)\n", expression, file, line);
  std::abort();
}

}  // namespace antrian::events
