#include "actors/reschedule_actor.hpp"

#include <caf/all.hpp>

#include "actors/exceptions.hpp"

namespace antrian::actors {

reschedule_actor::behavior_type reschedules(
    reschedule_actor::stateful_pointer<reschedule_state> self) {
  self->set_exception_handler(end_process);
  return {
      [self](const events_decided& message) {
        auto& manager = self->state.manager;
        for (const events::event& event : *message.events) manager.apply(event);
        for (const events::uuid& booking : message.settled) manager.settled(booking);
        const auto partition = caf::actor_cast<partition_actor>(self->current_sender());
        self->send(partition, releases_due{manager.due()});
      },
  };
}

}  // namespace antrian::actors
