// The process manager of reschedules, as an actor (the rules: domain/reschedule.hpp).
#pragma once

#include <functional>

#include "actors/interfaces.hpp"
#include "domain/reschedule.hpp"

namespace antrian::actors {

struct reschedule_state {
  domain::reschedule_manager manager;
  static inline const char* name = "reschedule";
};

reschedule_actor::behavior_type reschedules(
    reschedule_actor::stateful_pointer<reschedule_state> self);

}  // namespace antrian::actors
