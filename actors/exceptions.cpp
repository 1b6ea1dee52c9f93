#include "actors/exceptions.hpp"

#include <cstdio>
#include <cstdlib>
#include <string>

#include <caf/make_message.hpp>
#include <caf/sec.hpp>

namespace antrian::actors {
namespace {

std::string text_of(const std::exception_ptr& thrown) {
  try {
    std::rethrow_exception(thrown);
  } catch (const std::exception& e) {
    return e.what();
  } catch (...) {
    return "an exception without a text";
  }
}

}  // namespace

caf::error go_down(std::exception_ptr& thrown) {
  return caf::make_error(caf::sec::runtime_error, text_of(thrown));
}

caf::error end_process(std::exception_ptr& thrown) {
  std::fprintf(stderr, "antrian: an actor cannot go on: %s\n", text_of(thrown).c_str());
  std::abort();
}

}  // namespace antrian::actors
