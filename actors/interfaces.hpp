// Every actor of the engine and what it answers. Reading this file is reading the system.
#pragma once

#include <caf/allowed_unsafe_message_type.hpp>
#include <caf/replies_to.hpp>
#include <caf/type_id.hpp>
#include <caf/typed_actor.hpp>

#include "actors/messages.hpp"

// Nothing here leaves the process, so nothing here is serialised by CAF.
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(antrian::actors::submit_batch)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(antrian::actors::work_decided)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(antrian::actors::releases_due)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(antrian::actors::batches_committed)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(antrian::actors::commit_failed)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(antrian::actors::snapshot_taken)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(antrian::actors::snapshot_written)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(antrian::actors::checkpoint_written)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(antrian::actors::projector_ready)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(antrian::actors::prepare_shutdown)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(antrian::actors::decide_work)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(antrian::actors::take_snapshot)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(antrian::actors::events_decided)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(antrian::actors::commit_batch)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(antrian::actors::keep_checkpoint)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(antrian::actors::keep_snapshot)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(antrian::actors::batch_to_project)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(antrian::actors::follow_log)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(antrian::actors::rebuild_projection)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(antrian::actors::follow_continue)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(antrian::actors::rebuild_continue)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(antrian::actors::save_projections)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(antrian::actors::await_position)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(antrian::actors::partition_status)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(antrian::actors::projector_status)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(antrian::actors::ask_status)

namespace antrian::actors {

/// Orders everything: dedupes commands, cuts batches into waves, has office days decide them,
/// settles claims and positions, and hands whole batches to the journal.
using partition_actor = caf::typed_actor<
    // A source hands over a batch; answered through the batch itself, after commit.
    caf::reacts_to<submit_batch>,
    // An office day has decided its share of the wave.
    caf::reacts_to<work_decided>,
    // The reschedule manager names places to give up before anything else happens.
    caf::reacts_to<releases_due>,
    // The journal's fsync covers these batches / failed: nothing more is accepted.
    caf::reacts_to<batches_committed>, caf::reacts_to<commit_failed>,
    // An office day's snapshot is taken / on disk.
    caf::reacts_to<snapshot_taken>, caf::reacts_to<snapshot_written>,
    // The derived tables are on disk up to here.
    caf::reacts_to<checkpoint_written>,
    // The projector has let go of batches.
    caf::reacts_to<projector_ready>,
    // Finish what was handed over, then write checkpoint and snapshots.
    caf::reacts_to<prepare_shutdown>, caf::replies_to<ask_status>::with<partition_status>>;

/// The quota actor: one office on one date. Decides in order, at memory speed, ahead of the disk.
using office_day_actor = caf::typed_actor<
    // Decide a wave's share; answered to the partition by work_decided.
    caf::reacts_to<decide_work>,
    // Answered to the partition by snapshot_taken.
    caf::reacts_to<take_snapshot>>;

/// The process manager of reschedules.
using reschedule_actor = caf::typed_actor<
    // Events of a wave that a reschedule is about; answered to the partition by releases_due.
    caf::reacts_to<events_decided>>;

/// The way to the journal's thread (journal.hpp).
using journal_actor = caf::typed_actor<
    // Write a batch; answered to the partition by batches_committed or commit_failed.
    caf::reacts_to<commit_batch>>;

/// The way to the thread that writes the derived tables (keeper.hpp).
using keeper_actor = caf::typed_actor<
    // Answered to the partition by checkpoint_written / snapshot_written.
    caf::reacts_to<keep_checkpoint>, caf::reacts_to<keep_snapshot>>;

/// Follows the log and keeps the projections.
using projector_actor = caf::typed_actor<
    // Live events, with the batch / only up to where the log goes: read a step at a time.
    caf::reacts_to<batch_to_project>, caf::reacts_to<follow_log>, caf::reacts_to<follow_continue>,
    // Rebuild beside the live rows, a step at a time; false if there is no such projection, or
    // the projector has failed.
    caf::replies_to<rebuild_projection>::with<bool>, caf::reacts_to<rebuild_continue>,
    caf::reacts_to<save_projections>,
    // Answered at once / when everything up to there is folded.
    caf::replies_to<ask_status>::with<projector_status>,
    caf::replies_to<await_position>::with<projector_status>>;

}  // namespace antrian::actors
