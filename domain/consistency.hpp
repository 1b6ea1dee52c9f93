// What holds in every state that a fold of events comes to: asked after reading a state from bytes,
// and by the tests after every event.
#pragma once

#include "domain/office_day.hpp"

namespace antrian::domain {

/// True if every index in the state points at what it should, so that nothing can be walked off,
/// and if the counts of the slots and the queue are those of the places.
[[nodiscard]] bool consistent(const office_day& day);

}  // namespace antrian::domain
