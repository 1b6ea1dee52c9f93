// What becomes of an exception in an actor. Left alone, CAF prints it on standard output, where
// results may be going, and ends the actor without a word to those who wait for it.
#pragma once

#include <exception>

#include <caf/error.hpp>

namespace antrian::actors {

/// For an actor that is supervised: the reason with which it goes down says what was thrown.
[[nodiscard]] caf::error go_down(std::exception_ptr& thrown);

/// For an actor without which the node cannot go on: prints what was thrown and ends the process,
/// as a broken invariant does. Nothing is lost that was answered.
[[noreturn]] caf::error end_process(std::exception_ptr& thrown);

}  // namespace antrian::actors
